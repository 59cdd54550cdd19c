//! Transactions where the kernel drops what it has to say: notifications, and answers.
#![allow(clippy::unwrap_used)]

mod common;

use common::assert_same_as_kernel;
use common::tx::{differs, say, state};
use route2::{Builder, CommitError, Driver, Found, Ipdb, KEPT, Kept, Netns, Rollback, Verb};
use route2_sandbox::{run, sh, wait_until};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// The smallest receive buffer that the kernel grants: a few messages fill it.
const TINY: usize = 1;
const ENETUNREACH: i32 = 101;

/// So many routes are made.
const MANY: usize = 5000;
/// So often another program makes and removes its hundreds of objects.
const FLOOD: usize = 300;

/// A mirror that loses notifications, or whose requests lose answers.
fn ipdb(notifications: Option<usize>, answers: Option<usize>) -> Ipdb {
    let builder = Ipdb::builder().tables(KEPT.iter().map(|kept| kept.name)).unwrap();
    let builder = notifications.into_iter().fold(builder, Builder::receive_buffer);
    answers.into_iter().fold(builder, Builder::answer_buffer).open().unwrap()
}

fn set_up() {
    sh("echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode
        ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
        ip link add w0 type veth peer name w1; ip link set w0 up; ip link set w1 up
        ip addr add 10.0.0.1/24 dev v0; ip addr add 10.1.0.1/24 dev w0; ip route add 10.5.0.0/16 via 10.0.0.9
        ip neigh add 10.0.0.77 lladdr 02:00:00:00:00:77 dev v0; sleep 1.5");
}

/// Another program that writes as fast as it can, while something else is done, for some seconds at most.
fn flooded<T>(act: impl FnOnce() -> T) -> T {
    let ending = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut driver = Driver::open(&Netns::Current).unwrap();
            let mut requests = Vec::new();
            for last in 0..100 {
                let pairs =
                    [("dst", format!("10.200.{last}.0/24")), ("gateway", "10.1.0.9".into())];
                let route = driver.describe("route", pairs).unwrap();
                requests.extend([Verb::Add, Verb::Del].map(|verb| verb.request(&route)));
                let pairs = [("dev", "w0".to_owned()), ("prefix", format!("10.201.{last}.1/24"))];
                let addr = driver.describe("addr", pairs).unwrap();
                requests.extend([Verb::Add, Verb::Del].map(|verb| verb.request(&addr)));
            }
            for _ in 0..FLOOD {
                if ending.load(Ordering::Relaxed) {
                    break;
                }
                let all = requests.iter().map(Vec::as_slice).collect();
                driver.batch(all, |_, _| true).unwrap();
            }
        });
        let result = act();
        ending.store(true, Ordering::Relaxed);
        result
    })
}

/// Something of everything, and many routes.
fn much(routes: usize) -> String {
    let mut wishes = "
        create bridge br0 br_priority=7 state=up
        link w1 master=br0
        link v1 mtu=1400 ifalias=changed
        add addr dev=br0 prefix=10.7.0.1/24
        remove addr dev=v0 prefix=10.0.0.1/24
        add addr dev=v0 prefix=10.0.0.2/24
        remove neigh dev=v0 dst=10.0.0.77
        add rule priority=100 src=10.0.0.0/8 table=100
        "
    .to_owned();
    for n in 0..routes {
        wishes +=
            &format!("add route dst=10.{}.{}.0/24 dev=v0 table=1000\n", 100 + n / 256, n % 256);
    }
    wishes
}

fn routes_there() -> usize {
    sh("ip route show table 1000 | wc -l").trim().parse().unwrap()
}

#[test]
fn notifications_are_lost() {
    run("notifications_are_lost", || {
        set_up();
        let ipdb = ipdb(Some(TINY), None);
        let mut tx = ipdb.begin();
        say(&mut tx, &much(MANY));
        tx.timeout(Duration::from_secs(60));
        let done = flooded(|| tx.commit()).unwrap();
        let stats = ipdb.stats();
        assert!(stats.mirror.overruns > 0, "{stats:?}");
        assert_eq!(routes_there(), MANY);
        let routes_kept = done.snapshot.table(Kept::named("route").unwrap());
        let is_ours =
            |route: &Found<'_>| route.key("table").and_then(|table| table.number()) == Some(1000);
        let in_snapshot = routes_kept.objects().filter(is_ours);
        assert_eq!(in_snapshot.count(), MANY);
        assert_same_as_kernel(&ipdb);
    });
}

/// What comes last is refused, and what was done before is undone, however little of it was heard of.
#[test]
fn notifications_of_a_rollback_are_lost() {
    run("notifications_of_a_rollback_are_lost", || {
        set_up();
        let ipdb = ipdb(Some(TINY), Some(TINY));
        let before = state(&ipdb);
        let mut tx = ipdb.begin();
        say(&mut tx, &much(MANY));
        say(&mut tx, "add qdisc dev=w1 kind=nosuchkind handle=9:0");
        let error = flooded(|| tx.commit()).unwrap_err();
        assert!(ipdb.stats().mirror.overruns > 0);
        let CommitError::Step(failure) = &error else { panic!("{error}") };
        assert!(failure.step.contains("nosuchkind"), "{error}");
        assert_eq!(failure.rollback, Rollback::Complete, "{error}");
        assert_eq!(routes_there(), 0);
        assert_eq!(differs(&ipdb, &before), "");
    });
}

/// Refusals of a whole window do not fit into the socket: the commit fails, and neither its rollback nor the next one
/// waits for answers that the kernel has dropped.
#[test]
fn answers_are_lost() {
    run("answers_are_lost", || {
        const SOME: usize = 500;
        set_up();
        let ipdb = ipdb(None, Some(TINY));
        let before = state(&ipdb);
        for _ in 0..2 {
            let mut tx = ipdb.begin();
            say(&mut tx, &much(SOME));
            for n in 0..SOME {
                let dst = format!("10.{}.{}.0/24", n / 256, n % 256);
                say(&mut tx, &format!("add route dst={dst} gateway=192.168.77.1 table=1001"));
            }
            let error = tx.commit().unwrap_err();
            let CommitError::Step(failure) = &error else { panic!("{error}") };
            assert!(failure.step.contains("gateway=192.168.77.1"), "{error}");
            assert_eq!(failure.source.errno(), Some(ENETUNREACH), "{error}");
            assert_eq!(failure.rollback, Rollback::Complete, "{error}");
            assert_eq!(differs(&ipdb, &before), "");
        }
        let mut tx = ipdb.begin();
        say(&mut tx, &much(SOME));
        tx.commit().unwrap();
        assert_eq!(routes_there(), SOME);
        assert_same_as_kernel(&ipdb);
    });
}

/// Of a mirror that has ended nobody knows what is: nothing is done then, and what was done is undone.
#[test]
fn the_mirror_ends() {
    run("the_mirror_ends", || {
        set_up();
        let watching = ipdb(None, None);
        let before = state(&watching);
        let commit = |is_closed_before: bool| {
            let ipdb = ipdb(None, None);
            let mut tx = ipdb.begin();
            say(&mut tx, &much(10));
            let closed = ipdb.clone();
            tx.ensure("that it is closed", move |_| {
                closed.close();
                false
            });
            if is_closed_before {
                ipdb.close();
                wait_until("it is closed", || ipdb.ended().is_some());
            }
            tx.commit().unwrap_err()
        };
        for is_closed_before in [true, false] {
            let error = commit(is_closed_before);
            assert!(matches!(error, CommitError::Io { .. }), "{error}");
            assert_eq!(error.rollback(), Some(&Rollback::Complete), "{error}");
            assert_eq!(differs(&watching, &before), "");
        }
    });
}
