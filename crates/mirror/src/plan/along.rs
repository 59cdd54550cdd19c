//! What goes along: what else is gone, or other than it was, when an object is removed or a link goes down.

use super::Wish;
use super::link::bytes::named_by_kind;
use crate::filter::Narrow;
use crate::kept::{Id, KEPT, Kept};
use crate::{Found, Snapshot, diff};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::addr::{Addr, IFA_LOCAL};
use route2_schema::rtnl::link::{IFLA_LINK, IFLA_LINK_NETNSID, Link};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::neigh::{NDA_DST, NDA_MASTER, Neigh};
use route2_schema::rtnl::other::{Mdb, NHA_GROUP, NHA_ID, NHA_OIF, NextHops};
use route2_schema::rtnl::route::{RTA_NH_ID, RTA_PREFSRC, Route};
use route2_schema::rtnl::tc::Tc;
use std::cell::LazyCell;
use std::collections::HashSet;

/// Adds wishes that all which can go along with an object is as it is. More than what does: what stays as it is
/// needs no step.
pub(super) fn of_object(now: &Snapshot, id: Id, object: Object<'_>, wishes: &mut Vec<Wish>) {
    match id {
        Id::Link => {
            if let Some((header, _)) = object.of::<Link>() {
                of_links(now, &[header.index as u32], wishes);
            }
        }
        Id::Addr => of_addr(now, object, wishes),
        Id::NextHop => of_nexthop(now, object, wishes),
        Id::Qdisc | Id::Class => of_discipline(now, object, wishes),
        _ => {}
    }
}

/// All that is on links, and on the links on top of them and at the other end of their cables, is as it is.
pub(super) fn of_links(now: &Snapshot, indexes: &[u32], wishes: &mut Vec<Wish>) {
    let all = with_dependents(now, indexes);
    let masters = masters(now, &all);
    // (Looked for where there are next hops.)
    let dark = LazyCell::new(|| without_carrier(now, &all));
    for kept in KEPT.iter().filter(|kept| now.keeps(kept)) {
        for found in now.table(kept).objects() {
            let is_own = |index: &u32| {
                let narrow = Narrow { ifindex: *index, ..Narrow::default() };
                diff::in_scope(kept.id, narrow, found.object)
            };
            let goes = match kept.id {
                Id::Rule | Id::AddrLabel | Id::Nsid | Id::Netconf => false,
                // A bridge's multicast groups are behind its ports.
                Id::Mdb => found.of::<Mdb>().is_some_and(|(header, _)| {
                    let bridge = header.ifindex.0;
                    all.contains(&bridge) || masters.contains(&bridge)
                }),
                // A bridge's forwarding database is that of its ports.
                Id::Neigh => all.iter().any(is_own) || is_entry_of(found.object, &all),
                Id::NextHop => nexthop_goes(now, found.object, &dark),
                Id::Route => {
                    all.iter().any(is_own)
                        || found.of::<Route>().is_some_and(|(_, attrs)| {
                            let id = attrs.get(RTA_NH_ID).ok().flatten();
                            id.is_some_and(|id| is_nexthop_on(now, id, &dark))
                        })
                }
                _ => all.iter().any(is_own),
            };
            if goes {
                wishes.push(Wish::as_is(kept, found.object));
            }
        }
    }
}

/// Links, those on top of them, their ports, and the other ends of pairs.
fn with_dependents(now: &Snapshot, indexes: &[u32]) -> HashSet<u32> {
    let mut all: HashSet<u32> = indexes.iter().copied().collect();
    loop {
        let before = all.len();
        for link in now.links() {
            let Some((header, attrs)) = link.of::<Link>() else { continue };
            let lower = attrs.get(IFLA_LINK).ok().flatten().map_or(0, |lower| lower.0);
            let is_here = attrs.find(IFLA_LINK_NETNSID.number).is_none();
            let names_one =
                || lower == 0 && named_by_kind(link.object).iter().any(|named| all.contains(named));
            // A port that leaves a VRF loses addresses and routes.
            if is_port_of(link.object, &all) || is_here && (all.contains(&lower) || names_one()) {
                all.insert(header.index as u32);
            }
        }
        if all.len() == before {
            return all;
        }
    }
}

/// Links, and those that may have no carrier without them: a bridge without ports has none, and next hops by way of it
/// go then, while its addresses and routes stay.
fn without_carrier(now: &Snapshot, links: &HashSet<u32>) -> HashSet<u32> {
    let mut all = links.clone();
    loop {
        let indexes: Vec<u32> = all.union(&masters(now, &all)).copied().collect();
        let more = with_dependents(now, &indexes);
        if more.len() == all.len() {
            return all;
        }
        all = more;
    }
}

/// The links that some are ports of.
fn masters(now: &Snapshot, ports: &HashSet<u32>) -> HashSet<u32> {
    let links = ports.iter().filter_map(|index| now.link_by_index(*index));
    links.filter_map(|link| master(link.object)).collect()
}

/// The index of the link that another one is a port of.
fn master(link: Object<'_>) -> Option<u32> {
    let (_, attrs) = link.of::<Link>()?;
    let master = attrs.get(route2_schema::rtnl::link::IFLA_MASTER).ok().flatten()?;
    Some(master.0)
}

fn is_port_of(link: Object<'_>, masters: &HashSet<u32>) -> bool {
    master(link).is_some_and(|master| masters.contains(&master))
}

fn is_entry_of(neigh: Object<'_>, masters: &HashSet<u32>) -> bool {
    let master = neigh.of::<Neigh>().and_then(|(_, attrs)| attrs.get(NDA_MASTER).ok().flatten());
    master.is_some_and(|master| masters.contains(&master.0))
}

fn nexthop_goes(now: &Snapshot, nexthop: Object<'_>, links: &HashSet<u32>) -> bool {
    let Some((_, attrs)) = nexthop.of::<NextHops>() else { return false };
    let id = attrs.get(NHA_ID).ok().flatten();
    id.is_some_and(|id| is_nexthop_on(now, id, links))
}

/// Does a next hop, or one of its group, go out by one of these links?
fn is_nexthop_on(now: &Snapshot, id: u32, links: &HashSet<u32>) -> bool {
    let Some(nexthop) = now.nexthop(id) else { return false };
    let Some((_, attrs)) = nexthop.of::<NextHops>() else { return false };
    let oif = attrs.get(NHA_OIF).ok().flatten();
    let members = attrs.get(NHA_GROUP).ok().flatten().unwrap_or_default();
    oif.is_some_and(|oif| links.contains(&oif.0))
        || members.iter().any(|member| member.id != id && is_nexthop_on(now, member.id, links))
}

/// With an address go those that are secondary to it, and the routes that name it as their source; with the last
/// of its family, all that the link has of it.
fn of_addr(now: &Snapshot, object: Object<'_>, wishes: &mut Vec<Wish>) {
    let Some((header, attrs)) = object.of::<Addr>() else { return };
    let mut all = Vec::new();
    of_links(now, &[header.index.0], &mut all);
    let goes = |wish: &Wish| {
        let is_of_ip = matches!(wish.kept().id, Id::Addr | Id::Route | Id::Neigh);
        wish.kept().id == Id::NextHop || is_of_ip && wish.object().family() == object.family()
    };
    wishes.extend(all.into_iter().filter(goes));
    let local = attrs.get(IFA_LOCAL).ok().flatten();
    let kept = Kept::of_id(Id::Route);
    let names_it = |found: &Found<'_>| {
        let source = found.of::<Route>().and_then(|(_, attrs)| attrs.get(RTA_PREFSRC).ok()?);
        source.is_some() && source == local
    };
    let through = now.table(kept).objects().filter(names_it);
    wishes.extend(through.map(|found| Wish::as_is(kept, found.object)));
}

/// Where an entry of a bridge's forwarding database is to be made: the entry that has the address now, at another port.
pub(super) fn of_new_entry(now: &Snapshot, wish: &Wish, wishes: &mut Vec<Wish>) {
    let kept = Kept::of_id(Id::Neigh);
    let Some((header, attrs)) = wish.object().of::<Neigh>() else { return };
    if header.family != Family::BRIDGE || attrs.find(NDA_DST.number).is_some() {
        return;
    }
    let port = now.link_by_index(header.ifindex.0);
    let Some(bridge) = port.and_then(|port| master(port.object)) else { return };
    let ports = now.ports(bridge).filter_map(|port| port.of::<Link>());
    for port in ports.filter(|port| port.0.index as u32 != header.ifindex.0) {
        let there = wish.clone().at_interface(port.0.index as u32);
        let others = now.table(kept).tree().group(kept.key(there.object()));
        let others = others.map(|(_, entry)| now.table(kept).found(entry));
        wishes.extend(others.map(|found| Wish::as_is(kept, found.object)));
    }
}

/// With a next hop go the routes through it, and its place in groups.
fn of_nexthop(now: &Snapshot, object: Object<'_>, wishes: &mut Vec<Wish>) {
    let id = object.of::<NextHops>().and_then(|(_, attrs)| attrs.get(NHA_ID).ok().flatten());
    let Some(id) = id else { return };
    let kept = Kept::of_id(Id::NextHop);
    let mut ids = HashSet::from([id]);
    for found in now.table(kept).objects() {
        let Some((_, attrs)) = found.of::<NextHops>() else { continue };
        let members = attrs.get(NHA_GROUP).ok().flatten().unwrap_or_default();
        if members.iter().any(|member| member.id == id) {
            ids.extend(attrs.get(NHA_ID).ok().flatten());
            wishes.push(Wish::as_is(kept, found.object));
        }
    }
    let kept = Kept::of_id(Id::Route);
    let through = now.table(kept).objects().filter(|found| {
        let attrs = found.of::<Route>().map(|(_, attrs)| attrs.get(RTA_NH_ID));
        attrs.is_some_and(|id| id.ok().flatten().is_some_and(|id| ids.contains(&id)))
    });
    wishes.extend(through.map(|found| Wish::as_is(kept, found.object)));
}

/// With a discipline or class go all the others of its link, and the filters.
fn of_discipline(now: &Snapshot, object: Object<'_>, wishes: &mut Vec<Wish>) {
    let Some((header, _)) = object.of::<Tc>() else { return };
    for id in [Id::Qdisc, Id::Class, Id::Filter, Id::Chain] {
        let kept = Kept::of_id(id);
        let narrow = Narrow { ifindex: header.index.0, ..Narrow::default() };
        let own = now.table(kept).objects();
        let own = own.filter(|found| diff::in_scope(id, narrow, found.object));
        wishes.extend(own.map(|found| Wish::as_is(kept, found.object)));
    }
}
