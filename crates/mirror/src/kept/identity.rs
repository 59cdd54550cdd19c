//! What tells the objects of each table apart, as the kernel does.
//!
//! Where that is not enough (several IPv4 routes to one net with one priority, rules of one priority), the key
//! says which group an object belongs to, and the order in the group is the kernel's.

use crate::key::{Key, padded};
use route2_schema::rtnl::Of;
use route2_schema::rtnl::addr::{Addr, IFA_ADDRESS, IFA_LOCAL};
use route2_schema::rtnl::link::Link;
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::neigh::{NDA_DST, NDA_LLADDR, NDA_SRC_VNI, NDA_VLAN, Neigh, NeighFlags};
use route2_schema::rtnl::other::{
    AddrLabel, BridgeVlanHeader, IFAL_ADDRESS, MdbHeader, NETCONFA_IFINDEX, NETNSA_NSID, NHA_ID,
    Netconf, NextHops, Nsid,
};
use route2_schema::rtnl::route::{RTA_DST, RTA_PRIORITY, RTA_SRC, RTA_TABLE, Route};
use route2_schema::rtnl::rule::{FRA_PRIORITY, Rule};
use route2_schema::rtnl::tc::{TCA_CHAIN, Tc};
use route2_wire::{Attrs, Header, Key as Attribute, Payload, StructField, align};

/// A message's own header, and its attributes. What is too short for a header has the key of nothing.
fn parts<S: Of>(message: &[u8]) -> Option<(S::Header, Attrs<'_, S>)> {
    let payload = message.get(Header::SIZE..)?;
    let header = payload.get(..S::Header::SIZE)?;
    let attrs = payload.get(align(S::Header::SIZE)..).unwrap_or_default();
    Some((S::Header::take(header), Attrs::new(attrs)))
}

fn value<S: route2_wire::AttrSet, T>(attrs: Attrs<'_, S>, key: Attribute<S, T>) -> u32
where
    T: for<'a> Payload<View<'a>: Into<u32>>,
{
    attrs.get(key).ok().flatten().map_or(0, Into::into)
}

fn raw<S, T>(attrs: Attrs<'_, S>, key: Attribute<S, T>) -> &[u8] {
    attrs.find(key.number).map_or(&[], |attr| attr.payload)
}

/// By index.
pub(super) fn link(message: &[u8]) -> Key {
    parts::<Link>(message).map_or(Key::EMPTY, |(header, _)| Key::EMPTY.u32(header.index as u32))
}

/// By interface, address and length; of IPv4, by the other end's address too.
pub(super) fn addr(message: &[u8]) -> Key {
    let Some((header, attrs)) = parts::<Addr>(message) else { return Key::EMPTY };
    let (local, address) = (raw(attrs, IFA_LOCAL), raw(attrs, IFA_ADDRESS));
    let key = Key::EMPTY.u32(header.index.0).u8(header.family.0 as u8);
    let own = if local.is_empty() { address } else { local };
    let key = key.padded::<16>(own).u8(header.prefixlen);
    if header.family == Family::INET { key.bytes(address) } else { key }
}

/// By family, table, net and priority. The order is that in which the kernel lists IPv4 routes: of nets that
/// begin with the same address the longest first, of those the one with the highest type of service.
pub(crate) fn route(message: &[u8]) -> Key {
    const DST: u16 = RTA_DST.number;
    const SRC: u16 = RTA_SRC.number;
    const TABLE: u16 = RTA_TABLE.number;
    const PRIORITY: u16 = RTA_PRIORITY.number;
    let Some((header, attrs)) = parts::<Route>(message) else { return Key::EMPTY };
    let (mut dst, mut src): (&[u8], &[u8]) = (&[], &[]);
    let (mut table, mut priority) = (header.table.0, 0);
    for attr in attrs {
        let number = || attr.payload.first_chunk().map_or(0, |bytes| u32::from_ne_bytes(*bytes));
        match attr.number() {
            DST => dst = attr.payload,
            SRC => src = attr.payload,
            TABLE => table = number(),
            PRIORITY => priority = number(),
            _ => {}
        }
    }
    let key = route_table(header.family, table);
    match header.family {
        Family::INET6 => key
            .padded::<16>(dst)
            .u8(!header.dst_len)
            .u32(priority)
            .padded::<16>(src)
            .u8(header.src_len),
        _ => {
            let ([a, b, c, d], [p, q, r, s]) = (padded(dst), priority.to_be_bytes());
            key.array([a, b, c, d, !header.dst_len, !header.tos, p, q, r, s])
        }
    }
}

/// What the keys of all routes to a route's net begin with, whatever their priority.
pub(crate) fn net_of_route(key: &Key) -> Key {
    /// Family, table, address, length, and of IPv4 the type of service.
    const INET_BYTES: usize = 1 + 4 + 4 + 1 + 1;
    const INET6_BYTES: usize = 1 + 4 + 16 + 1;
    let bytes = key.as_bytes();
    let is_inet6 = bytes.first().is_some_and(|family| u16::from(*family) == Family::INET6.0);
    let length = if is_inet6 { INET6_BYTES } else { INET_BYTES };
    Key::EMPTY.bytes(bytes.get(..length).unwrap_or(bytes))
}

/// What the keys of all routes of a table begin with.
pub(crate) fn route_table(family: Family, table: u32) -> Key {
    Key::EMPTY.u8(family.0 as u8).u32(table)
}

/// By interface and address; in forwarding databases, by VLAN or VNI too.
pub(super) fn neigh(message: &[u8]) -> Key {
    let Some((header, attrs)) = parts::<Neigh>(message) else { return Key::EMPTY };
    // `NTF_MASTER` is said in requests only: what a bridge has, the kernel lists without it.
    let kinds = NeighFlags::PROXY.0 | NeighFlags::SELF.0;
    let key = Key::EMPTY.u32(header.ifindex.0).u8(header.family.0 as u8).u8(header.flags.0 & kinds);
    match header.family {
        Family::BRIDGE => key
            .padded::<20>(raw(attrs, NDA_LLADDR))
            .u16(value(attrs, NDA_VLAN) as u16)
            .u32(value(attrs, NDA_SRC_VNI)),
        _ => key.padded::<16>(raw(attrs, NDA_DST)),
    }
}

/// By family and priority; those with the same stand in the order in which they were made.
pub(super) fn rule(message: &[u8]) -> Key {
    let Some((header, attrs)) = parts::<Rule>(message) else { return Key::EMPTY };
    Key::EMPTY.u8(header.family.0 as u8).u32(value(attrs, FRA_PRIORITY))
}

pub(super) fn nexthop(message: &[u8]) -> Key {
    let Some((_, attrs)) = parts::<NextHops>(message) else { return Key::EMPTY };
    Key::EMPTY.u32(value(attrs, NHA_ID))
}

/// By interface and handle; of those without a handle, by place. Classes likewise.
pub(super) fn qdisc(message: &[u8]) -> Key {
    let Some((header, _)) = parts::<Tc>(message) else { return Key::EMPTY };
    Key::EMPTY.u32(header.index.0).u32(header.handle.0).u32(header.parent.0)
}

/// By place, chain, priority and protocol, kind, and handle.
pub(super) fn filter(message: &[u8]) -> Key {
    let Some((header, attrs)) = parts::<Tc>(message) else { return Key::EMPTY };
    chain(message)
        .u32(header.info)
        .padded::<8>(raw(attrs, route2_schema::rtnl::tc::TCA_KIND))
        .u32(header.handle.0)
}

/// By place and number.
pub(super) fn chain(message: &[u8]) -> Key {
    let Some((header, attrs)) = parts::<Tc>(message) else { return Key::EMPTY };
    Key::EMPTY.u32(header.index.0).u32(header.parent.0).u32(value(attrs, TCA_CHAIN))
}

/// By family and interface.
pub(super) fn netconf(message: &[u8]) -> Key {
    let Some((header, attrs)) = parts::<Netconf>(message) else { return Key::EMPTY };
    Key::EMPTY.u8(header.family.0 as u8).bytes(&swapped(raw(attrs, NETCONFA_IFINDEX)))
}

/// By bridge. (A long one comes in several pieces.)
pub(super) fn mdb(message: &[u8]) -> Key {
    let header = message.get(Header::SIZE..).and_then(|payload| payload.get(..MdbHeader::SIZE));
    header.map_or(Key::EMPTY, |header| Key::EMPTY.u32(MdbHeader::take(header).ifindex.0))
}

/// By port.
pub(super) fn vlan(message: &[u8]) -> Key {
    let size = BridgeVlanHeader::SIZE;
    let header = message.get(Header::SIZE..).and_then(|payload| payload.get(..size));
    header.map_or(Key::EMPTY, |header| Key::EMPTY.u32(BridgeVlanHeader::take(header).ifindex.0))
}

pub(super) fn nsid(message: &[u8]) -> Key {
    let Some((_, attrs)) = parts::<Nsid>(message) else { return Key::EMPTY };
    Key::EMPTY.bytes(&swapped(raw(attrs, NETNSA_NSID)))
}

/// By interface and net.
pub(super) fn addrlabel(message: &[u8]) -> Key {
    let Some((header, attrs)) = parts::<AddrLabel>(message) else { return Key::EMPTY };
    let key = Key::EMPTY.u8(header.family.0 as u8).u32(header.index.0);
    key.u8(header.prefixlen).bytes(raw(attrs, IFAL_ADDRESS))
}

/// A number so that keys sort as numbers do.
fn swapped(number: &[u8]) -> [u8; 4] {
    number.first_chunk().map_or([0; 4], |bytes| i32::from_ne_bytes(*bytes).to_be_bytes())
}
