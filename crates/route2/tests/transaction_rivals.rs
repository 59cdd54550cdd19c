//! Several who change the same things at the same time, each in transactions.
#![allow(clippy::unwrap_used)]

mod common;

use common::tx::{ipdb, say};
use common::{PATIENCE, assert_same_as_kernel};
use route2::{CommitError, Fault, Ipdb, Rollback};
use route2_sandbox::{run, sh};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What each of two wants, round after round: of one thing always another.
fn wishes(who: usize, round: usize) -> String {
    let mtu = 1300 + 100 * who;
    match round % 6 {
        0 => format!("link v0 mtu={mtu} group={who}"),
        1 => format!("create bridge br0 br_priority={who}\nlink br0 state=up\nlink v0 master=br0"),
        2 => "delete br0".to_owned(),
        3 => format!("replace route dst=10.9.0.0/16 gateway=10.0.0.{}", 10 + who),
        4 => format!(
            "replace addr dev=v0 prefix=10.{}.1.1/24\nlink v0 txqlen={}",
            50 + who,
            100 + who
        ),
        _ => format!("add rule priority=77 table={}\nadd nexthop id=5 blackhole=true", 100 + who),
    }
}

/// Commits what it wants, and says how often that went well.
fn rival(who: usize, rounds: usize, incomplete: &AtomicUsize) -> usize {
    let ipdb = ipdb();
    let mut done = 0;
    for round in 0..rounds {
        let mut tx = ipdb.begin();
        say(&mut tx, &wishes(who, round));
        if round % 5 == 4 {
            tx.inject(1, Fault::Refuse(22));
        }
        match tx.commit() {
            Ok(_) => done += 1,
            Err(CommitError::Step(failure)) if failure.rollback != Rollback::Complete => {
                incomplete.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => {}
        }
    }
    assert!(ipdb.ended().is_none());
    done
}

fn set_up() {
    sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
        ip addr add 10.0.0.1/24 dev v0");
}

/// Everything is in a state that one of them wanted.
fn assert_is_of_one(ipdb: &Ipdb) {
    assert!(ipdb.settle(Some(PATIENCE)).unwrap());
    let link = sh("ip -o link show v0");
    let mtu = ["mtu 1300", "mtu 1400", "mtu 1500"].iter().any(|mtu| link.contains(mtu));
    assert!(mtu, "{link}");
    let routes = sh("ip route show 10.9.0.0/16");
    assert!(routes.lines().count() <= 2, "{routes}");
    assert_same_as_kernel(ipdb);
}

#[test]
fn two_want_opposites() {
    run("two_want_opposites", || {
        const ROUNDS: usize = 200;
        set_up();
        let incomplete = AtomicUsize::new(0);
        let done: Vec<_> = thread::scope(|scope| {
            let start = |who| {
                scope.spawn({
                    let incomplete = &incomplete;
                    move || rival(who, ROUNDS, incomplete)
                })
            };
            let rivals = [start(0), start(1)];
            rivals.map(|rival| rival.join().unwrap()).into()
        });
        println!("done {done:?} of {ROUNDS}, {} not wholly undone", incomplete.into_inner());
        assert!(done.iter().all(|done| *done > 0), "{done:?}");
        assert_is_of_one(&ipdb());
    });
}

#[test]
fn one_is_killed_in_the_middle() {
    run("one_is_killed_in_the_middle", || {
        set_up();
        let me = std::env::current_exe().unwrap();
        for step in 0..4 {
            let mut victim = std::process::Command::new(&me)
                .args(["dies", "--exact", "--include-ignored", "--nocapture"])
                .env("ROUTE2_DIES_AT", step.to_string())
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            rival(1, 30, &AtomicUsize::new(0));
            assert!(!victim.wait().unwrap().success());
            assert_is_of_one(&ipdb());
        }
    });
}

#[test]
#[ignore = "another test starts it, to be killed"]
fn dies() {
    let step = std::env::var("ROUTE2_DIES_AT").unwrap().parse().unwrap();
    let ipdb = ipdb();
    let mut tx = ipdb.begin();
    say(
        &mut tx,
        "link v0 mtu=1300 group=3\ncreate ifb dying0\nlink dying0 state=up\nreplace route dst=10.9.0.0/16 gateway=10.0.0.9",
    );
    tx.inject(step, Fault::Kill);
    // Where the other has changed the plan, this is the end of it too.
    let _ = tx.commit();
    std::process::abort();
}
