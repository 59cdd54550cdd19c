//! The mirror without a kernel: questions, answers, and what happens between them.

#![allow(clippy::unwrap_used)]

use core::time::Duration;
use route2_mirror::{Happening, Kept, Mirror, Origin, Question};
use route2_schema::rtnl::link::{
    IFLA_IFNAME, IFLA_MTU, IFLA_NUM_VF, IFLA_WIRELESS, Link, LinkHeader,
};
use route2_schema::rtnl::names::{Family, LinkFlags, RtProto, RtTable, RtType};
use route2_schema::rtnl::route::{RTA_DST, RTA_GATEWAY, RTA_OIF, RTA_TABLE, Route, RouteHeader};
use route2_schema::rtnl::{Object, Op, link, other, route};
use route2_wire::{Header, IfIndex, Message, Put, flag};
use std::net::IpAddr;

const NOW: Duration = Duration::ZERO;
/// Long enough for any question that waits.
const LATER: Duration = Duration::from_secs(60);

fn message(bytes: &[u8]) -> Message<'_> {
    Message { header: Header::read(bytes).unwrap(), bytes }
}

/// A notice that there is (or is no more) a route to 10.NET.0.0/16.
fn a_route(op: Op, net: u8, gateway: u8, flags: u16) -> Vec<u8> {
    let header = RouteHeader {
        family: Family::INET,
        dst_len: 16,
        table: RtTable::MAIN,
        proto: RtProto::STATIC,
        r#type: RtType::UNICAST,
        ..RouteHeader::default()
    };
    let mut put =
        Put::<Route>::message::<RouteHeader>(route::TABLE.message_type(op), flags, &header);
    put.put(RTA_TABLE, RtTable::MAIN)
        .put(RTA_DST, IpAddr::from([10, net, 0, 0]))
        .put(RTA_GATEWAY, IpAddr::from([192, 0, 2, gateway]))
        .put(RTA_OIF, IfIndex(3));
    put.finish().unwrap()
}

fn a_link(fill: impl FnOnce(&mut Put<Link>)) -> Vec<u8> {
    let header = LinkHeader { index: 3, flags: LinkFlags::UP, ..LinkHeader::default() };
    let new = link::TABLE.message_type(Op::New);
    let mut put = Put::<Link>::message::<LinkHeader>(new, 0, &header);
    fill(&mut put);
    put.finish().unwrap()
}

/// A mirror of one table, filled with these objects.
fn filled(table: &str, objects: &[Vec<u8>]) -> Mirror {
    let mut mirror = Mirror::new([Kept::named(table).unwrap()]);
    let question = mirror.poll_question(NOW).unwrap();
    assert!(!mirror.is_filled());
    assert!(answer(&mut mirror, &question, objects, true).is_empty(), "filling is no change");
    assert!(mirror.is_filled() && mirror.is_settled());
    mirror
}

fn answer(
    mirror: &mut Mirror,
    question: &Question,
    objects: &[Vec<u8>],
    whole: bool,
) -> Vec<String> {
    let mut filling = question.filling();
    for bytes in objects {
        filling.push(Object::new(message(bytes)).unwrap());
    }
    let mut told = Vec::new();
    let mut tell = |happening: Happening<'_>| told.push(text(happening));
    mirror.handle_answer(question.number, filling.finish(), whole, NOW, &mut tell);
    told
}

fn event(mirror: &mut Mirror, bytes: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    mirror.handle_event(message(bytes), &mut |happening| told.push(text(happening)));
    told
}

fn text(happening: Happening<'_>) -> String {
    let say = |object: Option<Object<'_>>| {
        let Some(object) = object else { return "none".to_owned() };
        let said = ["dst", "gateway", "ifname", "mtu", "num_vf"].into_iter();
        said.filter_map(|key| object.key(key)).map(|v| v.to_string()).collect::<Vec<_>>().join(" ")
    };
    let origin = match happening.origin {
        Origin::Kernel => "",
        Origin::Inferred => " (inferred)",
        Origin::Resync => " (resync)",
    };
    format!("{} -> {}{origin}", say(happening.old), say(happening.new))
}

fn objects(mirror: &Mirror, table: &str) -> Vec<String> {
    let snapshot = mirror.snapshot();
    let table = snapshot.table(Kept::named(table).unwrap());
    table
        .objects()
        .map(|found| {
            text(Happening {
                event: None,
                kept: None,
                old: None,
                new: Some(*found),
                origin: Origin::Kernel,
                revision: 0,
            })
        })
        .collect()
}

#[test]
fn what_an_event_does() {
    let mut mirror = filled("route", &[a_route(Op::New, 1, 1, 0)]);
    let first = mirror.revision();
    assert_eq!(event(&mut mirror, &a_route(Op::New, 2, 1, 0)), ["none -> 10.2.0.0/16 192.0.2.1"]);
    assert_eq!(event(&mut mirror, &a_route(Op::New, 2, 1, 0)), ["none -> none"], "it was there");
    assert_eq!(
        event(&mut mirror, &a_route(Op::New, 2, 9, flag::REPLACE)),
        ["10.2.0.0/16 192.0.2.1 -> 10.2.0.0/16 192.0.2.9"]
    );
    assert_eq!(event(&mut mirror, &a_route(Op::Del, 1, 1, 0)), ["10.1.0.0/16 192.0.2.1 -> none"]);
    assert_eq!(mirror.revision(), first + 3);
    assert!(mirror.is_settled(), "each of these said all there is to say");
    assert_eq!(objects(&mirror, "route"), ["none -> 10.2.0.0/16 192.0.2.9"]);
}

#[test]
fn what_is_deleted_and_was_not_known_is_looked_at() {
    let mut mirror = filled("route", &[a_route(Op::New, 1, 1, 0)]);
    assert_eq!(event(&mut mirror, &a_route(Op::Del, 1, 7, 0)), ["none -> none"]);
    let question = mirror.poll_question(LATER).unwrap();
    assert_eq!(question.narrow.family, Family::INET);
    let told = answer(&mut mirror, &question, &[a_route(Op::New, 1, 2, 0)], true);
    assert_eq!(told, ["10.1.0.0/16 192.0.2.1 -> 10.1.0.0/16 192.0.2.2 (inferred)"]);
    assert!(mirror.is_settled());
}

#[test]
fn what_a_disturbed_answer_lacks_is_not_gone_yet() {
    let mut mirror = filled("route", &[a_route(Op::New, 1, 1, 0), a_route(Op::New, 2, 1, 0)]);
    mirror.handle_overrun();
    let question = mirror.poll_question(LATER).unwrap();
    // Something happens to another route while the kernel lists them.
    event(&mut mirror, &a_route(Op::New, 3, 1, 0));
    assert_eq!(answer(&mut mirror, &question, &[a_route(Op::New, 1, 1, 0)], true), [""; 0]);
    assert_eq!(objects(&mirror, "route").len(), 3);
    // So it is asked again, and this time nothing happens.
    let question = mirror.poll_question(LATER).unwrap();
    let told = answer(
        &mut mirror,
        &question,
        &[a_route(Op::New, 1, 1, 0), a_route(Op::New, 3, 1, 0)],
        true,
    );
    assert_eq!(told, ["10.2.0.0/16 192.0.2.1 -> none (resync)"]);
    assert!(mirror.is_settled());
    assert_eq!(mirror.stats().disturbed, 1);
}

#[test]
fn what_an_interrupted_answer_lacks_is_not_gone_yet() {
    let mut mirror = filled("route", &[a_route(Op::New, 1, 1, 0)]);
    mirror.handle_overrun();
    let question = mirror.poll_question(LATER).unwrap();
    let told = answer(&mut mirror, &question, &[a_route(Op::New, 2, 1, 0)], false);
    assert_eq!(told, ["none -> 10.2.0.0/16 192.0.2.1 (resync)"], "what is there counts");
    assert!(!mirror.is_settled());
    let question = mirror.poll_question(LATER).unwrap();
    let told = answer(&mut mirror, &question, &[a_route(Op::New, 2, 1, 0)], true);
    assert_eq!(told, ["10.1.0.0/16 192.0.2.1 -> none (resync)"]);
}

#[test]
fn what_is_told_meanwhile_counts_more_than_an_answer() {
    let mut mirror = filled("route", &[a_route(Op::New, 1, 1, 0), a_route(Op::New, 2, 1, 0)]);
    mirror.handle_overrun();
    let question = mirror.poll_question(LATER).unwrap();
    event(&mut mirror, &a_route(Op::Del, 1, 1, 0));
    event(&mut mirror, &a_route(Op::New, 2, 5, flag::REPLACE));
    // The kernel had listed both before.
    let old = [a_route(Op::New, 1, 1, 0), a_route(Op::New, 2, 1, 0)];
    assert_eq!(answer(&mut mirror, &question, &old, true), [""; 0]);
    assert_eq!(objects(&mirror, "route"), ["none -> 10.2.0.0/16 192.0.2.5"]);
    // Which of the two was first, only another answer can say.
    assert!(!mirror.is_settled());
}

#[test]
fn an_object_that_comes_twice_is_one() {
    let twice = [a_route(Op::New, 2, 1, 0), a_route(Op::New, 1, 1, 0), a_route(Op::New, 2, 1, 0)];
    let mirror = filled("route", &twice);
    assert_eq!(
        objects(&mirror, "route"),
        ["none -> 10.1.0.0/16 192.0.2.1", "none -> 10.2.0.0/16 192.0.2.1"]
    );
    let many: Vec<_> = (0..=255).rev().map(|net| a_route(Op::New, net, 1, 0)).collect();
    let mirror = filled("route", &[many.clone(), many].concat());
    assert_eq!(objects(&mirror, "route").len(), 256, "out of order, and each twice");
}

#[test]
fn a_part_of_a_link_is_not_the_link() {
    let whole = a_link(|put| {
        put.put(IFLA_IFNAME, "wlan0").put(IFLA_MTU, 1500).put(IFLA_NUM_VF, 2);
    });
    let mut mirror = filled("link", &[whole]);
    // What drivers of wireless devices send.
    let wireless = a_link(|put| {
        put.put(IFLA_WIRELESS, &[1, 2, 3, 4]);
    });
    assert_eq!(event(&mut mirror, &wireless), ["none -> none"]);
    // What notices leave out, because only who asks gets it.
    let notice = a_link(|put| {
        put.put(IFLA_IFNAME, "wlan0").put(IFLA_MTU, 1400);
    });
    assert_eq!(event(&mut mirror, &notice), ["wlan0 1500 2 -> wlan0 1400 2"]);
    // What IPv6 says of the link.
    let header = LinkHeader { family: Family::INET6, index: 3, ..LinkHeader::default() };
    let new = link::TABLE.message_type(Op::New);
    let mut put = Put::<Link>::message::<LinkHeader>(new, 0, &header);
    put.put(IFLA_IFNAME, "wlan0").put(IFLA_MTU, 1280);
    assert_eq!(event(&mut mirror, &put.finish().unwrap()), ["none -> none"]);
    assert_eq!(objects(&mirror, "link"), ["none -> wlan0 1400 2"]);
    let question = mirror.poll_question(LATER).unwrap();
    assert_eq!((question.kept().name, question.narrow.ifindex), ("link", 3));
}

#[test]
fn each_snapshot_finds_links_by_what_they_were() {
    let called = |name: &str| {
        a_link(|put| {
            put.put(IFLA_IFNAME, name);
        })
    };
    let mut mirror = filled("link", &[called("old")]);
    let found = |mirror: &Mirror, name| mirror.snapshot().link(name).is_some();
    // Nobody has looked for anything in the first one when the link gets another name.
    let first = mirror.snapshot();
    event(&mut mirror, &called("new"));
    let second = mirror.snapshot();
    assert!(second.link("new").is_some() && second.link("old").is_none());
    assert!(first.link("old").is_some() && first.link("new").is_none());
    event(&mut mirror, &called("newest"));
    assert!(found(&mirror, "newest") && !found(&mirror, "new"));
    assert!(second.link("new").is_some() && second.link("newest").is_none());
    // What is filled again has nothing of what was.
    mirror.handle_overrun();
    let question = mirror.poll_question(LATER).unwrap();
    answer(&mut mirror, &question, &[], true);
    assert!(!found(&mirror, "newest"));
}

#[test]
fn a_notice_that_is_cut_off_is_looked_at() {
    let notice = |interface: &[u8]| {
        let new = other::NETCONF.message_type(Op::New);
        let mut bytes = Header { message_type: new, ..Header::default() }.bytes().to_vec();
        bytes.extend([2, 0, 0, 0]);
        bytes.extend(interface);
        let length = bytes.len() as u32;
        let header = Header { length, ..Header::read(&bytes).unwrap() };
        bytes[..Header::SIZE].copy_from_slice(&header.bytes());
        bytes
    };
    let (whole, cut) = (notice(&[8, 0, 1, 0, 3, 0, 0, 0]), notice(&[80, 0, 1, 0, 7, 0, 0, 0]));
    let mut mirror = filled("netconf", std::slice::from_ref(&whole));
    // Which interface it is about would be another thing once it is kept without what is cut off.
    assert_eq!(event(&mut mirror, &cut), ["none -> none"]);
    let question = mirror.poll_question(LATER).unwrap();
    assert!(answer(&mut mirror, &question, &[whole], true).is_empty());
    assert!(mirror.is_settled());
}

#[test]
fn many_doubts_about_links_are_one_about_all() {
    let mut mirror = filled("link", &[]);
    for index in 1..100 {
        let header = LinkHeader { index, ..LinkHeader::default() };
        let new = link::TABLE.message_type(Op::New);
        let mut put = Put::<Link>::message::<LinkHeader>(new, 0, &header);
        put.put(IFLA_IFNAME, &format!("d{index}"));
        event(&mut mirror, &put.finish().unwrap());
    }
    let question = mirror.poll_question(LATER).unwrap();
    assert_eq!(question.narrow.ifindex, 0);
    assert!(mirror.poll_question(LATER).is_none());
}

#[test]
fn any_bytes_are_no_harm() {
    let mut mirror = Mirror::new(route2_mirror::KEPT);
    for question in std::iter::from_fn(|| mirror.poll_question(NOW)).collect::<Vec<_>>() {
        answer(&mut mirror, &question, &[], true);
    }
    for message_type in 16..124_u16 {
        for length in [0, 1, 4, 8, 12, 16, 20, 40] {
            let header = Header { length: 16 + length, message_type, ..Header::default() };
            let mut bytes = header.bytes().to_vec();
            bytes.extend((0..length).map(|i| (i * 7 % 11) as u8));
            event(&mut mirror, &bytes);
        }
    }
    let snapshot = mirror.snapshot();
    snapshot.tables().for_each(|table| assert!(table.objects().count() == table.len()));
    let _ = snapshot.resolve(IpAddr::from([10, 0, 0, 1]));
    let _ = snapshot
        .links()
        .map(|link| snapshot.addrs(link.header().number("index").unwrap_or(0) as u32).count())
        .sum::<usize>();
}
