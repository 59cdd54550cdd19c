//! `route2 wait`, `check` and `lookup` on the real kernel.

mod common;

use common::{Monitor, json, prints, route2};
use route2_sandbox::{Background, run, sh, wait_until};
use serde_json::json;
use std::process::{Command, Output, Stdio};

const PAIR: &str = "ip link add v0 type veth peer name v1; ip link set v0 addrgenmode none; ip link set v1 addrgenmode none
    ip link set v0 up; ip link set v1 up; ip addr add 192.0.2.1/24 dev v0";

/// The exit status and what is said on standard error.
fn ends(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_is_there_is_not_waited_for() {
    run("what_is_there_is_not_waited_for", || {
        sh(PAIR);
        for words in [
            &["wait", "link", "v0", "up"][..],
            &["wait", "v0"],
            &["wait", "ifname=v*", "flags=up", "FLAGS!=x"][..3],
            &["wait", "link", "ifname=v0", "flags=UP"],
            &["wait", "addr", "dev=v0", "family=inet"],
            &["wait", "route", "dst=192.0.2.0/24", "table=main", "oif=v0"],
            &["wait", "--gone", "link", "v9"],
            &["wait", "--gone", "link", "v0", "down"],
            &["wait", "--gone", "fdb", "dev=v0"],
            &["wait", "qdisc", "dev=lo", "kind=noqueue", "--timeout", "0"],
        ] {
            assert_eq!(ends(&route2(words)), (Some(0), String::new()), "{words:?}");
        }
        let found = json(&["wait", "--json", "v0"]);
        assert_eq!((&found["ifname"], &found["kind"]), (&json!("v0"), &json!("veth")));
    });
}

#[test]
fn waiting_in_vain() {
    run("waiting_in_vain", || {
        for (words, error) in [
            (
                &["wait", "link", "ppp0", "up", "--timeout", "0.1"][..],
                "route2: there was no link with `ifname=ppp0 state=up` after 0.1 s\n",
            ),
            (
                &["wait", "--timeout", "0", "route", "dst=10.0.0.0/8"],
                "route2: there was no route with `dst=10.0.0.0/8` after 0 s\n",
            ),
            (
                &["wait", "--gone", "--timeout", "0.1", "lo"],
                "route2: there still is a link with `ifname=lo` after 0.1 s\n",
            ),
        ] {
            assert_eq!(ends(&route2(words)), (Some(1), error.into()), "{words:?}");
        }
        for (words, error) in [
            (
                &["wait", "stats", "ifindex=1"][..],
                "route2: a mirror keeps no table `stats`; there are: ",
            ),
            (&["wait", "link", "lo", "upp"], "route2: `lo upp` is no filter: write KEY=VALUE"),
            (&["wait", "rout", "dst=default"], "route2: no key is called `dst`"),
            (&["wait", "ifnam=lo"], "route2: no key is called `ifnam`; did you mean `ifname`?"),
            (&["wait", "lo", "--timeout", "soon"], "error: invalid value 'soon'"),
        ] {
            let (status, text) = ends(&route2(words));
            assert_eq!(status, Some(2), "{words:?}: {text}");
            assert!(text.starts_with(error), "{words:?}: {text}");
        }
        let (status, text) = ends(&route2(&["wait", "lo", "--netns", "red"]));
        assert_eq!(status, Some(3), "{text}");
        assert!(text.contains("the network namespace red"), "{text}");
    });
}

#[test]
fn what_comes_and_goes_is_waited_for() {
    run("what_comes_and_goes_is_waited_for", || {
        sh(PAIR);
        for (words, change) in [
            (
                &["wait", "--json", "link", "w0", "up"][..],
                "ip link add w0 type veth; ip link set w0 up",
            ),
            (&["wait", "--json", "link", "x0"], "ip link set w0 down; ip link set w0 name x0"),
            (
                &["wait", "--json", "addr", "dev=y0"],
                "ip link set v0 down; ip link set v0 name y0; ip link set y0 up",
            ),
            (&["wait", "--gone", "addr", "dev=y0", "family=inet"], "ip addr flush dev y0"),
            (&["wait", "--json", "route", "dst=10.0.0.0/8"], "ip route add blackhole 10.0.0.0/8"),
            (&["wait", "--gone", "route", "dst=10.0.0.0/8"], "ip route del blackhole 10.0.0.0/8"),
            (&["wait", "--gone", "link", "x0"], "ip link del x0"),
        ] {
            let waiting = Monitor::start_other(words);
            sh(change);
            let (status, lines, errors) = waiting.end();
            assert_eq!(status, Some(0), "{words:?}: {errors:?}");
            assert_eq!(lines.len(), usize::from(words[1] == "--json"), "{words:?}: {lines:?}");
        }
    });
}

/// A namespace that is deleted is no reason to wait on.
#[test]
fn waiting_in_a_namespace_that_goes() {
    run("waiting_in_a_namespace_that_goes", || {
        sh("ip netns add blue");
        let waiting = Monitor::start_other(&["wait", "v0", "--netns", "blue"]);
        sh("ip netns del blue");
        let (status, _, errors) = waiting.end();
        assert_eq!(status, Some(3), "{errors:?}");
        assert!(errors[0].contains("the network namespace blue was deleted"), "{errors:?}");
    });
}

#[test]
fn an_equal_mirror() {
    run("an_equal_mirror", || {
        sh(PAIR);
        sh("ip route add 10.0.0.0/8 via 192.0.2.9; ip neigh add 192.0.2.7 lladdr 02:00:00:00:00:07 dev v0
            ip rule add pref 7 lookup 7; ip nexthop add id 7 blackhole; tc qdisc add dev v0 root handle 1: htb");
        let text = prints(&["check"]);
        let rest =
            "1 neighbour, 8 rules, 1 next hop; 0 events, 0 overruns healed, 0 inferred changes\n";
        assert!(text.starts_with("equal: 3 links, ") && text.ends_with(rest), "{text}");
        let all = json(&[
            "check",
            "--json",
            "link",
            "port",
            "qdisc",
            "class",
            "netconf",
            "nsid",
            "addrlabel",
        ]);
        assert_eq!((&all["equal"], &all["different"]), (&json!(true), &json!([])));
        assert_eq!((&all["tables"]["link"], &all["tables"]["port"]), (&json!(3), &json!(0)));
        let (status, error) = ends(&route2(&["check", "lnk"]));
        assert_eq!(status, Some(2));
        assert_eq!(error, "route2: no table is called `lnk`; did you mean `link`?\n");
    });
}

/// While everything changes, and with room for next to nothing.
#[test]
fn a_mirror_under_changes() {
    run("a_mirror_under_changes", || {
        sh(PAIR);
        let changes = "while :; do
            ip link set v0 mtu 1400; ip link set v0 mtu 1500; ip route add 10.0.0.0/8 via 192.0.2.9
            for n in $(seq 1 200); do echo route replace 10.1.$n.0/24 via 192.0.2.9; done | ip -batch -
            ip link set v0 down; ip link set v0 up; ip route flush 10.0.0.0/8; ip addr add 192.0.2.77/24 dev v0; ip addr del 192.0.2.77/24 dev v0
            ip link add w0 type veth peer name w1; ip link set w0 up; ip link del w0
        done";
        let mut shell = Command::new("sh");
        shell.args(["-c", changes]).stdin(Stdio::null()).stderr(Stdio::null());
        let _changing = Background(shell.spawn().expect("there is a shell"));
        for more in [&[][..], &["--receive-buffer", "4096"]] {
            let words = [&["check", "--json", "--for", "1"], more].concat();
            let output = route2(&words);
            let error = String::from_utf8_lossy(&output.stderr);
            let text = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{words:?}: {text}{error}");
            let said: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert!(said["events"].as_u64() > Some(100), "{said}");
            assert!(said["overruns"].as_u64() > Some(0) || more.is_empty(), "{said}");
        }
    });
}

#[test]
fn where_packets_go() {
    run("where_packets_go", || {
        sh(PAIR);
        sh("ip addr add 2001:db8::1/64 dev v0 nodad; ip route add default via 192.0.2.9
            ip route add 10.1.0.0/16 nexthop via 192.0.2.2 nexthop via 192.0.2.3 weight 5
            ip -6 route add 2001:db8:1::/48 nexthop via 2001:db8::2 nexthop via 2001:db8::3
            ip nexthop add id 7 via 192.0.2.7 dev v0; ip route add 10.7.0.0/16 nhid 7
            ip route add 10.8.0.0/16 via 192.0.2.8 table 77; ip route add throw 10.9.0.0/16
            ip route add blackhole 10.2.0.0/16; ip route add unreachable 10.3.0.0/16; ip route add prohibit 10.4.0.0/16
            ip -6 route add blackhole 2001:db8:2::/48; ip -6 route add prohibit 2001:db8:4::/48");
        let lookups = || {
            for (address, dst, key, value) in [
                ("192.0.2.1", "192.0.2.1/32", "type", json!("local")),
                ("127.0.0.1", "127.0.0.1/32", "table", json!("local")),
                ("192.0.2.255", "192.0.2.255/32", "type", json!("broadcast")),
                ("192.0.2.50", "192.0.2.0/24", "scope", json!("link")),
                ("198.51.100.1", "default", "gateway", json!("192.0.2.9")),
                ("10.7.1.1", "10.7.0.0/16", "nh_id", json!(7)),
                ("10.1.1.1", "10.1.0.0/16", "table", json!("main")),
                ("2001:db8::1", "2001:db8::1/128", "type", json!("local")),
                ("2001:db8:1::7", "2001:db8:1::/48", "table", json!("main")),
            ] {
                let found = json(&["lookup", "--json", address]);
                assert_eq!(found["agreed"], true, "{address}: {found}");
                assert_eq!(found["route"]["dst"], dst, "{address}: {found}");
                assert_eq!(found["route"][key], value, "{address}: {found}");
            }
            for address in [
                "10.2.0.1",
                "10.3.0.1",
                "10.4.0.1",
                "2001:db8:2::1",
                "2001:db8:4::1",
                "2001:db8:5::1",
            ] {
                let (status, error) = ends(&route2(&["lookup", address]));
                assert_eq!(status, Some(1), "{address}: {error}");
                assert!(error.starts_with(&format!("route2: no route to {address}")), "{error}");
            }
        };
        lookups();
        assert_eq!(
            prints(&["lookup", "198.51.100.1"]),
            "DST      GATEWAY    OIF  TABLE  PROTO  SCOPE   TYPE\n\
             default  192.0.2.9  v0   main   boot   global  unicast\n"
        );
        // With rules of one's own, the kernel looks into each table by itself.
        sh(
            "ip rule add pref 100 to 10.10.0.0/16 blackhole; ip rule add pref 101 to 10.8.0.0/16 lookup 77",
        );
        lookups();
        let found = json(&["lookup", "--json", "10.8.0.1"]);
        assert_eq!((&found["agreed"], &found["route"]["table"]), (&json!(true), &json!(77)));
        assert_eq!(found["rule"]["priority"], 101);
        let (_, error) = ends(&route2(&["lookup", "10.10.0.1"]));
        assert!(
            error.starts_with("route2: no route to 10.10.0.1 (by rule inet 100 dst 10.10.0.0/16 "),
            "{error}"
        );
        let (status, error) = ends(&route2(&["lookup", "v0"]));
        assert_eq!((status, error.as_str()), (Some(2), "route2: `v0` is no IP address\n"));
    });
}

/// The same in another namespace, of which nothing is seen from here.
#[test]
fn in_another_namespace() {
    run("in_another_namespace", || {
        sh("ip netns add blue; ip -n blue link set lo up; ip -n blue link add v0 type veth peer name v1
            ip -n blue link set v0 up; ip -n blue link set v1 up; ip -n blue addr add 192.0.2.1/24 dev v0");
        wait_until("the link is up", || {
            prints(&["show", "v0", "operstate", "-n", "blue"]) == "UP\n"
        });
        assert!(prints(&["check", "--netns", "blue"]).starts_with("equal: 3 links, "));
        assert!(prints(&["lookup", "192.0.2.7", "--netns", "blue"]).contains("192.0.2.0/24  v0 "));
        assert_eq!(ends(&route2(&["lookup", "192.0.2.7"])).0, Some(1));
        assert_eq!(prints(&["wait", "v0", "up", "--netns", "blue"]), "");
    });
}
