//! What the kernel does without a word, and what the mirror has of it: each on the real kernel.

mod common;

use common::{assert_same_as_kernel, changes, inferred, mirror_of_all, text};
use route2::schema::rtnl::names::RtTable;
use route2::{Change, What};
use route2_sandbox::{run, sh};
use std::io::Write;
use std::net::IpAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Two ends of a cable, with addresses and routes of each sort on one.
const CABLE: &str = "ip link add v0 type veth peer name v1
    ip addr add 10.0.0.1/24 dev v0; ip addr add 10.0.0.2/24 dev v0; ip addr add 2001:db8::1/64 dev v0 nodad
    ip link set v0 up; ip link set v1 up
    ip route add 10.1.0.0/16 via 10.0.0.9; ip route add 10.2.0.0/16 dev v0 src 10.0.0.2
    ip route add 10.3.0.0/16 via 10.0.0.9 table 77; ip -6 route add 2001:db8:1::/48 via 2001:db8::9
    ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 nud permanent
    ip neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev v0 nud reachable";

/// Does it, and the mirror has what the kernel has; so many routes went without a word, at least.
fn routes_go_silently(test: &str, before: &str, then: &str, silent: usize) {
    run(test, || {
        sh(before);
        let (ipdb, mut events) = mirror_of_all();
        assert_same_as_kernel(&ipdb);
        changes(&mut events);
        sh(then);
        assert_same_as_kernel(&ipdb);
        let gone = inferred(&changes(&mut events), "route", What::Removed);
        assert!(gone >= silent, "{gone} routes were found to be gone, {silent} expected");
    });
}

#[test]
fn a_link_goes_down() {
    routes_go_silently("a_link_goes_down", CABLE, "ip link set v0 down", 4);
}

#[test]
fn a_link_loses_its_carrier() {
    let before = format!(
        "{CABLE}; ip nexthop add id 5 via 10.0.0.9 dev v0; ip route add 10.5.0.0/16 nhid 5"
    );
    routes_go_silently("a_link_loses_its_carrier", &before, "ip link set v1 down; sleep 0.3", 0);
}

#[test]
fn a_link_is_deleted() {
    let before = format!(
        "{CABLE}; tc qdisc add dev v0 root handle 1: htb default 1; tc qdisc add dev v0 clsact"
    );
    routes_go_silently("a_link_is_deleted", &before, "ip link del v0", 3);
}

#[test]
fn a_link_moves_to_another_namespace() {
    let before = format!("{CABLE}; ip netns add other");
    routes_go_silently(
        "a_link_moves_to_another_namespace",
        &before,
        "ip link set v0 netns other",
        3,
    );
}

#[test]
fn an_address_goes() {
    let then = "ip addr del 10.0.0.2/24 dev v0; ip addr del 10.0.0.1/24 dev v0";
    routes_go_silently("an_address_goes", CABLE, then, 2);
}

#[test]
fn a_next_hop_goes() {
    let before = format!(
        "{CABLE}; ip nexthop add id 1 via 10.0.0.9 dev v0; ip nexthop add id 2 via 2001:db8::9 dev v0
         ip nexthop add id 3 via 10.0.0.8 dev v0; ip nexthop add id 10 group 1/3
         ip route add 10.6.0.0/16 nhid 1; ip route add 10.7.0.0/16 nhid 10; ip -6 route add 2001:db8:7::/48 nhid 2"
    );
    routes_go_silently("a_next_hop_goes", &before, "ip nexthop del id 1; ip nexthop del id 2", 1);
}

#[test]
fn a_next_hop_becomes_another() {
    run("a_next_hop_becomes_another", || {
        sh(CABLE);
        sh("ip nexthop add id 1 via 10.0.0.9 dev v0; ip route add 10.6.0.0/16 nhid 1");
        let (ipdb, mut events) = mirror_of_all();
        changes(&mut events);
        sh("ip nexthop replace id 1 via 10.0.0.8 dev v0");
        assert_same_as_kernel(&ipdb);
        let is_route = |c: &Change| c.kept().is_some_and(|kept| kept.name == "route");
        let changed = changes(&mut events).into_iter().filter(is_route).last().unwrap();
        let gateway = changed.after().and_then(|route| route.key("gateway")).unwrap();
        assert_eq!(gateway.to_string(), "10.0.0.8");
    });
}

#[test]
fn one_leg_of_several_goes_down() {
    run("one_leg_of_several_goes_down", || {
        sh(CABLE);
        sh("ip link add w0 type veth peer name w1; ip addr add 10.10.0.1/24 dev w0
            ip addr add 2001:db8:10::1/64 dev w0 nodad; ip link set w0 up; ip link set w1 up
            ip route add 10.20.0.0/16 nexthop via 10.0.0.9 nexthop via 10.10.0.9
            ip -6 route add 2001:db8:20::/48 nexthop via 2001:db8::9 nexthop via 2001:db8:10::9");
        let (ipdb, _events) = mirror_of_all();
        assert_same_as_kernel(&ipdb);
        for then in [
            "ip link set w1 down; sleep 0.2",
            "ip link set w1 up; sleep 0.2",
            "ip link set w0 down",
            "ip link set w0 up; sleep 0.2",
            "ip link del w0",
        ] {
            sh(then);
            assert_same_as_kernel(&ipdb);
        }
    });
}

#[test]
fn ipv6_routes_become_one_with_several_next_hops() {
    run("ipv6_routes_become_one_with_several_next_hops", || {
        sh(CABLE);
        let (ipdb, _events) = mirror_of_all();
        for then in [
            "ip -6 route add 2001:db8:3::/48 via 2001:db8::2",
            "ip -6 route append 2001:db8:3::/48 via 2001:db8::3",
            "ip -6 route append 2001:db8:3::/48 via 2001:db8::4",
            "ip -6 route del 2001:db8:3::/48 via 2001:db8::2",
            "ip -6 route replace 2001:db8:3::/48 via 2001:db8::5",
            "ip -6 route append 2001:db8:3::/48 via 2001:db8::6",
            "ip -6 route change 2001:db8:3::/48 nexthop via 2001:db8::7 nexthop via 2001:db8::8",
            "ip -6 route append 2001:db8:3::/48 dev v0",
            "ip -6 route del 2001:db8:3::/48",
        ] {
            sh(then);
            assert_same_as_kernel(&ipdb);
        }
    });
}

#[test]
fn ipv4_routes_to_one_net_keep_their_order() {
    run("ipv4_routes_to_one_net_keep_their_order", || {
        sh(CABLE);
        let (ipdb, _events) = mirror_of_all();
        let gateways = || {
            let now = ipdb.snapshot();
            let net = IpAddr::from([10, 8, 0, 0]);
            let routes = now.routes_to(net, 16, RtTable::MAIN);
            routes.map(|r| r.key("gateway").unwrap().to_string()).collect::<Vec<_>>().join(" ")
        };
        for (then, expected) in [
            ("ip route add 10.8.0.0/16 via 10.0.0.3", "10.0.0.3"),
            ("ip route append 10.8.0.0/16 via 10.0.0.4", "10.0.0.3 10.0.0.4"),
            ("ip route prepend 10.8.0.0/16 via 10.0.0.5", "10.0.0.5 10.0.0.3 10.0.0.4"),
            ("ip route replace 10.8.0.0/16 via 10.0.0.6", "10.0.0.6 10.0.0.3 10.0.0.4"),
            ("ip route change 10.8.0.0/16 via 10.0.0.7", "10.0.0.7 10.0.0.3 10.0.0.4"),
            ("ip route del 10.8.0.0/16 via 10.0.0.3", "10.0.0.7 10.0.0.4"),
            ("ip route add 10.8.0.0/16 via 10.0.0.8 metric 5", "10.0.0.7 10.0.0.4 10.0.0.8"),
            ("ip route del 10.8.0.0/16", "10.0.0.4 10.0.0.8"),
        ] {
            sh(then);
            assert_same_as_kernel(&ipdb);
            assert_eq!(gateways(), expected, "after `{then}`");
        }
    });
}

#[test]
fn bridges_and_vxlans() {
    run("bridges_and_vxlans", || {
        sh(CABLE);
        let (ipdb, _events) = mirror_of_all();
        for then in [
            "ip link add br0 type bridge; ip link set br0 up; ip link set v0 master br0",
            "bridge fdb add 02:00:00:00:01:01 dev v0 master static; bridge link set dev v0 cost 9",
            "ip link add vx0 type vxlan id 7 dstport 4789 local 10.0.0.1; ip link set vx0 up master br0",
            "bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.3
             bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.4
             bridge fdb add 02:00:00:00:01:02 dev vx0 dst 10.0.0.3 vni 9",
            "bridge fdb del 00:00:00:00:00:00 dev vx0 dst 10.0.0.3",
            "ip link set v0 nomaster",
            "ip link set v0 master br0; ip link del br0",
        ] {
            sh(then);
            assert_same_as_kernel(&ipdb);
        }
    });
}

#[test]
fn names_and_indexes_change_hands() {
    run("names_and_indexes_change_hands", || {
        sh(CABLE);
        sh(
            "ip rule add iif v0 lookup 77; ip rule add oif w0 lookup 78; ip rule add prio 9 goto 99",
        );
        let (ipdb, _events) = mirror_of_all();
        let index =
            |name: &str| ipdb.snapshot().link(name).and_then(|link| link.key("index")?.number());
        let old = index("v0").unwrap();
        for then in [
            "ip link set v0 down; ip link set v0 name w0; ip link set w0 up",
            "ip link property add dev w0 altname a-rather-long-name-for-an-interface",
            "ip rule add prio 99 lookup main",
            "ip rule del prio 99",
            "ip link del w0",
            &format!("ip link add w0 index {old} type ifb; ip link set w0 up"),
        ] {
            sh(then);
            assert_same_as_kernel(&ipdb);
        }
        assert_eq!(index("w0"), Some(old));
        assert_eq!(index("a-rather-long-name-for-an-interface"), None);
    });
}

#[test]
fn traffic_control_vanishes_as_a_tree() {
    run("traffic_control_vanishes_as_a_tree", || {
        sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up");
        let (ipdb, _events) = mirror_of_all();
        for then in [
            "tc qdisc add dev v0 root handle 1: htb default 1",
            "tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit; tc class add dev v0 parent 1:1 classid 1:2 htb rate 1mbit",
            "tc qdisc add dev v0 parent 1:2 handle 10: pfifo limit 9",
            "tc filter add dev v0 parent 1: protocol ip prio 1 u32 match ip dst 10.0.0.0/8 flowid 1:1",
            "tc filter add dev v0 parent 1: protocol ip prio 1 u32 match ip dst 10.1.0.0/16 flowid 1:2",
            "tc qdisc add dev v0 clsact
             tc filter add dev v0 ingress protocol ip prio 1 chain 5 u32 match u32 0 0 action mirred egress redirect dev v1",
            "tc filter del dev v0 parent 1: protocol ip prio 1",
            "tc qdisc replace dev v0 root handle 2: pfifo",
            "tc qdisc del dev v0 clsact",
            "tc qdisc del dev v0 root",
        ] {
            sh(then);
            assert_same_as_kernel(&ipdb);
        }
    });
}

#[test]
fn a_link_with_three_hundred_names() {
    run("a_link_with_three_hundred_names", || {
        // (Of a link that is down, the kernel does not tell.)
        sh("ip link add v0 type veth peer name v1; ip link set v0 up");
        let (ipdb, _events) = mirror_of_all();
        sh("for n in $(seq 300); do echo link property add dev v0 altname \
            a-long-alternative-name-of-an-interface-that-needs-room-$n-$n-$n-$n-$n-$n-$n-$n-$n-$n; done | ip -batch -");
        assert_same_as_kernel(&ipdb);
        let name = "a-long-alternative-name-of-an-interface-that-needs-room-\
                    300-300-300-300-300-300-300-300-300-300";
        let now = ipdb.snapshot();
        assert_eq!(
            now.link(name).and_then(|link| now.name(link.key("index")?.number()? as u32)),
            Some("v0")
        );
    });
}

#[test]
fn four_thousand_interfaces_come_and_go() {
    run("four_thousand_interfaces_come_and_go", || {
        let (ipdb, events) = mirror_of_all();
        drop(events);
        sh(
            "for n in $(seq 2000); do echo link add a$n type veth peer name b$n; done | ip -batch -",
        );
        assert_same_as_kernel(&ipdb);
        assert_eq!(ipdb.snapshot().links_of_kind("veth").count(), 4000);
        sh("for n in $(seq 1 3 2000); do echo link del a$n; done | ip -batch -");
        assert_same_as_kernel(&ipdb);
    });
}

#[test]
fn dumps_that_race_with_changes_lose_nothing() {
    run("dumps_that_race_with_changes_lose_nothing", || {
        sh("for n in $(seq 150); do echo link add a$n type veth peer name b$n; echo link set a$n up; echo link set b$n up
            done | ip -batch -");
        // Addresses are tentative for a while.
        sh("sleep 2.5");
        let (ipdb, mut events) = mirror_of_all();
        assert_same_as_kernel(&ipdb);
        changes(&mut events);
        // A dump of IPv6 routes leaves out, and repeats, what has nothing to do with this.
        let mut churning =
            Command::new("ip").args(["-6", "-batch", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut lines = churning.stdin.take().unwrap();
        let end = Instant::now() + Duration::from_secs(3);
        let writer = std::thread::spawn(move || {
            while Instant::now() < end {
                let route = "route add 2001:db8:9::/64 dev a1\nroute del 2001:db8:9::/64 dev a1\n";
                lines.write_all(route.repeat(5).as_bytes()).unwrap();
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        while Instant::now() < end {
            ipdb.resync();
            std::thread::sleep(Duration::from_millis(20));
        }
        writer.join().unwrap();
        assert!(churning.wait().unwrap().success());
        assert_same_as_kernel(&ipdb);
        let is_other = |change: &&Change| {
            let dst = change.object().and_then(|object| object.key("dst"));
            change.kept().is_some_and(|kept| kept.name == "route")
                && dst.is_none_or(|dst| dst.to_string() != "2001:db8:9::/64")
        };
        let others: Vec<_> = changes(&mut events)
            .into_iter()
            .filter(|change| change.what() != What::Nothing && is_other(&change))
            .map(|change| text(change.object().unwrap()))
            .collect();
        assert!(others.is_empty(), "routes that nobody touched: {others:#?}");
    });
}
