//! What needs a kernel with more than this machine's: run by `cargo xtask lab-test` in a virtual machine
//! of its own, as root, so without a sandbox.

mod common;

use common::ppp::Ppp;
use common::{Monitor, Same, assert_decoded, assert_same, attr};
use route2_sandbox::{sh, wait_until};
use serde_json::{Value as Json, json};

/// The names of attributes, in order, nests included.
fn names(attrs: &Json, out: &mut Vec<String>) {
    for attr in attrs.as_array().into_iter().flatten() {
        out.push(attr[0].as_str().unwrap_or_default().to_owned());
        names(&attr[1]["attrs"], out);
    }
}

#[test]
#[ignore = "needs the lab: a real pppd"]
fn a_real_pppd_connects_and_hangs_up() {
    let monitor = Monitor::start(&["--json", "link", "ifname=ppp*"]);
    let ppp = Ppp::connect(&["nodefaultroute"]);
    let up = monitor.until(|event| event["state"] == "up");
    wait_until("the line has its addresses", || {
        common::prints(&["show", "ppp0", "ipaddr"]) == "10.64.64.1/32\n"
    });
    assert_eq!(
        common::prints(&["show", "ppp0", "kind", "state", "flags"]),
        "ppp\nup\nUP,POINTOPOINT,RUNNING,NOARP,MULTICAST,LOWER_UP\n"
    );
    ppp.hang_up();
    let gone = monitor.until(|event| event["event"] == "RTM_DELLINK");
    let events: Vec<_> = up.iter().chain(&gone).filter(|event| event["family"] == 0).collect();
    let seen: Vec<_> = events.iter().map(|e| (e["event"].as_str(), e["state"].as_str())).collect();
    let (new, del) = (Some("RTM_NEWLINK"), Some("RTM_DELLINK"));
    assert_eq!(
        seen,
        [(new, Some("down")), (new, Some("up")), (new, Some("down")), (del, Some("down"))]
    );
    up.iter().chain(&gone).for_each(assert_decoded);
    first_is_as_users_know_it(events[0]);
}

/// The attributes that IPDB's users have always seen of a PPP line that comes up.
fn first_is_as_users_know_it(first: &Json) {
    let mut found = Vec::new();
    names(&first["attrs"], &mut found);
    for name in [
        "IFLA_IFNAME",
        "IFLA_TXQLEN",
        "IFLA_OPERSTATE",
        "IFLA_LINKMODE",
        "IFLA_MTU",
        "IFLA_GROUP",
        "IFLA_PROMISCUITY",
        "IFLA_NUM_TX_QUEUES",
        "IFLA_GSO_MAX_SEGS",
        "IFLA_GSO_MAX_SIZE",
        "IFLA_CARRIER",
        "IFLA_QDISC",
        "IFLA_CARRIER_CHANGES",
        "IFLA_PROTO_DOWN",
        "IFLA_CARRIER_UP_COUNT",
        "IFLA_CARRIER_DOWN_COUNT",
        "IFLA_MAP",
        "IFLA_STATS64",
        "IFLA_STATS",
        "IFLA_XDP",
        "IFLA_LINKINFO",
        "IFLA_INFO_KIND",
        "IFLA_AF_SPEC",
        "AF_INET",
        "AF_INET6",
        "IFLA_INET6_FLAGS",
        "IFLA_INET6_CACHEINFO",
        "IFLA_INET6_CONF",
        "IFLA_INET6_STATS",
        "IFLA_INET6_ICMP6STATS",
        "IFLA_INET6_TOKEN",
        "IFLA_INET6_ADDR_GEN_MODE",
    ] {
        assert!(found.iter().any(|n| n == name), "no {name} in {found:?}");
    }
    assert_eq!(first["ifi_type"], 512);
    assert_eq!(attr(first, "IFLA_IFNAME"), Some(&json!("ppp0")));
    assert_eq!(attr(first, "IFLA_OPERSTATE"), Some(&json!("DOWN")));
    assert_eq!(attr(first, "IFLA_QDISC"), Some(&json!("noop")));
    assert_eq!(
        attr(first, "IFLA_LINKINFO"),
        Some(&json!({"attrs": [["IFLA_INFO_KIND", "ppp"], ["IFLA_INFO_DATA", {"attrs": []}]]}))
    );
    let counters = attr(first, "IFLA_STATS64").and_then(Json::as_object).expect("statistics");
    assert_eq!(counters["tx_compressed"], 0);
    let header: Vec<_> = first["header"].as_object().expect("a header").keys().collect();
    assert_eq!(header, ["flags", "length", "pid", "sequence_number", "type"]);
}

/// One of each kind that the lab's kernel has: nothing in it is undeclared.
#[test]
#[ignore = "needs the lab: every kind of link"]
fn one_of_each_kind() {
    sh("ip link add dummy0 type dummy; ip link set dummy0 up");
    let kinds = [
        "bond mode 802.3ad miimon 100",
        "bridge",
        "veth",
        "vrf table 10",
        "wireguard",
        "ifb",
        "vxlan id 42 dstport 4789 group 239.1.1.1 dev dummy0",
        "gre local 192.0.2.1 remote 192.0.2.2 key 5",
        "ip6gre local 2001:db8::1 remote 2001:db8::2",
    ];
    let below = ["vlan id 5", "macvlan mode bridge", "ipvlan mode l3"];
    for (i, kind) in kinds.iter().enumerate() {
        sh(&format!("ip link add x{i} type {kind}"));
    }
    for (i, kind) in below.iter().enumerate() {
        sh(&format!(
            "ip link add y{i} type veth peer name z{i}; ip link add link y{i} name u{i} type {kind}"
        ));
    }
    sh(
        "ip tuntap add dev tap0 mode tap; ip link add p0 type veth peer name p1; ip link set p0 master x0",
    );
    let links = common::json(&["link", "--json", "--full"]);
    let links = links.as_array().expect("a list");
    assert!(links.len() > kinds.len() + below.len());
    links.iter().for_each(assert_decoded);
    assert_eq!(common::prints(&["show", "x0", "bond_mode"]), "802.3ad\n");
    assert_eq!(common::prints(&["show", "p0", "slave_kind"]), "bond\n");
    assert_eq!(common::prints(&["show", "x5", "kind"]), "ifb\n");
    assert_eq!(common::prints(&["show", "u0", "vlan_id"]), "5\n");
    assert_eq!(common::prints(&["show", "tap0", "mode"]), "tap\n");
    sh(
        "ip link set x1 type bridge vlan_filtering 1; ip link set p1 master x1; bridge vlan add dev p1 vid 5",
    );
    assert_eq!(common::prints(&["show", "p1", "vlans"]), "1\n5\n");
}

const TABLES: &[Same] = &[
    Same {
        ours: "vlan",
        of_ours: ("entry", &["@^ifindex", "info.vid", "range", "state", "mcast_n_groups"]),
        theirs: "bridge -j -d vlan",
        of_theirs: ("vlans", &["^ifname", "vlan", "vlanEnd", "state", "mcast_n_groups"]),
    },
    Same {
        ours: "vlan",
        of_ours: (
            "global_options",
            &["@^ifindex", "id", "range", "mcast_snooping", "mcast_querier"],
        ),
        theirs: "bridge -j vlan global",
        of_theirs: ("vlans", &["^ifname", "vlan", "vlanEnd", "mcast_snooping", "mcast_querier"]),
    },
    Same {
        ours: "mdb",
        of_ours: ("mdb.entry.info", &["@^ifindex", "@ifindex", "addr", "vid", "state"]),
        theirs: "bridge -j -d mdb",
        of_theirs: ("mdb", &["dev", "port", "grp", "vid", "state"]),
    },
    Same {
        ours: "action kind=gact",
        of_ours: ("actions", &["kind", "options.parms.index", "options.parms.action"]),
        theirs: "tc -j actions ls action gact",
        of_theirs: ("actions", &["kind", "index", "control_action.type"]),
    },
    Same {
        ours: "netconf family=mpls",
        of_ours: ("", &["family", "@ifindex", "input"]),
        theirs: "ip -j -f mpls netconf",
        of_theirs: ("", &["family", "interface", "input"]),
    },
    Same {
        ours: "route family=mpls",
        of_ours: ("", &["dst", "via", "@oif", "proto"]),
        theirs: "ip -d -j -f mpls route",
        of_theirs: ("", &["dst", "via.host", "dev", "protocol"]),
    },
];

/// Tables that only this kernel has, or of which it has more.
#[test]
#[ignore = "needs the lab: VLANs of bridges, MPLS, all kinds of actions"]
fn tables_as_iproute2_says() {
    sh("modprobe -a mpls_router mpls_iptunnel; sysctl -qw net.mpls.platform_labels=1000
        ip link add q0 type veth peer name q1; ip link set q0 up; ip link set q1 up; ip addr add 10.7.0.1/24 dev q0
        ip link add qbr0 type bridge vlan_filtering 1 mcast_snooping 1 mcast_vlan_snooping 1
        ip link set q1 master qbr0; ip link set qbr0 up; echo 1 > /proc/sys/net/mpls/conf/q0/input
        bridge vlan add dev q1 vid 10-20; bridge vlan add dev q1 vid 30 pvid untagged; bridge vlan set dev q1 vid 12 state blocking
        bridge mdb add dev qbr0 port q1 grp 239.1.1.1 permanent vid 10; ip -f mpls route add 100 via inet 10.7.0.9
        for i in $(seq 100 180); do echo actions add action gact drop index $i; done | tc -batch -
        tc actions add action pedit ex munge ip ttl set 5; tc actions add action police rate 1mbit burst 10k");
    assert_same(TABLES);
    let kinds = common::json(&["action", "--json"]);
    let kinds: Vec<_> =
        kinds.as_array().into_iter().flatten().map(|action| &action["kind"]).collect();
    assert!(kinds.contains(&&json!("pedit")) && kinds.contains(&&json!("police")), "{kinds:?}");
    for table in ["vlan", "action", "mdb", "netconf", "stats", "link"] {
        let objects = common::json(&[table, "--json", "--full"]);
        objects.as_array().into_iter().flatten().for_each(assert_decoded);
    }
    let vlans = common::prints(&["vlan", "dev=q1"]);
    assert!(
        vlans.lines().any(|line| line.split_whitespace().take(4).eq([
            "q1",
            "12",
            "blocking",
            "temp_query"
        ])),
        "{vlans}"
    );
    assert_eq!(
        common::prints(&["dcb", "--json"]),
        "[]\n",
        "no interface has any, which is no error"
    );
}
