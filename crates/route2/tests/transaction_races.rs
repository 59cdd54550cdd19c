//! What another program takes, changes or removes while a transaction is under way: the error says at what, nothing of
//! the transaction is left, and what the other one did stays.
#![allow(clippy::unwrap_used)]

mod common;

use common::tx::{differs, ipdb, say, state};
use common::{PATIENCE, assert_same_as_kernel};
use route2::{CommitError, Fault, Ipdb, Rollback, Transaction};
use route2_sandbox::{run, sh};

const SET_UP: &str = "echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode
    ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
    ip link add w0 type veth peer name w1; ip link set w0 up; ip link set w1 up
    ip addr add 10.0.0.1/24 dev v0; ip route add 10.5.0.0/16 via 10.0.0.9; sleep 1.5";

/// What is wanted around what somebody else gets first.
const FIRST: &str = "link v1 mtu=1400 ifalias=changed
    create ifb around0 state=up
    replace addr dev=w0 prefix=10.1.0.1/24
    add nexthop id=90 gateway=10.0.0.90 oif=v0";

/// What somebody else takes, how that is taken back, what is wanted of the same, and what the errors say: where the other one was seen before
/// the commit, and where it came in the middle of it.
struct Race {
    other: fn(),
    /// Takes that back, and fails where it is not so any more.
    back: &'static str,
    wanted: &'static str,
    seen: &'static str,
    unseen: &'static str,
}

const RACES: &[Race] = &[
    Race {
        other: || drop(sh("ip link add br0 type ifb")),
        back: "ip link del br0 type ifb",
        wanted: "create bridge br0 state=up",
        seen: "there is a link br0 already",
        unseen: "there is a link br0 already",
    },
    Race {
        other: || drop(sh("ip link property add dev w1 altname br0")),
        back: "ip link property del dev w1 altname br0",
        wanted: "create bridge br0 state=up",
        seen: "there is a link br0 already",
        unseen: "add link ifname=br0 kind=bridge: the kernel refused RTM_NEWLINK: File exists",
    },
    Race {
        other: || drop(sh("ip link set w1 name wan0")),
        back: "ip link set wan0 name w1",
        wanted: "link v0 ifname=wan0",
        seen: "set link v0 ifname=wan0: the kernel refused RTM_NEWLINK: File exists",
        unseen: "set link v0 ifname=wan0: the kernel refused RTM_NEWLINK: File exists",
    },
    Race {
        other: || drop(sh("ip route add 10.9.0.0/16 via 10.0.0.8")),
        back: "ip route del 10.9.0.0/16 via 10.0.0.8",
        wanted: "add route dst=10.9.0.0/16 gateway=10.0.0.9",
        seen: "dst=10.9.0.0/16 table=main gateway=10.0.0.9: the kernel refused RTM_NEWROUTE: File exists",
        unseen: "dst=10.9.0.0/16 table=main gateway=10.0.0.9: the kernel refused RTM_NEWROUTE: File exists",
    },
    Race {
        other: || drop(sh("ip rule add from 10.3.0.0/16 table 100 priority 77")),
        back: "ip rule del from 10.3.0.0/16 table 100 priority 77",
        wanted: "add rule priority=77 src=10.3.0.0/16 table=100",
        seen: "priority=77 src=10.3.0.0/16 table=100: the kernel refused RTM_NEWRULE: File exists",
        unseen: "priority=77 src=10.3.0.0/16 table=100: the kernel refused RTM_NEWRULE: File exists",
    },
    Race {
        other: || drop(sh("ip nexthop add id 5 via 10.0.0.8 dev v0")),
        back: "ip nexthop del id 5",
        wanted: "add nexthop id=5 gateway=10.0.0.9 oif=v0",
        seen: "there is a nexthop protocol=static id=5",
        unseen: "add nexthop",
    },
    Race {
        other: || drop(sh("ip addr add 10.0.0.2/24 dev v0")),
        back: "ip addr del 10.0.0.2/24 dev v0",
        wanted: "add addr dev=v0 prefix=10.0.0.2/24",
        seen: "there is a addr",
        unseen: "add addr",
    },
    Race {
        other: || drop(sh("ip route del 10.5.0.0/16")),
        back: "ip route add 10.5.0.0/16 via 10.0.0.9",
        wanted: "remove route dst=10.5.0.0/16",
        seen: "there is no route",
        unseen: "del route dst=10.5.0.0/16",
    },
    Race {
        other: || drop(sh("tc qdisc add dev w1 root handle 7: pfifo")),
        back: "tc qdisc del dev w1 root handle 7: pfifo",
        wanted: "add qdisc dev=w1 handle=7:0 kind=htb options.init.version=3 options.init.rate2quantum=10",
        seen: "qdisc",
        unseen: "add qdisc",
    },
];

fn begin(ipdb: &Ipdb, wanted: &str) -> Transaction {
    let mut tx = ipdb.begin();
    say(&mut tx, FIRST);
    say(&mut tx, wanted);
    tx
}

/// The step at which the first that is said in the last line is done.
fn step_of(tx: &Transaction, ipdb: &Ipdb, race: &Race) -> usize {
    let lines = tx.review().unwrap().lines(&ipdb.snapshot());
    let around = begin(ipdb, "").review().unwrap().lines(&ipdb.snapshot());
    let new = lines.iter().position(|line| !around.contains(line));
    new.unwrap_or_else(|| panic!("{}: {lines:?}", race.wanted))
}

fn check(error: &CommitError, race: &Race, said: &str, wrong: &mut String) {
    let text = error.to_string();
    let is_whole = error.rollback().is_none_or(|rollback| *rollback == Rollback::Complete);
    if !text.contains(said) || !is_whole {
        *wrong += &format!("{}: {text}\n", race.wanted);
    }
}

fn each(test: &str, race_is_on: fn(&mut Transaction, &Ipdb, &Race) -> &'static str) {
    run(test, || {
        sh(SET_UP);
        let ipdb = ipdb();
        let mut wrong = String::new();
        for race in RACES {
            let before = state(&ipdb);
            let mut tx = begin(&ipdb, race.wanted);
            let said = race_is_on(&mut tx, &ipdb, race);
            match tx.commit() {
                Ok(_) => wrong += &format!("{}: it is done\n", race.wanted),
                Err(error) => check(&error, race, said, &mut wrong),
            }
            assert_same_as_kernel(&ipdb);
            sh(race.back);
            wrong += &differs(&ipdb, &before);
        }
        assert!(wrong.is_empty(), "{wrong}");
    });
}

#[test]
fn between_review_and_commit() {
    each("between_review_and_commit", |tx, ipdb, race| {
        assert!(!tx.review().unwrap().is_empty());
        (race.other)();
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        race.seen
    });
}

#[test]
fn in_the_middle_of_the_commit() {
    each("in_the_middle_of_the_commit", |tx, ipdb, race| {
        let step = step_of(tx, ipdb, race);
        tx.inject(step, Fault::Meanwhile(race.other));
        race.unseen
    });
}

/// An index that somebody else has got is no reason to fail: whatever names the link gets the other index.
#[test]
fn an_index_is_taken() {
    run("an_index_is_taken", || {
        sh(SET_UP);
        let ipdb = ipdb();
        for is_seen in [true, false] {
            let before = state(&ipdb);
            let taken = || {
                sh(
                    "ip link add theirs index $(($(ip -o link | tail -n 1 | cut -d: -f1) + 1)) type ifb || true",
                );
            };
            let mut tx = ipdb.begin();
            say(
                &mut tx,
                "create bridge br0 state=up
                create veth p0 peer=p1 master=br0 state=up
                link p1 state=up
                link w1 master=br0
                add addr dev=br0 prefix=10.7.0.1/24
                add addr dev=p1 prefix=10.8.0.1/24
                add route dst=10.9.0.0/16 gateway=10.7.0.9
                add route dst=10.10.0.0/16 multipath=gateway@10.7.0.9;gateway@10.8.0.9
                add neigh dev=br0 dst=10.7.0.9 lladdr=02:00:00:00:00:09",
            );
            let index = tx.index_of("br0").unwrap();
            if is_seen {
                taken();
                assert!(ipdb.settle(Some(PATIENCE)).unwrap());
                tx.review().unwrap();
            } else {
                tx.inject(0, Fault::Meanwhile(taken));
            }
            let done = tx.commit().unwrap();
            assert_eq!(sh("ip -o link show theirs | cut -d: -f1").trim(), index.to_string());
            assert_ne!(
                done.snapshot.link("br0").unwrap().header().number("index"),
                Some(index.into())
            );
            assert!(sh("ip link show p0").contains("master br0"));
            assert!(sh("ip link show w1").contains("master br0"));
            assert!(sh("ip addr show p1").contains("10.8.0.1/24"));
            assert!(sh("ip route").contains("10.9.0.0/16 via 10.7.0.9 dev br0"));
            assert!(sh("ip neigh show dev br0").contains("10.7.0.9 lladdr 02:00:00:00:00:09"));
            assert_same_as_kernel(&ipdb);
            sh("ip link del br0; ip link del p0; ip link del theirs");
            assert_eq!(differs(&ipdb, &before), "");
        }
    });
}

/// Several rules have one priority, and several routes one net: those of others stay where ours are undone.
#[test]
fn what_looks_like_theirs_is_undone_alone() {
    run("what_looks_like_theirs_is_undone_alone", || {
        sh(SET_UP);
        let ipdb = ipdb();
        let before = state(&ipdb);
        let mut tx = ipdb.begin();
        say(
            &mut tx,
            "add rule priority=77 src=10.3.0.0/16 table=100
            append route dst=10.9.0.0/16 gateway=10.0.0.9
            add route dst=10.10.0.0/16 priority=5 gateway=10.0.0.9
            add qdisc dev=w1 kind=nosuchkind handle=9:0",
        );
        let other = || {
            drop(sh("ip rule add from 10.4.0.0/16 table 100 priority 77; ip rule add to 10.3.0.0/16 table 100 priority 77
                ip route append 10.9.0.0/16 via 10.0.0.8; ip route add 10.10.0.0/16 via 10.0.0.9 metric 6"));
        };
        tx.inject(0, Fault::Meanwhile(other));
        let error = tx.commit().unwrap_err();
        assert_eq!(error.rollback(), Some(&Rollback::Complete), "{error}");
        sh("ip rule del from 10.4.0.0/16 table 100 priority 77; ip rule del to 10.3.0.0/16 table 100 priority 77
            ip route del 10.9.0.0/16 via 10.0.0.8; ip route del 10.10.0.0/16 via 10.0.0.9 metric 6");
        assert_eq!(differs(&ipdb, &before), "");
    });
}

/// A link that was removed and made again is another one, and so is one that has got the index of another: nothing is
/// done to either, whether that is seen before the commit or not.
#[test]
fn a_link_is_another_one() {
    run("a_link_is_another_one", || {
        sh(SET_UP);
        let wishes = [
            "link x0 mtu=1300",
            "link x0 state=down",
            "delete x0",
            "link x0 ifname=x9",
            "add addr dev=x0 prefix=10.9.0.1/24",
            "add neigh dev=x0 dst=10.9.0.9 lladdr=02:00:00:00:00:09",
            "create bridge br9\nlink x0 master=br9",
            "create macvlan mv9 link=x0",
            "add route dst=10.9.0.0/16 dev=x0",
        ];
        let others: [(fn(), &str); 4] = [
            (
                || drop(sh("ip link del x0; ip link add x0 type ifb; ip link set x0 up")),
                "the link x0 is another one",
            ),
            (
                || {
                    sh(
                        "ip link del x0; ip link add other0 index 500 type ifb; ip link set other0 up; ip link add x0 type ifb",
                    );
                },
                "the link x0 is another one",
            ),
            (
                || {
                    sh(
                        "ip link del x0; ip link add other0 index 500 type ifb; ip link set other0 up",
                    );
                },
                "there is no link x0",
            ),
            (|| drop(sh("ip link del x0")), "there is no link x0"),
        ];
        let ipdb = ipdb();
        for wish in wishes {
            for (other, said) in others {
                sh("ip link add x0 index 500 type ifb; ip link set x0 up");
                assert!(ipdb.settle(Some(PATIENCE)).unwrap());
                let mut tx = ipdb.begin();
                say(&mut tx, wish);
                other();
                let before = state(&ipdb);
                let error = tx.commit().unwrap_err();
                assert!(error.to_string().starts_with(said), "{wish}: {error}");
                assert_eq!(differs(&ipdb, &before), "", "{wish}");
                sh("for l in x0 other0; do ip link del $l 2> /dev/null || true; done");
            }
        }
    });
}
