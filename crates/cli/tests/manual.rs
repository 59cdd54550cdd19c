//! What the program says of itself: completion, manual pages, keys.

mod common;

use common::{prints, route2};
use route2_sandbox::try_sh;
use std::io::Write;
use std::process::{Command, Stdio};

/// What bash makes of the last word.
fn bash_completes(line: &str) -> Vec<String> {
    let script = r#"
        source <("$PROGRAM" completion bash)
        [[ $(complete -p route2) == *"-F _route2_filters"* ]] || exit 1
        COMP_WORDS=($LINE); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); last=${COMP_WORDS[COMP_CWORD]}
        _route2_filters route2 "$last" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let output = Command::new("bash")
        .args(["--norc", "-c", script])
        .env("PROGRAM", env!("CARGO_BIN_EXE_route2"))
        .env("LINE", line)
        .output()
        .expect("there is a bash");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line}");
    assert!(output.status.success(), "{line}");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_and_keys() {
    for (line, words) in [
        ("route2 li", &["link"][..]),
        ("route2 nexth", &["nexthop", "nexthopbucket"]),
        ("route2 link --js", &["--json"]),
        ("route2 link br_ageing", &["br_ageing_time="]),
        ("route2 rule mtu=9000 iif", &["iifname="]),
        ("route2 fdb llad", &["lladdr="]),
        ("route2 show br0 br_ageing", &["br_ageing_time"]),
        ("route2 monitor neig", &["neigh", "neightbl"]),
        ("route2 monitor link operst", &["operstate="]),
        ("route2 keys mult", &["multicast"]),
        ("route2 wait nexth", &["nexthop"]),
        ("route2 wait link ppp0 --time", &["--timeout"]),
        ("route2 on neigh dev", &["dev=", "devlink_port="]),
        ("route2 check po", &["port"]),
        ("route2 pend", &["pending"]),
        ("route2 rollb", &["rollback"]),
        ("route2 gua", &[""]),
        ("route2 monitor --chan", &["--changes"]),
        ("route2 add ne", &["neigh", "nexthop"]),
        ("route2 add link br_ageing", &["br_ageing_time="]),
        ("route2 replace qdisc initial", &["initial_quantum="]),
        ("route2 apply --pru", &["--prune"]),
        ("route2 save nexth", &["nexthop"]),
        ("route2 completion fi", &["fish"]),
        ("route2 link --color a", &["auto", "always"]),
    ] {
        assert_eq!(bash_completes(line), words, "{line}");
    }
}

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = prints(&["completion", shell]);
        for command in ["link", "fdb", "nexthopbucket", "monitor"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    assert_eq!(route2(&["completion", "tcsh"]).status.code(), Some(2));
}

/// Each command's page is one that groff has nothing to say against.
#[test]
fn manual_pages() {
    let help = prints(&["--help"]);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<_> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 25 && commands.contains(&"tunnel"), "{commands:?}");
    let has_groff = try_sh("command -v groff").status.success();
    if !has_groff {
        println!("not rendered: there is no groff");
    }
    let pages = commands.iter().map(|command| vec!["man", command]).chain([vec!["man"]]);
    for words in pages {
        let page = prints(&words);
        assert!(page.contains(".SH SYNOPSIS"), "{words:?}");
        if has_groff {
            assert_eq!(warnings_of_groff(&page), "", "{words:?}");
        }
    }
}

fn warnings_of_groff(page: &str) -> String {
    let mut groff = Command::new("groff")
        .args(["-man", "-ww", "-z"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("groff starts");
    let mut input = groff.stdin.take().expect("it has an input");
    input.write_all(page.as_bytes()).expect("groff reads");
    drop(input);
    let output = groff.wait_with_output().expect("groff ends");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn keys_are_explained() {
    let page = prints(&["man", "link"]);
    let entry = page.split(".TP\n").find(|entry| entry.starts_with(r"\fBbr_ageing_time\fR"));
    let entry = entry.expect("the key is there");
    for word in [r"IFLA_BR_AGEING_TIME \fInumber\fR", "Age at which a learnt address is forgotten"]
    {
        assert!(entry.contains(word), "{entry}");
    }
    for (words, line) in [
        (&["keys", "link"][..], "br_fdb_n_learned IFLA_BR_FDB_N_LEARNED volatile number"),
        (&["keys", "link"], "flags flags `IFF_*`. (UP, BROADCAST,"),
        (&["keys", "rule"], "priority FRA_PRIORITY number Its place among the rules."),
        (&["keys", "nexthop"], "group_type NHA_GROUP_TYPE name (mpath, resilient)"),
        (&["keys", "link", "stats64"], "stats64.rx_packets number"),
        (&["keys", "mdb", "mdb.entry.info"], "mdb.entry.info.vni MDBA_MDB_EATTR_VNI number"),
    ] {
        let text = prints(words);
        let is_there = text
            .lines()
            .any(|l| l.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(line));
        assert!(is_there, "no `{line}` in\n{text}");
    }
    for (words, status, error) in [
        (&["keys", "lnk"][..], 2, "no table is called `lnk`; did you mean `link`?"),
        (&["keys", "link", "mtu"], 1, "the table `link` has no keys below `mtu`"),
        (&["link", "zzz=1"], 2, "no key is called `zzz`; `route2 keys link` lists all"),
        (&["man", "lonk"], 2, "no command is called `lonk`; did you mean `link`?"),
    ] {
        let output = route2(words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), format!("route2: {error}\n"));
    }
}
