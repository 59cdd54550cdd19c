//! Netlink as bytes, and the tables that say what the bytes mean.
//!
//! Bytes are the hub of route2: a message is kept as the kernel wrote it, and every reading of it is
//! a view. There are three readings, and all come from one declaration ([`attrs!`]):
//!
//! - **typed**: [`Attrs::get`] with a [`Key`] that fixes the set and the type;
//! - **dynamic**: [`Fields`] walks any set through its table ([`Set`]) and yields [`Value`]s;
//! - **owned**: a plain struct with one `Option` an attribute ([`Payload::read`], [`Payload::write`]).
//!
//! This crate knows no socket, no clock and no attribute number. It has no dependency, no `unsafe`, and no input makes it panic: what does not fit its type is
//! [`Malformed`] for that attribute alone.

#![forbid(unsafe_code)]

mod access;
mod agree;
mod attrs;
mod declare;
mod domain;
mod draft;
mod encode;
mod given;
mod header;
mod items;
mod json;
mod labels;
mod list;
mod number;
mod numbers;
mod parts;
mod path;
mod payload;
mod put;
mod quoted;
mod record;
mod regain;
mod select;
mod spot;
mod subset;
mod table;
mod text;
mod unit;
mod value;

pub use access::Access;
#[doc(hidden)]
pub use agree::Readings;
#[cfg(feature = "agree")]
pub use agree::agree;
pub use attrs::{Attr, AttrSet, Attrs, Key, Malformed};
pub use domain::{Domain, Domains};
pub use draft::{Draft, in_any_order};
pub use encode::Sense;
pub use given::{Given, Unfit, Why};
pub use header::{Header, Message, Messages, NotNetlink, flag, message_type};
pub use items::Items;
pub use json::{Json, Shape};
pub use labels::{Label, Labels};
pub use list::{AsRecord, Chunked, Eights, Headed, Indexed, Kept, Many, Packed};
pub use number::{As, Be, Handle, Hex, IfIndex, Named, Names, Node, Spelling, Uint};
pub use numbers::Numbers;
pub use parts::{Body, Member, Parts};
pub use payload::{Bool, Bytes, Flag, Flat, Ip, Ip4, Ip6, LinkAddr, Mac, Payload, Str};
pub use put::{Put, TooLong};
#[doc(hidden)]
pub use quoted::Quoted;
pub use record::{Part, RecordField, Stated, StructField};
pub use select::{By, Case, Choice, Choose, Kinded, Mostly, Select, Selected};
pub use spot::Spot;
pub use table::{Kind, Layout, Num, Record, Row, Set, highest, index, same, unraw, wide};
pub use unit::{
    AtCeil, AtPeakRate, AtRate, ByteRate, Centis, CodelMicros, Counts, In, Micros, Millis, Nanos,
    Octets, Secs, Ticks, Unit,
};
pub use value::{Field, Fields, Value};

/// Rounds a length up to netlink's alignment of four bytes (`NLMSG_ALIGN`, `NLA_ALIGN`).
#[inline]
pub const fn align(length: usize) -> usize {
    (length + 3) & !3
}
