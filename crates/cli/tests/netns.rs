//! Links that go into another network namespace, by the program; and their guardian, who brings them back.
#![allow(clippy::unwrap_used)]

mod common;

use common::confirm::{
    Committer, assert_comes_back, assert_nothing_is_left, begin, fails, ipdb, kill_guardian,
    prepare, succeeds,
};
use common::prints;
use route2::{Fault, Netns};
use route2_sandbox::{OtherNetns, run, sh};
use std::process::Command;
use std::time::Duration;

/// (That one of the others has a number here stays.)
const BEFORE: &str = "echo 1 >/proc/sys/net/ipv6/conf/default/addr_gen_mode
    ip link add v0 type veth peer name v1; ip link add w0 type veth peer name w1; ip link add q0 type veth peer name q1
    for l in v0 v1 w0 w1; do ip link set $l up; done; ip addr add 10.0.0.1/24 dev v0; ip route add 10.5.0.0/16 via 10.0.0.9
    ip link set v0 alias outside; ip link property add dev v0 altname uplink";

/// The link q1 has been there, and is back.
fn visited_by_q1(other: &OtherNetns) {
    let netns = other.path();
    sh(&format!("ip link set q1 netns {netns}; nsenter --net={netns} ip link set q1 netns $$"));
}

#[test]
fn declared() {
    run("declared", || {
        let other = OtherNetns::start();
        sh("ip link add v0 type veth peer name v1");
        let text = "\
links:
  v0: { net_ns_fd: NETNS, ifname: eth0, state: up, mtu: 1400 }
  v1: { state: up, addresses: [10.0.0.1/24] }
  w0: { kind: veth, peer: { ifname: w1, net_ns_fd: NETNS } }
  x0: { kind: veth, peer: x1, net_ns_fd: NETNS, mtu: 1300 }
routes: [ { dst: 10.9.0.0/16, gateway: 10.0.0.9 } ]
";
        let file = "/tmp/route2-netns.yaml";
        std::fs::write(file, text.replace("NETNS", &other.path())).unwrap();
        let lines = prints(&["apply", file, "--dry-run"]);
        let last: Vec<_> = lines.lines().rev().take(2).collect();
        let path = other.path();
        assert_eq!(last[1], format!("set link v0 state=up net_ns_fd={path} ifname=eth0"));
        assert_eq!(last[0], format!("set link x0 net_ns_fd={path}"));
        assert_eq!(prints(&["apply", file]), lines);
        assert_eq!(other.links(), "eth0 lo w1 x0\n");
        assert_eq!(prints(&["apply", file]), "no change\n");
        // Elsewhere and otherwise: that is not to be done from here.
        sh(&format!("nsenter --net={path} ip link set x0 mtu 1200"));
        let error = fails(&["apply", file], 3);
        assert!(error.contains("links.x0: the link x0 is in "), "{error}");
        assert!(error.contains("not as it is to be: there, set link x0 mtu=1300"), "{error}");

        let error = fails(&["set", "link", "v1", "net_ns_fd=nowhere"], 2);
        assert!(error.contains("`net_ns_fd` is a network namespace that can be opened"), "{error}");
        let words = ["set", "link", "v1", &format!("net_ns_pid={}", other.pid())];
        let error = fails(&[&words[..], &["addresses=10.0.0.2/24"]].concat(), 3);
        assert!(error.contains("it does not take the addr dev=v1 prefix=10.0.0.2/24"), "{error}");
        assert!(sh("ip addr show v1").contains("10.0.0.1/24"), "nothing was done");
    });
}

#[test]
#[ignore = "what tests run in a process of its own"]
fn committer() {
    let Ok(netns) = std::env::var("MOVE_TO") else { return };
    let mut tx = begin(&ipdb(), Duration::from_secs(600));
    let netns = Netns::Path(netns.into());
    tx.link("v0").rename("eth0").up().move_to(&netns).unwrap();
    tx.link("w0").set("mtu", 1300).unwrap().move_to(&netns).unwrap();
    let steps = tx.review().unwrap().steps().len();
    if let Ok(before_last) = std::env::var("MOVE_KILL") {
        tx.inject(steps - 1 - before_last.parse::<usize>().unwrap(), Fault::Kill);
    }
    let committed = tx.commit().unwrap();
    println!("committed {}", committed.pending.unwrap().id());
    std::thread::sleep(Duration::from_secs(1000));
}

fn start(other: &OtherNetns, kill: Option<usize>) -> Committer {
    let words = Committer::words();
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).env("MOVE_TO", other.path());
    command.envs(kill.map(|kill| ("MOVE_KILL", kill.to_string())));
    Committer::of(&mut command)
}

/// Not confirmed; killed after each of the moves; and by hand, when its guardian was killed too.
#[test]
fn unconfirmed() {
    run("unconfirmed", || {
        let other = OtherNetns::start();
        sh(BEFORE);
        visited_by_q1(&other);
        let before = prepare("true");
        let pid = format!("net_ns_pid={}", other.pid());
        succeeds(&["set", "link", "v0", &pid, "ifname=eth0", "state=up", "--confirm", "1"]);
        assert_eq!(other.links(), "eth0 lo\n");
        assert_comes_back(&before);
        assert_nothing_is_left();
        assert_eq!(other.links(), "lo\n");

        for kill in [0, 1] {
            let mut committer = start(&other, Some(kill));
            committer.process.0.wait().unwrap();
            assert_comes_back(&before);
            assert_nothing_is_left();
        }

        let mut committer = start(&other, None);
        let id = committer.id();
        committer.kill();
        kill_guardian();
        assert_eq!(other.links(), "eth0 lo w0\n");
        succeeds(&["rollback", &id]);
        assert_comes_back(&before);
        assert_nothing_is_left();

        // What is gone for good is said.
        let mut committer = start(&other, None);
        let id = committer.id();
        committer.kill();
        kill_guardian();
        drop(other);
        let error = fails(&["rollback", &id], 3);
        assert!(error.contains("bring the link v0 back"), "{error}");
    });
}
