//! Requests and replies on one netlink socket.

use crate::Refused;
use route2_schema::netlink::{Answer, End};
use route2_wire::{Header, Message, Messages, NotNetlink, flag, message_type};
use std::collections::VecDeque;

/// The state of one netlink connection: which requests are open, and which messages answer them.
///
/// Its methods are of four kinds, and any order of calls is legal:
///
/// - getters;
/// - input: [`handle_input`](Self::handle_input), [`handle_overrun`](Self::handle_overrun);
/// - commands: [`request`](Self::request), [`get`](Self::get), [`dump`](Self::dump);
/// - output: [`poll_transmit`](Self::poll_transmit). What input means is handed to a closure while it is
///   handled, because it borrows the input's bytes: nothing is copied, nothing allocated.
#[derive(Debug)]
pub struct Conn {
    port: u32,
    last_sequence: u32,
    open: Vec<Open>,
    transmit: VecDeque<Vec<u8>>,
    foreign: u64,
}

/// A request that is not answered yet.
#[derive(Debug)]
struct Open {
    sequence: u32,
    what: What,
    /// `NLM_F_DUMP_INTR` was seen.
    interrupted: bool,
    /// To name the attribute that an extended acknowledgement points at.
    request: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// Ended by an acknowledgement.
    Change,
    /// One object, then an acknowledgement.
    Get,
    /// Objects, then `NLMSG_DONE`.
    Dump,
}

/// What a message that came in means.
#[derive(Debug)]
pub enum Input<'a> {
    /// An object that a request asked for.
    Reply(u32, Message<'a>),
    /// A request is done.
    Done {
        /// The request's number.
        sequence: u32,
        /// The table changed while it was dumped (`NLM_F_DUMP_INTR`): the dump may be incoherent.
        interrupted: bool,
    },
    /// The kernel refused a request.
    Refused(u32, Refused),
    /// Something changed.
    Notification(Message<'a>),
    /// Messages were lost: what came before is no longer the whole truth.
    Overrun,
    /// Bytes that are no message. Nothing behind them can be read.
    Garbage(NotNetlink),
}

impl Conn {
    /// A connection of the socket that is bound to this port.
    pub const fn new(port: u32) -> Self {
        Self { port, last_sequence: 0, open: Vec::new(), transmit: VecDeque::new(), foreign: 0 }
    }

    /// How many datagrams were dropped because the kernel had not sent them.
    pub const fn foreign_datagrams(&self) -> u64 {
        self.foreign
    }

    /// How many requests are not answered yet.
    pub fn open_requests(&self) -> usize {
        self.open.len()
    }

    /// Queues a request that changes something, and gives its number. It ends with [`Input::Done`] or
    /// [`Input::Refused`].
    pub fn request(&mut self, message: Vec<u8>) -> u32 {
        self.queue(message, What::Change, flag::ACK)
    }

    /// Queues a request for one object.
    pub fn get(&mut self, message: Vec<u8>) -> u32 {
        self.queue(message, What::Get, flag::ACK)
    }

    /// Queues a request for all objects of a table.
    pub fn dump(&mut self, message: Vec<u8>) -> u32 {
        self.queue(message, What::Dump, flag::DUMP)
    }

    /// Keeps sequence numbers for requests that are sent otherwise, and gives the first of them.
    pub const fn reserve(&mut self, count: usize) -> u32 {
        if self.last_sequence as u64 + count as u64 >= u32::MAX as u64 {
            self.last_sequence = 0;
        }
        let first = self.last_sequence + 1;
        self.last_sequence += count as u32;
        first
    }

    fn queue(&mut self, mut message: Vec<u8>, what: What, flags: u16) -> u32 {
        // 0 is the number of notifications that answer nobody.
        self.last_sequence = self.last_sequence.checked_add(1).unwrap_or(1);
        let sequence = self.last_sequence;
        message.resize(message.len().max(Header::SIZE), 0);
        if let Some(header) = Header::read(&message) {
            let length = message.len() as u32;
            let flags = header.flags | flag::REQUEST | flags;
            let header = Header { length, flags, sequence, port: self.port, ..header };
            message[..Header::SIZE].copy_from_slice(&header.bytes());
        }
        self.open.push(Open { sequence, what, interrupted: false, request: message.clone() });
        self.transmit.push_back(message);
        sequence
    }

    /// The next bytes to send, as one datagram.
    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.transmit.pop_front()
    }

    /// Forgets a request: what still comes for it is dropped.
    pub fn forget(&mut self, sequence: u32) {
        self.open.retain(|open| open.sequence != sequence);
    }

    /// Handles one datagram from the port `sender`. Only the kernel, whose port is 0, is believed: what
    /// another process sends is counted and dropped.
    pub fn handle_input(&mut self, datagram: &[u8], sender: u32, mut sink: impl FnMut(Input<'_>)) {
        if sender != 0 {
            self.foreign += 1;
            return;
        }
        for message in Messages::new(datagram) {
            match message {
                Ok(message) => self.handle_message(message, &mut sink),
                Err(garbage) => sink(Input::Garbage(garbage)),
            }
        }
    }

    /// Handles the news that the socket lost messages. What is open stays open: its answer may have
    /// been lost or may yet come, which only the caller's patience can tell.
    pub fn handle_overrun(&mut self, mut sink: impl FnMut(Input<'_>)) {
        sink(Input::Overrun);
    }

    fn handle_message(&mut self, message: Message<'_>, sink: &mut impl FnMut(Input<'_>)) {
        let Header { message_type, flags, sequence, port, .. } = message.header;
        let ours = port == self.port;
        let open = self.open.iter().position(|open| ours && open.sequence == sequence);
        match (message_type, open) {
            (message_type::NOOP, _) => {}
            (message_type::OVERRUN, _) => sink(Input::Overrun),
            (message_type::ERROR, Some(at)) => self.answer(at, message, sink),
            (message_type::DONE, Some(at)) => self.done(at, message, sink),
            // An answer to a request that was forgotten.
            (message_type::ERROR | message_type::DONE, None) => {}
            (_, Some(at)) if self.open[at].what != What::Change || flags & flag::ECHO != 0 => {
                self.open[at].interrupted |= flags & flag::DUMP_INTR != 0;
                sink(Input::Reply(sequence, message));
            }
            // A part of a forgotten dump: no change of anything.
            (_, None) if ours && sequence != 0 && flags & flag::MULTI != 0 => {}
            _ => sink(Input::Notification(message)),
        }
    }

    /// An error, or an acknowledgement.
    fn answer(&mut self, at: usize, message: Message<'_>, sink: &mut impl FnMut(Input<'_>)) {
        let open = self.open.swap_remove(at);
        match Answer::read(message) {
            Some(answer) if answer.code == 0 => {
                sink(Input::Done { sequence: open.sequence, interrupted: open.interrupted });
            }
            Some(answer) => {
                let refused = Refused::new(&open.request, answer.code, answer.ext_ack);
                sink(Input::Refused(open.sequence, refused));
            }
            None => {
                let refused = Refused::unreadable(&open.request);
                sink(Input::Refused(open.sequence, refused));
            }
        }
    }

    /// The end of a dump.
    fn done(&mut self, at: usize, message: Message<'_>, sink: &mut impl FnMut(Input<'_>)) {
        let open = self.open.swap_remove(at);
        let interrupted = open.interrupted || message.header.flags & flag::DUMP_INTR != 0;
        match End::read(message) {
            Some(end) if end.code < 0 => {
                let refused = Refused::new(&open.request, end.code, end.ext_ack);
                sink(Input::Refused(open.sequence, refused));
            }
            _ => sink(Input::Done { sequence: open.sequence, interrupted }),
        }
    }
}
