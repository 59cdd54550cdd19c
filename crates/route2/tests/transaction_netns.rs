//! Links that a transaction moves into another network namespace: they go last, and come back when something fails.
#![allow(clippy::unwrap_used)]

mod common;

use common::tx::{differs, ipdb, say, state, wrong_in};
use route2::{CommitError, Fault, Ipdb, Netns, Transaction};
use route2_sandbox::{OtherNetns, run, sh};

const WORLD: &str = "
    echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad
    for p in v w p q; do ip link add ${p}0 type veth peer name ${p}1; ip link set ${p}1 up; ip link set ${p}0 up; done
    ip link add br0 type bridge forward_delay 0; ip link set p0 master br0; ip link set br0 up
    bridge link set dev p0 cost 33; bridge fdb add 02:00:00:00:11:01 dev p0 master static
    ip link property add dev v0 altname uplink; ip link set v0 alias outside group 7 mtu 1400 txqueuelen 77
    ip addr add 10.0.0.1/24 dev v0; ip addr add 10.0.0.2/24 dev v0; ip addr add 2001:db8::1/64 dev v0 nodad
    ip addr add 10.6.0.1/24 dev w0; ip route add 10.9.0.0/16 via 10.0.0.9; ip route add default via 10.0.0.9 table 77
    ip -6 route add 2001:db8:20::/48 via 2001:db8::9; ip nexthop add id 1 via 10.0.0.9 dev v0; ip route add 10.25.0.0/16 nhid 1
    ip neigh add 10.0.0.77 lladdr 02:00:00:00:00:77 dev v0 nud permanent; ip rule add iif v0 table 77
    ip link add link v0 name mv0 type macvlan mode bridge; ip link set mv0 up; ip addr add 10.8.0.1/24 dev mv0
    tc qdisc add dev v0 root handle 1: htb default 10; tc class add dev v0 parent 1: classid 1:10 htb rate 1mbit
    tc filter add dev v0 parent 1: protocol ip prio 5 u32 match ip dst 10.3.0.2 flowid 1:10; sleep 1";

/// Another network namespace, in which an index that a link has here is another's.
fn elsewhere() -> OtherNetns {
    let other = OtherNetns::start();
    let _ = other.sh(
        "ip link add x0 index 2 type veth peer name x1 index 3; ip link add x2 index 4 type bridge",
    );
    other
}

#[test]
fn moved() {
    run("moved", || {
        sh(WORLD);
        let (ipdb, other) = (ipdb(), elsewhere());
        let mut tx = ipdb.begin();
        say(&mut tx, &format!("link v0 net_ns_fd={} ifname=eth0 state=up", other.path()));
        tx.link("w0").set("mtu", 1300).unwrap().move_to(&Netns::Pid(other.pid())).unwrap();
        tx.create("veth", "n0")
            .set("peer", "n1")
            .unwrap()
            .move_to(&Netns::parse(&other.path()))
            .unwrap();
        say(&mut tx, "add addr dev=n1 prefix=10.40.0.1/24");
        let plan = tx.review().unwrap();
        let lines = plan.lines(&ipdb.snapshot());
        let last: Vec<_> = lines.iter().rev().take(3).rev().collect();
        assert!(last[0].starts_with("set link n0 net_ns_fd="), "{lines:#?}");
        let path = other.path();
        assert_eq!(*last[1], format!("set link v0 state=up net_ns_fd={path} ifname=eth0"));
        tx.commit().unwrap();
        assert_eq!(other.links(), "eth0 lo n0 w0 x0 x1 x2\n");
        let eth0 = other.sh("ip -d link show eth0");
        assert!(eth0.contains(",UP") && eth0.contains("alias outside"), "{eth0}");
        assert!(other.sh("ip link show w0").contains("mtu 1300"));
        let now = ipdb.snapshot();
        assert!(["v0", "w0", "n0"].iter().all(|name| now.link(name).is_none()));
        common::assert_same_as_kernel(&ipdb);

        // Into its own is no move; what is to be on it would be lost, and nothing is done.
        let mut tx = ipdb.begin();
        tx.link("v1").move_to(&Netns::Current).unwrap();
        assert!(tx.review().unwrap().is_empty());
        for (wishes, why) in [
            ("add addr dev=v1 prefix=10.41.0.1/24", "it does not take the addr"),
            ("link v1 master=br0", "it is to be a port"),
            ("link w1 net_ns_fd=NETNS ifname=x0", "there is a link x0 in that"),
            ("link br0 net_ns_fd=NETNS", "the kernel does not move links of its kind"),
        ] {
            let mut tx = ipdb.begin();
            say(&mut tx, &format!("link v1 net_ns_fd={}", other.path()));
            say(&mut tx, &wishes.replace("NETNS", &other.path()));
            let error = tx.commit().unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        let mut tx = ipdb.begin();
        let error = tx.link("v1").set("net_ns_fd", "nowhere").map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("a name of `ip netns`, or a path), not `nowhere`"), "{error}");
    });
}

/// Whatever fails, and however, when links have gone: they are back, with all that was on them.
#[test]
fn brought_back() {
    run("brought_back", || {
        sh(WORLD);
        let (ipdb, other) = (ipdb(), elsewhere());
        let netns = other.path();
        let there = other.links();
        // That this one has a number here stays.
        sh(&format!("ip link set q1 netns {netns}; nsenter --net={netns} ip link set q1 netns $$"));
        let before = state(&ipdb);
        let begin = || {
            let mut tx = ipdb.begin();
            say(
                &mut tx,
                &format!(
                    "link v0 net_ns_fd={netns} ifname=eth0 state=up
                     link p0 net_ns_fd={netns}
                     create veth n0 peer=n1 net_ns_fd={netns}
                     link w0 mtu=1300 net_ns_fd={netns}
                     add addr dev=mv0 prefix=10.40.0.1/24
                     add route dst=10.50.0.0/16 gateway=10.40.0.9"
                ),
            );
            tx
        };
        let steps = begin().review().unwrap().steps().len();
        let mut wrong = String::new();
        let mut check = |what: &str, tx: Transaction, step: Option<usize>| {
            let error = tx.commit().unwrap_err();
            let is_as_before = wrong_in(&error, step) + &differs(&ipdb, &before);
            let is_there_as_before = other.links();
            if !is_as_before.is_empty() || is_there_as_before != there {
                wrong +=
                    &format!("\n== {what}: {error}\n{is_as_before}\nthere: {is_there_as_before}");
            }
        };
        for step in 0..steps {
            for fault in [Fault::Refuse(libc::EPERM), Fault::LoseAnswer] {
                let mut tx = begin();
                tx.inject(step, fault);
                check(&format!("step {step}, {fault:?}"), tx, Some(step));
            }
        }
        // The kernel's own no, when it has gone.
        let mut tx = begin();
        say(&mut tx, &format!("link w1 net_ns_fd={netns} ifname=eth0"));
        check("a name that is taken", tx, Some(steps));
        let mut tx = begin();
        tx.ensure("what never holds", |_| false).timeout(std::time::Duration::from_secs(1));
        check("what does not hold", tx, None);
        assert!(wrong.is_empty(), "{wrong}");
    });
}

/// Into a namespace that nobody can enter, which no link would come back from, none goes.
#[test]
fn not_to_be_entered() {
    run("not_to_be_entered", || {
        let program = std::env::current_exe().unwrap();
        let test = "in_a_user_namespace --exact --ignored --nocapture";
        sh(&format!("unshare -rn {} {test} 9< /proc/self/ns/net", program.display()));
    });
}

#[test]
#[ignore = "what `not_to_be_entered` runs"]
fn in_a_user_namespace() {
    sh("ip link add v0 type veth peer name v1");
    let ipdb = Ipdb::open().unwrap();
    let mut tx = ipdb.begin();
    say(&mut tx, "link v0 net_ns_fd=/proc/self/fd/9");
    let error = tx.review().unwrap_err().to_string();
    assert!(error.contains("it could not be brought back when something fails"), "{error}");
    assert!(matches!(tx.commit().unwrap_err(), CommitError::Plan(_)));
    assert!(sh("ip link").contains("v0"));
}
