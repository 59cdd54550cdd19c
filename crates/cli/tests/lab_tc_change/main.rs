//! Traffic control of each kind: made with rich options by `route2 add`, compared with what `tc` says of it, changed,
//! applied twice, saved and made again, removed.

mod cases;
#[path = "../common/mod.rs"]
mod common;

use cases::{ACTION, CASES, Case, QDISC};
use common::{lacking, prints, route2};
use route2_sandbox::{run, sh, try_sh};
use serde_json::{Value as Json, json};
use std::fs;

/// What all are put on.
const BELOW: &str = "
    ip link set lo up; ip link add v0 numtxqueues 4 type veth peer name v1 numrxqueues 4; ip link set v0 up; ip link set v1 up
    ip link add v2 type veth peer name v3; ip link set v2 up; ip link set v3 up";

impl Case {
    fn is_action(&self) -> bool {
        self.add == ACTION
    }

    fn is_filter(&self) -> bool {
        self.list.starts_with("filter")
    }

    /// What names it, and all that is said of it.
    fn words(&self) -> (Vec<String>, Vec<String>) {
        let kind = format!("kind={}", self.kind);
        let (table, own): (&str, Vec<&str>) = match self.add.first() {
            _ if self.is_action() => (
                "filter",
                vec![
                    "dev=v0",
                    "parent=ffff:fff2",
                    "protocol=ip",
                    "pref=7",
                    "kind=matchall",
                    "handle=0x1",
                ],
            ),
            _ if self.is_filter() => {
                ("filter", vec!["dev=v0", "parent=1:", "protocol=ip", "pref=7", &kind])
            }
            Some(&"class") => ("class", vec!["dev=v0"]),
            Some(&"qdisc") => ("qdisc", vec!["dev=v0"]),
            _ => ("qdisc", vec!["dev=v0", "handle=1:", "parent=root", &kind]),
        };
        let mut name = vec![table.to_owned()];
        name.extend(own.into_iter().map(str::to_owned));
        let said = self.add.iter().filter(|word| !matches!(**word, "class" | "qdisc" | "action"));
        let mut said: Vec<_> = said.map(|word| word.replace("@RED", &"00".repeat(256))).collect();
        if self.is_action() {
            said.push(format!("act={}", self.list));
        }
        let is_name =
            |word: &String| ["parent=", "handle=", "kind="].iter().any(|n| word.starts_with(n));
        let (names, said): (Vec<_>, Vec<_>) = said.into_iter().partition(is_name);
        (name.into_iter().chain(names).collect(), said)
    }

    fn compare(&self, said: &[(&str, &str)]) -> Vec<String> {
        let list = if self.is_action() { "filter show dev v0 ingress" } else { self.list };
        let text = match self.list.starts_with("class") {
            true => sh(&format!("tc {list}")),
            false => sh(&format!("tc -j -d {list}")),
        };
        if self.list.starts_with("class") {
            // tc's JSON of classes is none.
            let lacks = said.iter().filter(|(words, _)| !text.contains(words));
            return lacks.map(|(words, _)| format!("no `{words}` in {text}")).collect();
        }
        // (Of some kinds, tc's JSON is none.)
        let all = match serde_json::from_str::<Json>(&text) {
            Ok(all) => all.as_array().cloned().unwrap_or_default(),
            Err(_) if said.is_empty() && text.contains(self.kind) => return Vec::new(),
            Err(error) => return vec![format!("{error}: {text}")],
        };
        let is_it = |object: &&Json| {
            let kind = if self.is_action() { "matchall" } else { self.kind };
            let is_whole = self.list == QDISC
                || object.get("options").is_some()
                || object.get("class").is_some();
            [&object["kind"], &object["class"]].contains(&&json!(kind)) && is_whole
        };
        let Some(object) = all.iter().find(is_it) else {
            return vec![format!("not there: {all:?}")];
        };
        let object = if self.is_action() { &object["options"]["actions"][0] } else { object };
        let mut wrong = Vec::new();
        for (path, value) in said {
            let is = path.split('.').fold(object, |object, key| &object[key]);
            let wanted: Json = serde_json::from_str(value).expect("JSON");
            if *is != wanted {
                wrong.push(format!("{path}: {is}, not {wanted}, in {object}"));
            }
        }
        wrong
    }
}

/// Runs the program; what is wrong, where something is.
fn wrong(words: &[String], wanted: &str) -> Option<String> {
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let output = route2(&words);
    let (out, error) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let is_well = output.status.success() && out == wanted;
    (!is_well).then(|| format!("{words:?}: {out}{error}"))
}

/// What is wrong with a kind; `None` where the kernel has none of it.
fn tried(case: &Case) -> Option<Vec<String>> {
    sh(&format!(
        "for l in $(ip -br link | sed 's/[@ ].*//' | grep -v lo); do ip link del $l 2>/dev/null || true; done; {BELOW}"
    ));
    if !case.before.is_empty() && !try_sh(case.before).status.success() {
        return None;
    }
    let (name, said) = case.words();
    let with = |verb: &str, more: &[String]| -> Vec<String> {
        std::iter::once(verb.to_owned())
            .chain(name.iter().cloned())
            .chain(more.iter().cloned())
            .collect()
    };
    let mut errors = Vec::new();
    if let Some(error) = wrong(&with("add", &said), "") {
        let is_lacking = [
            "Specified qdisc kind is unknown",
            "No such file or directory (os error 2)",
            "Failed to load",
        ];
        let is_lacking = is_lacking.iter().any(|text| error.contains(text));
        return (!is_lacking).then(|| vec![error]);
    }
    errors.extend(case.compare(case.says));
    errors.extend(wrong(&with("replace", &said), "no change\n"));
    if !case.set.is_empty() {
        let set: Vec<_> =
            case.set.iter().map(|word| word.replace("@RED", &"00".repeat(256))).collect();
        errors.extend(wrong(&with("set", &set), ""));
        errors.extend(case.compare(case.then));
        let set: Vec<_> = set.into_iter().filter(|word| !word.starts_with("stab=")).collect();
        errors.extend(wrong(&with("set", &set), "no change\n"));
    }
    errors.extend(saved());
    let removed = name.iter().filter(|word| {
        !word.starts_with("kind=") || case.list != QDISC || case.add.first() == Some(&"qdisc")
    });
    let removed: Vec<_> = std::iter::once("del".to_owned()).chain(removed.cloned()).collect();
    errors.extend(wrong(&removed, ""));
    Some(errors)
}

/// What is saved is so, and can be made again.
fn saved() -> Vec<String> {
    let saved = prints(&["save"]);
    fs::write("/run/saved.yaml", &saved).expect("a file");
    let mut errors: Vec<_> =
        wrong(&["apply".to_owned(), "/run/saved.yaml".to_owned()], "no change\n")
            .into_iter()
            .collect();
    let program = env!("CARGO_BIN_EXE_route2");
    let again = format!(
        "unshare -n sh -ec 'ip link set lo up; {program} apply - </run/saved.yaml >/run/plan; {program} save; {program} apply -</run/saved.yaml >&2'"
    );
    let output = try_sh(&again);
    let (out, error) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let is_other = |line: &&str| !saved.lines().any(|other| other == *line);
    let lacks = |line: &&str| !out.lines().any(|other| other == *line);
    errors.extend(out.lines().filter(is_other).map(|line| format!("made again: +{line}")));
    errors.extend(saved.lines().filter(lacks).map(|line| format!("made again: -{line}")));
    errors.extend((error != "no change\n").then(|| format!("made again: {error}")));
    errors
}

fn all() -> Vec<&'static str> {
    // For those who look into one: its kind.
    let only = std::env::var("ROUTE2_KIND").ok();
    let meant = |case: &&Case| only.as_ref().is_none_or(|only| only == case.kind);
    lacking(CASES.iter().filter(meant), |case| case.kind, tried)
}

#[test]
fn kinds_that_there_are() {
    run("kinds_that_there_are", || {
        let lacking = all();
        assert!(!lacking.contains(&"tbf") && !lacking.contains(&"htb"), "{lacking:?}");
    });
}

#[test]
#[ignore = "needs the lab: every kind of traffic control"]
fn each_kind() {
    run("each_kind", || {
        assert_eq!(json!(all()), json!([]));
    });
}
