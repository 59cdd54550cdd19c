//! `route2 monitor` on the real kernel.

mod common;

use common::{Monitor, assert_decoded, event_names, route2};
use route2_sandbox::{run, sh};
use serde_json::Value as Json;

/// The events of the table that IPDB's users learnt from.
const SIXTEEN: [&str; 16] = [
    "RTM_NEWLINK",
    "RTM_DELLINK",
    "RTM_NEWADDR",
    "RTM_DELADDR",
    "RTM_NEWROUTE",
    "RTM_DELROUTE",
    "RTM_NEWNEIGH",
    "RTM_DELNEIGH",
    "RTM_NEWRULE",
    "RTM_DELRULE",
    "RTM_NEWQDISC",
    "RTM_DELQDISC",
    "RTM_NEWTCLASS",
    "RTM_DELTCLASS",
    "RTM_NEWTFILTER",
    "RTM_DELTFILTER",
];

const PROVOKE: &str = "
    ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
    ip addr add 192.0.2.1/24 dev v0; ip addr add 2001:db8::1/64 dev v0 nodad
    ip route add 198.51.100.0/24 via 192.0.2.9; ip -6 route add 2001:db8:1::/48 via 2001:db8::9
    ip route add 203.0.113.0/24 mtu 1300 nexthop via 192.0.2.8 nexthop via 192.0.2.9 weight 3
    ip neigh add 192.0.2.50 lladdr 02:00:00:00:00:50 dev v0; ip neigh del 192.0.2.50 dev v0
    ip rule add pref 77 from 192.0.2.0/24 fwmark 5/7 lookup 77; ip rule del pref 77
    ip route del 203.0.113.0/24; ip route del 198.51.100.0/24
    tc qdisc add dev v0 root handle 1: htb default 1
    tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit ceil 2mbit
    tc filter add dev v0 parent 1: protocol ip prio 5 u32 match ip dst 192.0.2.0/24 flowid 1:1
    tc filter del dev v0 parent 1:; tc class del dev v0 classid 1:1; tc qdisc del dev v0 root
    tc qdisc add dev v0 root tbf rate 1mbit burst 32kb latency 50ms; tc qdisc del dev v0 root
    ip addr del 192.0.2.1/24 dev v0; ip link add br0 type bridge; ip link set v1 master br0
    ip link set br0 up; ip link set v1 nomaster; ip link del br0; ip link del v0
";

#[test]
fn sixteen_events() {
    run("sixteen_events", || {
        let monitor = Monitor::start(&["--json"]);
        sh(PROVOKE);
        let events =
            monitor.until(|event| event["event"] == "RTM_DELLINK" && is_named(event, "v0"));
        for name in SIXTEEN {
            assert!(
                events.iter().any(|event| event["event"] == name),
                "no {name} among {:?}",
                event_names(&events)
            );
        }
        events
            .iter()
            .filter(|event| SIXTEEN.iter().any(|name| event["event"] == *name))
            .for_each(assert_decoded);
    });
}

fn is_named(event: &Json, name: &str) -> bool {
    common::attr(event, "IFLA_IFNAME").is_some_and(|value| value == name)
}

#[test]
fn every_event_has_a_name() {
    run("every_event_has_a_name", || {
        let monitor = Monitor::start(&["--json"]);
        sh("ip nexthop add id 5 blackhole; ip nexthop del id 5; ip link add v0 type veth peer name v1
            ip link set v0 up; ip link del v0");
        let events =
            monitor.until(|event| event["event"] == "RTM_DELLINK" && is_named(event, "v1"));
        for event in &events {
            assert!(
                event["event"].as_str().is_some_and(|name| name.starts_with("RTM_")),
                "{event}"
            );
        }
        assert!(event_names(&events).contains(&"RTM_NEWNEXTHOP"));
        assert!(event_names(&events).contains(&"RTM_NEWNETCONF"));
    });
}

#[test]
fn tables_and_filters_pick_events() {
    run("tables_and_filters_pick_events", || {
        let monitor = Monitor::start(&["--json", "link", "ifname=v*", "state=up"]);
        sh("ip link add v0 type veth peer name w1; ip addr add 192.0.2.1/24 dev v0
            ip link set w1 up; ip link set v0 mtu 1400; ip link set v0 up");
        let events = monitor.until(|event| event["state"] == "up");
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(is_named(&events[0], "v0"));
        assert_eq!(common::attr(&events[0], "IFLA_MTU"), Some(&1400.into()));
    });
}

#[test]
fn a_line_an_event() {
    run("a_line_an_event", || {
        let monitor = Monitor::start(&["link", "addr", "route"]);
        sh("ip link add v0 type veth peer name v1; ip link set v0 mtu 1400; ip link set v0 up
            ip addr add 192.0.2.1/24 dev v0; ip link set v1 up; ip link del v0");
        let lines = monitor.lines_until(|line| line.contains("- link") && line.contains(" v0 "));
        let lines: Vec<_> =
            lines.iter().map(|line| line.split_once(' ').expect("a time first").1).collect();
        let find = |start: &str| {
            lines
                .iter()
                .find(|l| l.starts_with(start))
                .unwrap_or_else(|| panic!("no `{start}` in {lines:#?}"))
        };
        let index = find("+ link").split(' ').nth(2).expect("an index");
        let first = lines.iter().find(|l| l.contains(" v0 ")).expect("v0 appears");
        let index_v0 = first.split(' ').nth(2).expect("an index");
        assert!(index_v0 == index || first.starts_with("+ link"));
        assert!(find(&format!("+ link {index_v0} v0 veth down")).contains("mtu 1500"));
        find(&format!("~ link {index_v0} v0 veth down operstate DOWN mtu 1400"));
        find("+ addr v0 192.0.2.1/24");
        assert!(find("+ route 192.0.2.0/24").contains("v0"), "{lines:#?}");
        find(&format!("- link {index_v0} v0 veth"));
    });
}

#[test]
fn whole_messages_as_text() {
    run("whole_messages_as_text", || {
        let monitor = Monitor::start(&["--full", "link"]);
        sh("ip link add br0 type bridge");
        let lines = monitor.lines_until(|line| line.contains("IFLA_BR_AGEING_TIME"));
        assert!(lines.iter().any(|line| line == "    IFLA_LINKINFO"), "{lines:#?}");
        assert!(lines.iter().any(|line| line == "        IFLA_INFO_KIND bridge"), "{lines:#?}");
        assert!(
            lines.iter().any(|line| line == "            IFLA_BR_AGEING_TIME 30000"),
            "{lines:#?}"
        );
    });
}

#[test]
fn a_lost_event_is_said() {
    run("a_lost_event_is_said", || {
        let monitor = Monitor::start(&["--json"]);
        monitor.pause();
        sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            ip addr add 192.0.2.1/24 dev v0
            for n in $(seq 1 40000); do echo route add 10.$((n / 65536)).$((n / 256 % 256)).$((n % 256))/32 via 192.0.2.9; done | ip -batch -");
        monitor.resume();
        // The kernel says first that it lost something, and then what it had kept.
        monitor.until(|event| event["event"] == "OVERRUN");
        monitor.until(|event| event["event"] == "RTM_NEWROUTE");
        monitor.wait_until_idle();
        sh("ip link set v0 alias still-there");
        monitor.until(|event| common::attr(event, "IFLA_IFALIAS").is_some());
    });
}

#[test]
fn in_another_namespace() {
    run("in_another_namespace", || {
        sh("ip netns add blue");
        for netns in ["blue", "/run/netns/blue"] {
            let monitor = Monitor::start(&["--json", "link", "--netns", netns]);
            sh("ip -n blue link add v0 type veth peer name v1; ip -n blue link del v0");
            monitor.until(|event| event["event"] == "RTM_DELLINK" && is_named(event, "v0"));
        }
        let no = route2(&["monitor", "--netns", "red"]);
        assert_eq!(no.status.code(), Some(3));
        let error = String::from_utf8_lossy(&no.stderr);
        assert_eq!(
            error,
            "route2: cannot enter the network namespace red: No such file or directory (os error 2)\n"
        );
    });
}

/// Whoever may not change anything may see all that changes.
#[test]
fn without_privilege() {
    run("without_privilege", || {
        let program = env!("CARGO_BIN_EXE_route2");
        let monitor = Monitor::start_as(&["setpriv", "--bounding-set=-all", program], &["--json"]);
        sh("ip link add v0 type veth peer name v1");
        monitor.until(|event| event["event"] == "RTM_NEWLINK" && is_named(event, "v0"));
    });
}

#[test]
fn words_that_mean_nothing() {
    let error = |words: &[&str]| {
        let output = route2(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert_eq!(
        error(&["monitor", "lnk"]),
        "route2: no table is called `lnk`; did you mean `link`?\n"
    );
    assert_eq!(
        error(&["monitor", "link", "ifnam=x"]),
        "route2: no key is called `ifnam`; did you mean `ifname`?\n"
    );
    assert!(error(&["frobnicate"]).contains("frobnicate"));
}
