//! Transactions on the real kernel: what is wanted comes about wholly, or nothing does.
#![allow(clippy::unwrap_used)]

mod common;

use common::PATIENCE;
use common::tx::{self, at_rest, differs, ipdb};
use route2::schema::rtnl::TABLES;
use route2::schema::rtnl::link::IFLA_MTU;
use route2::{CommitError, Driver, Fault, Filter, Ipdb, Netns, Plan, Rollback, Verb};
use route2_sandbox::{run, sh};
use std::time::Duration;

/// The kernel's whole state when it has come to rest.
fn state(ipdb: &Ipdb) -> Vec<String> {
    at_rest(ipdb);
    tx::state(ipdb)
}

#[test]
fn a_bridge_with_ports_and_addresses() {
    run("a_bridge_with_ports_and_addresses", || {
        sh("ip link add v0 type veth peer name v1");
        let ipdb = ipdb();
        let mut tx = ipdb.begin();
        tx.create("bridge", "br0").set("br_stp_state", 1).unwrap();
        tx.link("br0").add_port("v0").add_addr("10.0.0.1/24").unwrap().up();
        tx.link("v0").put(IFLA_MTU, 1400).up();
        tx.link("v1").up();
        tx.add("route", [("dst", "10.9.0.0/16"), ("gateway", "10.0.0.254")]).unwrap();
        let done = tx.commit().unwrap();
        let again = Plan::from_bytes(&done.plan.to_bytes()).unwrap();
        assert_eq!(again.lines(&done.snapshot), done.plan.lines(&done.snapshot));
        assert_eq!(again.inverse(|_| true).len(), done.plan.inverse(|_| true).len());
        assert!(sh("ip -d link show br0").contains("stp_state 1"));
        assert!(sh("ip link show v0").contains("mtu 1400"));
        assert!(sh("ip link show v0").contains("master br0"));
        assert!(sh("ip route").contains("10.9.0.0/16 via 10.0.0.254 dev br0"));
    });
}

#[test]
fn what_fails_leaves_nothing() {
    run("what_fails_leaves_nothing", || {
        sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            ip link add w0 type veth peer name w1; ip link set w0 up; ip addr add 10.6.0.1/24 dev w0
            ip link add br1 type bridge; ip link set w1 master br1; ip link set w1 up; ip link set br1 up
            ip addr add 10.0.0.1/24 dev v0; ip route add 10.5.0.0/16 via 10.0.0.9");
        let ipdb = ipdb();
        let before = state(&ipdb);
        let mut tx = ipdb.begin();
        tx.create("bridge", "br0").add_addr("10.7.0.1/24").unwrap().up();
        tx.link("v0").set("mtu", 1300).unwrap().rename("wan0");
        tx.link("w1").remove();
        tx.link("br1").remove();
        tx.add("route", [("dst", "10.9.0.0/16"), ("gateway", "192.168.77.1")]).unwrap();
        let error = tx.commit().unwrap_err();
        println!("{error}");
        let CommitError::Step(failure) = &error else { panic!("{error}") };
        assert_eq!(failure.rollback, Rollback::Complete, "{error}");
        assert!(failure.step.contains("dst=10.9.0.0/16"), "{error}");
        assert_eq!(differs(&ipdb, &before), "");
    });
}

#[test]
fn a_snapshot_comes_back() {
    run("a_snapshot_comes_back", || {
        sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            ip addr add 10.0.0.1/24 dev v0; ip route add 10.5.0.0/16 via 10.0.0.9
            ip rule add from 10.3.0.0/16 table 100 priority 1000");
        let ipdb = ipdb();
        let before = state(&ipdb);
        let then = ipdb.snapshot();
        sh("ip link del v0; ip link add br0 type bridge; ip rule del priority 1000
            ip route add blackhole 10.66.0.0/16");
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        let nothing = Filter::default();
        let done = ipdb.revert(&then, &nothing).unwrap();
        assert!(!done.plan.is_empty());
        assert_eq!(differs(&ipdb, &before), "");
        assert!(ipdb.revert(&then, &nothing).unwrap().plan.is_empty());
    });
}

#[test]
fn a_committed_transaction_is_undone() {
    run("a_committed_transaction_is_undone", || {
        sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            ip addr add 10.0.0.1/24 dev v0; ip route add 10.5.0.0/16 via 10.0.0.9");
        let ipdb = ipdb();
        let before = state(&ipdb);
        let mut tx = ipdb.begin();
        tx.create("bridge", "br0").up();
        tx.link("v0").remove();
        let done = tx.commit().unwrap();
        // What somebody else did meanwhile stays.
        sh("ip rule add from 10.3.0.0/16 table 100 priority 1000");
        assert_eq!(ipdb.undo(&done.plan, PATIENCE), Rollback::Complete);
        assert!(sh("ip rule").contains("1000:"));
        sh("ip rule del priority 1000");
        assert_eq!(differs(&ipdb, &before), "");
    });
}

#[test]
fn what_is_frozen_stays() {
    run("what_is_frozen_stays", || {
        sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            ip addr add 10.0.0.1/24 dev v0; ip route add 10.5.0.0/16 via 10.0.0.9");
        let ipdb = ipdb();
        let routes = Filter::parse(["dst=10.5.0.0/16"], TABLES).unwrap();
        let frozen = ipdb.freeze(routes);
        sh("ip route del 10.5.0.0/16; ip route add 10.6.0.0/16 via 10.0.0.9");
        let back = frozen.next(PATIENCE).unwrap();
        assert_eq!(back.result, Rollback::Complete, "{back:?}");
        assert!(sh("ip route").contains("10.5.0.0/16 via 10.0.0.9"));
        assert!(sh("ip route").contains("10.6.0.0/16 via 10.0.0.9"));
        sh("ip route replace 10.5.0.0/16 via 10.0.0.8");
        frozen.next(PATIENCE).unwrap();
        assert!(sh("ip route").contains("10.5.0.0/16 via 10.0.0.9"));
        frozen.unfreeze();
        sh("ip route del 10.5.0.0/16");
        std::thread::sleep(Duration::from_millis(500));
        assert!(!sh("ip route").contains("10.5.0.0/16"));
    });
}

#[test]
fn requests_without_a_mirror() {
    run("requests_without_a_mirror", || {
        let mut driver = Driver::open(&Netns::Current).unwrap();
        let mut ask = |verb: Verb, table: &str, pairs: &[(&str, &str)]| {
            let wanted = driver.describe(table, pairs.iter().copied())?;
            driver.change(verb, &wanted)
        };
        ask(Verb::Add, "link", &[("ifname", "v0"), ("kind", "veth"), ("peer", "v1")]).unwrap();
        ask(Verb::Change, "link", &[("index", "2"), ("state", "up"), ("mtu", "1400")]).unwrap();
        ask(Verb::Change, "link", &[("index", "3"), ("state", "up")]).unwrap();
        ask(Verb::Add, "addr", &[("dev", "v0"), ("prefix", "10.0.0.1/24")]).unwrap();
        ask(Verb::Add, "route", &[("dst", "10.5.0.0/16"), ("gateway", "10.0.0.9")]).unwrap();
        ask(Verb::Append, "route", &[("dst", "10.5.0.0/16"), ("gateway", "10.0.0.8")]).unwrap();
        ask(
            Verb::Replace,
            "neigh",
            &[("dev", "v0"), ("dst", "10.0.0.9"), ("lladdr", "02:00:00:00:00:09")],
        )
        .unwrap();
        ask(Verb::Add, "rule", &[("src", "10.3.0.0/16"), ("table", "100"), ("priority", "1000")])
            .unwrap();
        assert_eq!(sh("ip route show 10.5.0.0/16").lines().count(), 2);
        assert!(sh("ip neigh").contains("10.0.0.9 dev v0 lladdr 02:00:00:00:00:09 PERMANENT"));
        assert!(sh("ip rule").contains("from 10.3.0.0/16 lookup 100"));
        ask(Verb::Del, "route", &[("dst", "10.5.0.0/16"), ("gateway", "10.0.0.8")]).unwrap();
        assert!(sh("ip route").contains("10.5.0.0/16 via 10.0.0.9"));
        ask(Verb::Del, "rule", &[("priority", "1000")]).unwrap();
        assert!(!sh("ip rule").contains("10.3.0.0/16"));
        let exists =
            ask(Verb::Add, "addr", &[("dev", "v0"), ("prefix", "10.0.0.1/24")]).unwrap_err();
        assert_eq!(exists.errno(), Some(17));
        let unknown =
            ask(Verb::Add, "addr", &[("dev", "v0"), ("prefxi", "10.0.0.1/24")]).unwrap_err();
        assert_eq!(unknown.to_string(), "no key is called `prefxi`");
        let nobody =
            ask(Verb::Add, "addr", &[("dev", "v9"), ("prefix", "10.0.0.1/24")]).unwrap_err();
        assert_eq!(nobody.to_string(), "`dev`: there is no interface `v9`");
    });
}

#[test]
fn what_must_hold_afterwards_or_all_is_undone() {
    run("what_must_hold_afterwards_or_all_is_undone", || {
        sh("ip netns add other; ip link add v0 type veth peer name v1 netns other; ip link set v0 up
            ip -n other link set v1 up; ip -n other addr add 10.0.0.2/24 dev v1
            ip -n other addr add 2001:db8::2/64 dev v1 nodad");
        let ipdb = ipdb();
        let before = state(&ipdb);
        let commit = |addr: &str, reachable: &str| {
            let mut tx = ipdb.begin();
            tx.link("v0").add_addr(addr).unwrap();
            tx.reachable(reachable.parse().unwrap()).timeout(Duration::from_secs(3));
            tx.commit()
        };
        let error = commit("10.0.0.1/24", "10.0.0.3").unwrap_err();
        assert_eq!(error.to_string(), "10.0.0.3 is not reachable; all is as it was before");
        assert_eq!(differs(&ipdb, &before), "");
        commit("10.0.0.1/24", "10.0.0.2").unwrap();
        commit("2001:db8::1/64", "2001:db8::2").unwrap();
        let mut tx = ipdb.begin();
        tx.link("v0").put(IFLA_MTU, 1300);
        tx.ensure("that v0 is called v9", |now| now.link("v9").is_some());
        tx.timeout(Duration::from_secs(1));
        let error = tx.commit().unwrap_err();
        assert!(
            error.to_string().starts_with("that v0 is called v9 does not hold; all is as it was")
        );
        assert!(sh("ip link show v0").contains("mtu 1500"));
    });
}

/// Of a carrier that is lost the kernel takes note later, at most once a second, and the next hops go then.
#[test]
fn what_a_lost_carrier_takes_along_comes_back() {
    run("what_a_lost_carrier_takes_along_comes_back", || {
        sh("ip link add w0 type veth peer name w1; ip link add x0 type veth peer name x1
            ip link add br0 type bridge forward_delay 0; ip link set w1 master br0; ip addr add 10.7.0.1/16 dev br0
            for link in w0 w1 x0 x1 br0; do ip link set $link up; done; sleep 1.2
            ip nexthop add id 2 via 10.7.0.9 dev br0; ip route add 10.8.0.0/16 nhid 2");
        let ipdb = ipdb();
        let before = state(&ipdb);
        for at_once in [true, true, false] {
            if !at_once {
                // (From now on, a second goes by before the kernel looks at carriers again.)
                sh("ip link set x0 down; ip link set x0 up");
            }
            let mut tx = ipdb.begin();
            tx.link("w0").remove();
            tx.inject(0, Fault::LoseAnswer);
            let error = tx.commit().unwrap_err();
            assert_eq!(error.rollback(), Some(&Rollback::Complete), "{error}");
            at_rest(&ipdb);
            assert_eq!(differs(&ipdb, &before), "");
        }
    });
}
