//! `route2 add|set|replace|append|del` on the real kernel, against what iproute2 says of the same objects.

mod common;

use common::{prints, route2};
use route2_sandbox::{run, sh};
use serde_json::{Value as Json, json};

/// Runs the program, which must have nothing to say.
fn does(words: &[&str]) {
    assert_eq!(prints(words), "", "{words:?}");
}

fn is_so(words: &[&str]) {
    assert_eq!(prints(words), "no change\n", "{words:?}");
}

fn ip(command: &str) -> Json {
    let list: Json = serde_json::from_str(&sh(&format!("ip -d -j {command}"))).expect("JSON");
    list[0].clone()
}

/// What it says on standard error, and the status.
fn fails(words: &[&str]) -> (Option<i32>, String) {
    let output = route2(words);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{words:?}");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn links() {
    run("links", || {
        does(&[
            "add",
            "link",
            "v0",
            "kind=veth",
            "peer=v1",
            "mtu=1400",
            "ifalias=ein Kabel",
            "state=up",
        ]);
        does(&["set", "link", "v1", "state=up"]);
        let (v0, v1) = (ip("link show v0"), ip("link show v1"));
        assert_eq!((&v0["mtu"], &v0["ifalias"]), (&json!(1400), &json!("ein Kabel")));
        assert_eq!((&v0["link"], &v1["link"]), (&json!("v1"), &json!("v0")));
        let flags = v1["flags"].as_array().expect("flags");
        assert!(flags.contains(&json!("UP")), "{v1}");

        let bridge = [
            "ifname=br0",
            "kind=bridge",
            "br_ageing_time=20000",
            "br_priority=8192",
            "ports=v1",
            "addresses=10.0.0.1/24,fd00::1/64",
            "state=up",
        ];
        does(&[&["add", "link"][..], &bridge].concat());
        is_so(&[&["replace", "link"][..], &bridge].concat());
        let data = ip("link show br0")["linkinfo"]["info_data"].clone();
        assert_eq!((&data["ageing_time"], &data["priority"]), (&json!(20000), &json!(8192)));
        assert_eq!(ip("link show v1")["master"], "br0");
        assert!(sh("ip addr show br0").contains("inet 10.0.0.1/24"));

        // Whole lists: what is not named goes.
        does(&["set", "link", "br0", "addresses=10.0.0.2/24", "ports="]);
        let addresses = sh("ip addr show br0");
        assert!(
            addresses.contains("inet 10.0.0.2/24") && !addresses.contains("10.0.0.1/24"),
            "{addresses}"
        );
        assert!(!addresses.contains("fd00::1"), "{addresses}");
        assert!(addresses.contains("fe80::"), "the kernel's own stays: {addresses}");
        assert_eq!(ip("link show v1").get("master"), None);

        // What its port is to be, a port says of itself.
        does(&["set", "link", "v1", "master=br0", "brport_cost=77"]);
        assert_eq!(ip("link show v1")["linkinfo"]["info_slave_data"]["cost"], 77);
        is_so(&["set", "link", "v1", "master=br0", "brport_cost=77"]);
        does(&["set", "link", "br0", "ifname=br1", "state=down"]);
        assert_eq!(ip("link show br1")["operstate"], "DOWN");
        does(&["del", "link", "br1"]);
        does(&["del", "link", "ifname=v0"]);
        assert_eq!(sh("ip -br link").lines().count(), 1);
    });
}

/// Each is made, is so, is changed, and is removed.
#[test]
fn other_objects() {
    run("other_objects", || {
        does(&["add", "link", "v0", "kind=veth", "peer=v1", "addresses=10.0.0.1/24", "state=up"]);
        does(&["set", "link", "v1", "state=up"]);
        sh("ip addr add fd00::1/64 dev v0 nodad");
        let hops = "multipath=[{gateway: 10.0.0.2}, {gateway: 10.0.0.3, weight: 2}]";
        let class = "parms={rate: {rate: 125000, linklayer: ethernet}, ceil: {rate: 125000, linklayer: ethernet}, \
                     buffer: 200000, cbuffer: 200000, quantum: 12500}";
        let filter = "sel={flags: [terminal], nkeys: 1, keys: [{key_mask: 0xff000000, key_val: 0x0a000000, key_off: 16}]}";
        let cases: &[(&[&str], &str, &str)] = &[
            (&["addr", "dev=v0", "prefix=192.0.2.1/24"], "ip addr", "inet 192.0.2.1/24"),
            (
                &["addr", "dev=v0", "prefix=fd02::1/64", "flags=nodad"],
                "ip -6 addr",
                "inet6 fd02::1/64 scope global nodad",
            ),
            (
                &["addr", "dev=v0", "prefix=10.7.0.1/32", "peer=10.7.0.2/32"],
                "ip addr",
                "inet 10.7.0.1 peer 10.7.0.2/32",
            ),
            (
                &["route", "dst=10.8.0.0/16", "gateway=10.0.0.9"],
                "ip route",
                "10.8.0.0/16 via 10.0.0.9 dev v0 proto static",
            ),
            (
                &["route", "dst=10.9.0.0/16", hops, "table=100"],
                "ip route show table 100",
                "nexthop via 10.0.0.3 dev v0 weight 2",
            ),
            (
                &["route", "dst=fd09::/16", "gateway=fd00::9"],
                "ip -6 route",
                "fd09::/16 via fd00::9 dev v0 proto static metric 1024",
            ),
            (
                &["route", "dst=default", "dev=v0", "priority=7"],
                "ip route",
                "default dev v0 proto static scope link metric 7",
            ),
            (
                &["route", "dst=203.0.113.0/24", "type=blackhole"],
                "ip route",
                "blackhole 203.0.113.0/24",
            ),
            (
                &["rule", "src=10.3.0.0/16", "table=100", "priority=1000"],
                "ip rule",
                "1000:\tfrom 10.3.0.0/16 lookup 100",
            ),
            (&["rule", "src=10.4.0.0/16", "table=101"], "ip rule", "from 10.4.0.0/16 lookup 101"),
            (
                &["neigh", "dev=v0", "dst=10.0.0.9", "lladdr=02:00:00:00:00:09"],
                "ip neigh",
                "10.0.0.9 dev v0 lladdr 02:00:00:00:00:09 PERMANENT",
            ),
            (
                &["nexthop", "id=5", "gateway=10.0.0.7", "dev=v0"],
                "ip nexthop",
                "id 5 via 10.0.0.7 dev v0",
            ),
            (&["nexthop", "id=6", "group=5"], "ip nexthop", "id 6 group 5"),
            (
                &["qdisc", "dev=v0", "kind=htb", "handle=1:", "init.defcls=1"],
                "tc qdisc show dev v0",
                "qdisc htb 1: root refcnt 3 r2q 0 default 0x1",
            ),
            (
                &["class", "dev=v0", "parent=1:", "handle=1:1", "kind=htb", class],
                "tc class show dev v0",
                "class htb 1:1 root prio 0 rate 1Mbit ceil 1Mbit",
            ),
            (
                &[
                    "filter",
                    "dev=v0",
                    "parent=1:",
                    "kind=u32",
                    "protocol=ip",
                    "pref=3",
                    "classid=1:1",
                    filter,
                ],
                "tc filter show dev v0",
                "match 0a000000/ff000000 at 16",
            ),
        ];
        for (words, command, says) in cases {
            let said = [&["add"], *words].concat();
            does(&said);
            let text = sh(command).replace("r2q 1 ", "r2q 0 ");
            assert!(text.contains(says), "{said:?}: no `{says}` in\n{text}");
            is_so(&[&["replace"], *words].concat());
            is_so(&[&["set"], *words].concat());
        }
        // What depends on others goes first.
        for (words, command, says) in cases.iter().rev() {
            // A class is told by its handle, a filter by what is said of the header.
            let count =
                if matches!(words[0], "qdisc" | "class" | "filter") { 4 } else { words.len() };
            does(&[&["del"], &words[..count]].concat());
            assert!(!sh(command).contains(says), "{words:?}");
        }
    });
}

#[test]
fn changes_of_routes() {
    run("changes_of_routes", || {
        does(&["add", "link", "v0", "kind=veth", "peer=v1", "addresses=10.0.0.1/24", "state=up"]);
        does(&["set", "link", "v1", "state=up"]);
        does(&["add", "route", "dst=10.8.0.0/16", "gateway=10.0.0.2"]);
        does(&["set", "route", "dst=10.8.0.0/16", "gateway=10.0.0.3"]);
        assert!(sh("ip route").contains("10.8.0.0/16 via 10.0.0.3"));
        does(&["append", "route", "dst=10.8.0.0/16", "gateway=10.0.0.4"]);
        assert_eq!(sh("ip route show 10.8.0.0/16").lines().count(), 2);
        does(&["del", "route", "dst=10.8.0.0/16", "gateway=10.0.0.4"]);
        assert_eq!(
            sh("ip route show 10.8.0.0/16").trim(),
            "10.8.0.0/16 via 10.0.0.3 dev v0 proto static"
        );
        // Whatever its priority is.
        does(&["add", "route", "dst=10.7.0.0/16", "gateway=10.0.0.2", "priority=50"]);
        does(&["del", "route", "dst=10.7.0.0/16"]);
    });
}

#[test]
fn what_would_be_done() {
    run("what_would_be_done", || {
        let words = ["add", "link", "br0", "kind=bridge", "mtu=1400", "state=up"];
        let plan = prints(&[&words[..], &["--dry-run"]].concat());
        assert_eq!(plan, "add link ifname=br0 mtu=1400 kind=bridge\nset link br0 state=up\n");
        assert_eq!(sh("ip -br link").lines().count(), 1);
        does(&words);
        assert_eq!(prints(&["replace", "link", "br0", "kind=bridge", "--dry-run"]), "no change\n");
    });
}

#[test]
fn mistakes() {
    run("mistakes", || {
        sh("ip link add v0 type veth peer name v1");
        for (words, status, error) in [
            (
                &["set", "link", "v0", "mtuu=3"][..],
                2,
                "no key is called `mtuu`; did you mean `mtu`?",
            ),
            (
                &["set", "link", "v0", "mtu=hello"],
                2,
                "`mtu` is a number from 0 to 4294967295, not `hello`",
            ),
            (
                &["set", "link", "v0", "br_stp_state=1"],
                2,
                "`br_stp_state` is not a key of a link of the kind veth",
            ),
            (
                &["set", "link", "v0", "min_mtu=1"],
                2,
                "`min_mtu` is read-only: the kernel states it",
            ),
            (&["set", "link", "v0", "mtu=1", "mtu=2"], 2, "`mtu` is said twice"),
            (&["set", "link", "mtu=1"], 2, "say which link: route2 set link IFNAME KEY=VALUE..."),
            (&["set", "link", "v0", "state=on"], 2, "`state` is `up` or `down`, not `on`"),
            (
                &["add", "link", "v9"],
                2,
                "say of which kind it is: `kind` is bridge, veth, vlan, ...",
            ),
            (
                &["del", "link", "v0", "mtu=3"],
                2,
                "`mtu` is not said of a link that is to be removed",
            ),
            (&["add", "route", "dst=10.0.0.0/8", "via"], 2, "`via` has no value: write via=VALUE"),
            (
                &["add", "route", "dst=10.0.0.0/80"],
                2,
                "`dst` is a net (10.0.0.0/8), `default`, or a label, not `10.0.0.0/80`",
            ),
            (
                &["add", "route", "multipath=[{gateway: 10.0.0.2"],
                2,
                "the value of `multipath` is no YAML: while parsing a flow mapping, did not find expected ',' or '}' (column 1)",
            ),
            (
                &["add", "qdisc", "dev=v0", "kind=htb", "handle=1:", "init.defcl=1"],
                2,
                "`init` has no key `defcl`; did you mean `defcls`?",
            ),
            (&["add", "link", "v0", "kind=bridge"], 3, "there is a link v0 already"),
            (&["set", "link", "v9", "mtu=3"], 3, "there is no link v9"),
            (
                &["del", "route", "dst=192.0.2.0/24"],
                3,
                "there is no route dst=192.0.2.0/24 table=main",
            ),
            (&["add", "route", "dst=10.0.0.0/8", "dev=v9"], 3, "`dev`: there is no interface `v9`"),
            (
                &["replace", "link", "v0", "kind=bridge"],
                3,
                "the link v0 is of the kind veth, and none of the kind bridge",
            ),
            (
                &["set", "link", "v0", "mtu=1000000"],
                3,
                "step 1 of 1 failed: set link v0 mtu=1000000: the kernel refused RTM_NEWLINK: Invalid argument (os error 22): \
                 mtu greater than device maximum; all is as it was before",
            ),
        ] {
            assert_eq!(fails(words), (Some(status), format!("route2: {error}\n")), "{words:?}");
        }
        let (status, error) = fails(&["add", "nothing", "x=1"]);
        assert!(status == Some(2) && error.contains("unrecognized subcommand"), "{error}");
        let without = "setpriv --bounding-set=-net_admin --inh-caps=-net_admin";
        let output = route2_sandbox::try_sh(&format!(
            "{without} {} add link br0 kind=bridge",
            env!("CARGO_BIN_EXE_route2")
        ));
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{error}");
        assert!(
            error.contains("Operation not permitted (os error 1) (CAP_NET_ADMIN is needed)"),
            "{error}"
        );
    });
}

/// Rates, sizes and times with their units, as tc takes them.
#[test]
fn units() {
    run("units", || {
        sh("ip link add v0 type veth peer name v1; ip link set v0 up");
        let tc = |command: &str| {
            sh(&format!("tc {command} | sed 's/qdisc tbf [0-9a-f]*:/tbf/; s/refcnt [0-9]*//'"))
        };
        let tbf = [
            "qdisc",
            "dev=v0",
            "handle=1:",
            "parent=root",
            "kind=tbf",
            "rate=1mbit",
            "burst=15k",
            "latency=50ms",
        ];
        does(&[&["add"][..], &tbf].concat());
        let ours = tc("qdisc show dev v0");
        is_so(&[&["replace"][..], &tbf].concat());
        does(&["del", "qdisc", "dev=v0", "parent=root"]);
        sh("tc qdisc add dev v0 root handle 1: tbf rate 1mbit burst 15k latency 50ms");
        assert_eq!(ours, tc("qdisc show dev v0"));
        sh("tc qdisc del dev v0 root");

        does(&["add", "qdisc", "dev=v0", "kind=htb", "handle=1:", "defcls=0x10"]);
        let class = ["class", "dev=v0", "parent=1:", "handle=1:10", "kind=htb"];
        for (said, tc_said) in [
            (
                &["rate=10mbit", "ceil=20mbit", "burst=15k", "cburst=20k"][..],
                "rate 10mbit ceil 20mbit burst 15k cburst 20k",
            ),
            (&["rate=1.5mbit"], "rate 1.5mbit"),
            (
                &["rate=125kbps", "ceil=2mibit", "burst=64kbit"],
                "rate 125kbps ceil 2mibit burst 64kbit",
            ),
        ] {
            does(&[&["add"][..], &class, said].concat());
            let ours = tc("class show dev v0");
            is_so(&[&["replace"][..], &class, said].concat());
            does(&["del", "class", "dev=v0", "parent=1:", "handle=1:10"]);
            sh(&format!("tc class add dev v0 parent 1: classid 1:10 htb {tc_said}"));
            assert_eq!(ours, tc("class show dev v0"), "{said:?}");
            sh("tc class del dev v0 classid 1:10");
        }
        for (said, error) in [
            ("rate=1mbut", "`rate` is "),
            ("burst=15k", "`burst` needs `rate`, which is not said"),
            ("quantum=1kib", "`quantum` is a size (15k, 1mb), or a number of bytes, not `1kib`"),
        ] {
            let (status, text) = fails(&[&["add"][..], &class, &[said]].concat());
            assert_eq!(status, Some(2), "{text}");
            assert!(text.contains(error), "{text}");
        }
        // More than 32 bits hold is in an attribute of its own; a burst is a time then.
        let fast = ["ceil=50gbit", "rate=40gbit", "burst=100us", "cburst=100us"];
        does(&[&["add"][..], &class, &fast].concat());
        is_so(&[&["replace"][..], &class, &fast].concat());
        let is = tc("class show dev v0");
        assert!(is.contains("rate 40Gbit ceil 50Gbit burst 500000b cburst 625000b"), "{is}");
        let (_, text) = fails(&[&["set"][..], &class, &["rate=40gbit", "burst=15k"]].concat());
        assert!(text.contains("`burst` is a time (10ms), where the rate"), "{text}");
        does(&["add", "link", "br0", "kind=bridge", "br_ageing_time=150s"]);
        assert_eq!(ip("link show br0")["linkinfo"]["info_data"]["ageing_time"], 15000);
    });
}
