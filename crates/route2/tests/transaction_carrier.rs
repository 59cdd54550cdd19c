//! What needs a carrier comes when there is one: the kernel takes note of carriers up to a second late.
#![allow(clippy::unwrap_used)]

mod common;

use common::assert_same_as_kernel;
use common::tx::{differs, ipdb, say, state, wrong_in};
use route2::{Fault, Transaction};
use route2_sandbox::{run, sh};
use std::thread;
use std::time::Duration;

const SET_UP: &str = "echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode; echo 1 > /proc/sys/net/ipv6/conf/all/addr_gen_mode";

/// A bridge whose ports listen and learn before they forward has a carrier only after 4 seconds.
const WANTED: &str = "create bridge br0 br_stp_state=1 br_forward_delay=200 state=up
    create veth p0 peer=p1 master=br0 state=up
    link p1 state=up
    add addr dev=br0 prefix=10.7.0.1/24
    add nexthop id=4 gateway=10.7.0.7 oif=br0
    add nexthop id=5 gateway=10.7.0.9 oif=br0
    add nexthop id=6 blackhole=true
    add nexthop id=7 group=4,5
    add nexthop id=8 gateway=fe80::9 oif=br0
    add nexthop id=9 oif=p1
    add route dst=10.9.0.0/16 nh_id=7
    add route dst=2001:db8:9::/48 nh_id=8
    add rule priority=77 src=10.9.0.0/16 table=100";

#[test]
fn next_hops_over_a_new_bridge() {
    run("next_hops_over_a_new_bridge", || {
        sh(SET_UP);
        let ipdb = ipdb();
        let before = state(&ipdb);
        // The kernel says no for as long as there is none.
        let is_refused = |say_more: &dyn Fn(&mut Transaction)| {
            let mut tx = ipdb.begin();
            say(&mut tx, WANTED);
            tx.timeout(Duration::from_secs(1));
            say_more(&mut tx);
            let error = tx.commit().unwrap_err();
            let text = error.to_string();
            assert!(text.contains("add nexthop protocol=static id=4"), "{text}");
            assert!(text.contains("Carrier for nexthop device is down"), "{text}");
            let wrong = wrong_in(&error, None) + &differs(&ipdb, &before);
            assert_eq!(wrong, "");
        };
        is_refused(&|_| ());
        is_refused(&|tx| {
            tx.inject(usize::MAX, Fault::LoseAnswer);
        });
        let mut tx = ipdb.begin();
        say(&mut tx, WANTED);
        tx.commit().unwrap_or_else(|error| panic!("{error}"));
        assert!(sh("ip route").contains("10.9.0.0/16 nhid 7"));
        assert!(sh("ip -6 route").contains("2001:db8:9::/48 nhid 8"));
        assert_eq!(sh("ip nexthop").lines().count(), 6);
        assert_same_as_kernel(&ipdb);
        // Nor is what is over it lost where it is put back.
        let before = state(&ipdb);
        let mut tx = ipdb.begin();
        say(&mut tx, "delete br0\nadd route dst=10.90.0.0/16 gateway=192.168.77.1");
        let error = tx.commit().unwrap_err();
        let wrong = wrong_in(&error, None) + &differs(&ipdb, &before);
        assert_eq!(wrong, "");
    });
}

/// With a port goes the carrier of its bridge, and with that the next hops over it, and over what is on top of it.
#[test]
fn next_hops_that_go_with_a_carrier_come_back() {
    run("next_hops_that_go_with_a_carrier_come_back", || {
        sh(SET_UP);
        sh("ip link add br0 type bridge forward_delay 0; ip link add p0 type veth peer name p1; ip link set p0 master br0
            ip link add mv0 link br0 type macvlan mode bridge; for link in p0 p1 br0 mv0; do ip link set $link up; done; sleep 1.5
            ip addr add 10.7.0.1/24 dev br0; ip addr add 10.8.0.1/24 dev mv0
            ip nexthop add id 5 via 10.7.0.9 dev br0; ip nexthop add id 6 via 10.8.0.9 dev mv0; ip nexthop add id 7 group 5/6
            ip route add 10.9.0.0/16 nhid 7; ip route add 10.10.0.0/16 nhid 6");
        let ipdb = ipdb();
        let before = state(&ipdb);
        let mut tx = ipdb.begin();
        say(&mut tx, "delete p1\nadd route dst=10.90.0.0/16 gateway=192.168.77.1");
        // So long, the kernel can take to note that the carrier is gone.
        tx.inject(1, Fault::Meanwhile(|| thread::sleep(Duration::from_millis(1500))));
        let error = tx.commit().unwrap_err();
        let wrong = wrong_in(&error, Some(1)) + &differs(&ipdb, &before);
        assert_eq!(wrong, "");
    });
}
