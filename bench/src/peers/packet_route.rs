//! netlink-packet-route: every message becomes a structure with a `Vec` of attributes.

use crate::raw;
use crate::world::Kind;
use anyhow::{Result, bail};
use netlink_packet_core::{NetlinkMessage, NetlinkPayload};
use netlink_packet_route::RouteNetlinkMessage;
use std::hint::black_box;

/// Parses all messages into a `Vec`.
pub(crate) fn decode(_: Kind, bytes: &[u8]) -> Result<u64> {
    let mut all = Vec::new();
    parse(bytes, &mut all)?;
    Ok(black_box(&all).len() as u64)
}

/// Parses what a raw loop receives.
pub(crate) fn dump(kind: Kind) -> Result<u64> {
    let mut all = Vec::new();
    raw::receive(kind, |datagram| parse(datagram, &mut all))?;
    Ok(black_box(&all).len() as u64)
}

/// False at the end of a dump.
fn parse(bytes: &[u8], all: &mut Vec<RouteNetlinkMessage>) -> Result<bool> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let message = NetlinkMessage::<RouteNetlinkMessage>::deserialize(rest)?;
        let length = (message.header.length as usize).next_multiple_of(4);
        rest = rest.get(length..).unwrap_or_default();
        match message.payload {
            NetlinkPayload::InnerMessage(inner) => all.push(inner),
            NetlinkPayload::Done(_) => return Ok(false),
            other => bail!("{other:?}"),
        }
    }
    Ok(true)
}
