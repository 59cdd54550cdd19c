//! Lists of the tables that are not links, addresses, routes, neighbours, rules or traffic control's
//! everyday ones, against what iproute2 says of the same objects.

mod common;

use common::{Same, assert_same, json, prints, route2};
use route2::Driver;
use route2::schema::rtnl::TABLES;
use route2_sandbox::{run, sh, wait_until};
use serde_json::json;

const SETUP: &str = "
    ip link add v0 type veth peer name v1; ip link add br0 type bridge mcast_snooping 1 mcast_querier 1
    ip link set v1 master br0; ip link set br0 up; ip link set v0 up; ip link set v1 up
    ip addr add 10.0.0.1/24 dev br0; ip addr add 2001:db8::1/64 dev br0 nodad
    echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
    bridge mdb add dev br0 port v1 grp 239.1.1.1 permanent; bridge fdb add 02:00:00:00:00:77 dev v1 master static
    bridge mdb add dev br0 port v1 grp ff05::1 src 2001:db8::5 permanent; ip link set v1 type bridge_slave mcast_router 2
    ip link add vx0 type vxlan external vnifilter dstport 4789 local 10.0.0.1; ip link set vx0 up
    bridge vni add dev vx0 vni 100-102 remote 10.0.0.9; bridge vni add dev vx0 vni 300
    ip nexthop add id 1 via 10.0.0.9 dev br0; ip nexthop add id 2 via 2001:db8::9 dev br0; ip nexthop add id 3 blackhole
    ip nexthop add id 4 via 10.0.0.10 dev br0; ip nexthop add id 10 group 1,3/4; ip nexthop add id 11 group 1/4 type resilient buckets 8
    ip neigh add proxy 10.0.0.77 dev br0; ip addrlabel add prefix 2001:db8:7::/48 label 77
    ip netns add blue; ip netns set blue 5
    tc qdisc add dev v0 root handle 1: htb; tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit
    tc qdisc add dev v0 clsact; tc filter add dev v0 ingress protocol ip prio 5 u32 match ip dst 10.0.0.0/8 action mirred egress redirect dev v1
    tc chain add dev v0 ingress chain 5; tc actions add action mirred egress mirror dev v0 index 33
    tc qdisc add dev v1 ingress_block 7 clsact; tc qdisc add dev br0 ingress_block 7 clsact
    tc filter add block 7 protocol ip prio 9 u32 match ip dst 10.0.0.0/8 classid 1:1
";

const CASES: &[Same] = &[
    Same {
        ours: "nexthop",
        of_ours: ("", &["id", "gateway", "@oif", "scope", "protocol", "group.id"]),
        theirs: "ip -d -j nexthop",
        of_theirs: ("", &["id", "gateway", "dev", "scope", "protocol", "group.id"]),
    },
    Same {
        ours: "nexthopbucket",
        of_ours: ("", &["id", "res_bucket.index", "res_bucket.nh_id"]),
        theirs: "ip -d -j nexthop bucket",
        of_theirs: ("", &["id", "bucket.index", "bucket.nhid"]),
    },
    Same {
        ours: "netconf",
        of_ours: ("", &["family", "@ifindex", "forwarding", "proxy_neigh"]),
        theirs: "ip -j netconf",
        of_theirs: ("", &["family", "interface", "forwarding", "proxy_neigh"]),
    },
    Same {
        ours: "mdb",
        of_ours: (
            "mdb.entry.info",
            &["@^ifindex", "@ifindex", "addr", "source", "state", "rtprot"],
        ),
        theirs: "bridge -d -j mdb",
        of_theirs: ("mdb", &["dev", "port", "grp", "src", "state", "protocol"]),
    },
    Same {
        ours: "tunnel",
        of_ours: ("vni", &["@^ifindex", "start", "end", "group"]),
        theirs: "bridge -j vni",
        of_theirs: ("vnis", &["^ifname", "vni", "vniEnd", "remote"]),
    },
    Same {
        ours: "chain dev=v0",
        of_ours: ("", &["parent", "chain"]),
        theirs: "tc -j chain show dev v0 ingress",
        of_theirs: ("", &["parent", "chain"]),
    },
    Same {
        ours: "filter block=7",
        of_ours: ("", &["kind", "protocol", "pref", "chain"]),
        theirs: "tc -j filter show block 7",
        of_theirs: ("", &["kind", "protocol", "pref", "chain"]),
    },
    Same {
        ours: "action kind=mirred",
        of_ours: ("actions", &["kind", "options.parms.index", "@options.parms.ifindex"]),
        theirs: "tc -j actions ls action mirred",
        of_theirs: ("actions", &["kind", "index", "to_dev"]),
    },
    Same {
        ours: "nsid",
        of_ours: ("", &["nsid"]),
        theirs: "ip -j netns list-id",
        of_theirs: ("", &["nsid"]),
    },
    Same {
        ours: "addrlabel",
        of_ours: ("", &["prefix", "label"]),
        theirs: "ip -j addrlabel",
        of_theirs: ("", &["address/prefixlen", "label"]),
    },
    Same {
        ours: "neightbl",
        of_ours: (
            "",
            &[
                "family",
                "name",
                "@parms.ifindex",
                "thresh1",
                "parms.gc_staletime",
                "parms.queue_len",
            ],
        ),
        theirs: "ip -j ntable",
        of_theirs: ("", &["family", "name", "dev", "thresh1", "gc_stale", "queue"]),
    },
    Same {
        ours: "multicast family=inet6",
        of_ours: ("", &["@index", "multicast"]),
        theirs: "ip -6 -j maddr",
        of_theirs: ("maddr", &["^ifname", "address"]),
    },
    Same {
        ours: "fdb",
        of_ours: ("", &["lladdr", "@ifindex", "@master", "dst"]),
        theirs: "bridge -j fdb",
        of_theirs: ("", &["mac", "ifname", "master", "dst"]),
    },
    Same {
        ours: "neigh flags=proxy",
        of_ours: ("", &["dst", "@ifindex"]),
        theirs: "ip -j neigh show proxy",
        of_theirs: ("", &["dst", "dev"]),
    },
    Same {
        ours: "stats dev=v0",
        of_ours: ("", &["@ifindex", "link_64.rx_packets", "link_64.tx_bytes"]),
        theirs: "ip -j -s link show v0",
        of_theirs: ("", &["ifname", "stats64.rx.packets", "stats64.tx.bytes"]),
    },
    Same {
        ours: "link family=bridge ifname=v1",
        of_ours: ("", &["ifname", "@master", "brport_state", "brport_cost"]),
        theirs: "bridge -j -d link",
        of_theirs: ("", &["ifname", "master", "state", "cost"]),
    },
];

fn setup() {
    sh(SETUP);
    wait_until("addresses are settled", || !sh("ip -6 addr").contains("tentative"));
}

#[test]
fn as_iproute2_says() {
    run("as_iproute2_says", || {
        setup();
        assert_same(CASES);
    });
}

/// Every table that can be listed is, in every shape, and nothing in it is undeclared; or it is said that
/// this kernel has none.
#[test]
fn every_table_in_every_shape() {
    run("every_table_in_every_shape", || {
        setup();
        let (mut lists, mut empty) = (0, Vec::new());
        let names = TABLES.iter().filter(|table| Driver::lists(table)).map(|table| table.name);
        for name in names.chain(["fdb"]) {
            let output = route2(&[name]);
            if output.status.code() == Some(3) {
                let error = String::from_utf8_lossy(&output.stderr);
                assert_eq!(error, format!("route2: this kernel has no table `{name}`\n"));
                continue;
            }
            let objects = json(&[name, "--json", "--full"]);
            let objects = objects.as_array().expect("a list");
            objects.iter().for_each(common::assert_decoded);
            assert_eq!(json(&[name, "--json"]).as_array().map(Vec::len), Some(objects.len()));
            let text = String::from_utf8(output.stdout).expect("text");
            assert!(!text.contains("{{") && !text.contains("UNKNOWN("), "{text}");
            if objects.is_empty() {
                assert_eq!(text, "");
                empty.push(name);
            } else {
                assert!(text.lines().count() > 1, "{name}: {text}");
                assert!(prints(&[name, "--full"]).starts_with("RTM_"));
                lists += 1;
            }
        }
        assert!(lists >= 20 && empty.iter().all(|name| ["dcb"].contains(name)), "{empty:?}");
    });
}

#[test]
fn in_lines_for_people() {
    run("in_lines_for_people", || {
        setup();
        for (words, line) in [
            ("mdb", "br0 v1 239.1.1.1 0 permanent static"),
            ("mdb", "br0 v1 ff05::1 2001:db8::5 0 permanent static"),
            ("mdb", "br0 v1 permanent"),
            ("tunnel", "vx0 100 102 10.0.0.9"),
            ("nexthopbucket id=11", "11 0 4"),
            ("filter block=7", "7 u32 ip 9 0"),
            ("chain dev=v0", "v0 ffff: 5"),
            ("nsid", "5"),
            ("anycast dev=br0", "br0 2001:db8:: global"),
            ("neightbl dev=lo family=inet", "arp_cache lo 30000 60000 5000 1000 3 3 0"),
        ] {
            let text = prints(&words.split(' ').collect::<Vec<_>>());
            let is_there = text.lines().any(|l| {
                let words: Vec<_> = l.split_whitespace().collect();
                words.join(" ").starts_with(line)
            });
            assert!(is_there, "{words}: no `{line}` in\n{text}");
        }
        let mirred = prints(&["action", "actions.options.parms.index=33"]);
        assert!(mirred.contains("eaction egress-mirror, ifindex v0"), "{mirred}");
    });
}

#[test]
fn tables_and_families_that_there_are_not() {
    run("tables_and_families_that_there_are_not", || {
        for (words, status, error) in [
            ("addrlabel family=inet", 3, "this kernel has no table `addrlabel` of the family inet"),
            ("mdb family=inet6", 3, "this kernel has no table `mdb` of the family inet6"),
            ("link family=inte6", 2, "`inte6` is no value of `family`; did you mean `inet6`?"),
            (
                "nexthop group_type=x",
                2,
                "`x` is no value of `group_type`; there are mpath, resilient, and numbers",
            ),
            ("neightbl parms.queue=1", 2, "no key is called `parms.queue`; did you mean `parms`?"),
        ] {
            let output = route2(&words.split(' ').collect::<Vec<_>>());
            assert_eq!(output.status.code(), Some(status), "{words}");
            assert_eq!(String::from_utf8_lossy(&output.stderr), format!("route2: {error}\n"));
        }
        // None are there, which is no error.
        for words in
            ["route table=777", "addr family=appletalk", "link family=inet", "action kind=nat"]
        {
            let words: Vec<_> = words.split(' ').chain(["--json"]).collect();
            assert_eq!(json(&words), json!([]), "{words:?}");
        }
    });
}
