//! Transactions with kinds that not every kernel has: deleted, and wholly back when a step fails.

mod common;

use common::tx::{differs, ipdb, say, state, wrong_in};
use route2::{Fault, Transaction};
use route2_sandbox::{run, sh};
use std::time::Duration;

/// After each step of a transaction that fails, all is as it was.
fn each_step_fails(test: &str, before: &str, wishes: &str) {
    run(test, || {
        sh(
            "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad",
        );
        sh(before);
        let ipdb = ipdb();
        let mut steps = 1;
        let mut step = 0;
        while step < steps {
            let was = state(&ipdb);
            let mut tx = ipdb.begin();
            say(&mut tx, wishes);
            let plan = tx.review().unwrap_or_else(|error| panic!("{error}"));
            steps = plan.steps().len();
            tx.inject(step, Fault::LoseAnswer);
            let Err(error) = tx.commit() else { panic!("it did not fail") };
            let wrong = wrong_in(&error, Some(step)) + &differs(&ipdb, &was);
            assert!(
                wrong.is_empty(),
                "{step} of {}\n{error}\n{wrong}",
                plan.lines(&ipdb.snapshot()).join("\n")
            );
            step += 1;
        }
    });
}

#[test]
#[ignore = "needs the lab: bonds, VLANs"]
fn bonds_and_vlans() {
    each_step_fails(
        "bonds_and_vlans",
        "ip link add d0 type dummy; ip link add d1 type dummy
         ip link add bond0 address 02:00:00:00:0b:00 type bond mode active-backup miimon 100
         ip link set d0 master bond0; ip link set d1 master bond0; ip link set bond0 up; sleep 1.5
         ip addr add 10.0.0.1/24 dev bond0; ip link add link bond0 name bond0.7 type vlan id 7; ip link set bond0.7 up
         ip addr add 10.7.0.1/24 dev bond0.7; ip route add 10.8.0.0/16 via 10.7.0.9; sleep 1.5",
        "delete bond0.7\ndelete bond0\nlink d1 mtu=1400",
    );
}

#[test]
#[ignore = "needs the lab: VRF"]
fn vrfs() {
    each_step_fails(
        "vrfs",
        "ip link add red type vrf table 10; ip link set red up; ip link add d0 type dummy; ip link set d0 master red
         ip link set d0 up; ip addr add 10.0.0.1/24 dev d0; ip addr add 2001:db8::1/64 dev d0 nodad
         ip route add 10.2.0.0/16 via 10.0.0.9 vrf red; ip -6 route add 2001:db8:2::/48 via 2001:db8::9 vrf red; sleep 1",
        "delete red\nlink d0 mtu=1400",
    );
}

#[test]
#[ignore = "needs the lab: VLAN filtering"]
fn vlans_of_bridges() {
    each_step_fails(
        "vlans_of_bridges",
        "ip link add br0 address 02:00:00:00:0b:00 type bridge vlan_filtering 1 forward_delay 0
         ip link add d0 type dummy; ip link add d1 type dummy; ip link set d0 master br0; ip link set d1 master br0
         ip link set br0 up; ip link set d0 up; ip link set d1 up
         bridge vlan add dev d0 vid 10-20; bridge vlan add dev d0 vid 30 pvid untagged; bridge vlan del dev d1 vid 1
         bridge vlan add dev br0 vid 10 self; bridge fdb add 02:00:00:00:00:01 dev d0 master vlan 10 static
         bridge mdb add dev br0 port d0 grp 239.1.1.1 permanent vid 10
         ip link add link br0 name br0.10 type vlan id 10; ip link set br0.10 up; ip addr add 10.10.0.1/24 dev br0.10; sleep 1",
        "delete d1\ndelete br0\nlink d0 mtu=1400",
    );
}

#[test]
#[ignore = "needs the lab: VLAN filtering"]
fn vlans_that_are_added_and_deleted() {
    run("vlans_that_are_added_and_deleted", || {
        sh("ip link add br0 type bridge vlan_filtering 1; ip link add d0 type dummy; ip link set d0 master br0
            ip link add d1 type dummy");
        let ipdb = ipdb();
        let commit = |say: &dyn Fn(&mut Transaction)| {
            let mut tx = ipdb.begin();
            say(&mut tx);
            // An emulated machine takes its time.
            tx.timeout(Duration::from_secs(100));
            tx.commit()
        };
        let has = |link: &str, line: &str| {
            let all = sh(&format!("bridge vlan show dev {link}"));
            let words =
                all.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
            assert!(words.clone().any(|words| words.ends_with(line)), "{line}: {all}");
        };
        commit(&|tx| {
            tx.link("d0").add_vlan(10..=12, false, true).add_vlan(30..=30, true, false);
            tx.link("br0").add_vlan(4094..=4094, false, false);
        })
        .unwrap();
        for line in ["10 Egress Untagged", "12 Egress Untagged", "30 PVID", "1 Egress Untagged"] {
            has("d0", line);
        }
        has("br0", "4094");
        // Changed, and partly there already; nothing to do where all is.
        commit(&|tx| {
            tx.link("d0").add_vlan(12..=13, false, false);
        })
        .unwrap();
        has("d0", "11 Egress Untagged");
        has("d0", "12");
        has("d0", "13");
        let again = commit(&|tx| {
            tx.link("d0").add_vlan(12..=13, false, false);
        })
        .unwrap();
        assert!(again.plan.is_empty());
        commit(&|tx| {
            tx.link("d0").del_vlan(10..=100);
        })
        .unwrap();
        let left = sh("bridge vlan show dev d0");
        assert!(left.contains(" 1 ") && !left.contains("10") && !left.contains("30"), "{left}");
        // No port of a bridge, and in a bridge that is made along with it.
        let before = state(&ipdb);
        let error = commit(&|tx| {
            tx.link("d1").add_vlan(10..=12, false, true);
        })
        .unwrap_err();
        assert!(error.to_string().contains("d1"), "{error}");
        assert_eq!(differs(&ipdb, &before), "");
        commit(&|tx| {
            tx.create("bridge", "br9").set("br_vlan_filtering", 1).unwrap().add_port("d1");
            tx.link("d1").add_vlan(10..=12, false, true);
        })
        .unwrap();
        has("d1", "12 Egress Untagged");
    });
}

#[test]
#[ignore = "needs the lab: all kinds of filters"]
fn traffic_control() {
    each_step_fails(
        "traffic_control",
        "ip link add d0 type dummy; ip link set d0 up; tc qdisc add dev d0 root handle 1: htb default 20
         tc class add dev d0 parent 1: classid 1:1 htb rate 10mbit; tc class add dev d0 parent 1:1 classid 1:10 htb rate 2mbit
         tc class add dev d0 parent 1:1 classid 1:20 htb rate 3mbit; tc qdisc add dev d0 parent 1:10 handle 10: netem delay 10ms
         tc filter add dev d0 parent 1: protocol ip prio 1 flower dst_ip 10.0.0.1 classid 1:10
         tc filter add dev d0 parent 1: protocol ip prio 2 matchall classid 1:20; ip addr add 10.0.0.1/24 dev d0; sleep 1",
        "remove qdisc dev=d0 kind=htb handle=1:0\nlink d0 mtu=1400",
    );
}
