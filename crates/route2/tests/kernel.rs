//! The driver on the real kernel.

use route2::schema::rtnl::link::kind::{Bridge, IFLA_BR_AGEING_TIME, IFLA_BR_FORWARD_DELAY};
use route2::schema::rtnl::link::{
    self, IFLA_IFNAME, IFLA_INFO_DATA, IFLA_INFO_KIND, IFLA_LINKINFO, IFLA_MTU, Link, LinkHeader,
};
use route2::schema::rtnl::names::{Family, Group, RtTable};
use route2::schema::rtnl::{Op, route};
use route2::schema::wire::{Header, Put, flag};
use route2::{Driver, Error, Incoming, Narrow, Netns, Received, Socket};
use route2_sandbox::{run, sh};
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
        let mut driver = driver();
        driver
            .subscribe(&[Group::NEXTHOP, Group::LINK, Group(1000)])
            .expect("unknown groups are left out");
        sh("ip nexthop add id 7 blackhole");
        let mut seen = Vec::new();
        while driver
            .receive(Some(Duration::from_secs(1)), |event| {
                if let Incoming::Object(object) = event {
                    seen.push(object.event());
                }
            })
            .expect("the socket works")
        {}
        assert_eq!(seen, ["RTM_NEWNEXTHOP"]);
    });
}

#[test]
fn an_overrun_is_said_and_counted() {
    run("an_overrun_is_said_and_counted", || {
        let mut driver = driver();
        driver.socket().set_receive_buffer(4096).expect("a small buffer");
        driver.subscribe(&[Group::LINK]).expect("links");
        for _ in 0..50 {
            sh("ip link add v0 type veth peer name v1; ip link del v0");
        }
        let (mut overruns, mut objects) = (0, 0);
        while driver
            .receive(Some(Duration::ZERO), |event| match event {
                Incoming::Overrun => overruns += 1,
                Incoming::Object(_) => objects += 1,
                Incoming::Other(_) => panic!("a message without a table"),
            })
            .expect("the socket works")
        {}
        assert_eq!(overruns, 1, "the kernel says it once");
        assert!(objects > 0);
        assert!(driver.socket().drops().expect("a counter") > 0);
    });
}

#[test]
fn what_another_process_sends_is_dropped() {
    run("what_another_process_sends_is_dropped", || {
        let mut victim = driver();
        victim.subscribe(&[Group::LINK]).expect("links");
        let evil = Socket::open(&Netns::Current).expect("a socket");
        let mut forged = new_link(|link| {
            link.put(IFLA_IFNAME, "evil");
        });
        let header = Header::read(&forged).expect("a header");
        forged[..16].copy_from_slice(&Header { flags: 0, ..header }.bytes());
        evil.send_to(victim.socket().port(), &forged).expect("root may send to a port");
        let mut seen = 0;
        let received =
            victim.receive(Some(Duration::from_secs(5)), |_| seen += 1).expect("the socket works");
        assert!(received, "the forged datagram came");
        assert_eq!((seen, victim.foreign_datagrams()), (0, 1));
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
