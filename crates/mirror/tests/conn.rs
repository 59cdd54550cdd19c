//! Requests and replies, with the kernel's side played by hand.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use route2_mirror::{Conn, Input};
use route2_schema::netlink::{
    ExtAck, NLMSGERR_ATTR_MISS_NEST, NLMSGERR_ATTR_MISS_TYPE, NLMSGERR_ATTR_MSG, NLMSGERR_ATTR_OFFS,
};
use route2_schema::rtnl::link::{
    IFLA_IFNAME, IFLA_INFO_KIND, IFLA_LINKINFO, IFLA_MTU, Link, LinkHeader,
};
use route2_wire::{Header, Put, flag, message_type};

const PORT: u32 = 4242;
const NEWLINK: u16 = 16;
const GETLINK: u16 = 18;

fn link(message_type: u16, name: &str) -> Vec<u8> {
    let mut put = Put::<Link>::message::<LinkHeader>(message_type, 0, &LinkHeader::default());
    put.put(IFLA_IFNAME, name).put(IFLA_MTU, 1500).nest(IFLA_LINKINFO, |info| {
        info.put(IFLA_INFO_KIND, "bridge");
    });
    put.finish().unwrap()
}

fn message(message_type: u16, flags: u16, sequence: u32, port: u32, payload: &[u8]) -> Vec<u8> {
    let length = (Header::SIZE + payload.len()) as u32;
    let mut out = Header { length, message_type, flags, sequence, port }.bytes().to_vec();
    out.extend_from_slice(payload);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

fn object(flags: u16, sequence: u32, port: u32, name: &str) -> Vec<u8> {
    message(NEWLINK, flags, sequence, port, &link(NEWLINK, name)[Header::SIZE..])
}

fn answer(sequence: u32, code: i32, request: &[u8], flags: u16, ext_ack: &[u8]) -> Vec<u8> {
    let repeated = if flags & flag::CAPPED == 0 { request } else { &request[..Header::SIZE] };
    let payload = [&code.to_ne_bytes()[..], repeated, ext_ack].concat();
    message(message_type::ERROR, flags, sequence, PORT, &payload)
}

/// What a datagram means, a word each.
fn handle(conn: &mut Conn, datagram: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    conn.handle_input(datagram, 0, |input| {
        said.push(match input {
            Input::Reply(n, _) => format!("reply {n}"),
            Input::Done { sequence, interrupted: false } => format!("done {sequence}"),
            Input::Done { sequence, interrupted: true } => format!("done {sequence}, interrupted"),
            Input::Refused(n, refused) => format!("refused {n}: {refused}"),
            Input::Notification(_) => "notification".into(),
            Input::Overrun => "overrun".into(),
            Input::Garbage(garbage) => format!("garbage {garbage}"),
        });
    });
    said
}

#[test]
fn a_dump() {
    let mut conn = Conn::new(PORT);
    let sequence = conn.dump(link(GETLINK, "any"));
    let sent = Header::read(&conn.poll_transmit().unwrap()).unwrap();
    assert_eq!(sent.flags, flag::REQUEST | flag::DUMP);
    assert_eq!((sent.sequence, sent.port), (sequence, PORT));
    assert!(conn.poll_transmit().is_none());
    let first = [object(flag::MULTI, 1, PORT, "a"), object(flag::MULTI, 1, PORT, "b")].concat();
    assert_eq!(handle(&mut conn, &first), ["reply 1", "reply 1"]);
    let done = message(message_type::DONE, flag::MULTI, 1, PORT, &[0; 4]);
    assert_eq!(handle(&mut conn, &done), ["done 1"]);
    assert_eq!(conn.open_requests(), 0);
}

#[test]
fn an_interrupted_dump() {
    for (on_object, on_done) in [(flag::DUMP_INTR, 0), (0, flag::DUMP_INTR)] {
        let mut conn = Conn::new(PORT);
        conn.dump(link(GETLINK, "any"));
        let bytes = [
            object(flag::MULTI | on_object, 1, PORT, "a"),
            object(flag::MULTI, 1, PORT, "b"),
            message(message_type::DONE, flag::MULTI | on_done, 1, PORT, &[0; 4]),
        ];
        assert_eq!(
            handle(&mut conn, &bytes.concat()),
            ["reply 1", "reply 1", "done 1, interrupted"]
        );
    }
}

#[test]
fn a_dump_that_ends_with_an_error() {
    let mut conn = Conn::new(PORT);
    conn.dump(link(GETLINK, "any"));
    let payload = [&(-22i32).to_ne_bytes()[..], &[0; 0]].concat();
    let said = handle(&mut conn, &message(message_type::DONE, flag::MULTI, 1, PORT, &payload));
    assert_eq!(said, ["refused 1: the kernel refused RTM_GETLINK: Invalid argument (os error 22)"]);
}

#[test]
fn a_change_and_its_own_notification() {
    let mut conn = Conn::new(PORT);
    conn.request(link(NEWLINK, "br0"));
    let request = conn.poll_transmit().unwrap();
    // The notification has the number and the port of the request: it is none the less no reply.
    assert_eq!(handle(&mut conn, &object(0, 1, PORT, "br0")), ["notification"]);
    assert_eq!(handle(&mut conn, &answer(1, 0, &request, flag::CAPPED, &[])), ["done 1"]);
    // With the echo that was asked for, it is one.
    conn.request(link(NEWLINK, "br1"));
    assert_eq!(handle(&mut conn, &object(flag::ECHO, 2, PORT, "br1")), ["reply 2"]);
}

#[test]
fn one_object() {
    let mut conn = Conn::new(PORT);
    conn.get(link(GETLINK, "br0"));
    let request = conn.poll_transmit().unwrap();
    let bytes = [object(0, 1, PORT, "br0"), answer(1, 0, &request, 0, &[])].concat();
    assert_eq!(handle(&mut conn, &bytes), ["reply 1", "done 1"]);
}

#[test]
fn refusals_name_the_attribute() {
    let offset_of = |request: &[u8], name: &[u8]| {
        request.windows(name.len()).position(|bytes| bytes == name).unwrap() as u32 - 4
    };
    for flags in [flag::ACK_TLVS, flag::ACK_TLVS | flag::CAPPED] {
        let mut conn = Conn::new(PORT);
        conn.request(link(NEWLINK, "br0"));
        let request = conn.poll_transmit().unwrap();
        let mut ext_ack = Put::<ExtAck>::new();
        ext_ack
            .put(NLMSGERR_ATTR_MSG, "Unknown kind")
            .put(NLMSGERR_ATTR_OFFS, offset_of(&request, b"bridge"));
        let datagram = answer(1, -95, &request, flags, &ext_ack.finish().unwrap());
        assert_eq!(
            handle(&mut conn, &datagram),
            ["refused 1: the kernel refused RTM_NEWLINK: Operation not supported (os error 95): \
              Unknown kind (attribute IFLA_LINKINFO > IFLA_INFO_KIND)"]
        );
    }
}

#[test]
fn refusals_name_what_is_missing() {
    for (nest, missing) in [(false, "IFLA_MTU"), (true, "IFLA_INFO_SLAVE_KIND")] {
        let mut conn = Conn::new(PORT);
        conn.request(link(NEWLINK, "br0"));
        let request = conn.poll_transmit().unwrap();
        let mut ext_ack = Put::<ExtAck>::new();
        ext_ack.put(NLMSGERR_ATTR_MISS_TYPE, 4);
        if nest {
            let at = request.windows(6).position(|bytes| bytes == b"bridge").unwrap() as u32 - 8;
            ext_ack.put(NLMSGERR_ATTR_MISS_NEST, at);
        }
        let datagram = answer(1, -22, &request, flag::ACK_TLVS, &ext_ack.finish().unwrap());
        let said = handle(&mut conn, &datagram);
        assert!(said[0].ends_with(&format!("(missing: {missing})")), "{said:?}");
    }
}

#[test]
fn only_the_kernel_is_believed() {
    let mut conn = Conn::new(PORT);
    conn.handle_input(&object(0, 0, 0, "evil"), 1234, |input| panic!("{input:?}"));
    assert_eq!(conn.foreign_datagrams(), 1);
}

#[test]
fn answers_to_forgotten_requests_are_dropped() {
    let mut conn = Conn::new(PORT);
    let sequence = conn.dump(link(GETLINK, "any"));
    conn.forget(sequence);
    let bytes = [
        object(flag::MULTI, 1, PORT, "a"),
        message(message_type::DONE, flag::MULTI, 1, PORT, &[0; 4]),
        // Answers to another socket, and a notification: only that one is news.
        object(flag::MULTI, 1, 77, "b"),
        object(0, 0, 0, "c"),
    ];
    assert_eq!(handle(&mut conn, &bytes.concat()), ["notification", "notification"]);
}

#[test]
fn garbage_and_what_netlink_itself_says() {
    let mut conn = Conn::new(PORT);
    let bytes = [
        message(message_type::NOOP, 0, 0, 0, &[]),
        message(message_type::OVERRUN, 0, 0, 0, &[]),
        vec![3, 0, 0, 0, 9, 9],
    ];
    assert_eq!(
        handle(&mut conn, &bytes.concat()),
        ["overrun", "garbage at offset 32: 6 bytes are too few for a header"]
    );
    // An answer too short to be read is an answer all the same.
    conn.request(link(NEWLINK, "br0"));
    let said = handle(&mut conn, &message(message_type::ERROR, 0, 1, PORT, &[1, 2]));
    assert!(said[0].contains("too short"), "{said:?}");
    let mut overrun = 0;
    conn.handle_overrun(|input| overrun += u32::from(matches!(input, Input::Overrun)));
    assert_eq!(overrun, 1);
}
