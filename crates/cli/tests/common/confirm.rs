//! What tests of transactions that are to be confirmed share.
#![allow(clippy::unwrap_used)]

use super::route2;
use route2::schema::rtnl::neigh::{Neigh, NeighState};
use route2::{Fault, Found, Ipdb, KEPT, Transaction};
use route2_oracle::lasting::text;
use route2_sandbox::{Background, holds_within_seconds, sh, wait_until};
use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::fs::MetadataExt;
use std::process::{ChildStdout, Command, Stdio};
use std::time::Duration;

/// Where the tests' transactions wait: `/run` is the test's own.
pub const DIRECTORY: &str = "/run/route2";

/// (Addresses that IPv6 makes by itself come in their own time.)
pub const BEFORE: &str = "echo 1 >/proc/sys/net/ipv6/conf/default/addr_gen_mode
    ip link add v0 type veth peer name v1; ip link add w0 type veth peer name w1; ip link add d0 type veth peer name d1
    ip link add br1 address 02:00:00:00:00:01 type bridge; for l in v0 v1 w0 w1 d0 d1 br1; do ip link set $l up; done
    ip link set w1 master br1; ip addr add 10.6.0.1/24 dev w0; ip addr add 10.0.0.1/24 dev v0; ip route add 10.5.0.0/16 via 10.0.0.9
    ip rule add from 10.5.0.0/16 table 77; ip route add default via 10.6.0.9 table 77
    ip addr add 10.8.0.1/24 dev d0; ip neigh add 10.8.0.9 lladdr 02:00:00:00:00:09 dev d0";

/// What the tests' transactions do.
pub fn change(tx: &mut Transaction) {
    tx.create("bridge", "br0").add_port("v1").add_addr("10.7.0.1/24").unwrap().up();
    tx.link("v0").set("mtu", 1300).unwrap().rename("wan0");
    tx.link("br1").remove();
    tx.link("d0").remove();
    tx.add("route", [("dst", "10.9.0.0/16"), ("gateway", "10.7.0.9")]).unwrap();
    tx.remove("route", [("dst", "10.5.0.0/16"), ("gateway", "10.0.0.9")]).unwrap();
}

pub fn begin(ipdb: &Ipdb, within: Duration) -> Transaction {
    let mut tx = ipdb.begin();
    let mut guardian = Command::new(env!("CARGO_BIN_EXE_route2"));
    guardian.arg("guard");
    tx.confirm_within(within).guardian(guardian);
    tx
}

pub fn ipdb() -> Ipdb {
    let all = KEPT.iter().map(|kept| kept.name);
    Ipdb::builder().tables(all).unwrap().open().unwrap()
}

/// What the process that commits does: it prints the transaction's id, and waits to be killed.
pub fn commit_and_wait() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let Some(seconds) = number("CONFIRM_SECONDS") else { return };
    let mut tx = begin(&ipdb(), Duration::from_secs(seconds));
    change(&mut tx);
    if let Some(step) = number("CONFIRM_KILL") {
        tx.inject(step as usize, Fault::Kill);
    }
    if let Some(step) = number("CONFIRM_KILL_BOTH") {
        let both = || {
            sh(&format!("kill -9 {}", guardians().join(" ")));
            std::process::abort();
        };
        tx.inject(step as usize, Fault::Meanwhile(both));
    }
    let committed = tx.commit().unwrap();
    println!("committed {}", committed.pending.unwrap().id());
    std::thread::sleep(Duration::from_secs(1000));
}

/// That process: the test program itself, which has a test `committer` that calls
/// [`commit_and_wait`].
pub struct Committer {
    pub process: Background,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Committer {
    pub fn command(program: &mut Command, seconds: u64) -> &mut Command {
        program
            .env("CONFIRM_SECONDS", seconds.to_string())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
    }

    pub fn words() -> Vec<String> {
        let program = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
        [&program, "committer", "--exact", "--nocapture", "--ignored"].map(str::to_owned).into()
    }

    pub fn start(seconds: u64) -> Self {
        let words = Self::words();
        Self::of(Self::command(Command::new(&words[0]).args(&words[1..]), seconds))
    }

    pub fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { process: Background(child), lines }
    }

    /// The id of what it has committed.
    pub fn id(&mut self) -> String {
        let mut lines = self.lines.by_ref().map(Result::unwrap);
        // (Test programs print their own words in front.)
        let said = lines.find_map(|line| Some(line.split_once("committed ")?.1.trim().to_owned()));
        said.expect("it commits")
    }

    /// Kills it (SIGKILL).
    pub fn kill(mut self) {
        self.process.0.kill().unwrap();
        self.process.0.wait().unwrap();
    }
}

/// The whole state as text, what is volatile apart, and what the kernel learns by itself.
pub fn state() -> Vec<String> {
    let now = ipdb().snapshot();
    let is_lasting = |found: &Found<'_>| {
        let lasts = NeighState::PERMANENT.0 | NeighState::NOARP.0;
        found.of::<Neigh>().is_none_or(|(header, _)| header.state.0 & lasts != 0)
    };
    let lasting = |table: &'_ route2::Table| -> Vec<_> {
        table.objects().filter(is_lasting).map(|found| text(*found)).collect()
    };
    now.tables().flat_map(lasting).collect()
}

pub fn differences(before: &[String], after: &[String]) -> String {
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}\n"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}\n"));
    gone.chain(new).collect()
}

/// The state before, at rest.
pub fn prepare(script: &str) -> Vec<String> {
    sh(script);
    at_rest()
}

/// The state when it does not change any more by itself.
pub fn at_rest() -> Vec<String> {
    let mut before = state();
    wait_until("the state is at rest", || {
        // Of a carrier that comes or goes the kernel tells up to a second late.
        std::thread::sleep(Duration::from_millis(1200));
        let now = state();
        let is_same = differences(&before, &now).is_empty();
        before = now;
        is_same && !sh("ip addr").contains("tentative")
    });
    before
}

pub fn is_changed() -> bool {
    sh("ip link").contains("wan0")
        && !sh("ip link").contains("br1")
        && sh("ip route").contains("10.9.")
}

pub fn assert_comes_back(before: &[String]) {
    let mut wrong = String::new();
    let is_back = holds_within_seconds(30, || {
        wrong = differences(before, &state());
        wrong.is_empty()
    });
    assert!(is_back, "not as before:\n{wrong}");
}

/// The guardians in this test's network namespace.
pub fn guardians() -> Vec<String> {
    let netns = |path: &str| fs::metadata(path).ok().map(|file| file.ino());
    let here = netns("/proc/self/ns/net");
    let all = fs::read_dir("/proc").unwrap().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| netns(&format!("/proc/{pid}/ns/net")) == here)
        .filter(|pid| {
            let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            words.split(|byte| *byte == 0).any(|word| word == b"guard")
        })
        .map(|pid| pid.to_string())
        .collect()
}

pub fn files() -> Vec<String> {
    let all = fs::read_dir(DIRECTORY).into_iter().flatten().flatten();
    all.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

pub fn assert_nothing_is_left() {
    let is_gone = holds_within_seconds(30, || guardians().is_empty() && files().is_empty());
    assert!(is_gone, "left: {:?} {:?}", guardians(), files());
}

pub fn kill_guardian() {
    sh(&format!("kill -9 {}", guardians().join(" ")));
    let list = || String::from_utf8(route2(&["pending"]).stdout).unwrap();
    wait_until("there is no guardian", || list().contains("unguarded"));
}

/// What a command says that fails.
pub fn fails(words: &[&str], status: i32) -> String {
    let output = route2(words);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{words:?}: {error}");
    error
}

pub fn succeeds(words: &[&str]) {
    let output = route2(words);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words:?}: {error}");
}
