//! Any stream of messages, in any datagrams, between any requests: what a connection says of it is
//! consistent, and every message in it can be read.
//!
//! The first byte is the number of steps, of one byte each, that follow it; then comes the stream. What
//! the steps leave of it is one datagram.

#![no_main]

use libfuzzer_sys::fuzz_target;
use route2_mirror::{Conn, Input};
use route2_schema::Decoded;
use route2_schema::wire::{Header, Message, Messages, Shape, align};
use std::collections::{BTreeSet, VecDeque};

const PORT: u32 = 4242;

fuzz_target!(|bytes: &[u8]| {
    let Some((count, rest)) = bytes.split_first() else { return };
    let (steps, stream) = rest.split_at(usize::from(*count).min(rest.len()));
    let mut session = Session::new();
    let mut left = stream;
    for step in steps {
        session.step(step & 7, usize::from(step >> 3), &mut left);
    }
    session.datagram(left, 0);
    Messages::new(stream).map_while(Result::ok).for_each(check);
});

fn check(message: Message<'_>) {
    let decoded = Decoded::new(message);
    route2_fuzz::json(|json| decoded.write_json(json, Shape::Whole));
    if let Decoded::Object(object) = decoded {
        route2_fuzz::check(object);
    }
}

/// A connection, and what must hold of it.
struct Session {
    conn: Conn,
    open: BTreeSet<u32>,
    unsent: VecDeque<u32>,
    foreign: u64,
}

impl Session {
    fn new() -> Self {
        let conn = Conn::new(PORT);
        Self { conn, open: BTreeSet::new(), unsent: VecDeque::new(), foreign: 0 }
    }

    fn step(&mut self, what: u8, number: usize, left: &mut &[u8]) {
        match what {
            0 => self.datagram(take_messages(left, number + 1), 0),
            1 => self.datagram(take(left, number * number), 0),
            2 => self.answer(take_messages(left, 1), number),
            3 => self.datagram(take_messages(left, 1), number as u32),
            4 => {
                let message = take_messages(left, 1).to_vec();
                let sequence = match number % 3 {
                    0 => self.conn.request(message),
                    1 => self.conn.get(message),
                    _ => self.conn.dump(message),
                };
                assert!(self.open.insert(sequence), "{sequence} is taken");
                self.unsent.push_back(sequence);
            }
            5 => self.transmit(),
            6 => {
                let sequence = self.sequence(number);
                self.conn.forget(sequence);
                self.open.remove(&sequence);
            }
            _ => self.conn.handle_overrun(|input| assert!(matches!(input, Input::Overrun))),
        }
        assert_eq!(self.conn.open_requests(), self.open.len());
        assert_eq!(self.conn.foreign_datagrams(), self.foreign);
    }

    /// One of the open requests, where there is one.
    fn sequence(&self, number: usize) -> u32 {
        let open = self.open.len().max(1);
        self.open.iter().nth(number % open).copied().unwrap_or_default()
    }

    /// Makes a message the answer to an open request.
    fn answer(&mut self, message: &[u8], number: usize) {
        let mut message = message.to_vec();
        if let Some(header) = Header::read(&message) {
            let header = Header { sequence: self.sequence(number), port: PORT, ..header };
            message[..Header::SIZE].copy_from_slice(&header.bytes());
        }
        self.datagram(&message, 0);
    }

    fn datagram(&mut self, datagram: &[u8], sender: u32) {
        self.foreign += u64::from(sender != 0);
        let messages = Messages::new(datagram).count();
        let (open, mut said) = (&mut self.open, 0);
        self.conn.handle_input(datagram, sender, |input| {
            assert_eq!(sender, 0, "only the kernel is believed");
            said += 1;
            match input {
                Input::Reply(sequence, _) => assert!(open.contains(&sequence)),
                Input::Done { sequence, .. } => assert!(open.remove(&sequence)),
                Input::Refused(sequence, refused) => {
                    assert!(open.remove(&sequence));
                    assert!(refused.errno >= 0, "{refused}");
                }
                Input::Notification(_) | Input::Overrun | Input::Garbage(_) => {}
            }
        });
        assert!(said <= messages, "{said} of {messages} messages");
        assert_eq!(self.conn.open_requests(), self.open.len());
    }

    /// Requests are sent in their order, each a message of its own.
    fn transmit(&mut self) {
        let sent = self.conn.poll_transmit();
        assert_eq!(sent.is_some(), !self.unsent.is_empty());
        let (Some(sent), Some(sequence)) = (sent, self.unsent.pop_front()) else { return };
        let header = Header::read(&sent).expect("a request has a header");
        assert_eq!((header.length as usize, header.sequence), (sent.len(), sequence));
    }
}

fn take<'a>(left: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, rest) = left.split_at(length.min(left.len()));
    *left = rest;
    taken
}

fn take_messages<'a>(left: &mut &'a [u8], count: usize) -> &'a [u8] {
    let messages = Messages::new(left).map_while(Result::ok).take(count);
    let length = messages.map(|message| align(message.bytes.len())).sum();
    take(left, length)
}
