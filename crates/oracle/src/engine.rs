//! The comparison itself.

use crate::{As, Cases, Interfaces, Node, Pair, Row, Rules, same};
use route2_schema::rtnl::Object;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashSet};

/// One sort of iproute2's output.
#[derive(Debug)]
pub struct View {
    /// What its names mean.
    pub rules: &'static Rules,
    /// The objects in its JSON, in the order of the kernel's.
    pub items: fn(&Json) -> Vec<Json>,
    /// What of ours one of those is: `""` is an object, else the path to a list in it, each item of which is
    /// one.
    pub each: &'static str,
    /// Does iproute2 show this object of the kernel's?
    pub keep: fn(Object<'_>) -> bool,
}

/// The objects of an array of objects. (iproute2 prints an empty one where a filter left an object out.)
pub fn listed(json: &Json) -> Vec<Json> {
    let all = json.as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|item| item.as_object().is_none_or(|item| !item.is_empty())).collect()
}

/// The objects of arrays in the objects of an array, each with the names of the interface around it.
pub fn flat(json: &Json, list: &str) -> Vec<Json> {
    let mut all = Vec::new();
    for around in listed(json) {
        for item in around[list].as_array().into_iter().flatten() {
            let mut item = item.clone();
            for name in ["ifindex", "ifname"] {
                if let Some(value) = around.get(name) {
                    item[name] = value.clone();
                }
            }
            all.push(item);
        }
    }
    all
}

/// What a comparison found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many values were compared.
    pub compared: usize,
    /// How many values were not, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// What differs, and what no rule covers.
    pub failures: Vec<String>,
    /// The rows that something was found for, by address.
    used: HashSet<*const Row>,
}

impl Report {
    /// Adds another report, whose failures are said to be of `name`.
    pub fn add(&mut self, name: &str, other: Self) {
        self.compared += other.compared;
        for (reason, count) in other.skipped {
            *self.skipped.entry(reason).or_default() += count;
        }
        self.failures.extend(other.failures.iter().map(|failure| format!("{name}: {failure}")));
        self.used.extend(other.used);
    }

    /// The rows for which nothing was found: they may be mistaken, or no longer needed.
    pub fn unused(&self, rules: &'static Rules) -> Vec<&'static str> {
        let deeper = rules.rows.iter().flat_map(|row| match row {
            Row::In(_, _, inner) | Row::Each(_, _, inner) => self.unused(inner),
            Row::By(_, _, cases) | Row::When(_, cases) => {
                cases.iter().flat_map(|(_, inner)| self.unused(inner)).collect()
            }
            Row::Is(..) | Row::Skip(..) => Vec::new(),
        });
        let here = rules.rows.iter().filter(|row| !self.used.contains(&std::ptr::from_ref(*row)));
        here.map(Row::name).chain(deeper).collect()
    }
}

impl View {
    /// Compares objects with what iproute2 printed of them, in the same order.
    pub fn compare(
        &self,
        objects: &[Object<'_>],
        theirs: &Json,
        interfaces: &Interfaces,
    ) -> Report {
        let kept = objects.iter().filter(|object| (self.keep)(**object));
        let ours: Vec<_> = kept
            .flat_map(|object| match self.each {
                "" => vec![(*object, Node::Object(*object))],
                list => {
                    let items = Node::Object(*object).items(list);
                    items.into_iter().map(|item| (*object, Node::Value(item))).collect()
                }
            })
            .collect();
        let theirs = (self.items)(theirs);
        let mut report = Report::default();
        if ours.len() != theirs.len() {
            let (ours, theirs) = (ours.len(), theirs.len());
            report.failures.push(format!("iproute2 states {theirs} objects, we read {ours}"));
            return report;
        }
        for (position, ((object, node), theirs)) in ours.into_iter().zip(&theirs).enumerate() {
            let walk = Walk { object, interfaces, position };
            let name = theirs["ifname"].as_str().unwrap_or_default();
            let path = format!("[{position}]{name}");
            walk.object(node, theirs, self.rules, &path, &mut report);
        }
        report
    }
}

/// One pair of objects.
struct Walk<'a> {
    object: Object<'a>,
    interfaces: &'a Interfaces,
    /// Where in the innermost list we are.
    position: usize,
}

impl<'a> Walk<'a> {
    fn object(
        &self,
        ours: Node<'a>,
        theirs: &'a Json,
        rules: &'static Rules,
        path: &str,
        report: &mut Report,
    ) {
        let none = Map::new();
        let all = self.rules(ours, rules, report);
        for (name, theirs) in theirs.as_object().unwrap_or(&none) {
            let path = format!("{path}.{name}");
            match all.iter().flat_map(|rules| rules.rows).find(|row| row.name() == name) {
                Some(row) => {
                    report.used.insert(std::ptr::from_ref(row));
                    self.row(row, ours, theirs, &path, report);
                }
                None => self.unlisted(ours, name, theirs, &all, &path, report),
            }
        }
    }

    /// The rules of an object, those that depend on something first.
    fn rules(
        &self,
        ours: Node<'a>,
        rules: &'static Rules,
        report: &mut Report,
    ) -> Vec<&'static Rules> {
        let mut all = Vec::new();
        for row in rules.rows {
            if let Row::When(at, cases) = row {
                report.used.insert(std::ptr::from_ref(row));
                let chosen = self.choose(ours, at, cases).1;
                all.extend(chosen.into_iter().flat_map(|rules| self.rules(ours, rules, report)));
            }
        }
        all.push(rules);
        all
    }

    fn row(
        &self,
        row: &'static Row,
        ours: Node<'a>,
        theirs: &'a Json,
        path: &str,
        report: &mut Report,
    ) {
        match row {
            Row::Is(_, at, is) => self.value(ours, at, theirs, *is, path, report),
            Row::In(_, at, rules) => match ours.go(at) {
                Some(ours) => self.object(ours, theirs, rules, path, report),
                None => report.failures.push(format!("{path}: `{theirs}`, we have no `{at}`")),
            },
            Row::Each(_, at, rules) => {
                let (ours, list) = (ours.items(at), items(theirs));
                if ours.len() != list.len() {
                    let counts = (list.len(), ours.len());
                    report.failures.push(format!("{path}: theirs and ours are {counts:?}"));
                }
                for (i, (ours, theirs)) in ours.into_iter().zip(list).enumerate() {
                    let path = format!("{path}[{i}]");
                    let walk = Self { position: i, ..*self };
                    walk.object(Node::Value(ours), theirs, rules, &path, report);
                }
            }
            Row::By(_, at, cases) => match self.choose(ours, at, cases) {
                (_, Some(rules)) => self.object(ours, theirs, rules, path, report),
                (text, None) => {
                    report.failures.push(format!("{path}: no rules where `{at}` is `{text}`"));
                }
            },
            Row::When(..) => {}
            Row::Skip(_, reason) => *report.skipped.entry(reason).or_default() += leaves(theirs),
        }
    }

    /// The text at `at`, from here or else from the top, and the rules for it.
    fn choose(&self, ours: Node<'a>, at: &str, cases: Cases) -> (String, Option<&'static Rules>) {
        let text = ours.at(at).or_else(|| Node::Object(self.object).at(at));
        let text = text.map(|text| text.to_string()).unwrap_or_default();
        let case = cases.iter().find(|(names, _)| names.contains(&text.as_str()));
        let rules = case.map(|(_, rules)| *rules);
        (text, rules)
    }

    /// No row is about it: our key is theirs with a prefix.
    fn unlisted(
        &self,
        ours: Node<'a>,
        name: &str,
        theirs: &'a Json,
        rules: &[&'static Rules],
        path: &str,
        report: &mut Report,
    ) {
        let prefixes = rules.iter().flat_map(|rules| rules.prefixes);
        let keys = prefixes.map(|prefix| format!("{prefix}{name}"));
        match keys.clone().find(|key| ours.at(key).is_some()) {
            Some(key) => self.value(ours, &key, theirs, same, path, report),
            None => {
                let keys: Vec<_> = keys.collect();
                report
                    .failures
                    .push(format!("{path}: `{theirs}` is covered by no rule, nor {keys:?}"));
            }
        }
    }

    fn value(
        &self,
        around: Node<'a>,
        at: &str,
        theirs: &'a Json,
        is: As,
        path: &str,
        report: &mut Report,
    ) {
        let all = match at {
            "" => Vec::new(),
            _ => around.all(at),
        };
        let Self { object, interfaces, position } = *self;
        let pair = Pair { theirs, all, around, object, interfaces, position };
        report.compared += leaves(theirs);
        if !is(&pair) {
            let ours = pair.shown();
            report.failures.push(format!("{path}: theirs is `{theirs}`, ours `{at}` is `{ours}`"));
        }
    }
}

/// The items of a list; what is stated once is a list of one.
pub(crate) fn items(json: &Json) -> &[Json] {
    json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice)
}

/// How many values there are in it.
fn leaves(json: &Json) -> usize {
    match json {
        Json::Array(items) => items.iter().map(leaves).sum(),
        Json::Object(entries) => entries.values().map(leaves).sum(),
        _ => 1,
    }
}
