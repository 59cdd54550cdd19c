//! The handle: snapshots, events, consumers, waiting, ends. On the real kernel.

mod common;

use common::{PATIENCE, assert_same_as_kernel, changes};
use route2::schema::rtnl::names::RtTable;
use route2::schema::rtnl::{Object, TABLES};
use route2::{Error, Event, Filter, Ipdb, Netns, Origin, What};
use route2_sandbox::{holds_within_seconds, run, sh};
use std::net::IpAddr;
use std::thread;
use std::time::{Duration, Instant};

const PAIR: &str = "ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
    ip addr add 10.0.0.1/24 dev v0; ip addr add 2001:db8::1/64 dev v0 nodad";

fn batch(lines: impl Iterator<Item = String>) {
    let text: String = lines.map(|line| line + "\n").collect();
    std::fs::write("/run/batch", text).expect("/run is the sandbox's own");
    sh("ip -batch /run/batch");
}

fn routes(from: u32, to: u32) -> impl Iterator<Item = String> {
    (from..to).map(|n| format!("route add 10.{}.{}.0/24 via 10.0.0.9", 16 + n / 256, n % 256))
}

/// Is it one of those? (IPv6 makes addresses and routes for itself when it has found them free.)
fn is_made(object: Object<'_>) -> bool {
    let dst = object.key("dst").map(|dst| dst.to_string());
    dst.is_some_and(|dst| dst.starts_with("10.") && dst.ends_with(".0/24") && dst != "10.0.0.0/24")
}

#[test]
fn snapshots_find_what_they_are_asked_for() {
    run("snapshots_find_what_they_are_asked_for", || {
        sh(PAIR);
        sh("ip link add br0 type bridge; ip link set v0 master br0 group 7
            ip link property add dev v0 altname the-first
            ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0");
        let ipdb = Ipdb::open().unwrap();
        let now = ipdb.snapshot();
        let index = |name| now.link(name).unwrap().key("index").unwrap().number().unwrap() as u32;
        let (v0, br0) = (index("v0"), index("br0"));
        assert_eq!(index("the-first"), v0);
        assert_eq!(now.name(v0), Some("v0"));
        assert!(now.link("none").is_none());
        assert_eq!(now.link_by_index(v0).unwrap().key("ifname").unwrap().text(), Some("v0"));
        let names = |links: Vec<route2::Found<'_>>| {
            links.iter().map(|l| l.key("ifname").unwrap().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(now.ports(br0).collect()), ["v0"]);
        assert_eq!(names(now.links_of_group(7).collect()), ["v0"]);
        let mut pair = names(now.links_of_kind("veth").collect());
        pair.sort();
        assert_eq!(pair, ["v0", "v1"]);
        let of_v0: Vec<_> = now.addrs(v0).map(|a| a.key("prefix").unwrap().to_string()).collect();
        assert!(of_v0.contains(&"10.0.0.1/24".into()), "{of_v0:?}");
        assert!(of_v0.contains(&"2001:db8::1/64".into()), "{of_v0:?}");
        let neigh = now.neigh(v0, IpAddr::from([10, 0, 0, 9])).unwrap();
        assert_eq!(neigh.key("lladdr").unwrap().to_string(), "02:00:00:00:00:09");
        let is_it =
            |n: route2::Found<'_>| n.key("dst").is_some_and(|d| d.to_string() == "10.0.0.9");
        assert_eq!(now.neighs(v0).filter(|n| is_it(*n)).count(), 1);
        let indexes: Vec<_> = now.links().map(|l| l.key("index").unwrap().number()).collect();
        assert!(indexes.is_sorted(), "links stand in the order of their indexes");
    });
}

#[test]
fn the_longest_prefix_wins_as_in_the_kernel() {
    run("the_longest_prefix_wins_as_in_the_kernel", || {
        sh(PAIR);
        sh("ip route add default via 10.0.0.9; ip route add 10.0.0.0/8 via 10.0.0.8; ip route add 10.64.0.0/10 via 10.0.0.7
            ip route add 10.64.0.0/16 via 10.0.0.6; ip route add 10.64.7.0/24 via 10.0.0.5; ip route add 10.64.7.9 via 10.0.0.4
            ip route add 10.65.0.0/16 via 10.0.0.3 metric 9; ip route add 10.65.0.0/16 via 10.0.0.2 metric 5
            ip route add unreachable 10.66.0.0/16; ip route add throw 10.67.0.0/16
            ip -6 route add 2001:db8:8::/45 via 2001:db8::2; ip -6 route add 2001:db8:9::/48 via 2001:db8::3
            ip rule add to 10.68.0.0/16 lookup 77 prio 100; ip route add 10.68.0.0/14 via 10.0.0.11 table 77
            ip rule add to 10.69.0.0/16 prohibit; ip rule add from 10.9.9.9 lookup 78
            ip route add 0.0.0.0/0 via 10.0.0.12 table 78");
        let ipdb = Ipdb::open().unwrap();
        let now = ipdb.snapshot();
        for (to, gateway) in [
            ("10.64.7.9", "10.0.0.4"),
            ("10.64.7.10", "10.0.0.5"),
            ("10.64.8.1", "10.0.0.6"),
            ("10.64.0.0", "10.0.0.6"),
            ("10.127.255.255", "10.0.0.7"),
            ("10.63.0.1", "10.0.0.8"),
            ("10.65.1.1", "10.0.0.2"),
            ("10.128.0.1", "10.0.0.8"),
            ("11.0.0.1", "10.0.0.9"),
            ("9.255.255.255", "10.0.0.9"),
            ("10.68.1.1", "10.0.0.11"),
            ("2001:db8:f:1::", "2001:db8::2"),
            ("2001:db8:9:1::", "2001:db8::3"),
        ] {
            let found = now.resolve(to.parse().unwrap()).route;
            let found = found.and_then(|route| route.key("gateway")).map(|gw| gw.to_string());
            assert_eq!(found.as_deref(), Some(gateway), "to {to}");
            let kernel = sh(&format!("ip -o route get {to}"));
            assert!(kernel.contains(&format!("via {gateway} ")), "to {to}: {kernel}");
        }
        let kind = |to: &str| {
            let found = now.resolve(to.parse().unwrap()).route?;
            Some(found.key("type")?.to_string())
        };
        assert_eq!(kind("10.0.0.1").as_deref(), Some("local"));
        assert_eq!(kind("10.0.0.255").as_deref(), Some("broadcast"));
        assert_eq!(kind("10.66.0.1").as_deref(), Some("unreachable"));
        assert_eq!(kind("10.69.0.1"), None);
        // What is thrown is looked up in the next table, which is empty here.
        assert_eq!(kind("10.67.0.1"), None);
        assert!(now.longest_match("2001:db9::1".parse().unwrap(), RtTable::MAIN).is_none());
    });
}

#[test]
fn a_snapshot_stays_what_it_was() {
    run("a_snapshot_stays_what_it_was", || {
        sh(PAIR);
        let ipdb = Ipdb::open().unwrap();
        let before = ipdb.snapshot();
        batch(routes(0, 2000));
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        let after = ipdb.snapshot();
        let count = |of: &route2::Snapshot| {
            let routes = of.table(route2::Kept::named("route").unwrap());
            routes.objects().filter(|route| is_made(**route)).count()
        };
        assert_eq!((count(&before), count(&after)), (0, 2000));
        assert!(after.revision() >= before.revision() + 2000);
        let newest = after.tables().flat_map(|table| table.objects().map(|o| o.revision)).max();
        assert_eq!(newest, Some(after.revision()), "an object has the revision of its last change");
        let mut changes = 0;
        before.changes_to(&after, &mut |change| {
            changes += usize::from(change.new.is_some_and(is_made));
        });
        assert_eq!(changes, 2000);
    });
}

#[test]
fn an_event_says_what_it_did() {
    run("an_event_says_what_it_did", || {
        sh(PAIR);
        let ipdb = Ipdb::open().unwrap();
        let mut events = ipdb.events();
        sh("ip link set v0 mtu 1400");
        let change = loop {
            let Some(Event::Change(change)) = events.next_within(PATIENCE) else {
                panic!("no event")
            };
            let seen = ipdb.snapshot();
            assert!(seen.revision() >= change.revision(), "a snapshot has what was delivered");
            // (That it is up is told late.)
            let mut is_it = false;
            change.differences(&mut |difference| is_it |= difference.key == "mtu");
            if change.what() == What::Changed && is_it {
                break change;
            }
        };
        assert_eq!(change.object().unwrap().event(), "RTM_NEWLINK");
        let mut differences = Vec::new();
        change.differences(&mut |d| {
            differences.push(format!("{} {} {}", d.key, d.old.unwrap(), d.new.unwrap()));
        });
        assert_eq!(differences, ["mtu 1500 1400"]);
        assert_eq!(change.origin(), Origin::Kernel);
        assert_eq!(change.before().unwrap().key("mtu").unwrap().number(), Some(1500));
        assert_eq!(change.after().unwrap().key("mtu").unwrap().number(), Some(1400));
        let found = ipdb.snapshot();
        assert!(found.link("v0").unwrap().revision >= change.revision());
    });
}

#[test]
fn an_overrun_is_healed_by_the_real_differences() {
    run("an_overrun_is_healed_by_the_real_differences", || {
        sh(PAIR);
        let ipdb = Ipdb::builder().receive_buffer(2048).open().unwrap();
        let mut events = ipdb.events();
        let mut overruns = 0;
        // The mirror reads as fast as it can: to overrun it may take some attempts.
        for round in 0..50 {
            batch(routes(0, 1000));
            batch(routes(0, 1000).map(|line| line.replace("add", "del")));
            batch(routes(0, 10 + round));
            batch(routes(0, 10 + round).map(|line| line.replace("add", "del")));
            overruns = ipdb.stats().mirror.overruns;
            if overruns > 0 {
                break;
            }
        }
        batch(routes(0, 1000));
        assert!(overruns > 0, "a socket with room for a few events is overrun by thousands");
        assert_same_as_kernel(&ipdb);
        let stats = ipdb.stats();
        assert!(stats.drops > 0, "the kernel counts what it drops: {stats:?}");
        let (mut told, mut balance) = (0, 0);
        while let Some(event) = events.try_next() {
            match event {
                Event::Overrun => told += 1,
                Event::Lagged => panic!("a bound of 16 MiB was reached"),
                Event::Change(change) if change.object().is_some_and(is_made) => {
                    balance += match change.what() {
                        What::Added => 1,
                        What::Removed => -1,
                        What::Changed | What::Nothing => 0,
                    };
                }
                Event::Change(_) => {}
            }
        }
        assert!(told > 0, "consumers are told of an overrun");
        assert_eq!(balance, 1000, "what consumers are told adds up");
    });
}

#[test]
fn a_slow_consumer_gets_the_differences() {
    run("a_slow_consumer_gets_the_differences", || {
        sh(PAIR);
        let ipdb = Ipdb::open().unwrap();
        let mut slow = ipdb.events_within(4096);
        let mut quick = ipdb.events();
        batch(routes(0, 1500));
        batch(routes(0, 500).map(|line| line.replace("add", "del")));
        batch((0..100).map(|n| format!("route replace 10.20.{n}.0/24 via 10.0.0.8")));
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        let all = changes(&mut quick);
        assert!(all.len() >= 2100, "{}", all.len());
        let (mut lagged, mut model, mut seen) = (0, 0_i64, 0);
        while let Some(event) = slow.try_next() {
            seen += 1;
            match event {
                Event::Lagged => lagged += 1,
                Event::Change(change) if !change.object().is_some_and(is_made) => {}
                Event::Change(change) => {
                    assert!(lagged == 0 || change.origin() == Origin::Resync);
                    model += match change.what() {
                        What::Added => 1,
                        What::Removed => -1,
                        What::Changed | What::Nothing => 0,
                    };
                }
                Event::Overrun => {}
            }
        }
        assert_eq!((lagged, model), (1, 1000), "of {seen} events");
        assert!(seen < all.len(), "{seen} of {}: only what differs is told", all.len());
        sh("ip link set v1 down");
        assert!(slow.next_within(PATIENCE).is_some(), "it goes on afterwards");
    });
}

#[test]
fn waiting_ends_when_it_holds() {
    run("waiting_ends_when_it_holds", || {
        let ipdb = Ipdb::builder().tables(["link"]).unwrap().open().unwrap();
        let start = Instant::now();
        let brief = Some(Duration::from_millis(50));
        assert!(!ipdb.wait(brief, |now| now.link("late").is_some()).unwrap());
        assert!(start.elapsed() >= Duration::from_millis(50));
        let waiter = ipdb.clone();
        let waiting =
            thread::spawn(move || waiter.wait(Some(PATIENCE), |n| n.link("late").is_some()));
        sh("ip link add late type ifb");
        assert!(waiting.join().unwrap().unwrap());
        let mut events =
            ipdb.subscribe(Filter::parse(["ifname=ifb*", "mtu=1400"], TABLES).unwrap());
        sh("ip link set late mtu 1400; ip link add ifb7 type ifb; ip link set ifb7 mtu 1400");
        let Some(Event::Change(change)) = events.next_within(PATIENCE) else { panic!("no event") };
        assert_eq!(change.object().unwrap().key("ifname").unwrap().text(), Some("ifb7"));
    });
}

#[test]
fn mirrors_end_and_leave_nothing() {
    run("mirrors_end_and_leave_nothing", || {
        let count = |what: &str| std::fs::read_dir(format!("/proc/self/{what}")).unwrap().count();
        let before = (count("fd"), count("task"));
        for _ in 0..20 {
            let one = Ipdb::open().unwrap();
            let other = Ipdb::builder().tables(["qdisc"]).unwrap().open().unwrap();
            let events = one.events();
            let waiter = thread::spawn(move || events.count());
            one.close();
            waiter.join().unwrap();
            assert!(one.wait(None, |_| false).is_err(), "what waits for a closed mirror ends");
            assert_eq!(one.events().count(), 0);
            drop(other);
        }
        let same = || (count("fd"), count("task")) == before;
        assert!(
            holds_within_seconds(5, same),
            "{before:?}, then {:?}",
            (count("fd"), count("task"))
        );
    });
}

#[test]
fn several_namespaces_in_one_process() {
    run("several_namespaces_in_one_process", || {
        sh(
            "ip netns add red; ip netns add blue; ip -n red link add r0 type ifb; ip -n blue link add b0 type ifb",
        );
        let open = |name: &str| Ipdb::builder().netns(Netns::Named(name.into())).open().unwrap();
        let (red, blue, here) = (open("red"), open("blue"), Ipdb::open().unwrap());
        assert!(red.snapshot().link("r0").is_some() && red.snapshot().link("b0").is_none());
        assert!(blue.snapshot().link("b0").is_some() && here.snapshot().link("b0").is_none());
        sh("ip -n red link set r0 name r1");
        assert!(red.wait(Some(PATIENCE), |now| now.link("r1").is_some()).unwrap());
        // A namespace that is deleted ends its mirror, with a clear error.
        let mut events = red.events();
        sh("ip netns del red");
        let ended = || red.ended().is_some();
        assert!(holds_within_seconds(10, ended), "the mirror of a deleted namespace goes on");
        while events.next_within(PATIENCE).is_some() {}
        let error = events.ended().unwrap();
        assert_eq!(
            error.to_string(),
            "the mirror has ended: the network namespace red was deleted"
        );
        assert!(matches!(red.settle(None), Err(Error::Ended(_))));
        assert!(blue.ended().is_none());
        // Nor does one that gets the name later take its place.
        sh("ip netns del blue; ip netns add blue");
        let ended = || blue.ended().is_some();
        assert!(holds_within_seconds(10, ended), "the mirror follows a name");
        let missing = Ipdb::builder().netns(Netns::Named("green".into())).open().unwrap_err();
        assert!(missing.to_string().contains("green"), "{missing}");
    });
}

#[test]
fn only_some_tables() {
    run("only_some_tables", || {
        sh(PAIR);
        sh("ip route add 10.1.0.0/16 via 10.0.0.9 table 77; ip route add 10.2.0.0/16 via 10.0.0.9");
        let builder = Ipdb::builder().tables(["route"]).unwrap();
        let ipdb = builder.routing_tables([RtTable(77)]).open().unwrap();
        let routes = |ipdb: &Ipdb| {
            let now = ipdb.snapshot();
            let table = now.table(route2::Kept::named("route").unwrap());
            table.objects().map(|r| r.key("dst").unwrap().to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(routes(&ipdb), "10.1.0.0/16");
        assert_eq!(ipdb.snapshot().links().count(), 0);
        sh("ip route add 10.3.0.0/16 via 10.0.0.9; ip route add 10.4.0.0/16 via 10.0.0.9 table 77");
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        assert_eq!(routes(&ipdb), "10.1.0.0/16 10.4.0.0/16");
        // The routes go although links are not kept.
        sh("ip link set v0 down");
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        assert_eq!(routes(&ipdb), "");
        let unknown = Ipdb::builder().tables(["linc"]).unwrap_err().to_string();
        assert!(unknown.contains("`linc`") && unknown.contains("neigh"), "{unknown}");
    });
}

#[test]
fn a_resync_tells_what_was_missed() {
    run("a_resync_tells_what_was_missed", || {
        sh(PAIR);
        let ipdb = Ipdb::open().unwrap();
        let mut events = ipdb.events();
        ipdb.resync();
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        let resynced = |events: &mut route2::Events| {
            changes(events).iter().filter(|change| change.origin() == Origin::Resync).count()
        };
        assert_eq!(resynced(&mut events), 0, "there was nothing to miss");
        assert!(ipdb.stats().mirror.questions >= 12);
    });
}

#[cfg(feature = "tokio")]
#[test]
fn events_are_a_stream() {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::{Context, Poll, Wake, Waker};

    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }

    run("events_are_a_stream", || {
        let ipdb = Ipdb::open().unwrap();
        let mut events = ipdb.events();
        let waker = Waker::from(std::sync::Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut next = || {
            let mut future =
                poll_fn(|cx| futures_core::Stream::poll_next(Pin::new(&mut events), cx));
            let mut future = Pin::new(&mut future);
            loop {
                match Future::poll(future.as_mut(), &mut context) {
                    Poll::Ready(event) => break event,
                    Poll::Pending => thread::park_timeout(PATIENCE),
                }
            }
        };
        let adder = thread::spawn(|| {
            thread::sleep(Duration::from_millis(50));
            sh("ip link add late type ifb");
        });
        loop {
            let Some(Event::Change(change)) = next() else { panic!("the stream ended") };
            if change.what() == What::Added {
                break;
            }
        }
        adder.join().unwrap();
        ipdb.close();
        while next().is_some() {}
    });
}
