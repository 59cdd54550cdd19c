//! Plans as JSON: what a change does, and what undoes it, an object a step.

mod common;

use common::{prints, route2};
use route2_sandbox::{run, sh};
use serde_json::{Value as Json, json};

/// Runs the program, and gives the steps that it prints.
fn steps(words: &[&str]) -> Vec<Json> {
    let text = prints(words);
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn a_dry_run() {
    run("a_dry_run", || {
        sh("ip link add v0 type veth peer name v1");
        let words = ["add", "link", "br0", "kind=bridge", "br_ageing_time=20000", "ports=v0"];
        let own = ["addresses=10.0.0.1/24", "state=up"];
        let words = [&words[..], &own].concat();
        let steps = steps(&[&words[..], &["--dry-run", "--json"]].concat());
        assert!(!sh("ip link").contains("br0"), "nothing is done");
        let lines = prints(&[&words[..], &["--dry-run"]].concat());
        let commands: Vec<_> = steps.iter().map(|step| step["command"].clone()).collect();
        assert_eq!(commands, lines.lines().map(Json::from).collect::<Vec<_>>());

        let made = steps[0]["request"]["index"].clone();
        assert!(made.is_u64(), "{steps:#?}");
        assert_eq!(
            steps[0],
            json!({
                "step": 1, "of": 4, "does": "add", "what": "link br0", "table": "link",
                "command": "add link ifname=br0 kind=bridge br_ageing_time=20000",
                "request": {"index": made, "ifname": "br0", "kind": "bridge", "br_ageing_time": 20000},
                "undo": [{"does": "remove", "what": "link br0", "table": "link"}],
            })
        );
        assert_eq!(steps[1]["request"]["master"], made);
        let undo = steps[1]["undo"].as_array().expect("a list");
        let v0 = undo.iter().find(|undo| undo["what"] == "link v0").expect("v0 is no port again");
        assert_eq!((&v0["does"], &v0["object"]["state"]), (&json!("restore"), &json!("down")));
        assert_eq!(v0["object"].get("master"), None);
        let address = json!({"family": "inet", "index": made, "prefix": "10.0.0.1/24", "prefixlen": 24,
            "address": "10.0.0.1", "local": "10.0.0.1"});
        let step = steps.iter().find(|step| step["table"] == "addr").expect("an address");
        assert_eq!(step["request"], address);
        assert_eq!(
            step["undo"],
            json!([{"does": "remove", "what": "addr dev=br0 prefix=10.0.0.1/24", "table": "addr"}])
        );
    });
}

#[test]
fn what_was_done() {
    run("what_was_done", || {
        let file = "/tmp/route2-plan-json.yaml";
        let text = "links: { d0: { kind: bridge, mtu: 1400, addresses: [10.0.0.1/24], state: up } }\n\
                    routes: [ { dst: 10.9.0.0/16, gateway: 10.0.0.2 } ]\n";
        std::fs::write(file, text).expect("a file");
        let tables = steps(&["apply", file, "--json"]);
        let tables: Vec<_> = tables.iter().map(|step| step["table"].clone()).collect();
        assert_eq!(tables, ["link", "link", "addr", "route"]);
        assert!(steps(&["apply", file, "--json"]).is_empty(), "nothing is left to do");

        let steps = steps(&["set", "route", "dst=10.9.0.0/16", "gateway=10.0.0.3", "--json"]);
        assert_eq!(steps[0]["does"], "replace");
        assert_eq!(steps[0]["request"]["gateway"], "10.0.0.3");
        assert_eq!(steps[0]["undo"][0]["object"]["gateway"], "10.0.0.2");
        assert!(sh("ip route").contains("10.9.0.0/16 via 10.0.0.3"));
        // What is refused says so on standard error, as without `--json`.
        let refused = route2(&["add", "link", "d0", "kind=bridge", "--json"]);
        assert_eq!((refused.status.code(), refused.stdout), (Some(3), Vec::new()));
    });
}
