//! `route2 apply` and `route2 save` on the real kernel.

mod common;

use common::{prints, route2};
use route2_sandbox::{run, sh, wait_until};
use std::fs;
use std::process::Output;

/// One of everything.
const STATE: &str = r#"
links:
  br0: { kind: bridge, state: up, br_ageing_time: 20000, ports: [v1], addresses: [10.0.0.1/24, "fd00::1/64", {prefix: 10.7.0.1/32, peer: 10.7.0.2/32}] }
  v0:
    kind: veth
    peer: v1
    state: up
    mtu: 1400
    addresses: [192.0.2.1/24]
    ifalias: 'ein Kabel'
    prop_list: { altnames: [another-name-of-a-cable] }
  v1: { state: up, brport_cost: 77 }
  old0: { state: absent }
nexthops:
  - { id: 2, group: [1, { id: 3, weight: 5 }] }
  - { id: 1, gateway: 192.0.2.7, dev: v0 }
  - { id: 3, gateway: 192.0.2.8, dev: v0 }
routes:
  - { dst: default, gateway: 10.0.0.254 }
  - { dst: 10.9.0.0/16, multipath: [ { gateway: 10.0.0.2 }, { gateway: 10.0.0.3, weight: 2 } ], table: 100 }
  - dst: 10.8.0.0/16
    nh_id: 2
  - { dst: 10.6.0.0/16, dev: br0, scope: global, priority: 9, metrics: { mtu: 1300 } }
  - { dst: fd09::/16, gateway: fd00::9, dev: br0, flags: onlink }
  - { dst: 203.0.113.0/24, type: blackhole }
rules: [ { src: 10.3.0.0/16, table: 100, priority: 1000 }, { src: 10.4.0.0/16, fwmark: 5, fwmask: 7, table: 101, flags: not, iifname: v0 } ]
neighs:
  - { dev: br0, dst: 10.0.0.9, lladdr: 02:00:00:00:00:09 }
qdiscs:
  - { dev: v0, kind: htb, handle: "1:", init: { defcls: 1 } }
classes:
  - { dev: v0, parent: "1:", handle: "1:1", kind: htb, parms: { rate: { rate: 125000, linklayer: ethernet }, ceil: { rate: 125000, linklayer: ethernet }, buffer: 200000, cbuffer: 200000, quantum: 12500 } }
filters:
  - { dev: v0, parent: "1:", kind: u32, protocol: ip, pref: 3, classid: "1:1", sel: { flags: [terminal], nkeys: 1, keys: [ { key_mask: 4278190080, key_val: 167772160, key_off: 16 } ] } }
"#;

/// Runs `route2 apply` of this text, as the file that it always is.
fn apply(text: &str, options: &[&str]) -> Output {
    fs::write("/run/state.yaml", text).expect("a file");
    // What is kept stays in the sandbox.
    let mut words = vec![
        "env",
        "XDG_STATE_HOME=/run/state",
        env!("CARGO_BIN_EXE_route2"),
        "apply",
        "/run/state.yaml",
    ];
    words.extend(options);
    std::process::Command::new(words[0]).args(&words[1..]).output().expect("it starts")
}

/// What it does, a line a step.
fn applied(text: &str, options: &[&str]) -> Vec<String> {
    let output = apply(text, options);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "{error}");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn settle() {
    wait_until("addresses are settled", || !sh("ip -6 addr").contains("tentative"));
}

#[test]
fn applied_twice() {
    run("applied_twice", || {
        sh("ip link add old0 type veth peer name old1");
        let plan = applied(STATE, &["--dry-run"]);
        assert_eq!(sh("ip -br link").lines().count(), 3);
        assert_eq!(applied(STATE, &[]), plan);
        assert!(plan.iter().any(|line| line == "del link old0"), "{plan:#?}");
        assert!(plan.iter().any(|line| line == "set link v1 master=br0"), "{plan:#?}");
        settle();
        for (command, says) in [
            ("ip -d link show br0", "ageing_time 20000"),
            ("ip addr show br0", "inet 10.7.0.1 peer 10.7.0.2/32"),
            ("ip -d link show v1", "cost 77"),
            ("ip nexthop", "id 2 group 1/3,5"),
            ("ip route", "10.8.0.0/16 nhid 2 proto static"),
            ("ip route", "10.6.0.0/16 dev br0 proto static metric 9 mtu 1300"),
            ("ip rule", "not from 10.4.0.0/16 fwmark 0x5/0x7 iif v0 lookup 101"),
            ("ip -6 route", "fd09::/16 via fd00::9 dev br0 proto static metric 1024 onlink"),
            ("tc filter show dev v0", "flowid 1:1"),
        ] {
            let text = sh(command);
            assert!(text.contains(says), "no `{says}` in {text}");
        }
        assert_eq!(applied(STATE, &[]), ["no change"]);
        // Whatever has been done to it, comes again; what it does not name stays.
        sh("ip link set v0 mtu 1300; ip addr add 10.0.0.99/24 dev br0; ip route del 10.8.0.0/16; ip rule del pref 1000
            ip addr add 192.0.3.1/24 dev v1; ip addr del fd00::1/64 dev br0; ip neigh del 10.0.0.9 dev br0
            ip nexthop replace id 1 via 192.0.2.77 dev v0; ip route replace default via 10.0.0.253; tc filter del dev v0 parent 1:
            ip link set v1 nomaster");
        let plan = applied(STATE, &[]);
        assert!(
            plan.iter().any(|line| line.starts_with("del addr dev=br0 prefix=10.0.0.99/24")),
            "{plan:#?}"
        );
        settle();
        assert_eq!(applied(STATE, &[]), ["no change"], "after {plan:#?}");
        assert!(sh("ip addr show v1").contains("192.0.3.1/24"));
        assert!(sh("ip route").contains("default via 10.0.0.254"));
    });
}

/// An address takes the place of the last one: routes that the kernel takes away with it are there again.
#[test]
fn other_addresses() {
    run("other_addresses", || {
        let state = |addresses: &str| {
            format!(
                "links: {{ v0: {{ kind: veth, peer: v1, state: up, addresses: [{addresses}] }}, v1: {{ state: up }} }}\n\
                     routes:\n  - {{ dst: default, gateway: 10.0.0.254 }}\n"
            )
        };
        applied(&state("10.0.0.1/24, 10.0.0.2/24"), &[]);
        sh("ip route add 10.8.0.0/16 via 10.0.0.9");
        for addresses in ["10.0.0.2/24", "10.0.0.3/24", "10.0.0.1/24, 10.0.0.3/24"] {
            let plan = applied(&state(addresses), &[]);
            assert_eq!(
                applied(&state(addresses), &[]),
                ["no change"],
                "{addresses}, after {plan:#?}"
            );
            assert!(
                sh("ip route").contains("10.8.0.0/16 via 10.0.0.9"),
                "{addresses}, after {plan:#?}"
            );
        }
    });
}

#[test]
fn what_it_names_no_longer() {
    run("what_it_names_no_longer", || {
        sh("ip link add w0 type veth peer name w1; ip link set w0 up; ip link set w1 up");
        let first = "links:\n  br0: { kind: bridge, state: up }\n  w0: { addresses: [10.0.0.1/24] }\n\
                     routes:\n  - { dst: 10.8.0.0/16, gateway: 10.0.0.8 }\n  - { dst: 10.9.0.0/16, gateway: 10.0.0.9 }\n\
                     rules:\n  - { priority: 50, src: 10.1.0.0/16, table: 100 }\n";
        applied(first, &[]);
        let kept: Vec<_> = fs::read_dir("/run/state/route2").expect("a directory").collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(sh("stat -c %a /run/state/route2/*").trim(), "600");
        // Not created: it is there.
        let second = "links:\n  w0: {}\nroutes:\n  - { dst: 10.8.0.0/16, gateway: 10.0.0.7 }\nrules:\n  - { priority: 50, src: 10.2.0.0/16, table: 100 }\n";
        applied(second, &[]);
        assert!(sh("ip -br link").contains("br0"), "without --prune all stays");
        let pruned = applied(second, &["--prune", "--dry-run"]);
        assert_eq!(applied(second, &["--prune"]), pruned);
        let begins = [
            "del rule",
            "del route dst=10.9.0.0/16",
            "del addr dev=w0 prefix=10.0.0.1/24",
            "del link br0",
        ];
        assert_eq!(pruned.len(), begins.len(), "{pruned:#?}");
        assert!(
            pruned.iter().zip(begins).all(|(line, begin)| line.starts_with(begin)),
            "{pruned:#?}"
        );
        assert!(sh("ip rule").contains("from 10.2.0.0/16 lookup 100"));
        assert!(!sh("ip rule").contains("10.1.0.0/16") && sh("ip -br link").contains("w0"));
        let output = route2(&["apply", "-", "--prune"]);
        assert_eq!(output.status.code(), Some(2));
    });
}

#[test]
fn mistakes() {
    run("mistakes", || {
        sh("ip link add v0 type veth peer name v1");
        let before = sh("ip -d addr");
        for (text, status, error) in [
            (
                "links:\n  br0: { kind: bridge }\n  br0: {}\n",
                2,
                "3: `br0` is said twice, first in line 2 (column 3)",
            ),
            ("linksy: {}\n", 2, "1: no section is called `linksy`; did you mean `links`?"),
            ("links: [br0]\n", 2, "1: `links` is links, by name, by key, not a list"),
            (
                "links:\n  br0:\n    kind: bridge\n    mtuu: 3\n",
                2,
                "4: links.br0: no key is called `mtuu`; did you mean `mtu`?",
            ),
            (
                "links:\n  br0:\n    kind: bridge\n    mtu: [3]\n",
                2,
                "4: links.br0: `mtu` is a number from 0 to 4294967295, not `[3]`",
            ),
            (
                "links:\n  br0: { kind: bridge, ports: 3 }\n",
                2,
                "2: links.br0: `ports` is a list of links, not `3`",
            ),
            (
                "links:\n  br0: { kind: bridge, ports: [v9] }\n",
                3,
                "2: links.br0: `ports`: there is no link v9",
            ),
            (
                "links:\n  br0: { mtu: 3 }\n",
                3,
                "2: links.br0: there is no link br0, and no `kind` to make it of",
            ),
            (
                "links:\n  br0: { kind: bridge, ports: [v0] }\n  br1: { kind: bridge, ports: [v0] }\n",
                2,
                "3: links.br1: `v0` is a port of br0 and of br1",
            ),
            (
                "links:\n  br0: { kind: bridge, addresses: [10.0.0.1/240] }\n",
                2,
                "2: links.br0: `addresses[0].prefix` is an address with its length (10.0.0.1/24), not `10.0.0.1/240`",
            ),
            (
                "links:\n  v0: { kind: veth, peer: v2 }\n",
                3,
                "2: links.v0: the peer of v0 is v1, not v2",
            ),
            (
                "routes:\n  - { dst: 10.0.0.0/8, gateway: 10.0.0.1 }\n  - { dst: 10.0.0.0/8, gateway: 10.0.0.1 }\n",
                2,
                "3: `routes[1]` says the same as line 2",
            ),
            (
                "routes:\n  - dst: 10.0.0.0/8\n    gateway: gw\n",
                2,
                "3: routes[0]: `gateway` is an IP address, not `gw`",
            ),
            (
                "routes:\n  - 10.0.0.0/8\n",
                2,
                "2: `routes[0]` is a route, by key, not a single value",
            ),
            ("routes: { a: 1 }\n", 2, "1: `routes` is a list, not values by key"),
        ] {
            let output = apply(text, &[]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(said, format!("route2: /run/state.yaml:{error}\n"), "{text}");
            assert_eq!(output.status.code(), Some(status), "{text}");
        }
        assert_eq!(sh("ip -d addr"), before);
        // All or nothing, too, where the kernel refuses the last.
        let output = apply(
            "links: { br0: { kind: bridge, ports: [v0] } }\nroutes: [ { dst: 10.0.0.0/8, gateway: 192.0.2.1 } ]\n",
            &[],
        );
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{error}");
        assert!(
            error.contains("all is as it was before") && !sh("ip -br link").contains("br0"),
            "{error}"
        );
        assert!(fs::metadata("/run/state/route2").is_err());
    });
}

/// What is saved is so; and where nothing is, it makes the same state.
#[test]
fn saved_and_made_again() {
    run("saved_and_made_again", || {
        applied(STATE, &[]);
        settle();
        sh("ip addr add 10.0.0.5/24 dev br0 label br0:x; ip route add 10.5.0.0/16 dev br0; ip link set v0 group 7
            ip addr add 10.0.0.6/24 dev br0 noprefixroute; ip -6 addr add fd00::2/64 dev br0 nodad; ip -6 rule add pref 60 lookup 60
            ip -6 route add default via fd00::8; ip -6 route add unreachable fd0a::/16; ip nexthop add id 9 via 192.0.2.9 dev v0");
        let saved = prints(&["save"]);
        assert!(!saved.contains("fe80"), "{saved}");
        assert_eq!(applied(&saved, &[]), ["no change"], "{saved}");
        let program = env!("CARGO_BIN_EXE_route2");
        fs::write("/run/saved.yaml", &saved).expect("a file");
        let again = sh(&format!(
            "export XDG_STATE_HOME=/run/elsewhere; unshare -n sh -ec 'ip link set lo up; {program} apply /run/saved.yaml >/run/plan; {program} save'"
        ));
        assert_eq!(again, saved);
        assert_eq!(
            prints(&["save", "rule", "family=inet", "table=100"]),
            "rules:\n  - { priority: 1000, src: 10.3.0.0/16, table: 100 }\n"
        );
        assert_eq!(route2(&["save", "stats"]).status.code(), Some(2));
    });
}

/// A bridge whose ports listen and learn before they forward has a carrier only after 4 seconds, and the kernel takes no
/// next hop before.
#[test]
fn next_hops_wait_for_a_carrier() {
    run("next_hops_wait_for_a_carrier", || {
        let text = "links:
  br0: { kind: bridge, state: up, br_stp_state: 1, br_forward_delay: 200, ports: [v1], addresses: [10.7.0.1/24] }
  v0: { kind: veth, peer: v1, state: up }
  v1: { state: up }
nexthops:
  - { id: 1, gateway: 10.7.0.9, dev: br0 }
  - { id: 2, group: [1] }
routes:
  - { dst: 10.9.0.0/16, nh_id: 2 }
";
        applied(text, &[]);
        assert!(sh("ip route").contains("10.9.0.0/16 nhid 2"));
        assert_eq!(applied(text, &[]), ["no change"]);
    });
}
