//! What the kernel makes by itself while a transaction is made and unmade: none of it stays.
#![allow(clippy::unwrap_used)]

mod common;

use common::tx::{differs, ipdb, say, state, wrong_in};
use route2::{Fault, Transaction};
use route2_sandbox::{run, sh};

/// A bridge that has the address of a port, and a link on top of another.
const WORLD: &str = "
    echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad
    ip link add v0 address 02:00:00:00:05:00 type veth peer name v1 address 02:00:00:00:05:01
    ip link add w0 address 02:00:00:00:01:00 type veth peer name w1 address 02:00:00:00:01:01
    ip link add br0 type bridge forward_delay 0; ip link set v0 master br0
    for l in v0 v1 w0 w1 br0; do ip link set $l up; done
    ip link add link w1 name mv0 address 02:00:00:00:0d:00 type macvlan mode bridge; ip link set mv0 up
    ip addr add 2001:db8::1/64 dev br0 nodad; ip addr add 10.0.0.1/24 dev br0; sleep 1.5";

/// Each makes link-local addresses that were not there: of a bridge that has another port's address for a time, of a
/// link that has another address when IPv6 comes back to it.
const TRANSACTIONS: &[(&str, &[&str])] = &[
    ("link w0 master=br0\nadd addr dev=br0 prefix=10.1.0.1/24", &["br0"]),
    ("link w0 master=br0\nlink v0 master=0\nadd addr dev=br0 prefix=10.1.0.1/24", &["br0"]),
    ("link br0 address=02:00:00:00:77:00\nadd addr dev=br0 prefix=10.1.0.1/24", &["br0"]),
    ("link mv0 mtu=1200 address=02:00:00:00:0d:0d\nadd addr dev=w1 prefix=10.1.0.1/24", &[]),
    ("link mv0 address=02:00:00:00:0d:0d\nadd addr dev=w1 prefix=10.1.0.1/24", &["mv0"]),
    ("link mv0 af_spec.inet6.addr_gen_mode=none\nadd addr dev=w1 prefix=10.1.0.1/24", &["mv0"]),
];

#[test]
fn link_local_addresses() {
    run("link_local_addresses", || {
        sh(WORLD);
        let ipdb = ipdb();
        let (before, mut wrong) = (state(&ipdb), String::new());
        for (wishes, taken_down) in TRANSACTIONS {
            let begin = || -> Transaction {
                let mut tx = ipdb.begin();
                say(&mut tx, wishes);
                for name in *taken_down {
                    tx.take_down(name);
                }
                tx
            };
            let steps = begin().review().unwrap().steps().len();
            let faults = [Fault::Refuse(libc::EINVAL), Fault::LoseAnswer];
            for (step, fault) in (0..steps).flat_map(|step| faults.map(|fault| (step, fault))) {
                let mut tx = begin();
                tx.inject(step, fault);
                let error = tx.commit().unwrap_err();
                let what = wrong_in(&error, Some(step)) + &differs(&ipdb, &before);
                if !what.is_empty() {
                    wrong += &format!("\n== {wishes}: {fault:?} at {step}: {error}\n{what}");
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    });
}
