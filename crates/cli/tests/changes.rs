//! `route2 monitor` as a mirror sees the kernel: what changed, and what was not announced.

mod common;

use common::{Monitor, route2};
use route2_sandbox::{run, sh};
use serde_json::{Value as Json, json};

/// A line without the time.
fn untimed(line: &str) -> &str {
    line.split_once(' ').map_or("", |(_, rest)| rest)
}

const PAIR: &str = "ip link add v0 type veth peer name v1; ip link set v0 addrgenmode none; ip link set v1 addrgenmode none
    ip link set v0 up; ip link set v1 up";

#[test]
fn only_what_changed() {
    run("only_what_changed", || {
        sh(PAIR);
        let monitor = Monitor::start(&["--changes", "link", "addr", "route", "dev=v0"]);
        sh("ip link set v0 mtu 1400; ip addr add 192.0.2.1/24 dev v0; ip route add 10.0.0.0/8 via 192.0.2.8
            ip route change 10.0.0.0/8 via 192.0.2.9; ip link set v0 alias me; ip link set v0 alias ''; ip link del v0");
        let lines = monitor.lines_until(|line| line.contains("- link"));
        let lines: Vec<_> = lines.iter().map(|line| untimed(line)).collect();
        for wanted in [
            "~ link v0 mtu 1500 -> 1400",
            "+ addr v0 192.0.2.1/24 label v0 scope global flags permanent",
            "+ route 10.0.0.0/8 gateway 192.0.2.8 oif v0 table main proto boot scope global type unicast",
            "~ route 10.0.0.0/8 oif v0 table main gateway 192.0.2.8 -> 192.0.2.9",
            "~ link v0 ifalias none -> me",
            "~ link v0 ifalias me -> none",
            "- addr v0 192.0.2.1/24 label v0 scope global flags permanent",
        ] {
            // (What else it has found meanwhile may stand behind it.)
            assert!(
                lines.iter().any(|line| line.starts_with(wanted)),
                "no `{wanted}` in {lines:#?}"
            );
        }
    });
}

#[test]
fn only_what_changed_as_json() {
    run("only_what_changed_as_json", || {
        sh(PAIR);
        let monitor = Monitor::start(&["--changes", "--json", "link", "dev=v0"]);
        sh("ip link set v0 mtu 1400; ip link set v0 txqlen 5; ip link del v0");
        let events = monitor.until(|event| event["what"] == "removed");
        let find = |key: &str| {
            let mut found = events.iter().filter(|event| event["changes"][key].is_array());
            found.next().unwrap_or_else(|| panic!("no change of `{key}` in {events:#?}"))
        };
        let mtu = find("mtu");
        assert_eq!(mtu["changes"], json!({"mtu": [1500, 1400]}));
        assert_eq!(
            (&mtu["table"], &mtu["what"], &mtu["dev"], &mtu["origin"]),
            (&json!("link"), &json!("changed"), &json!("v0"), &json!("kernel"))
        );
        assert_eq!((&mtu["object"]["ifname"], &mtu["object"]["mtu"]), (&json!("v0"), &json!(1400)));
        assert_eq!(find("txqlen")["changes"]["txqlen"], json!([1000, 5]));
        assert!(events.iter().all(|event| event["dev"] == "v0"), "{events:#?}");
        let refused = route2(&["monitor", "--changes", "stats"]);
        assert_eq!(refused.status.code(), Some(2));
        let error = String::from_utf8_lossy(&refused.stderr);
        assert!(
            error.starts_with("route2: a mirror keeps no table `stats`; there are: link, "),
            "{error}"
        );
    });
}

/// The kernel takes the routes of a link that goes down away without a word.
#[test]
fn what_the_kernel_does_not_announce() {
    run("what_the_kernel_does_not_announce", || {
        sh(PAIR);
        sh("ip addr add 192.0.2.1/24 dev v0; ip route add default via 192.0.2.9");
        let text = Monitor::start(&["route"]);
        let json = Monitor::start(&["--json", "route"]);
        let all = Monitor::start(&["--json", "route", "link"]);
        sh("ip link set v0 down");
        let wanted = "- route default gateway 192.0.2.9 oif v0 table main proto boot scope global type unicast";
        text.lines_until(|line| untimed(line) == format!("{wanted} inferred"));
        let is_default = |event: &Json| {
            event["event"] == "RTM_DELROUTE" && event["dst_len"] == 0 && event["family"] == 2
        };
        let events = json.until(is_default);
        let last = events.last().expect("an event");
        assert_eq!(last["origin"], "inferred");
        assert!(common::attr(last, "RTA_GATEWAY").is_some(), "{last}");
        // What the kernel itself says looks as it always did.
        let events = all.until(is_default);
        let told: Vec<_> = events.iter().filter(|event| event["event"] == "RTM_NEWLINK").collect();
        assert!(told.iter().any(|event| event["origin"].is_null() && event["state"] == "down"));
        assert!(told.iter().filter(|event| event["origin"].is_null()).all(|event| {
            event["header"]["sequence_number"].is_number() && event["header"]["length"] != 0
        }));
    });
}

/// With room for next to nothing, most of what happens is lost; what is there in the end is not.
#[test]
fn after_an_overrun_the_differences_follow() {
    run("after_an_overrun_the_differences_follow", || {
        sh(PAIR);
        sh("ip addr add 192.0.2.1/24 dev v0");
        let monitor = Monitor::start(&["--json", "route", "link", "--receive-buffer", "4096"]);
        monitor.pause();
        sh("for n in $(seq 1 2000); do echo route add 10.$((n / 65536)).$((n / 256 % 256)).$((n % 256))/32 via 192.0.2.9; done | ip -batch -
            ip link set v1 mtu 1300");
        monitor.resume();
        monitor.until(|event| event["event"] == "OVERRUN");
        let error = monitor.error();
        assert!(error.contains("events were lost here"), "{error}");
        let last = json!("10.0.7.208");
        let events = monitor.until(|event| common::attr(event, "RTA_DST") == Some(&last));
        let event = events.last().expect("an event");
        assert_eq!((&event["event"], &event["origin"]), (&json!("RTM_NEWROUTE"), &json!("resync")));
        // From then on everything is told again.
        monitor.wait_until_idle();
        sh("ip link set v0 alias still-there");
        let events = monitor.until(|event| common::attr(event, "IFLA_IFALIAS").is_some());
        assert!(events.last().is_some_and(|event| event["origin"].is_null()));
        let equal = common::prints(&["check"]);
        assert!(equal.starts_with("equal: 3 links, "), "{equal}");
    });
}
