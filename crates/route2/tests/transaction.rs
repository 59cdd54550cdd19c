//! Transactions on the real kernel: what is wanted comes about wholly, or nothing does.
#![allow(clippy::unwrap_used)]

mod common;

use common::{PATIENCE, text};
use route2::schema::rtnl::link::IFLA_MTU;
use route2::schema::rtnl::neigh::{Neigh, NeighState};
use route2::{CommitError, Found, Ipdb, KEPT, Rollback, Snapshot};
use route2_sandbox::{run, sh};
use std::time::Duration;

fn ipdb() -> Ipdb {
    let all = KEPT.iter().map(|kept| kept.name);
    Ipdb::builder().tables(all).unwrap().open().unwrap()
}

/// The state when nothing has happened for longer than the kernel waits with what it has to say: of carriers, and
/// of addresses that it has found to be free.
fn at_rest(ipdb: &Ipdb) -> Snapshot {
    loop {
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        let now = ipdb.snapshot();
        let is_news = |later: &Snapshot| later.revision() != now.revision();
        if !ipdb.wait(Some(Duration::from_millis(2500)), is_news).unwrap() {
            return now;
        }
    }
}

/// The whole state as text, what is volatile apart, and what the kernel learns by itself.
fn state(ipdb: &Ipdb) -> Vec<String> {
    let now = at_rest(ipdb);
    let is_lasting = |found: &Found<'_>| {
        let lasts = NeighState::PERMANENT.0 | NeighState::NOARP.0;
        found.of::<Neigh>().is_none_or(|(header, _)| header.state.0 & lasts != 0)
    };
    let lasting = |table: &'_ route2::Table| -> Vec<_> {
        table.objects().filter(is_lasting).map(|found| text(*found)).collect()
    };
    now.tables().flat_map(lasting).collect()
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
        println!("{}", done.plan.lines(&done.snapshot).join("\n"));
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
        let after = state(&ipdb);
        assert_eq!(differences(&before, &after), "");
    });
}

fn differences(before: &[String], after: &[String]) -> String {
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}\n"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}\n"));
    gone.chain(new).collect()
}
