//! The driver on the real kernel.

use route2::schema::rtnl::link::kind::{Bridge, IFLA_BR_AGEING_TIME, IFLA_BR_FORWARD_DELAY};
use route2::schema::rtnl::link::{
    self, IFLA_IFNAME, IFLA_INFO_DATA, IFLA_INFO_KIND, IFLA_LINKINFO, IFLA_MTU, Link, LinkHeader,
};
use route2::schema::rtnl::names::{Family, Group, RtTable};
use route2::schema::rtnl::{Op, route};
use route2::schema::wire::{Header, Put, flag};
use route2::{Driver, Error, Event, Ipdb, Narrow, Netns, Received, Socket, What};
use route2_sandbox::{run, sh, wait_until};
use std::time::Duration;

fn driver() -> Driver {
    Driver::open(&Netns::Current).expect("a socket")
}

fn new_link(fill: impl FnOnce(&mut Put<Link>)) -> Vec<u8> {
    let mut put = Put::<Link>::message::<LinkHeader>(
        link::TABLE.message_type(Op::New),
        flag::CREATE | flag::EXCL,
        &LinkHeader::default(),
    );
    fill(&mut put);
    put.finish().expect("it fits")
}

#[test]
fn a_request_and_its_effect() {
    run("a_request_and_its_effect", || {
        let mut driver = driver();
        let message = new_link(|link| {
            link.put(IFLA_IFNAME, "br0").put(IFLA_MTU, 1400).nest(IFLA_LINKINFO, |info| {
                info.put(IFLA_INFO_KIND, "bridge").nest_as::<Bridge>(IFLA_INFO_DATA, |bridge| {
                    bridge.put(IFLA_BR_AGEING_TIME, 12300);
                });
            });
        });
        driver.request(message.clone()).expect("the kernel makes a bridge");
        let links = driver.list_of::<Link>().expect("links");
        let br0 =
            links.objects().find(|link| link.key("ifname").and_then(|n| n.text()) == Some("br0"));
        let (_, attrs) = br0.and_then(|link| link.of::<Link>()).expect("it is there");
        assert_eq!(attrs.get(IFLA_MTU), Ok(Some(1400)));
        let info = attrs.get(IFLA_LINKINFO).expect("it fits").expect("it is there");
        let bridge =
            info.get_as::<Bridge>(IFLA_INFO_DATA).expect("it fits").expect("it is a bridge");
        assert_eq!(bridge.get(IFLA_BR_AGEING_TIME), Ok(Some(12300)));
        assert_eq!(Link::from_bytes(attrs.bytes()).mtu, Some(1400));
        let again = driver.request(message).expect_err("it exists");
        assert_eq!(again.to_string(), "the kernel refused RTM_NEWLINK: File exists (os error 17)");
    });
}

#[test]
fn refusals_name_the_attribute() {
    run("refusals_name_the_attribute", || {
        let mut driver = driver();
        let message = new_link(|link| {
            link.put(IFLA_IFNAME, "br0").nest(IFLA_LINKINFO, |info| {
                info.put(IFLA_INFO_KIND, "bridge").nest_as::<Bridge>(IFLA_INFO_DATA, |bridge| {
                    // One byte where the kernel wants four.
                    bridge.put(IFLA_BR_AGEING_TIME, 100).raw(IFLA_BR_FORWARD_DELAY.number, &[1]);
                });
            });
        });
        let Err(Error::Refused(refused)) = driver.request(message) else {
            panic!("it must be refused")
        };
        assert_eq!(refused.request, "RTM_NEWLINK");
        assert_eq!(refused.attribute, ["IFLA_LINKINFO", "IFLA_INFO_DATA", "IFLA_BR_FORWARD_DELAY"]);
        let unknown = new_link(|link| {
            link.nest(IFLA_LINKINFO, |info| {
                info.put(IFLA_INFO_KIND, "nosuchkind");
            });
        });
        let error = driver.request(unknown).expect_err("there is no such kind").to_string();
        assert!(
            error.starts_with("the kernel refused RTM_NEWLINK: Operation not supported"),
            "{error}"
        );
    });
}

#[test]
fn dumps_are_narrowed_by_the_kernel() {
    run("dumps_are_narrowed_by_the_kernel", || {
        sh("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            ip addr add 10.0.0.1/24 dev v0; ip route add 10.9.0.0/16 via 10.0.0.9 table 100
            ip route add 10.8.0.0/16 via 10.0.0.9 table 1000");
        let mut driver = driver();
        assert!(driver.socket().is_strict(), "this kernel checks strictly");
        for table in [100, 1000] {
            let narrow =
                Narrow { family: Family::INET, table: RtTable(table), ..Narrow::default() };
            let routes = driver.list(&route::TABLE, narrow).expect("routes");
            assert_eq!(routes.objects().count(), 1);
            let flags = routes.objects().next().map(|route| route.message.header.flags);
            assert_eq!(flags.map(|flags| flags & flag::DUMP_FILTERED), Some(flag::DUMP_FILTERED));
        }
        let none = driver.list(
            &route::TABLE,
            Narrow { family: Family::INET, table: RtTable(7), ..Narrow::default() },
        );
        assert!(
            matches!(none, Err(Error::Refused(_)))
                || none.is_ok_and(|dump| dump.objects().count() == 0)
        );
    });
}

#[test]
fn events_of_groups_above_31_too() {
    run("events_of_groups_above_31_too", || {
        let builder = Ipdb::builder().tables(["link"]).expect("a table");
        // Unknown groups are left out.
        let ipdb = builder.groups([Group::NEXTHOP, Group(1000)]).open().expect("a mirror");
        let mut events = ipdb.events();
        sh("ip nexthop add id 7 blackhole");
        let Some(Event::Change(change)) = events.next_within(Duration::from_secs(30)) else {
            panic!("nothing happened")
        };
        assert_eq!(change.object().map(|object| object.event()), Some("RTM_NEWNEXTHOP"));
        assert_eq!((change.what(), change.kept().is_none()), (What::Nothing, true));
    });
}

#[test]
fn an_overrun_is_said_and_counted() {
    run("an_overrun_is_said_and_counted", || {
        let socket = Socket::open(&Netns::Current).expect("a socket");
        socket.set_receive_buffer(4096).expect("a small buffer");
        socket.join(Group::LINK).expect("links");
        for _ in 0..50 {
            sh("ip link add v0 type veth peer name v1; ip link del v0");
        }
        let (mut overruns, mut datagrams) = (0, 0);
        let mut buffer = vec![0; 65536];
        while let Some(received) = socket.try_receive(&mut buffer).expect("the socket works") {
            match received {
                Received::Overrun => overruns += 1,
                Received::Datagram(..) => datagrams += 1,
                Received::Truncated(_) => panic!("it is large enough"),
            }
        }
        assert_eq!(overruns, 1, "the kernel says it once");
        assert!(datagrams > 0);
        assert!(socket.drops().expect("a counter") > 0);
    });
}

/// The port of the socket in this namespace that listens to multicast groups.
fn listening_port() -> u32 {
    let text = std::fs::read_to_string("/proc/net/netlink").expect("a list");
    let mut ports = text.lines().skip(1).filter_map(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        (fields[1] == "0" && fields[3] != "00000000").then(|| fields[2].parse().ok())?
    });
    ports.next().expect("somebody listens")
}

#[test]
fn what_another_process_sends_is_dropped() {
    run("what_another_process_sends_is_dropped", || {
        let victim = Ipdb::open().expect("a mirror");
        let evil = Socket::open(&Netns::Current).expect("a socket");
        let mut forged = new_link(|link| {
            link.put(IFLA_IFNAME, "evil");
        });
        let header = Header::read(&forged).expect("a header");
        forged[..16].copy_from_slice(&Header { flags: 0, ..header }.bytes());
        evil.send_to(listening_port(), &forged).expect("root may send to a port");
        wait_until("the forged datagram came", || victim.stats().foreign_datagrams == 1);
        assert!(victim.snapshot().link("evil").is_none());
    });
}

#[test]
fn a_datagram_larger_than_the_buffer_is_noticed() {
    run("a_datagram_larger_than_the_buffer_is_noticed", || {
        let socket = Socket::open(&Netns::Current).expect("a socket");
        socket.join(Group::LINK).expect("links");
        sh("ip link add v0 type veth peer name v1");
        let Ok(Received::Truncated(length)) = socket.receive(&mut [0; 100]) else {
            panic!("it does not fit")
        };
        assert!(length > 1000);
        let Ok(Received::Datagram(length, 0)) = socket.receive(&mut [0; 10000]) else {
            panic!("it fits")
        };
        assert!(length > 1000);
    });
}
