//! The blocking driver: a socket and a [`Conn`], and a loop between them.

use crate::{Error, Netns, Received, Socket};
use route2_mirror::{Conn, Input, Outcome, Pipeline, Refused};
use route2_schema::rtnl::Object;
use route2_schema::wire::{Message, Messages, NotNetlink};

/// The kernel fills a datagram of a dump up to 32 KiB; one big link, or one that another request asked
/// for, can be larger.
const BUFFER_BYTES: usize = 64 * 1024;

/// How often a dump that was disturbed is made again before it is handed out as it is.
const DUMP_TRIES: usize = 16;

/// A connection to the kernel for questions and requests, used from one thread. (What happens by itself, an
/// [`Ipdb`](crate::Ipdb) tells.)
#[derive(Debug)]
pub struct Driver {
    socket: Socket,
    conn: Conn,
    buffer: Vec<u8>,
}

/// The answer to a request for objects, as the kernel wrote it.
#[derive(Clone, Debug, Default)]
pub struct Dump {
    bytes: Vec<u8>,
    interrupted: bool,
}

impl Dump {
    /// The objects.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        Messages::new(&self.bytes).filter_map(|message| Object::new(message.ok()?))
    }

    /// The messages, one behind the other.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Did the table change each time that it was dumped? Then objects may be missing or twice.
    pub const fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Gathers what `each` calls its argument with; again where that is not coherent, up to 16 times.
    pub(crate) fn gather(
        each: impl FnMut(&mut dyn FnMut(Message<'_>)) -> Result<bool, Error>,
    ) -> Result<Self, Error> {
        let (bytes, interrupted) = gather(each, Vec::clear, |bytes: &mut Vec<u8>, message| {
            bytes.extend_from_slice(message.bytes);
            bytes.resize(route2_schema::wire::align(bytes.len()), 0);
        })?;
        Ok(Self { bytes, interrupted })
    }
}

/// Gathers by `push` what `each` calls its argument with; again where that is not coherent, up to 16 times. Was it
/// coherent never?
pub(crate) fn gather<T: Default>(
    mut each: impl FnMut(&mut dyn FnMut(Message<'_>)) -> Result<bool, Error>,
    clear: fn(&mut T),
    push: fn(&mut T, Message<'_>),
) -> Result<(T, bool), Error> {
    let mut gathered = T::default();
    for _ in 0..DUMP_TRIES {
        clear(&mut gathered);
        if each(&mut |message| push(&mut gathered, message))? {
            return Ok((gathered, false));
        }
    }
    Ok((gathered, true))
}

/// How one request ended.
enum End {
    Done {
        interrupted: bool,
    },
    Refused(Refused),
    /// What was received so far is not to be trusted.
    Lost,
    Garbage(NotNetlink),
}

impl Driver {
    /// Opens a connection to the kernel in a network namespace.
    ///
    /// # Errors
    /// Where the namespace cannot be entered, or no socket is to be had.
    pub fn open(netns: &Netns) -> Result<Self, Error> {
        let socket = Socket::open(netns)?;
        let conn = Conn::new(socket.port());
        Ok(Self { socket, conn, buffer: vec![0; BUFFER_BYTES] })
    }

    /// The socket.
    pub const fn socket(&self) -> &Socket {
        &self.socket
    }

    /// How many datagrams were dropped because the kernel had not sent them.
    pub const fn foreign_datagrams(&self) -> u64 {
        self.conn.foreign_datagrams()
    }

    /// Sends a request that changes something, and waits for the kernel's yes.
    ///
    /// # Errors
    /// [`Error::Refused`] is the kernel's no.
    pub fn request(&mut self, message: Vec<u8>) -> Result<(), Error> {
        let sequence = self.conn.request(message);
        self.answer(sequence, &mut |_| ())?.into_result()
    }

    /// Sends many requests, in order, and says how each ended. What comes behind a window with a refusal for which
    /// `goes_on` is not true (it gets the request's place) is not sent.
    ///
    /// # Errors
    /// Where the socket fails; of what was sent then, nothing is known.
    pub fn batch(
        &mut self,
        requests: Vec<&[u8]>,
        mut goes_on: impl FnMut(usize, &Outcome) -> bool,
    ) -> Result<Vec<Outcome>, Error> {
        let first = self.conn.reserve(requests.len());
        let mut pipeline = Pipeline::new(requests, self.socket.port(), first);
        let mut seen = 0;
        while let Some(datagram) = pipeline.poll_transmit() {
            self.socket.send(datagram)?;
            while pipeline.is_waiting() {
                match self.socket.receive(&mut self.buffer)? {
                    Received::Datagram(length, sender) => {
                        pipeline.handle_input(&self.buffer[..length], sender);
                    }
                    Received::Truncated(_) | Received::Overrun => {
                        pipeline.handle_overrun();
                        self.drain(&mut |datagram, sender, _| {
                            pipeline.handle_input(datagram, sender);
                        })?;
                    }
                }
            }
            let mut outcomes = pipeline.outcomes().iter().enumerate().skip(seen);
            let mut outcomes = outcomes.by_ref().take_while(|(_, o)| **o != Outcome::NotSent);
            let mut all_well = true;
            for (place, outcome) in outcomes.by_ref() {
                seen = place + 1;
                all_well &= *outcome == Outcome::Done || goes_on(place, outcome);
            }
            if !all_well {
                break;
            }
        }
        Ok(pipeline.into_outcomes())
    }

    /// Sends a request for one object.
    ///
    /// # Errors
    /// [`Error::Refused`] is the kernel's no, as where there is no such object.
    pub fn get(&mut self, message: Vec<u8>) -> Result<Dump, Error> {
        Dump::gather(|visit| self.each(&message, Conn::get, visit))
    }

    /// Sends a request for all objects of a table. A dump that the table's changes disturbed
    /// (`NLM_F_DUMP_INTR`) is made again, up to 16 times.
    ///
    /// # Errors
    /// [`Error::Refused`] is the kernel's no.
    pub fn dump(&mut self, message: Vec<u8>) -> Result<Dump, Error> {
        Dump::gather(|visit| self.each(&message, Conn::dump, visit))
    }

    /// Sends a request, and calls `visit` with each message of its answer. Is the answer coherent?
    pub(crate) fn each(
        &mut self,
        message: &[u8],
        ask: fn(&mut Conn, Vec<u8>) -> u32,
        visit: &mut dyn FnMut(Message<'_>),
    ) -> Result<bool, Error> {
        let sequence = ask(&mut self.conn, message.to_vec());
        match self.answer(sequence, visit)? {
            End::Lost => Ok(false),
            End::Done { interrupted } => Ok(!interrupted),
            end => end.into_result().map(|()| true),
        }
    }

    /// Sends what is queued, and receives until this request has ended.
    fn answer(&mut self, sequence: u32, visit: &mut dyn FnMut(Message<'_>)) -> Result<End, Error> {
        while let Some(datagram) = self.conn.poll_transmit() {
            self.socket.send(&datagram)?;
        }
        loop {
            let mut end = None;
            self.receive_input(|input| match input {
                Input::Reply(number, message) if number == sequence => visit(message),
                Input::Done { sequence: number, interrupted } if number == sequence => {
                    end = Some(End::Done { interrupted });
                }
                Input::Refused(number, refused) if number == sequence => {
                    end = Some(End::Refused(refused));
                }
                Input::Overrun => end = Some(End::Lost),
                Input::Garbage(garbage) => end = Some(End::Garbage(garbage)),
                Input::Reply(..) | Input::Done { .. } | Input::Refused(..) => {}
                Input::Notification(_) => {}
            })?;
            if let Some(end) = end {
                self.conn.forget(sequence);
                return Ok(end);
            }
        }
    }

    fn receive_input(&mut self, mut sink: impl FnMut(Input<'_>)) -> Result<(), Error> {
        match self.socket.receive(&mut self.buffer)? {
            Received::Datagram(length, sender) => {
                self.conn.handle_input(&self.buffer[..length], sender, sink);
            }
            Received::Truncated(length) => {
                self.buffer.resize(length.next_multiple_of(BUFFER_BYTES), 0);
                self.conn.handle_overrun(sink);
            }
            Received::Overrun => {
                self.drain(&mut |datagram, sender, conn| {
                    conn.handle_input(datagram, sender, |_| ());
                })?;
                self.conn.handle_overrun(&mut sink);
            }
        }
        Ok(())
    }

    /// Takes all that waits in the socket. After an overrun the kernel drops every answer, without another word, until
    /// the socket is empty.
    fn drain(&mut self, each: &mut dyn FnMut(&[u8], u32, &mut Conn)) -> Result<(), Error> {
        while let Some(received) = self.socket.try_receive(&mut self.buffer)? {
            if let Received::Datagram(length, sender) = received {
                each(&self.buffer[..length], sender, &mut self.conn);
            }
        }
        Ok(())
    }
}

impl End {
    fn into_result(self) -> Result<(), Error> {
        match self {
            Self::Done { .. } => Ok(()),
            Self::Refused(refused) => Err(refused.into()),
            Self::Garbage(garbage) => Err(Error::NotNetlink(garbage)),
            Self::Lost => Err(Error::AnswerLost),
        }
    }
}
