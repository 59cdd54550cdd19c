//! The tables that a mirror can keep: which messages are their objects, and what tells these apart.

mod identity;

pub(crate) use identity::{net_of_route, route_table};

use crate::compare;
use crate::key::Key;
use crate::tree::KeyOf;
use route2_schema::rtnl::names::{Family, Group, RtType};
use route2_schema::rtnl::neigh::{
    NDA_DST, NDA_IFINDEX, NDA_MASTER, NDA_NH_ID, NDA_PORT, NDA_SRC_VNI, NDA_VNI, Neigh, NeighFlags,
    NeighState,
};
use route2_schema::rtnl::route::{Route, RouteFlags};
use route2_schema::rtnl::{Object, Op, Table, addr, link, neigh, other, route, rule, tc};
use route2_wire::{Header, Message};
use std::fmt;

/// A table that a mirror can keep.
pub struct Kept {
    /// What it is called: as route2's command is; the ports of bridges are `port`.
    pub name: &'static str,
    /// What its objects are.
    pub doc: &'static str,
    /// What its messages say.
    pub table: &'static Table,
    /// The families in which the kernel lists it; [`Family::UNSPEC`] is all, but for forwarding databases.
    pub families: &'static [Family],
    pub(crate) id: Id,
    pub(crate) key_of: KeyOf,
    /// Which member of a group a message is about; `None` where no two objects have the same key.
    pub(crate) is_same: Option<fn(Object<'_>, Object<'_>) -> bool>,
    /// Objects that the kernel lists and does not tell of, or that are no state, are not kept.
    is_kept: fn(Object<'_>) -> bool,
    /// The kernel's notices have parts of an object only: each is a reason to ask, and nothing else.
    pub(crate) partial: bool,
    /// The kernel takes an object that there is already, and has it twice.
    pub(crate) twins: bool,
}

/// A place in [`KEPT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Id {
    Link,
    Port,
    Addr,
    Route,
    Neigh,
    Rule,
    NextHop,
    Qdisc,
    Class,
    Filter,
    Chain,
    Netconf,
    Mdb,
    Vlan,
    Nsid,
    AddrLabel,
}

/// All tables that a mirror can keep.
pub static KEPT: &[Kept] = &[
    Kept::new(Id::Link, &link::TABLE, identity::link),
    Kept {
        name: "port",
        doc: "Ports of bridges, with their VLANs",
        families: &[Family::BRIDGE],
        partial: true,
        ..Kept::new(Id::Port, &link::TABLE, identity::link)
    },
    Kept::new(Id::Addr, &addr::TABLE, identity::addr),
    Kept {
        is_same: Some(|one, other| compare::is_same(one, other) || is_same_route(one, other)),
        is_kept: is_route,
        ..Kept::new(Id::Route, &route::TABLE, identity::route)
    },
    Kept {
        doc: "Neighbours, and the forwarding databases of bridges and VXLANs",
        families: &[Family::UNSPEC, Family::BRIDGE],
        is_same: Some(is_same_neigh),
        is_kept: is_neigh,
        ..Kept::new(Id::Neigh, &neigh::TABLE, identity::neigh)
    },
    Kept {
        is_same: Some(|one, other| compare::is_same_but(one, other, &["flags"])),
        twins: true,
        ..Kept::new(Id::Rule, &rule::TABLE, identity::rule)
    },
    Kept::new(Id::NextHop, &other::NEXTHOP, identity::nexthop),
    Kept::new(Id::Qdisc, &tc::QDISC, identity::qdisc),
    Kept::new(Id::Class, &tc::CLASS, identity::qdisc),
    Kept::new(Id::Filter, &tc::FILTER, identity::filter),
    Kept::new(Id::Chain, &other::CHAIN, identity::chain),
    Kept::new(Id::Netconf, &other::NETCONF, identity::netconf),
    Kept {
        families: &[Family::BRIDGE],
        partial: true,
        is_same: Some(compare::is_same),
        ..Kept::new(Id::Mdb, &other::MDB, identity::mdb)
    },
    Kept {
        families: &[Family::BRIDGE],
        partial: true,
        is_same: Some(compare::is_same),
        ..Kept::new(Id::Vlan, &other::VLAN, identity::vlan)
    },
    Kept::new(Id::Nsid, &other::NSID, identity::nsid),
    Kept {
        is_same: Some(compare::is_same),
        twins: true,
        ..Kept::new(Id::AddrLabel, &other::ADDRLABEL, identity::addrlabel)
    },
];

impl Kept {
    /// The tables that a mirror keeps unless it is told otherwise.
    pub const DEFAULT: &'static [&'static str] =
        &["link", "addr", "route", "neigh", "rule", "nexthop"];

    const fn new(id: Id, table: &'static Table, key_of: KeyOf) -> Self {
        let is_kept = |_: Object<'_>| true;
        let (name, doc, families) = (table.name, table.doc, &[Family::UNSPEC]);
        Self {
            name,
            doc,
            table,
            families,
            id,
            key_of,
            is_same: None,
            is_kept,
            partial: false,
            twins: false,
        }
    }

    pub(crate) fn of_id(id: Id) -> &'static Self {
        &KEPT[id as usize]
    }

    /// The table with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KEPT.iter().find(|kept| kept.name == name)
    }

    /// The table that an object belongs to. A notice of a link as one protocol sees it is none of the links'.
    pub(crate) fn of(object: Object<'_>) -> Option<&'static Self> {
        let kept = KEPT.iter().find(|kept| std::ptr::eq(kept.table, object.table))?;
        match (kept.id, Family(object.family())) {
            (Id::Link, Family::UNSPEC) => Some(kept),
            (Id::Link, Family::BRIDGE) => Some(Self::of_id(Id::Port)),
            (Id::Link, _) => None,
            _ => Some(kept),
        }
    }

    /// Is it a state that the kernel slips into from the other without a word, and leaves with one? Then what was
    /// told counts.
    pub(crate) fn is_silent(&self, was: Object<'_>, is: Object<'_>) -> bool {
        let state = |object: Object<'_>| object.of::<Neigh>().map(|(header, _)| header.state);
        self.id == Id::Neigh
            && state(is) == Some(NeighState::DELAY)
            && matches!(state(was), Some(NeighState::REACHABLE | NeighState::STALE))
            && compare::is_same_but(was, is, &["state"])
    }

    pub(crate) fn is_kept(&self, object: Object<'_>) -> bool {
        (self.is_kept)(object)
    }

    /// Does a mirror keep such an object, in this table? The kernel lists some that it does not tell of, or that
    /// are no state: those it does not.
    pub fn keeps(&self, object: Object<'_>) -> bool {
        Self::of(object).is_some_and(|kept| kept.id == self.id) && self.is_kept(object)
    }

    /// The multicast groups in which the kernel tells of changes of the table.
    pub fn groups(&self) -> &'static [Group] {
        self.table.groups
    }

    /// Sees the bytes of a message that is kept as the object it is.
    pub fn object<'a>(&self, bytes: &'a [u8]) -> Object<'a> {
        let op = Op::New;
        // Whose request it came of, and in which kind of answer, is not part of the object.
        let length = bytes.len() as u32;
        let header =
            Header { length, message_type: self.table.message_type(op), ..Header::default() };
        Object { table: self.table, op, message: Message { header, bytes } }
    }

    pub(crate) fn key(&self, object: Object<'_>) -> Key {
        (self.key_of)(object.message.bytes)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Two states of the same route: what the kernel itself changes in one is flags, but not whether its gateway need not
/// be within reach.
fn is_same_route(one: Object<'_>, other: Object<'_>) -> bool {
    let is_onlink = |object: Object<'_>| {
        object.of::<Route>().map(|(header, _)| header.flags.0 & RouteFlags::ONLINK.0)
    };
    is_onlink(one) == is_onlink(other) && compare::is_same_but(one, other, &["flags"])
}

/// Cached copies are no routes, and the multicast routes are a table of their own.
fn is_route(object: Object<'_>) -> bool {
    let family = Family(object.family());
    let Some((header, _)) = object.of::<Route>() else { return false };
    matches!(family, Family::INET | Family::INET6 | Family::MPLS)
        && header.flags.0 & RouteFlags::CLONED.0 == 0
        && header.r#type != RtType::UNSPEC
}

/// Several entries of a VXLAN's forwarding database can have one address, for different destinations.
fn is_same_neigh(one: Object<'_>, other: Object<'_>) -> bool {
    if Family(one.family()) != Family::BRIDGE {
        return true;
    }
    let destination = |object: Object<'_>| {
        let attrs = object.of::<Neigh>()?.1;
        let raw = |number| attrs.find(number).map(|attr| attr.payload.to_vec());
        Some([
            raw(NDA_DST.number),
            raw(NDA_PORT.number),
            raw(NDA_VNI.number),
            raw(NDA_IFINDEX.number),
        ])
    };
    destination(one) == destination(other)
}

/// Of entries that it makes for itself, the kernel tells nothing: multicast addresses of IP, and the lists of
/// addresses that a device listens to. Nor does it of those for whom it answers (`ip neigh add proxy`). Of one
/// without a valid address (none, incomplete, failed), it tells that it has lost it, but neither that there is one
/// nor that it is asked for again.
fn is_neigh(object: Object<'_>) -> bool {
    let Some((header, attrs)) = object.of::<Neigh>() else { return false };
    let has = |number| attrs.find(number).is_some();
    match header.family {
        Family::BRIDGE => {
            header.flags.0 & NeighFlags::SELF.0 == 0
                || [
                    NDA_MASTER.number,
                    NDA_DST.number,
                    NDA_NH_ID.number,
                    NDA_VNI.number,
                    NDA_SRC_VNI.number,
                ]
                .into_iter()
                .any(has)
        }
        _ => {
            let valid = NeighState::PERMANENT.0
                | NeighState::REACHABLE.0
                | NeighState::PROBE.0
                | NeighState::STALE.0
                | NeighState::DELAY.0;
            header.state.0 & valid != 0 && header.flags.0 & NeighFlags::PROXY.0 == 0
        }
    }
}
