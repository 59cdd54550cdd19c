//! In which order the kernel accepts requests.

use super::Wish;
use crate::kept::Id;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::addr::{Addr, AddrFlags, IFA_CACHEINFO, IFA_FLAGS};
use route2_schema::rtnl::other::{NHA_GROUP, NextHops};
use route2_schema::rtnl::route::{RTA_GATEWAY, RTA_MULTIPATH, RTA_NH_ID, RTA_VIA, Route};
use route2_schema::rtnl::tc::Tc;

/// When a step comes: first what is removed, the dependent before what it depends on, then what is made, in the
/// opposite order. Among steps of a phase, the lower place comes first; among those of a place, the order is that
/// of the wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(Phase, u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    RemoveTraffic,
    RemoveRules,
    RemoveRoutes,
    RemoveNextHops,
    RemoveNeighs,
    RemoveAddrs,
    ReleasePorts,
    RemoveLinks,
    Rename,
    Make,
    Change,
    Enslave,
    Ports,
    Up,
    Addrs,
    Neighs,
    NextHops,
    Routes,
    Rules,
    Traffic,
    Move,
}

/// Where an address of IPv4 stands among those of its link: the first of each net first, then as they came.
pub(super) fn birth(addr: Object<'_>) -> (u32, u32) {
    let Some((header, attrs)) = addr.of::<Addr>() else { return (0, 0) };
    let flags = attrs.get(IFA_FLAGS).ok().flatten().unwrap_or(header.flags);
    let born = attrs.get(IFA_CACHEINFO).ok().flatten().map_or(0, |times| times.cstamp);
    (flags.0 & AddrFlags::SECONDARY.0, born)
}

impl Rank {
    pub(super) const fn of(phase: Phase, place: u32) -> Self {
        Self(phase, place)
    }

    /// When an object other than a link is made.
    pub(super) fn to_make(wish: &Wish) -> Self {
        let object = wish.object();
        match wish.kept().id {
            Id::Link => Self(Phase::Make, 0),
            Id::Port | Id::Vlan | Id::Mdb => Self(Phase::Ports, 0),
            Id::Addr | Id::AddrLabel | Id::Netconf | Id::Nsid => Self(Phase::Addrs, 0),
            Id::Neigh => Self(Phase::Neighs, 0),
            Id::NextHop => Self(Phase::NextHops, is_group(object).into()),
            Id::Route => Self(Phase::Routes, route_place(object)),
            Id::Rule => Self(Phase::Rules, 0),
            Id::Qdisc | Id::Class => Self(Phase::Traffic, depth(wish.kept().id, object)),
            Id::Chain => Self(Phase::Traffic, u32::MAX - 1),
            Id::Filter => Self(Phase::Traffic, u32::MAX),
        }
    }

    /// When an object other than a link is removed.
    pub(super) fn to_remove(id: Id, object: Object<'_>) -> Self {
        match id {
            Id::Filter => Self(Phase::RemoveTraffic, 0),
            Id::Chain => Self(Phase::RemoveTraffic, 1),
            Id::Qdisc | Id::Class => {
                Self(Phase::RemoveTraffic, u32::MAX - depth(id, object).min(u32::MAX / 2))
            }
            Id::Rule => Self(Phase::RemoveRules, 0),
            Id::Route => Self(Phase::RemoveRoutes, 2 - route_place(object)),
            Id::NextHop => Self(Phase::RemoveNextHops, u32::from(!is_group(object))),
            Id::Neigh | Id::Mdb | Id::Vlan | Id::Port => Self(Phase::RemoveNeighs, 0),
            Id::Addr | Id::AddrLabel | Id::Netconf | Id::Nsid => Self(Phase::RemoveAddrs, 0),
            Id::Link => Self(Phase::RemoveLinks, 0),
        }
    }
}

/// Groups need their members.
fn is_group(nexthop: Object<'_>) -> bool {
    nexthop.of::<NextHops>().is_some_and(|(_, attrs)| attrs.find(NHA_GROUP.number).is_some())
}

/// A gateway must be within reach: routes without one come first; of those with one, those whose scope is nearer.
fn route_place(route: Object<'_>) -> u32 {
    let Some((header, attrs)) = route.of::<Route>() else { return 0 };
    let has = |number| attrs.find(number).is_some();
    let gateway = [RTA_GATEWAY.number, RTA_VIA.number, RTA_MULTIPATH.number, RTA_NH_ID.number];
    match gateway.into_iter().any(has) {
        false => 0,
        true if header.scope.0 > 0 => 1,
        true => 2,
    }
}

/// How far from the root: a discipline or class comes after the one with the handle that is its parent. What is
/// graft onto classes stands in the order of its handles, which is how people number them.
fn depth(id: Id, object: Object<'_>) -> u32 {
    let Some((header, _)) = object.of::<Tc>() else { return 0 };
    const TOP: u32 = 0xffff_fff0;
    match (id, header.parent.0) {
        (_, parent) if parent >= TOP => 0,
        // Classes of one discipline: those right below it first, then by their own parents.
        (Id::Class, parent) if parent & 0xffff == 0 => 1 + (parent >> 16 << 4),
        (Id::Class, parent) => 2 + (parent >> 16 << 4),
        (_, parent) => 8 + (parent >> 16 << 4),
    }
}
