//! Entries of forwarding databases: of bridges, those that stay where they are, and of VXLANs, where others are.

use super::{Pairs, Settable, tables, take};
use route2::schema::rtnl::Object;
use route2::schema::rtnl::link::{IFLA_ADDRESS, Link};
use route2::schema::rtnl::names::Family;
use route2::schema::rtnl::neigh::{NDA_DST, NDA_LLADDR, NDA_MASTER, Neigh, NeighState};
use route2::{Found, Snapshot};

/// Has somebody made it?
pub(super) fn is_saved(entry: Object<'_>, now: &Snapshot) -> bool {
    let Some((header, attrs)) = entry.of::<Neigh>() else { return false };
    let lasts = NeighState::PERMANENT.0 | NeighState::NOARP.0;
    if header.family != Family::BRIDGE || header.state.0 & lasts == 0 {
        return false;
    }
    let link = now.link_by_index(header.ifindex.0);
    match attrs.get(NDA_MASTER).ok().flatten() {
        Some(bridge) => !is_own(entry, bridge.0, now),
        // Without a destination, it is an address that a device listens to.
        None => attrs.find(NDA_DST.number).is_some() && !link.is_some_and(|l| is_default(entry, l)),
    }
}

/// Is it an address of the bridge, or of one of its ports?
fn is_own(entry: Object<'_>, bridge: u32, now: &Snapshot) -> bool {
    let address = entry.of::<Neigh>().and_then(|(_, attrs)| attrs.find(NDA_LLADDR.number));
    let Some(address) = address else { return true };
    let has = |link: Found<'_>| {
        let own = link.of::<Link>().and_then(|(_, attrs)| attrs.find(IFLA_ADDRESS.number));
        own.is_some_and(|own| own.payload == address.payload)
    };
    now.link_by_index(bridge).is_some_and(has) || now.ports(bridge).any(has)
}

/// Is it where a VXLAN sends what it does not know by its own settings?
fn is_default(entry: Object<'_>, link: Found<'_>) -> bool {
    let Some((_, attrs)) = entry.of::<Neigh>() else { return false };
    let address = attrs.find(NDA_LLADDR.number);
    let is_for_all = address.is_some_and(|address| address.payload.iter().all(|byte| *byte == 0));
    let group = link.key("vxlan_group").or_else(|| link.key("vxlan_group6"));
    let to = entry.key("dst").map(|to| to.to_string());
    is_for_all && group.is_some_and(|group| Some(group.to_string()) == to)
}

/// What is said of an entry.
pub(super) fn pairs(entry: Object<'_>, settable: &Settable, now: &Snapshot) -> Pairs {
    let mut pairs = tables::pairs(entry, settable, now);
    // Whose database it is in: where nothing is said, the device's own.
    let flags = take(&mut pairs, "flags").map(|flags| flags.to_string());
    take(&mut pairs, "ndm_type");
    let (master, dev) = (take(&mut pairs, "master"), pairs.iter().find(|(key, _)| key == "dev"));
    let is_masters = master.is_some() && master.as_ref() != dev.map(|(_, dev)| dev);
    let of_master = is_masters.then(|| "master".to_owned());
    let flags: Vec<_> = of_master.into_iter().chain(flags).collect();
    if !flags.is_empty() {
        pairs.push(("flags".to_owned(), flags.join(",").into()));
    }
    pairs
}
