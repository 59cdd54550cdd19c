//! Transactions that are to be confirmed, on the real kernel: whoever commits and the guardian are killed, one and both,
//! wherever they are; and what stands in the directory of journals that is none.
#![allow(clippy::unwrap_used)]

mod common;

use common::confirm::*;
use common::{json, route2};
use route2_sandbox::{run, sh, wait_until};
use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// The process that commits.
#[test]
#[ignore = "run by the others"]
fn committer() {
    commit_and_wait();
}

/// The guardian before each step of the commit, and whoever commits with it: what was done until then is undone by hand.
#[test]
fn both_in_the_middle_of_the_commit() {
    run("both_in_the_middle_of_the_commit", || {
        let before = prepare(BEFORE);
        let mut tx = ipdb().begin();
        change(&mut tx);
        let steps = tx.review().unwrap().steps().len();
        for step in 0..steps {
            let words = Committer::words();
            let mut command = Command::new(&words[0]);
            let command = Committer::command(command.args(&words[1..]), 600);
            let mut committer = Committer::of(command.env("CONFIRM_KILL_BOTH", step.to_string()));
            assert!(!committer.process.0.wait().unwrap().success(), "{step}");
            let is_gone = || json(&["pending", "--json"])[0]["guarded"] == false;
            wait_until("the guardian is gone", is_gone);
            let [file] = &files()[..] else { panic!("{step}: {:?}", files()) };
            let id = file.strip_suffix(".journal").unwrap();
            let pending = json(&["pending", "--json"]);
            assert_eq!(
                (&pending[0]["id"], &pending[0]["phase"]),
                (&id.into(), &"committing".into())
            );
            let error = fails(&["confirm", id], 3);
            assert!(error.contains("has lost its guardian"), "{error}");
            succeeds(&["rollback", id]);
            assert_comes_back(&before);
            assert_nothing_is_left();
        }
    });
}

/// The guardian in the middle of its own work, sooner and later; then whoever does it by hand; then it is done.
#[test]
fn the_guardian_in_the_middle_of_a_rollback() {
    run("the_guardian_in_the_middle_of_a_rollback", || {
        let before = prepare(BEFORE);
        for millis in [0, 3, 10, 30, 60, 100, 200] {
            let mut committer = Committer::start(600);
            let id = committer.id();
            committer.kill();
            sh(&format!("kill -TERM {}", guardians().join(" ")));
            thread::sleep(Duration::from_millis(millis));
            // (It may be done already.)
            guardians()
                .iter()
                .for_each(|pid| drop(route2_sandbox::try_sh(&format!("kill -9 {pid}"))));
            wait_until("there is no guardian", || guardians().is_empty());
            let mut by_hand =
                Command::new(env!("CARGO_BIN_EXE_route2")).args(["rollback", &id]).spawn().unwrap();
            thread::sleep(Duration::from_millis(millis));
            by_hand.kill().unwrap();
            by_hand.wait().unwrap();
            if !files().is_empty() {
                succeeds(&["rollback", &id]);
            }
            assert_comes_back(&before);
            assert_nothing_is_left();
        }
    });
}

/// A journal that somebody deletes confirms nothing, and one that somebody overwrites undoes nothing else.
#[test]
fn the_journal_of_a_living_guardian() {
    run("the_journal_of_a_living_guardian", || {
        let before = prepare(BEFORE);
        for command in [
            "rm /run/route2/*",
            "rm -r /run/route2",
            "for f in /run/route2/*; do echo nonsense > $f; done",
            "for f in /run/route2/*; do : > $f; done",
            "chmod 666 /run/route2/*",
        ] {
            let mut committer = Committer::start(3);
            committer.id();
            sh(command);
            assert!(is_changed(), "{command}");
            assert_comes_back(&before);
            assert_nothing_is_left();
            committer.kill();
        }
    });
}

/// What stands in the directory and is no journal: an error that names it, and nothing is undone by it.
#[test]
fn what_is_no_journal() {
    run("what_is_no_journal", || {
        let before = prepare(BEFORE);
        sh("mkdir -m 700 /run/route2");
        let path = format!("{DIRECTORY}/abcdef.pending");
        let garbage: Vec<u8> =
            (0..1_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let long = format!("route2-journal 1 {} {:016x}\n", u64::MAX, u64::MAX);
        for (name, bytes, said) in [
            ("bytes", &garbage[..], "its journal is torn"),
            ("a line", b"route2-journal 1 5\n", "its journal is torn"),
            ("another program's", b"#!/bin/sh\nexit\n", "its journal is none of this program"),
            ("another version", b"route2-journal 2 0 0\n", "its journal is none of this program"),
            ("a length", long.as_bytes(), "its journal is torn"),
            ("nothing", b"", "its journal is torn"),
            ("a nul", b"\0", "its journal is torn"),
        ] {
            fs::write(&path, bytes).unwrap();
            sh(&format!("chmod 600 {path}"));
            let error = fails(&["rollback"], 3);
            assert!(error.contains("abcdef") && error.contains(said), "{name}: {error}");
            assert!(
                json(&["pending", "--json"])[0]["error"].as_str().unwrap().contains(said),
                "{name}"
            );
            fs::remove_file(&path).unwrap();
        }
        for make in ["mkdir", "mkfifo -m 600", "mknod -m 600", "ln -s /dev/zero", "ln -s /nowhere"]
        {
            let end = if make.starts_with("mknod") { " c 1 5 || touch " } else { "" };
            let last = if end.is_empty() { "" } else { &path };
            sh(&format!("{make} {path}{end}{last}"));
            let error = fails(&["rollback"], 3);
            assert!(error.contains("abcdef") && error.contains("journal"), "{make}: {error}");
            assert!(route2(&["pending"]).status.code().is_some(), "{make}");
            sh(&format!("rm -r {path}"));
        }
        assert_eq!(differences(&before, &state()), "");
        // Others' files are in nobody's way, nor taken away.
        sh(&format!(
            "cd {DIRECTORY}; touch x abcdef.pending.old ABCDEF.pending ../escape; mkdir 123456.d"
        ));
        assert!(fails(&["rollback"], 1).contains("no transaction is pending"));
        assert_eq!(files().len(), 4);
    });
}

/// A journal that does not fit on the disk: nothing is done, and nothing is left.
#[test]
fn the_disk_is_full() {
    run("the_disk_is_full", || {
        let before = prepare(BEFORE);
        sh(
            "mkdir -m 700 /run/route2; mount -t tmpfs -o size=8k,mode=700 full /run/route2; head -c 4096 /dev/zero > /run/route2/full",
        );
        let mut tx = begin(&ipdb(), Duration::from_secs(600));
        change(&mut tx);
        let error = tx.commit().unwrap_err().to_string();
        assert!(
            error.contains("has no journal: cannot write to /run/route2: No space left on device"),
            "{error}"
        );
        assert!(error.ends_with("nothing was done"), "{error}");
        assert_eq!(differences(&before, &state()), "");
        assert_eq!(files(), ["full"]);
        assert!(guardians().is_empty());
    });
}

/// What a guardian left that was killed while it wrote its journal is taken away by the next, once it is old.
#[test]
fn a_journal_that_was_never_whole() {
    run("a_journal_that_was_never_whole", || {
        prepare(BEFORE);
        sh(
            "mkdir -m 700 /run/route2; cd /run/route2; echo half > abcdef.new; touch -d '5 minutes ago' abcdef.new; echo half > fedcba.new",
        );
        assert_eq!(json(&["pending", "--json"]).as_array().unwrap().len(), 0);
        let mut committer = Committer::start(600);
        committer.id();
        succeeds(&["confirm"]);
        wait_until("the guardian is gone", || guardians().is_empty());
        // (The other one is perhaps being written.)
        assert_eq!(files(), ["fedcba.new"]);
        committer.kill();
    });
}
