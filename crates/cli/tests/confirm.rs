//! Transactions that are to be confirmed, on the real kernel: whoever commits is a process of its own, and killed.
#![allow(clippy::unwrap_used)]

mod common;

use common::confirm::*;
use common::json;
use route2::Ipdb;
use route2_sandbox::{holds_within_seconds, run, sh, wait_until};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

/// The process that commits.
#[test]
#[ignore = "run by the others"]
fn committer() {
    commit_and_wait();
}

#[test]
fn killed_after_the_commit() {
    run("killed_after_the_commit", || {
        let before = prepare(BEFORE);
        let mut committer = Committer::start(2);
        let id = committer.id();
        committer.kill();
        assert!(is_changed());
        let pending = json(&["pending", "--json"]);
        assert_eq!((&pending[0]["id"], &pending[0]["guarded"]), (&id.into(), &true.into()));
        assert_eq!(fs::metadata(DIRECTORY).unwrap().permissions().mode() & 0o777, 0o700);
        let file = format!("{DIRECTORY}/{}", files()[0]);
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_comes_back(&before);
        assert_nothing_is_left();
    });
}

#[test]
fn confirmed() {
    run("confirmed", || {
        prepare(BEFORE);
        for words in [&["confirm"][..], &["confirm", "ID"]] {
            let mut committer = Committer::start(600);
            let id = committer.id();
            let words: Vec<_> =
                words.iter().map(|word| if *word == "ID" { &id } else { *word }).collect();
            succeeds(&words);
            assert_nothing_is_left();
            committer.kill();
            assert!(is_changed());
            assert!(fails(&["confirm"], 1).contains("no transaction is pending"));
            assert!(fails(&["rollback", &id], 1).contains(&id));
            sh("ip link del br0; ip link del v1; ip link del w0; ip rule del table 77");
            sh(BEFORE);
        }
    });
}

/// By the handle that the commit gives, and once more.
#[test]
fn by_the_handle() {
    run("by_the_handle", || {
        let before = prepare(BEFORE);
        let ipdb = ipdb();
        let mut tx = begin(&ipdb, Duration::from_secs(600));
        change(&mut tx);
        let pending = tx.commit().unwrap().pending.unwrap();
        assert!(is_changed());
        assert_eq!(pending.rollback().unwrap(), route2::Rollback::Complete);
        assert_comes_back(&before);
        assert_nothing_is_left();
        assert!(pending.confirm().unwrap_err().to_string().contains(pending.id()));
        ipdb.settle(None).unwrap();
        let mut tx = begin(&ipdb, Duration::from_secs(600));
        change(&mut tx);
        tx.commit().unwrap().pending.unwrap().confirm().unwrap();
        assert_nothing_is_left();
        assert!(is_changed());
        // What changes nothing need not be confirmed.
        ipdb.settle(None).unwrap();
        let mut tx = begin(&ipdb, Duration::from_secs(600));
        tx.link("wan0").set("mtu", 1300).unwrap();
        assert!(tx.commit().unwrap().pending.is_none());
        assert_nothing_is_left();
    });
}

/// Whoever commits is killed behind each step.
#[test]
fn killed_in_the_middle() {
    run("killed_in_the_middle", || {
        let before = prepare(BEFORE);
        let mut tx = ipdb().begin();
        change(&mut tx);
        let steps = tx.review().unwrap().steps().len();
        assert!(steps > 8, "{steps}");
        for step in 0..steps {
            let words = Committer::words();
            let mut command = Command::new(&words[0]);
            let command = Committer::command(command.args(&words[1..]), 600);
            let mut committer = Committer::of(command.env("CONFIRM_KILL", step.to_string()));
            let status = committer.process.0.wait().unwrap();
            assert!(!status.success(), "{step}");
            assert_comes_back(&before);
            assert_nothing_is_left();
        }
    });
}

/// The guardian is killed too: its journal is there, and is applied by hand.
#[test]
fn by_hand() {
    run("by_hand", || {
        let before = prepare(BEFORE);
        // In the middle of its own work, too; and with whoever commits in the middle of that.
        for stands in ["pending", "undoing", "journal"] {
            let mut committer = Committer::start(600);
            let id = committer.id();
            committer.kill();
            kill_guardian();
            if stands != "pending" {
                sh(&format!("mv {DIRECTORY}/{id}.pending {DIRECTORY}/{id}.{stands}"));
                fails(&["confirm", &id], 3);
            }
            succeeds(&["rollback", &id]);
            assert_comes_back(&before);
            assert_nothing_is_left();
        }
        // What waits can be confirmed still.
        let mut committer = Committer::start(1);
        let id = committer.id();
        kill_guardian();
        succeeds(&["confirm", &id]);
        assert_nothing_is_left();
        assert!(is_changed());
        committer.kill();
        sh("ip link del br0; ip link del v1; ip link del w0; ip rule del table 77");
        let before = prepare(BEFORE);
        assert!(fails(&["rollback"], 1).contains("no transaction is pending"));
        // With a guardian, that does it.
        let mut committer = Committer::start(600);
        committer.id();
        succeeds(&["rollback"]);
        assert_comes_back(&before);
        assert_nothing_is_left();
        // One that is to end.
        let mut committer = Committer::start(600);
        committer.id();
        sh(&format!("kill -HUP {0}; kill -TERM {0}", guardians().join(" ")));
        assert_comes_back(&before);
        assert_nothing_is_left();
    });
}

/// The guardian goes in the middle of a commit: then nothing is committed.
/// What fails by itself is undone by whoever commits, and leaves nothing.
#[test]
fn two_at_once() {
    run("two_at_once", || {
        let before = prepare("ip link add d1 type bridge; ip link add d2 type bridge");
        let ipdb = ipdb();
        let commit = |name: &str, mtu: u32| {
            let mut tx = begin(&ipdb, Duration::from_secs(600));
            tx.link(name).set("mtu", mtu).unwrap();
            tx.commit().unwrap().pending.unwrap()
        };
        let (one, other) = (commit("d1", 1301), commit("d2", 1302));
        for command in ["confirm", "rollback"] {
            let error = fails(&[command], 2);
            assert!(error.contains(one.id()) && error.contains(other.id()), "{error}");
        }
        succeeds(&["rollback", one.id()]);
        assert!(!sh("ip link show d1").contains("1301"));
        assert!(sh("ip link show d2").contains("1302"));
        succeeds(&["rollback"]);
        assert_comes_back(&before);
        assert_nothing_is_left();
    });
}

/// The terminal of whoever commits goes, in the moment that it has committed.
#[test]
fn the_terminal_is_lost() {
    run("the_terminal_is_lost", || {
        let before = prepare(BEFORE);
        let words = Committer::words().join(" ");
        let mut command = Command::new("script");
        // (Whoever runs the tests may have been told to ignore it: `nohup`.)
        let with_hangup = format!("env --default-signal=HUP {words}");
        command.args(["--quiet", "--flush", "--return", "--command", &with_hangup, "/dev/null"]);
        let mut committer = Committer::of(Committer::command(&mut command, 2));
        committer.id();
        assert!(is_changed());
        assert!(guardians().len() == 1);
        committer.kill();
        let is_gone = || !sh("ps -eo args").lines().any(|line| line.starts_with(&words));
        assert!(holds_within_seconds(30, is_gone), "the committer gets SIGHUP");
        assert_comes_back(&before);
        assert_nothing_is_left();
    });
}

/// Links of others are let alone that have got the index of one of the transaction's.
/// A mirror of another network namespace has its guardian in there.
#[test]
fn in_another_namespace() {
    run("in_another_namespace", || {
        sh("ip netns add red; ip -n red link add d0 type bridge");
        let commit = || {
            let netns = route2::Netns::Named("red".into());
            let ipdb = Ipdb::builder().netns(netns).open().unwrap();
            let mut tx = begin(&ipdb, Duration::from_secs(600));
            tx.link("d0").set("mtu", 1300).unwrap();
            tx.commit().unwrap().pending.unwrap()
        };
        let pending = commit();
        assert!(guardians().is_empty());
        succeeds(&["rollback", pending.id()]);
        assert!(!sh("ip -n red link show d0").contains("mtu 1300"));
        assert_nothing_is_left();
        let pending = commit();
        sh("kill -9 $(ip netns pids red)");
        wait_until("the guardian is gone", || sh("ip netns pids red").is_empty());
        assert!(sh("ip -n red link show d0").contains("mtu 1300"));
        succeeds(&["rollback", pending.id()]);
        assert!(!sh("ip -n red link show d0").contains("mtu 1300"));
        assert_nothing_is_left();
    });
}
