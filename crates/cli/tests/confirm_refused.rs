//! Transactions that are to be confirmed, on the real kernel: what stands in the way, and what is refused.
#![allow(clippy::unwrap_used)]

mod common;

use common::confirm::*;
use common::json;
use route2::Fault;
use route2_sandbox::{run, sh};
use std::fs;
use std::process::Command;
use std::time::Duration;

/// Resource busy.
const EBUSY: i32 = 16;

/// The process that commits.
#[test]
#[ignore = "run by the others"]
fn committer() {
    commit_and_wait();
}

#[test]
fn no_guardian_no_commit() {
    run("no_guardian_no_commit", || {
        let before = prepare(BEFORE);
        let ipdb = ipdb();
        let mut tx = begin(&ipdb, Duration::from_secs(600));
        change(&mut tx);
        tx.ensure("no guardian", |_| {
            sh(&format!("kill -9 {}", guardians().join(" ")));
            true
        });
        let error = tx.commit().unwrap_err().to_string();
        assert!(error.contains("all is as it was before"), "{error}");
        assert_comes_back(&before);
        assert_nothing_is_left();
        for (program, what) in [
            ("/nonexistent", "cannot be started: No such file"),
            ("true", "has ended, or says nothing; nothing was done"),
            ("cat", "says what no guardian does; nothing was done"),
        ] {
            ipdb.settle(None).unwrap();
            let mut tx = begin(&ipdb, Duration::from_secs(600));
            let mut command = Command::new(program);
            if program == "cat" {
                command = Command::new("sh");
                command.args(["-c", "exec cat"]);
            }
            tx.guardian(command);
            change(&mut tx);
            let error = tx.commit().unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
            assert_eq!(differences(&before, &state()), "");
            assert_nothing_is_left();
        }
    });
}

#[test]
fn what_fails_needs_no_guardian() {
    run("what_fails_needs_no_guardian", || {
        let before = prepare(BEFORE);
        let mut tx = begin(&ipdb(), Duration::from_secs(600));
        change(&mut tx);
        tx.add("route", [("dst", "10.10.0.0/16"), ("gateway", "192.168.77.1")]).unwrap();
        let error = tx.commit().unwrap_err().to_string();
        assert!(error.contains("all is as it was before"), "{error}");
        assert_nothing_is_left();
        assert_comes_back(&before);
        // One that is tried again, with another plan: a link could have to be down.
        let mut tx = begin(&ipdb(), Duration::from_secs(600));
        tx.link("v0").set("mtu", 1300).unwrap();
        tx.link("w0").set("mtu", 1300).unwrap();
        tx.inject(1, Fault::Refuse(EBUSY));
        let error = tx.commit().unwrap_err().to_string();
        assert!(error.starts_with("step 2 of 10 failed: "), "{error}");
        assert_nothing_is_left();
        assert_comes_back(&before);
    });
}

#[test]
fn a_journal_that_is_torn() {
    run("a_journal_that_is_torn", || {
        prepare(BEFORE);
        let mut committer = Committer::start(600);
        let id = committer.id();
        committer.kill();
        kill_guardian();
        let changed = at_rest();
        let path = format!("{DIRECTORY}/{id}.pending");
        let whole = fs::read(&path).unwrap();
        let mut other = whole.clone();
        *other.last_mut().unwrap() ^= 1;
        let renamed = String::from_utf8_lossy(&whole[..1000]).into_owned();
        assert!(renamed.contains(&format!("id {id}\n")), "{renamed}");
        for torn in [&whole[..whole.len() - 4], &whole[..20], &[], &other] {
            fs::write(&path, torn).unwrap();
            let error = fails(&["rollback", &id], 3);
            assert!(error.contains(&id) && error.contains("journal"), "{error}");
            assert!(json(&["pending", "--json"])[0]["error"].is_string());
        }
        fs::write(&path, &whole).unwrap();
        // What others can have written, or is called otherwise, is not applied either.
        sh(&format!("chmod 666 {path}"));
        assert!(fails(&["rollback", &id], 3).contains("mode 600"));
        sh(&format!("chmod 600 {path}; mv {path} {DIRECTORY}/abcdef.pending"));
        assert!(fails(&["rollback", "abcdef"], 3).contains(&format!("another one: {id}")));
        sh(&format!("ln -s abcdef.pending {path}"));
        assert!(fails(&["rollback", &id], 3).contains("cannot be read"));
        assert_eq!(differences(&changed, &state()), "");
        sh(&format!("rm {path}; mv {DIRECTORY}/abcdef.pending {path}"));
        succeeds(&["rollback", &id]);
        assert_nothing_is_left();
    });
}

#[test]
fn a_directory_that_others_get_into() {
    run("a_directory_that_others_get_into", || {
        let before = prepare(BEFORE);
        let refused = |what: &str| {
            let mut tx = begin(&ipdb(), Duration::from_secs(600));
            change(&mut tx);
            let error = tx.commit().unwrap_err().to_string();
            assert!(error.contains(what) && error.contains("nothing was done"), "{error}");
            assert!(fails(&["pending"], 3).contains(what));
            assert_eq!(differences(&before, &state()), "");
            assert!(guardians().is_empty());
        };
        sh("mkdir -m 755 /run/route2");
        refused("its mode is 755");
        sh("rmdir /run/route2; mkdir -m 700 /run/other; ln -s other /run/route2");
        refused("it is no directory");
        sh("rm /run/route2; touch /run/route2");
        refused("it is no directory");
        sh("rm /run/route2; mkdir -m 700 /run/route2");
        // (In a user namespace of the test's own there is no other user.)
        if route2_sandbox::try_sh("chown 65534 /run/route2").status.success() {
            refused("it belongs to the user 65534");
        }
    });
}

#[test]
fn indexes_that_others_have_got() {
    run("indexes_that_others_have_got", || {
        prepare(
            "echo 1 >/proc/sys/net/ipv6/conf/default/addr_gen_mode; ip link add d0 index 50 type veth peer name d2; ip link set d0 up; ip link set d2 up; ip addr add 10.8.0.1/24 dev d0
            ip route add 10.5.0.0/16 via 10.8.0.9",
        );
        let ipdb = ipdb();
        let mut tx = begin(&ipdb, Duration::from_secs(600));
        tx.link("d0").remove();
        tx.create("bridge", "d1").up();
        let pending = tx.commit().unwrap().pending.unwrap();
        let index = sh("ip -o link show d1 | cut -d: -f1").trim().to_owned();
        sh(&format!(
            "ip link del d1; ip link add o1 index {index} type bridge; ip link add o0 index 50 type bridge"
        ));
        pending.rollback().unwrap();
        let links = sh("ip link");
        for (name, is_there) in [("o0", true), ("o1", true), ("d0", true), ("d1", false)] {
            let is = [':', '@'].iter().any(|end| links.contains(&format!(" {name}{end}")));
            assert_eq!(is, is_there, "{name}: {links}");
        }
        assert!(sh("ip addr show d0").contains("10.8.0.1/24"));
        assert!(sh("ip route").contains("10.5.0.0/16 via 10.8.0.9 dev d0"));
        assert!(!sh("ip addr show o0").contains("10.8.0.1/24"));
        assert_nothing_is_left();
    });
}

/// What cannot be undone is kept, shown, and tried again.
#[test]
fn what_cannot_be_undone() {
    run("what_cannot_be_undone", || {
        let before = prepare(BEFORE);
        let mut committer = Committer::start(600);
        let id = committer.id();
        committer.kill();
        // A name that is to come back is taken.
        sh("ip link add br1 type bridge");
        let error = fails(&["rollback"], 3);
        assert!(error.contains(&id) && error.contains("not all is as it was before"), "{error}");
        assert!(error.contains("add link ifname=br1"), "{error}");
        assert_eq!(files(), [format!("{id}.failed")]);
        let pending = json(&["pending", "--json"]);
        assert_eq!(pending[0]["phase"], "failed");
        assert!(pending[0]["left"][0].as_str().unwrap().contains("br1"), "{pending}");
        assert!(fails(&["confirm"], 3).contains("tries it again"));
        sh("ip link del br1");
        succeeds(&["rollback", &id]);
        assert_comes_back(&before);
        assert_nothing_is_left();
    });
}

/// A journal from before the machine was started is about nothing that there is.
#[test]
fn before_the_machine_was_started() {
    run("before_the_machine_was_started", || {
        prepare(BEFORE);
        let mut committer = Committer::start(600);
        let id = committer.id();
        committer.kill();
        kill_guardian();
        let changed = at_rest();
        let path = format!("{DIRECTORY}/{id}.pending");
        let bytes = fs::read(&path).unwrap();
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
        let at = bytes.windows(36).position(|place| place == boot.trim().as_bytes()).unwrap();
        let (first, mut rest) =
            (bytes.iter().position(|byte| *byte == b'\n').unwrap(), bytes.clone());
        rest[at] = if rest[at] == b'0' { b'1' } else { b'0' };
        let rest = &rest[first + 1..];
        let sum = rest.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let head = format!("route2-journal 1 {} {sum:016x}\n", rest.len());
        fs::write(&path, [head.as_bytes(), rest].concat()).unwrap();
        assert!(fails(&["rollback"], 3).contains("before the machine was started"));
        assert_eq!(differences(&changed, &state()), "");
        assert_nothing_is_left();
    });
}
