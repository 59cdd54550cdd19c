//! Several who change the same things at the same time, each in transactions.
#![allow(clippy::unwrap_used)]

mod common;

use common::tx::{ipdb, say};
use common::{PATIENCE, assert_same_as_kernel};
use route2::{CommitError, Fault, Ipdb, Rollback};
use route2_sandbox::{run, sh};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

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
            let mut victim = Command::new(&me)
                .args(["dies", "--exact", "--include-ignored", "--nocapture"])
                .env("ROUTE2_DIES_AT", step.to_string())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
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

/// So many processes write at once, and so often one of them is killed.
const WRITERS: usize = 3;
const KILLS: usize = 8;
const BETWEEN: Duration = Duration::from_millis(600);

/// The first priority of the rules that writers make.
const FIRST: u64 = 1000;

/// What a writer finds: how far they have counted, together.
fn counted() -> u64 {
    let link = sh("ip -o link show v1");
    let alias = link.split_once("alias ").map(|(_, alias)| alias.trim().to_owned());
    alias.map_or(0, |alias| alias.parse().unwrap())
}

/// One of several processes that count together: whoever has made next hop 77 may count, and makes a rule for each
/// number; whoever finds it there, or is refused it, tries again.
#[test]
#[ignore = "another test starts it, to be killed"]
fn writes() {
    let who: usize = std::env::var("ROUTE2_WRITER").unwrap().parse().unwrap();
    let ipdb = Ipdb::open().unwrap();
    for round in 0.. {
        let commit = |wishes: &str, fault: Option<usize>| {
            let mut tx = ipdb.begin();
            say(&mut tx, wishes);
            fault.map(|step| tx.inject(step, Fault::Refuse(22)));
            let result = tx.commit();
            if let Err(error) = &result
                && error.rollback().is_some_and(|rollback| *rollback != Rollback::Complete)
            {
                println!("not undone: {error}.");
            }
            result.is_ok()
        };
        if round % 3 == 0 {
            // What all want, each otherwise.
            commit(&wishes(who % 2, round), (round % 5 == 4).then_some(1));
        }
        let gateway = format!("10.0.0.{}", 10 + who);
        let take = format!(
            "add nexthop id=77 gateway={gateway} oif=v0\nadd route dst=10.77.0.0/16 nh_id=77"
        );
        if !commit(&take, None) {
            continue;
        }
        assert!(sh("ip nexthop show id 77").contains(&gateway), "taken by two");
        let number = counted() + 1;
        let count = format!(
            "link v1 ifalias={number}\nadd rule priority={} src=10.{who}.0.0/16 table=100",
            FIRST + number
        );
        let fault = (round % 4 == 3).then_some(1);
        if commit(&count, fault) {
            println!("did {who} {number}.");
        }
        assert!(commit("remove route dst=10.77.0.0/16\nremove nexthop id=77", None), "lost it");
    }
}

/// A writer, and what it has said.
struct Writer {
    process: Child,
    reader: thread::JoinHandle<String>,
}

impl Writer {
    fn start(who: usize) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["writes", "--exact", "--include-ignored", "--nocapture"])
            .env("ROUTE2_WRITER", who.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut out = process.stdout.take().unwrap();
        let reader = thread::spawn(move || {
            let mut said = String::new();
            out.read_to_string(&mut said).unwrap();
            said
        });
        Self { process, reader }
    }

    /// Kills it, and gives what it had said; what it had taken, it gives back.
    fn kill(mut self, who: usize) -> String {
        assert_eq!(self.process.try_wait().unwrap(), None, "{who} has ended by itself");
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        if sh("ip nexthop show id 77 2> /dev/null || true")
            .contains(&format!("10.0.0.{} ", 10 + who))
        {
            sh("ip nexthop del id 77");
        }
        self.reader.join().unwrap()
    }
}

#[test]
fn processes_that_are_killed_count_together() {
    run("processes_that_are_killed_count_together", || {
        set_up();
        let mut writers: Vec<_> = (0..WRITERS).map(Writer::start).collect();
        let mut said = String::new();
        for kill in 0..KILLS {
            thread::sleep(BETWEEN);
            let who = kill % WRITERS;
            said += &writers.remove(who).kill(who);
            writers.insert(who, Writer::start(who));
        }
        thread::sleep(BETWEEN);
        said.extend(writers.into_iter().enumerate().map(|(who, writer)| writer.kill(who)));
        assert!(!said.contains("not undone"), "{said}");
        // (What was cut off was not said.)
        let done = said.lines().filter_map(|line| line.split_once("did ")?.1.strip_suffix('.'));
        let mut done: Vec<(u64, &str)> = done
            .filter_map(|did| did.split_once(' '))
            .map(|(who, number)| (number.parse().unwrap(), who))
            .collect();
        done.sort_unstable();
        println!("{} counted", done.len());
        assert!(done.len() > KILLS, "{said}");
        assert!(done.windows(2).all(|two| two[0].0 < two[1].0), "counted by two: {done:?}");
        let rules = sh("ip rule");
        let is_there = |(number, who): &(u64, &str)| {
            rules.contains(&format!("{}:\tfrom 10.{who}.0.0/16 lookup 100", FIRST + number))
        };
        assert!(done.iter().all(is_there), "{done:?}\n{rules}");
        // Those who were killed may have done what they did not come to say.
        let kills = (KILLS + WRITERS) as u64;
        let last = done.last().unwrap().0;
        assert!((last..=last + kills).contains(&counted()), "{} {last}", counted());
        assert!(last - done.len() as u64 <= kills, "{done:?}");
        assert_is_of_one(&ipdb());
    });
}
