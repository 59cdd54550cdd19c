//! What links are looked up by, beyond their index; and addresses in the forwarding databases of bridges.

use crate::key::Key;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::{
    IFLA_GROUP, IFLA_IFNAME, IFLA_INFO_KIND, IFLA_LINK, IFLA_LINKINFO, IFLA_MASTER, IFLA_PROP_LIST,
    Link, prop_list,
};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::neigh::{NDA_LLADDR, NDA_MASTER, NDA_VLAN, Neigh, NeighFlags};

/// Something that is true of a link, or of a neighbour's.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Term<'a> {
    /// It has this name, or alternative name.
    Name(&'a str),
    /// It is a port of this link.
    Master(u32),
    /// It lies on this link, or is the other end of its cable.
    On(u32),
    Kind(&'a str),
    Group(u32),
    /// For this bridge, in this VLAN, this address is there.
    Address(u32, u16, &'a [u8]),
}

impl Term<'_> {
    /// As an entry of a tree: the link's index, then the term.
    pub(super) fn bytes(&self, index: u32) -> Vec<u8> {
        let mut bytes = index.to_be_bytes().to_vec();
        match self {
            Self::Name(name) => bytes.extend([b"n", name.as_bytes()].concat()),
            Self::Master(master) => bytes.extend([&b"m"[..], &master.to_be_bytes()].concat()),
            Self::On(link) => bytes.extend([&b"l"[..], &link.to_be_bytes()].concat()),
            Self::Kind(kind) => bytes.extend([b"k", kind.as_bytes()].concat()),
            Self::Group(group) => bytes.extend([&b"g"[..], &group.to_be_bytes()].concat()),
            Self::Address(bridge, vlan, address) => {
                bytes.extend(bridge.to_be_bytes());
                bytes.extend(vlan.to_be_bytes());
                bytes.extend_from_slice(address);
            }
        }
        bytes
    }
}

pub(super) fn key(bytes: &[u8]) -> Key {
    Key::EMPTY.bytes(bytes.get(4..).unwrap_or_default())
}

pub(super) fn index(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |index| u32::from_be_bytes(*index))
}

/// Where an address is that a bridge knows, in a VLAN: the kernel has it once, at one of the ports or at the bridge.
pub(crate) fn address_of(entry: Object<'_>) -> Option<(u32, Term<'_>)> {
    let (header, attrs) = entry.of::<Neigh>()?;
    let is_own = header.flags.0 & NeighFlags::SELF.0 != 0;
    if header.family != Family::BRIDGE || is_own {
        return None;
    }
    let bridge = attrs.get(NDA_MASTER).ok()??;
    let vlan = attrs.get(NDA_VLAN).ok().flatten().unwrap_or(0);
    let address = attrs.find(NDA_LLADDR.number)?.payload;
    Some((header.ifindex.0, Term::Address(bridge.0, vlan, address)))
}

/// Calls `visit` with all terms of an object, as bytes.
pub(super) fn each(object: Object<'_>, visit: &mut dyn FnMut(&[u8])) {
    if let Some((index, term)) = address_of(object) {
        return visit(&term.bytes(index));
    }
    let Some((header, attrs)) = object.of::<Link>() else { return };
    let mut say = |term: Term<'_>| visit(&term.bytes(header.index as u32));
    if let Ok(Some(name)) = attrs.get(IFLA_IFNAME) {
        say(Term::Name(name));
    }
    if let Ok(Some(master)) = attrs.get(IFLA_MASTER) {
        say(Term::Master(master.0));
    }
    if let Ok(Some(link)) = attrs.get(IFLA_LINK) {
        say(Term::On(link.0));
    }
    if let Ok(Some(group)) = attrs.get(IFLA_GROUP) {
        say(Term::Group(group));
    }
    if let Ok(Some(properties)) = attrs.get(IFLA_PROP_LIST) {
        properties
            .get_all(prop_list::IFLA_ALT_IFNAME)
            .flatten()
            .for_each(|name| say(Term::Name(name)));
    }
    if let Ok(Some(info)) = attrs.get(IFLA_LINKINFO)
        && let Ok(Some(kind)) = info.get(IFLA_INFO_KIND)
    {
        say(Term::Kind(kind));
    }
}
