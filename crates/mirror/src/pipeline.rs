//! Many requests, few datagrams: an acknowledgement is asked for once a window, and refusals come for each.

use crate::Refused;
use route2_schema::netlink::Answer;
use route2_wire::{Header, Message, Messages, align, flag, message_type};
use std::ops::Range;

/// At most this many requests are sent at once. If the kernel refuses them all, its answers fit into the smallest
/// receive buffer that sockets have by default.
const WINDOW: usize = 128;

/// At most this much is sent at once, which is a third of the smallest send buffer.
const WINDOW_BYTES: usize = 64 * 1024;

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not sent.
    NotSent,
    /// The kernel did it.
    Done,
    /// The kernel refused it.
    Refused(Box<Refused>),
    /// The kernel's answer was lost: it may have done it.
    Unknown,
}

/// Requests that are sent in windows. No I/O: datagrams come out of it and go into it.
///
/// Links' requests go one by one, since those behind one that fails make no sense; of others, as many as are of one
/// type go together.
#[derive(Debug)]
pub struct Pipeline<'r> {
    requests: Vec<&'r [u8]>,
    /// The port of the socket.
    port: u32,
    /// The sequence number of the first.
    first: u32,
    /// What was sent last, and whether its answers are still to come.
    window: Range<usize>,
    is_open: bool,
    outcomes: Vec<Outcome>,
    datagram: Vec<u8>,
}

impl<'r> Pipeline<'r> {
    /// Of these requests; their sequence numbers are from `first` on.
    pub fn new(requests: Vec<&'r [u8]>, port: u32, first: u32) -> Self {
        let outcomes = vec![Outcome::NotSent; requests.len()];
        let (window, datagram) = (0..0, Vec::new());
        Self { requests, port, first, window, is_open: false, outcomes, datagram }
    }

    /// How the requests ended.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// How the requests ended.
    pub fn into_outcomes(self) -> Vec<Outcome> {
        self.outcomes
    }

    /// Is a window sent and not answered yet?
    pub const fn is_waiting(&self) -> bool {
        self.is_open
    }

    /// The next datagram to send; `None` while one is not answered, and when all are.
    pub fn poll_transmit(&mut self) -> Option<&[u8]> {
        if self.is_open || self.window.end == self.requests.len() {
            return None;
        }
        let start = self.window.end;
        self.datagram.clear();
        let mut end = start;
        while let Some(request) = self.requests.get(end) {
            let fits = self.datagram.len() + request.len() <= WINDOW_BYTES && end - start < WINDOW;
            if end > start && !(fits && go_together(self.requests[start], request)) {
                break;
            }
            self.append(end, request);
            end += 1;
        }
        (self.window, self.is_open) = (start..end, true);
        // The last one's acknowledgement says that all have been dealt with.
        let last = self.datagram.len() - align(self.requests[end - 1].len());
        let flags = u16::from_ne_bytes([self.datagram[last + 6], self.datagram[last + 7]]);
        self.datagram[last + 6..last + 8].copy_from_slice(&(flags | flag::ACK).to_ne_bytes());
        Some(&self.datagram)
    }

    fn append(&mut self, place: usize, request: &[u8]) {
        let start = self.datagram.len();
        self.datagram.extend_from_slice(request);
        self.datagram.resize(align(self.datagram.len()), 0);
        let sequence = self.first.wrapping_add(place as u32);
        self.datagram[start + 8..start + 12].copy_from_slice(&sequence.to_ne_bytes());
        self.datagram[start + 12..start + 16].copy_from_slice(&self.port.to_ne_bytes());
    }

    /// Handles a datagram from the port `sender`.
    pub fn handle_input(&mut self, datagram: &[u8], sender: u32) {
        if sender != 0 {
            return;
        }
        for message in Messages::new(datagram).map_while(Result::ok) {
            self.handle_message(message);
        }
    }

    fn handle_message(&mut self, message: Message<'_>) {
        let Header { message_type, sequence, port, .. } = message.header;
        let place = sequence.wrapping_sub(self.first) as usize;
        if message_type != message_type::ERROR || port != self.port || !self.window.contains(&place)
        {
            return;
        }
        match Answer::read(message) {
            Some(answer) if answer.code == 0 => {}
            Some(answer) => {
                let refused = Refused::new(self.requests[place], answer.code, answer.ext_ack);
                self.outcomes[place] = Outcome::Refused(Box::new(refused));
            }
            None => {
                let refused = Refused::unreadable(self.requests[place]);
                self.outcomes[place] = Outcome::Refused(Box::new(refused));
            }
        }
        if self.is_open && place + 1 == self.window.end {
            self.close(Outcome::Done);
        }
    }

    /// Handles the news that answers were lost: those that did not come are not known. Refusals that were kept may
    /// still be handed in.
    pub fn handle_overrun(&mut self) {
        self.close(Outcome::Unknown);
    }

    fn close(&mut self, silent: Outcome) {
        for outcome in &mut self.outcomes[self.window.clone()] {
            if *outcome == Outcome::NotSent {
                *outcome = silent.clone();
            }
        }
        self.is_open = false;
    }
}

/// Can they be in one window?
fn go_together(one: &[u8], other: &[u8]) -> bool {
    const LINK_TYPES: Range<u16> = 16..20;
    let type_of = |request: &[u8]| Header::read(request).map(|header| header.message_type);
    type_of(one) == type_of(other) && type_of(one).is_some_and(|t| !LINK_TYPES.contains(&t))
}
