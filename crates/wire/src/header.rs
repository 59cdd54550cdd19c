//! The 16 bytes before every netlink message (`struct nlmsghdr`, linux/netlink.h), and the walk over
//! a buffer of messages as `recv` gave it.

use core::fmt;

/// Message types that every netlink family shares (linux/netlink.h).
pub mod message_type {
    /// Nothing: to be skipped.
    pub const NOOP: u16 = 1;
    /// An error, or an acknowledgement when its code is 0.
    pub const ERROR: u16 = 2;
    /// The end of a dump.
    pub const DONE: u16 = 3;
    /// Data lost.
    pub const OVERRUN: u16 = 4;
    /// The first number that belongs to a family.
    pub const FIRST_OF_FAMILY: u16 = 16;
}

/// Message flags (linux/netlink.h). The meaning of bits 8 to 11 depends on the message.
pub mod flag {
    /// A request to the kernel.
    pub const REQUEST: u16 = 0x01;
    /// Part of a multipart reply, ended by [`DONE`](super::message_type::DONE).
    pub const MULTI: u16 = 0x02;
    /// An acknowledgement is wanted.
    pub const ACK: u16 = 0x04;
    /// The kernel shall send the notification of a request to the requester too.
    pub const ECHO: u16 = 0x08;
    /// The table changed while it was dumped: the dump may be incoherent.
    pub const DUMP_INTR: u16 = 0x10;
    /// The kernel filtered this dump as asked for.
    pub const DUMP_FILTERED: u16 = 0x20;

    /// On a get: start at the root of the table.
    pub const ROOT: u16 = 0x100;
    /// On a get: all that match.
    pub const MATCH: u16 = 0x200;
    /// On a get: the whole table.
    pub const DUMP: u16 = ROOT | MATCH;

    /// On a new: replace what exists.
    pub const REPLACE: u16 = 0x100;
    /// On a new: fail where it exists.
    pub const EXCL: u16 = 0x200;
    /// On a new: make it where it does not exist.
    pub const CREATE: u16 = 0x400;
    /// On a new: add to the end of the list.
    pub const APPEND: u16 = 0x800;

    /// On an error: the request is not repeated in it, only its header.
    pub const CAPPED: u16 = 0x100;
    /// On an error or a dump's end: attributes with the extended acknowledgement follow.
    pub const ACK_TLVS: u16 = 0x200;
}

/// `struct nlmsghdr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Header {
    /// Length of the message with this header, in bytes, without the padding after it.
    pub length: u32,
    /// What the message is (`nlmsg_type`).
    pub message_type: u16,
    /// See [`flag`].
    pub flags: u16,
    /// Ties a reply to its request; on a notification, whose request caused it.
    pub sequence: u32,
    /// The netlink port of the process that is addressed, or whose request caused a notification.
    pub port: u32,
}

impl Header {
    /// Its size on the wire.
    pub const SIZE: usize = 16;

    /// Reads the header at the start of `bytes`; `None` where there are fewer than 16.
    #[inline]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let h = bytes.first_chunk::<16>()?;
        Some(Self {
            length: u32::from_ne_bytes([h[0], h[1], h[2], h[3]]),
            message_type: u16::from_ne_bytes([h[4], h[5]]),
            flags: u16::from_ne_bytes([h[6], h[7]]),
            sequence: u32::from_ne_bytes([h[8], h[9], h[10], h[11]]),
            port: u32::from_ne_bytes([h[12], h[13], h[14], h[15]]),
        })
    }

    /// The header as the kernel reads it.
    pub fn bytes(self) -> [u8; Self::SIZE] {
        let mut out = [0; Self::SIZE];
        out[..4].copy_from_slice(&self.length.to_ne_bytes());
        out[4..6].copy_from_slice(&self.message_type.to_ne_bytes());
        out[6..8].copy_from_slice(&self.flags.to_ne_bytes());
        out[8..12].copy_from_slice(&self.sequence.to_ne_bytes());
        out[12..].copy_from_slice(&self.port.to_ne_bytes());
        out
    }
}

/// One message: its header, and its bytes as they came.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The header, already read.
    pub header: Header,
    /// The whole message, header included, padding excluded.
    pub bytes: &'a [u8],
}

impl<'a> Message<'a> {
    /// What follows the header.
    #[inline]
    pub fn payload(self) -> &'a [u8] {
        self.bytes.get(Header::SIZE..).unwrap_or_default()
    }
}

/// The messages in a buffer, in their order. The first thing that is no message is yielded as an
/// error with its offset, and ends the walk: after it nothing says where the next message begins.
#[derive(Clone, Debug)]
pub struct Messages<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Messages<'a> {
    /// Walks `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = Result<Message<'a>, NotNetlink>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.bytes.get(self.offset..).filter(|rest| !rest.is_empty())?;
        let header = Header::read(rest);
        let whole = header.and_then(|h| rest.get(..h.length as usize));
        let (Some(header), Some(bytes)) =
            (header, whole.filter(|bytes| bytes.len() >= Header::SIZE))
        else {
            let length = header.map(|h| h.length);
            let error = NotNetlink { offset: self.offset, length, available: rest.len() };
            self.offset = self.bytes.len();
            return Some(Err(error));
        };
        self.offset += crate::align(bytes.len());
        Some(Ok(Message { header, bytes }))
    }
}

/// Bytes that are no netlink message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNetlink {
    /// Where in the buffer they begin.
    pub offset: usize,
    /// The length that they state, where there are enough for a header.
    pub length: Option<u32>,
    /// How many bytes there are from `offset` on.
    pub available: usize,
}

impl fmt::Display for NotNetlink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { offset, length, available } = self;
        match length {
            None => write!(f, "at offset {offset}: {available} bytes are too few for a header"),
            Some(l) if (*l as usize) < Header::SIZE => {
                write!(f, "at offset {offset}: no netlink message (it states a length of {l})")
            }
            Some(l) => write!(
                f,
                "at offset {offset}: no netlink message, or one cut short \
                 (it states a length of {l}, {available} bytes are left)"
            ),
        }
    }
}

impl core::error::Error for NotNetlink {}
