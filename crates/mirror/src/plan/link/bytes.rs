//! Links' messages: what they say, and pieces of them.

use super::Wish;
use crate::plan::as_request;
use route2_schema::rtnl::link::prop_list::IFLA_ALT_IFNAME;
use route2_schema::rtnl::link::{
    self, AT_BIRTH_OF_PEER, IFLA_ADDRESS, IFLA_IFNAME, IFLA_INFO_DATA, IFLA_INFO_KIND,
    IFLA_INFO_SLAVE_DATA, IFLA_INFO_SLAVE_KIND, IFLA_LINK, IFLA_LINK_NETNSID, IFLA_LINKINFO,
    IFLA_MASTER, IFLA_NUM_RX_QUEUES, IFLA_NUM_TX_QUEUES, IFLA_PROP_LIST, Link, LinkHeader,
    LinkInfo,
};
use route2_schema::rtnl::names::LinkFlags;
use route2_schema::rtnl::other::LINKPROP;
use route2_schema::rtnl::{Object, Op};
use route2_wire::{Attr, Attrs, Header, Kind, Payload, Row, StructField, align};
use std::collections::HashMap;

const NESTED: u16 = 0x8000;

/// What cannot be set, or need not be, when it was made as the other end of a pair.
pub(super) const AT_BIRTH_ALONG: [u16; 6] = [
    IFLA_IFNAME.number,
    IFLA_LINK.number,
    IFLA_LINK_NETNSID.number,
    IFLA_NUM_TX_QUEUES.number,
    IFLA_NUM_RX_QUEUES.number,
    IFLA_LINKINFO.number,
];

pub(super) fn index_of(wish: &Wish) -> u32 {
    wish.object().of::<Link>().map_or(0, |(header, _)| header.index as u32)
}

pub(super) fn flags(object: Object<'_>) -> u32 {
    object.of::<Link>().map_or(0, |(header, _)| header.flags.0)
}

pub(super) fn kind(object: Object<'_>) -> Option<&str> {
    let (_, attrs) = object.of::<Link>()?;
    attrs.get(IFLA_LINKINFO).ok()??.get(IFLA_INFO_KIND).ok()?
}

/// Of which kind its master is.
pub(super) fn port_kind(object: Object<'_>) -> Option<&str> {
    let (_, attrs) = object.of::<Link>()?;
    attrs.get(IFLA_LINKINFO).ok()??.get(IFLA_INFO_SLAVE_KIND).ok()?
}

pub(super) fn has(object: Object<'_>, number: u16) -> bool {
    Attrs::<()>::new(object.attr_bytes()).find(number).is_some()
}

pub(super) fn altnames(object: Object<'_>) -> Vec<String> {
    let Some((_, attrs)) = object.of::<Link>() else { return Vec::new() };
    let list = attrs.get(IFLA_PROP_LIST).ok().flatten();
    let names = list.into_iter().flat_map(|list| list.get_all(IFLA_ALT_IFNAME));
    names.filter_map(Result::ok).map(str::to_owned).collect()
}

/// The link below, or at the other end, where it is in this network namespace.
fn below(object: Object<'_>) -> Option<u32> {
    let (_, attrs) = object.of::<Link>()?;
    if attrs.find(IFLA_LINK_NETNSID.number).is_some() {
        return None;
    }
    let below = attrs.get(IFLA_LINK).ok().flatten().map(|below| below.0);
    below.filter(|below| *below != 0).or_else(|| named_by_kind(object).first().copied())
}

/// The links that the part of a link that its kind decides on names: a tunnel says there on which it lies.
pub(in crate::plan) fn named_by_kind(object: Object<'_>) -> Vec<u32> {
    let mut named = Vec::new();
    let data = object.of::<Link>().and_then(|(_, attrs)| {
        Some(attrs.get(IFLA_LINKINFO).ok()??.find(IFLA_INFO_DATA.number)?.payload)
    });
    let Some(data) = data.map(<[u8]>::as_ptr_range) else { return named };
    let start = object.message.bytes.as_ptr();
    object.each_interface(&mut |at, index| {
        if data.contains(&start.wrapping_add(at)) && index != 0 {
            named.push(index);
        }
    });
    named
}

/// How many of the links that are wished for lie below each of them.
pub(super) fn heights(wishes: &[Wish]) -> HashMap<u32, u32> {
    let below: HashMap<u32, u32> =
        wishes.iter().filter_map(|wish| Some((index_of(wish), below(wish.object())?))).collect();
    let height = |wish: &Wish| {
        let mut index = index_of(wish);
        for height in 0..wishes.len() as u32 {
            match below.get(&index) {
                Some(next) => index = *next,
                None => return height,
            }
        }
        // Two ends of a pair lie below each other.
        0
    };
    wishes.iter().map(|wish| (index_of(wish), height(wish))).collect()
}

/// The other end of a pair of links, where that is wished for too.
pub(super) fn other_end<'w>(link: Object<'_>, wishes: &'w [Wish]) -> Option<&'w Wish> {
    peer_row(kind(link)?)?;
    let other = below(link)?;
    wishes.iter().find(|wish| index_of(wish) == other && wish.goal() == super::Goal::As)
}

/// The attribute that is the other end, of a kind of pairs.
fn peer_row(kind: &str) -> Option<&'static Row> {
    let choice = link::LINK_DATA;
    match choice.named(kind.as_bytes())? {
        Kind::Set(set) => set().rows.iter().find(|row| link::is_peer(row)),
        _ => None,
    }
}

/// `IFLA_LINKINFO` as a link is made with it: without what it is as a port, and with the other end.
pub(super) fn birth_info(info: &[u8], other: Option<&Wish>, bare: u8, ports: &[u32]) -> Vec<u8> {
    let attrs = Attrs::<LinkInfo>::new(info);
    let mut out = Vec::new();
    if let Some(kind) = attrs.find(IFLA_INFO_KIND.number) {
        kind.copy_to(&mut out);
    }
    let data = attrs.find(IFLA_INFO_DATA.number).map_or(&[][..], |data| data.payload);
    let says_something = |attr: &Attr<'_>| attr.payload.iter().any(|byte| *byte != 0);
    // Which of its ports does what, it can be told when it has them.
    let is_of_port = |attr: &Attr<'_>| {
        let index = attr.payload.first_chunk().map(|index| u32::from_ne_bytes(*index));
        attr.payload.len() == 4 && index.is_some_and(|index| ports.contains(&index))
    };
    let data = filtered(data, |attr| !is_of_port(attr));
    let mut data = match bare {
        0 => data,
        1 => filtered(&data, says_something),
        _ => Vec::new(),
    };
    let kind = attrs.get(IFLA_INFO_KIND).ok().flatten().unwrap_or_default();
    if let (Some(other), Some(row)) = (other, peer_row(kind)) {
        let mut peer = Vec::new();
        let header = LinkHeader { index: index_of(other) as i32, ..LinkHeader::default() };
        LinkHeader::write(&header, &mut peer);
        peer.extend(only(other.object().attr_bytes(), &AT_BIRTH_OF_PEER));
        put_raw(&mut data, row.number | NESTED, &peer);
    }
    if !data.is_empty() {
        put_raw(&mut out, IFLA_INFO_DATA.number | NESTED, &data);
    }
    out
}

/// The attributes one by one, those too that are about the kind.
pub(super) fn pieces(attributes: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    for attr in Attrs::<()>::new(attributes) {
        let info = Attrs::<()>::new(attr.payload);
        let data = info.find(IFLA_INFO_DATA.number);
        let (true, Some(data)) = (attr.number() == IFLA_LINKINFO.number, data) else {
            pieces.push(only(attributes, &[attr.number()]));
            continue;
        };
        for setting in Attrs::<()>::new(data.payload) {
            let (mut data, mut info, mut piece) =
                (Vec::new(), only(attr.payload, &[IFLA_INFO_KIND.number]), Vec::new());
            setting.copy_to(&mut data);
            put_raw(&mut info, IFLA_INFO_DATA.number | NESTED, &data);
            put_raw(&mut piece, attr.raw_type, &info);
            pieces.push(piece);
        }
    }
    if pieces.is_empty() { vec![Vec::new()] } else { pieces }
}

/// A change of what a kind says, of a kind that takes what is not said for nothing: with all that the link has.
pub(super) fn with_whole_data(attributes: &[u8], wanted: &[u8], is: Object<'_>) -> Vec<u8> {
    const INFO: u16 = IFLA_LINKINFO.number;
    const DATA: u16 = IFLA_INFO_DATA.number;
    fn find(bytes: &[u8], number: u16) -> &[u8] {
        Attrs::<()>::new(bytes).find(number).map_or(&[], |attr| attr.payload)
    }
    let info = find(attributes, INFO);
    if find(info, DATA).is_empty() {
        return attributes.to_vec();
    }
    let own = is.fields().find(|field| field.attr.number() == INFO).and_then(|info| info.nest());
    let own = own.and_then(|mut info| info.find(|f| f.attr.number() == DATA)?.nest());
    let mut has = Vec::new();
    own.into_iter().for_each(|own| own.settable(&mut has));
    let said = find(find(wanted, INFO), DATA);
    let numbers: Vec<u16> = Attrs::<()>::new(said).map(|attr| attr.number()).collect();
    let data = [without(&has, &numbers), said.to_vec()].concat();
    let mut whole = without(info, &[DATA]);
    put_raw(&mut whole, DATA | NESTED, &data);
    let mut out = without(attributes, &[INFO]);
    put_raw(&mut out, INFO | NESTED, &whole);
    out
}

/// Is it the address of one of a link's ports, as they were?
pub(super) fn is_ports_address(address: &[u8], master: u32, all: &[Wish]) -> bool {
    let is_it = |wish: &Wish| {
        wish.object().of::<Link>().is_some_and(|(_, attrs)| {
            attrs.find(IFLA_ADDRESS.number).is_some_and(|own| own.payload == address)
                && attrs.get(IFLA_MASTER).ok().flatten().is_some_and(|own| own.0 == master)
        })
    };
    all.iter().any(|wish| wish.goal() == super::Goal::As && is_it(wish))
}

/// The part of `IFLA_LINKINFO` that is about a port.
pub(super) fn port_part(attributes: &[u8]) -> Vec<u8> {
    let info = Attrs::<()>::new(attributes).find(IFLA_LINKINFO.number);
    let port = [IFLA_INFO_SLAVE_KIND.number, IFLA_INFO_SLAVE_DATA.number];
    let port = info.map(|info| only(info.payload, &port)).unwrap_or_default();
    let mut out = Vec::new();
    if Attrs::<()>::new(&port).find(IFLA_INFO_SLAVE_DATA.number).is_some() {
        put_raw(&mut out, IFLA_LINKINFO.number | NESTED, &port);
    }
    out
}

/// What is about a port, and all else.
pub(super) fn split_port(attributes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (info, mut rest) = split(attributes, IFLA_LINKINFO.number);
    if let Some(info) = Attrs::<()>::new(&info).next() {
        let own = [IFLA_INFO_KIND.number, IFLA_INFO_DATA.number];
        let own = only(info.payload, &own);
        // The kind alone changes nothing.
        if Attrs::<()>::new(&own).find(IFLA_INFO_DATA.number).is_some() {
            put_raw(&mut rest, IFLA_LINKINFO.number | NESTED, &own);
        }
    }
    (port_part(attributes), rest)
}

/// The attributes with this number, and all others.
pub(super) fn split(attributes: &[u8], number: u16) -> (Vec<u8>, Vec<u8>) {
    (only(attributes, &[number]), without(attributes, &[number]))
}

/// The name, and all other attributes.
pub(super) fn take_name(attributes: &[u8]) -> (Option<String>, Vec<u8>) {
    let (name, rest) = split(attributes, IFLA_IFNAME.number);
    let name = Attrs::<Link>::new(&name).get(IFLA_IFNAME).ok().flatten().map(str::to_owned);
    (name, rest)
}

/// The number that the first attribute has.
pub(super) fn number(attributes: &[u8]) -> Option<u32> {
    let attr = Attrs::<()>::new(attributes).next()?;
    attr.payload.first_chunk().map(|number| u32::from_ne_bytes(*number))
}

pub(in crate::plan) fn only(attributes: &[u8], numbers: &[u16]) -> Vec<u8> {
    filtered(attributes, |attr| numbers.contains(&attr.number()))
}

pub(in crate::plan) fn without(attributes: &[u8], numbers: &[u16]) -> Vec<u8> {
    filtered(attributes, |attr| !numbers.contains(&attr.number()))
}

fn filtered(attributes: &[u8], is_wanted: impl Fn(&Attr<'_>) -> bool) -> Vec<u8> {
    let mut out = Vec::new();
    Attrs::<()>::new(attributes).filter(is_wanted).for_each(|attr| attr.copy_to(&mut out));
    out
}

pub(in crate::plan) fn put_raw(out: &mut Vec<u8>, raw_type: u16, payload: &[u8]) {
    Attr { raw_type, payload, whole: true }.copy_to(out);
}

/// A request to change (or, with flags that say so, to make) a link.
pub(super) fn message(
    index: u32,
    (mask, flags): (u32, u32),
    attributes: &[u8],
    request_flags: u16,
) -> Vec<u8> {
    let flags = LinkFlags(flags);
    let header = LinkHeader { index: index as i32, change: mask, flags, ..LinkHeader::default() };
    of_header(link::TABLE.message_type(Op::New), &header, attributes, request_flags)
}

pub(super) fn up_down(index: u32, up: bool) -> Vec<u8> {
    let flags = if up { LinkFlags::UP.0 } else { 0 };
    message(index, (LinkFlags::UP.0, flags), &[], 0)
}

/// A request to add or remove alternative names.
pub(super) fn property(index: u32, names: &[&String], op: Op) -> Vec<u8> {
    let mut list = Vec::new();
    for name in names {
        put_raw(&mut list, IFLA_ALT_IFNAME.number, &[name.as_bytes(), &[0]].concat());
    }
    let mut attributes = Vec::new();
    put_raw(&mut attributes, IFLA_PROP_LIST.number | NESTED, &list);
    let flags = if op == Op::New {
        route2_wire::flag::CREATE | route2_wire::flag::EXCL | route2_wire::flag::APPEND
    } else {
        0
    };
    let header = LinkHeader { index: index as i32, ..LinkHeader::default() };
    of_header(LINKPROP.message_type(op), &header, &attributes, flags)
}

/// A message of a link.
pub(in crate::plan) fn of_header(
    message_type: u16,
    header: &LinkHeader,
    attributes: &[u8],
    request_flags: u16,
) -> Vec<u8> {
    let mut bytes = vec![0; Header::SIZE];
    LinkHeader::write(header, &mut bytes);
    bytes.resize(Header::SIZE + align(LinkHeader::SIZE), 0);
    bytes.extend_from_slice(attributes);
    as_request(&mut bytes, message_type, request_flags);
    bytes
}
