//! `route2 decode`: real bytes from files, and what is no netlink.

mod common;

use common::{attr, event_names, route2};
use route2_sandbox::{run, sh, try_sh};
use serde_json::{Value as Json, json};
use std::path::PathBuf;

fn capture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures").join(name);
    path.to_str().expect("a path is text").to_owned()
}

fn decode(name: &str) -> Vec<Json> {
    let text = common::prints(&["decode", &capture(name), "--json"]);
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// What the page shows that IPDB's users learnt from: the four events of a PPP line, in their order.
#[test]
fn a_ppp_line_connects_and_hangs_up() {
    let events = decode("ppp/ppp-v4.bin");
    let of_ppp0 = |event: &&Json| {
        attr(event, "IFLA_IFNAME").is_some_and(|name| name == "ppp0") && event["family"] == 0
    };
    let states: Vec<_> =
        events.iter().filter(of_ppp0).map(|e| (e["event"].as_str(), e["state"].as_str())).collect();
    let (new, del) = (Some("RTM_NEWLINK"), Some("RTM_DELLINK"));
    assert_eq!(
        states,
        [(new, Some("down")), (new, Some("up")), (new, Some("down")), (del, Some("down"))]
    );
    let first = events.iter().find(of_ppp0).expect("there is one");
    assert_eq!(first["ifi_type"], 512);
    assert_eq!(first["flags"], 4240);
    assert_eq!(first["change"], 4_294_967_295u32);
    assert_eq!(
        first["header"],
        json!({"length": 1428, "type": 16, "flags": 0, "sequence_number": 0, "pid": 0})
    );
    assert_eq!(attr(first, "IFLA_OPERSTATE"), Some(&json!("DOWN")));
    assert_eq!(attr(first, "IFLA_LINKMODE"), Some(&json!(0)));
    assert_eq!(
        attr(first, "IFLA_MAP"),
        Some(&json!({"mem_start": 0, "mem_end": 0, "base_addr": 0, "irq": 0, "dma": 0, "port": 0}))
    );
    assert_eq!(
        attr(first, "IFLA_LINKINFO").map(|info| &info["attrs"][0]),
        Some(&json!(["IFLA_INFO_KIND", "ppp"]))
    );
    assert_eq!(attr(first, "IFLA_STATS64").map(|stats| &stats["rx_packets"]), Some(&json!(0)));
    let af_spec = attr(first, "IFLA_AF_SPEC").expect("it says what IPv4 and IPv6 say");
    let inet = attr(&af_spec["attrs"], "AF_INET").and_then(|inet| attr(inet, "IFLA_INET_CONF"));
    assert_eq!(inet.map(|conf| &conf["igmpv3_unsolicited_report_interval"]), Some(&json!(1000)));
    let inet6 = attr(&af_spec["attrs"], "AF_INET6").expect("AF_INET6");
    assert_eq!(attr(inet6, "IFLA_INET6_TOKEN"), Some(&json!("::")));
    assert_eq!(attr(inet6, "IFLA_INET6_CONF").map(|conf| &conf["hop_limit"]), Some(&json!(64)));
}

/// A line says which object it is about, and what matters of it.
#[test]
fn as_text() {
    for (name, expected) in [
        ("ppp/ppp-v4", "+ link 2 ppp0 ppp down operstate DOWN mtu 1500"),
        ("ppp/ppp-v4", "+ link 2 ppp0 ppp up operstate UNKNOWN mtu 1500"),
        ("pyroute2/events", "+ netconf inet 2 forwarding 0 rp_filter 0 mc_forwarding 0"),
        ("pyroute2/events", "- mdb 12 port 4 ff05::1:3 vid 0 permanent proto static"),
        ("pyroute2/events", "+ multicast 2 ff01::1 scope global"),
        ("pyroute2/events", "+ nexthop 1 gateway 10.0.0.254 oif 3 scope link"),
        ("pyroute2/events", "- nexthop 3 blackhole scope global"),
        ("pyroute2/events", "- tunnel 9 vni 205"),
        ("pyroute2/events", "+ chain 5 parent ffff: chain 5"),
        ("pyroute2/events", "+ nsid 55"),
        ("pyroute2/synthetic", "+ route 100 via 10.0.0.2 oif 3 table main"),
        ("pyroute2/synthetic", "+ vlan 6 vid 300 range 310 state forwarding"),
        ("k6.12/net/dump-neightbl", "+ neightbl arp_cache 8 base_reachable_time 30000"),
        ("k6.12/net/dump-stats", "+ stats 6 rx_packets 13 rx_bytes 998"),
        // The kernel answers with the type of the question.
        ("k6.12/flt/action-gact", "+ action gact {parms {index 1, capab 0, action pass,"),
        ("k6.18/router-advertisement", "+ prefix 3 2001:db8:aaaa::/64 flags onlink,autoconf"),
        (
            "k6.18/router-advertisement",
            "+ nduseropt 3 from fe80::ff:fe00:2 rdnss addresses 2001:db8::53 2001:db8::54 lifetime 600",
        ),
    ] {
        let text = common::prints(&["decode", &capture(&format!("{name}.bin"))]);
        assert!(text.lines().any(|line| line.starts_with(expected)), "{expected}: {text}");
    }
}

#[test]
fn a_dump_has_an_end() {
    let events = decode("k6.12/net/dump-rule-inet.bin");
    let names = event_names(&events);
    assert_eq!(names.last(), Some(&"NLMSG_DONE"));
    assert_eq!(names[0], "RTM_NEWRULE");
}

#[test]
fn errors_say_what_the_kernel_said() {
    // -EEXIST with a message, as the kernel answers a capped request.
    let mut bytes = vec![52, 0, 0, 0, 2, 0, 0, 3, 9, 0, 0, 0, 1, 0, 0, 0];
    bytes.extend((-17i32).to_ne_bytes());
    bytes.extend([32, 0, 0, 0, 16, 0, 5, 6, 9, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend([14, 0, 1, 0]);
    bytes.extend(b"it is so\0\0\0\0");
    std::fs::create_dir_all(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/error.bin");
    std::fs::write(file, &bytes).expect("a file");
    let text = common::prints(&["decode", file]);
    assert_eq!(text, "NLMSG_ERROR File exists (os error 17): NLMSGERR_ATTR_MSG it is so\n");
    let json: Json =
        serde_json::from_str(&common::prints(&["decode", file, "--json"])).expect("JSON");
    assert_eq!(json["error"], -17);
    assert_eq!(json["request"]["type"], 16);
    assert_eq!(json["attrs"], json!([["NLMSGERR_ATTR_MSG", "it is so"]]));
}

#[test]
fn garbage_in_the_middle() {
    run("garbage_in_the_middle", || {
        let program = env!("CARGO_BIN_EXE_route2");
        let rule = capture("k6.12/net/dump-rule-inet.bin");
        let output = try_sh(&format!(
            "{{ head -c 100 {rule}; echo no netlink at all; }} | {program} decode - --json"
        ));
        assert_eq!(output.status.code(), Some(2));
        let lines = String::from_utf8_lossy(&output.stdout);
        let whole: Vec<Json> =
            lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let printed: u64 =
            whole.iter().filter_map(|event| event["header"]["length"].as_u64()).sum();
        assert!(!whole.is_empty() && printed <= 100, "what came before is printed");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(
            error.starts_with(&format!(
                "route2: standard input: at offset {printed}: no netlink message"
            )),
            "{error}"
        );
        // Text alone; a file that is cut short; none at all.
        let output = try_sh(&format!("echo hello, this is text | {program} decode"));
        assert_eq!(output.status.code(), Some(2));
        let output = try_sh(&format!("head -c 10 {rule} | {program} decode"));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "route2: standard input: at offset 0: 10 bytes are too few for a header\n"
        );
        assert_eq!(sh(&format!("printf '' | {program} decode")), "");
        let none = route2(&["decode", "/nowhere"]);
        assert_eq!(
            String::from_utf8_lossy(&none.stderr),
            "route2: cannot open /nowhere: No such file or directory (os error 2)\n"
        );
    });
}

#[test]
fn messages_are_printed_as_they_come() {
    run("messages_are_printed_as_they_come", || {
        let program = env!("CARGO_BIN_EXE_route2");
        let rule = capture("k6.12/net/dump-rule-inet.bin");
        // The writer waits for the first line to be printed before it writes the rest.
        let script = format!(
            "mkfifo /run/in; {program} decode /run/in > /run/out & exec 3> /run/in; head -c 60 {rule} >&3
             until [ -s /run/out ]; do sleep 0.01; done; exec 3>&-; wait $! || true; head -1 /run/out"
        );
        assert!(sh(&script).starts_with("+ rule"));
    });
}
