//! What may have changed without a word, and why.
//!
//! The kernel announces much, and not all: routes of a link that goes down vanish in silence, as do those of a
//! next hop that is deleted. So an announcement of one thing is a reason to look at others. Looking is a dump of
//! a part of a table, and what it finds is compared with what is kept: the rules here need not know *what* the
//! kernel does, only *where*.

use super::{Mirror, Origin};
use crate::Narrow;
use crate::kept::{Id, Kept};
use crate::table::Term;
use core::time::Duration;
use route2_schema::rtnl::link::{IFLA_LINK, Link};
use route2_schema::rtnl::names::{Family, Group, RtProto};
use route2_schema::rtnl::other::{NETCONFA_IFINDEX, NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, Netconf};
use route2_schema::rtnl::route::{RTA_OIF, Route};
use route2_schema::rtnl::rule::{FRA_IIFNAME, FRA_OIFNAME, Rule};
use route2_schema::rtnl::tc::IFINDEX_OF_BLOCKS;
use route2_schema::rtnl::{Object, Op};

/// More doubts about single interfaces than this are one about all.
const SINGLE: usize = 8;
/// How long a question that was disturbed waits before it is asked again: doubled each time, to at most this.
const PATIENCE: Duration = Duration::from_secs(1);

/// A part of a table that may not be what the kernel has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    pub(super) table: Id,
    pub(super) narrow: Narrow,
    pub(super) origin: Origin,
    /// The table was never read.
    pub(super) first: bool,
    /// How often it was asked about in vain.
    pub(super) tries: u32,
    /// Not to be asked before.
    pub(super) from: Duration,
}

impl Doubt {
    pub(super) fn about(table: Id, origin: Origin) -> Self {
        let (narrow, from) = (Narrow::default(), Duration::ZERO);
        Self { table, narrow, origin, first: false, tries: 0, from }
    }

    fn covers(&self, other: &Self) -> bool {
        let (all, part) = (self.narrow, other.narrow);
        self.table == other.table
            && (all.family == Family::UNSPEC || all.family == part.family)
            && (all.ifindex == 0 || all.ifindex == part.ifindex)
    }

    /// The same, to be asked later: it was disturbed.
    pub(super) fn again(self, now: Duration, took: Duration) -> Self {
        let wait = took.max(Duration::from_millis(1)).saturating_mul(1 << self.tries.min(10));
        Self { tries: self.tries + 1, from: now + wait.min(PATIENCE), ..self }
    }
}

#[derive(Debug, Default)]
pub(super) struct Doubts(Vec<Doubt>);

impl Doubts {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn raise(&mut self, mut doubt: Doubt) {
        let is_like = |other: &&Doubt| {
            other.table == doubt.table && other.narrow.family == doubt.narrow.family
        };
        if doubt.narrow.ifindex != 0 && self.0.iter().filter(is_like).count() >= SINGLE {
            doubt.narrow.ifindex = 0;
        }
        if let Some(covering) = self.0.iter_mut().find(|other| other.covers(&doubt)) {
            covering.origin = covering.origin.max(doubt.origin);
            return;
        }
        let mut whole = doubt;
        self.0.retain(|other| {
            let covered = doubt.covers(other);
            if covered {
                whole.origin = whole.origin.max(other.origin);
                whole.first |= other.first;
                whole.tries = whole.tries.max(other.tries);
                whole.from = whole.from.max(other.from);
            }
            !covered
        });
        self.0.push(whole);
    }

    pub(super) fn earliest(&self) -> Option<Duration> {
        self.0.iter().map(|doubt| doubt.from).min()
    }

    pub(super) fn take(
        &mut self,
        now: Duration,
        is_free: impl Fn(&Doubt) -> bool,
    ) -> Option<Doubt> {
        let at = self.0.iter().position(|doubt| doubt.from <= now && is_free(doubt))?;
        Some(self.0.remove(at))
    }
}

/// The groups that tell of what makes a table change without a word.
pub(super) fn groups(id: Id) -> &'static [Group] {
    match id {
        // What IPv6 says of a link comes in a group of its own; and a link says which kind of queueing
        // discipline it has.
        Id::Link => &[Group::IPV6_IFINFO, Group::IPV4_NETCONF, Group::IPV6_NETCONF, Group::TC],
        // Whether a route over a link without a carrier is dead is a setting.
        Id::Route => &[
            Group::LINK,
            Group::IPV4_IFADDR,
            Group::IPV6_IFADDR,
            Group::NEXTHOP,
            Group::IPV4_NETCONF,
            Group::IPV6_NETCONF,
        ],
        Id::NextHop => &[Group::LINK, Group::IPV4_NETCONF, Group::IPV6_NETCONF],
        Id::Port | Id::Neigh => &[Group::LINK, Group::BRVLAN],
        Id::Qdisc | Id::Class | Id::Filter | Id::Chain => &[Group::LINK, Group::TC],
        // An IPv6 route tells of an address that nobody tells of yet.
        Id::Addr => &[Group::LINK, Group::IPV6_ROUTE],
        Id::AddrLabel => &[],
        _ => &[Group::LINK],
    }
}

/// Tables of which the kernel can list what belongs to one interface.
const BY_INTERFACE: &[Id] =
    &[Id::Link, Id::Addr, Id::Route, Id::Neigh, Id::Qdisc, Id::Class, Id::Filter, Id::Chain];

impl Mirror {
    /// Has a link looked at. Who changed one that is down knows that there is something to see, and the kernel tells nobody.
    pub fn doubt_link(&mut self, index: u32) {
        self.doubt(Id::Link, Family::UNSPEC, index);
        self.doubt(Id::Port, Family::UNSPEC, 0);
    }

    pub(super) fn doubt(&mut self, table: Id, family: Family, ifindex: u32) {
        if self.table(table).is_none() {
            return;
        }
        let ifindex = if BY_INTERFACE.contains(&table) { ifindex } else { 0 };
        let narrow = Narrow { family, ifindex, ..Narrow::default() };
        self.doubts.raise(Doubt { narrow, ..Doubt::about(table, Origin::Inferred) });
    }

    /// What an event is a reason to look at. `exact`: it said all there is to say of its own object.
    pub(super) fn doubt_after(
        &mut self,
        kept: Option<&'static Kept>,
        object: Object<'_>,
        exact: bool,
    ) {
        if exact && kept.is_some_and(|kept| matches!(kept.id, Id::Route | Id::Neigh)) {
            return self.doubt_addrs_of_route(object);
        }
        let (family, ifindex) = (Family(object.family()), interface(object));
        match object.table.name {
            "link" => return self.doubt_after_link(object, family, ifindex, exact),
            "linkprop" => return self.doubt(Id::Link, Family::UNSPEC, ifindex),
            // Filters of any interface may share it.
            "action" => return self.doubt(Id::Filter, Family::UNSPEC, 0),
            _ => {}
        }
        match kept.map(|kept| kept.id) {
            Some(Id::Addr) => {
                // Secondary addresses, and routes that need the address.
                self.doubt(Id::Addr, family, ifindex);
                self.doubt_routes(family, ifindex);
            }
            Some(Id::Route) => {
                self.doubt_routes(family, 0);
                self.doubt_addrs_of_route(object);
            }
            Some(Id::NextHop) => {
                self.doubt(Id::NextHop, Family::UNSPEC, 0);
                self.doubt(Id::Route, Family::INET, 0);
                self.doubt(Id::Route, Family::INET6, 0);
            }
            // Whether it is a second one of the same is not told, nor whether that of a `goto` is there now.
            Some(Id::Rule) => self.doubt(Id::Rule, family, 0),
            Some(Id::Neigh) => self.doubt(Id::Neigh, family, ifindex),
            Some(Id::Netconf) => self.doubt_after_netconf(object, family, exact),
            Some(Id::Mdb) => self.doubt(Id::Mdb, Family::UNSPEC, 0),
            Some(Id::Vlan) => {
                self.doubt(Id::Vlan, Family::UNSPEC, 0);
                self.doubt(Id::Port, Family::UNSPEC, 0);
                // An address is known once a VLAN.
                self.doubt(Id::Neigh, Family::BRIDGE, ifindex);
            }
            Some(Id::Qdisc | Id::Class) => {
                // A link says what kind its root is.
                self.doubt(Id::Link, Family::UNSPEC, ifindex);
                self.doubt_traffic(ifindex);
            }
            Some(Id::Filter | Id::Chain) => {
                // A filter in a block belongs to no interface.
                let in_block = u64::from(ifindex) == IFINDEX_OF_BLOCKS;
                let ifindex = if in_block { 0 } else { ifindex };
                self.doubt(Id::Filter, Family::UNSPEC, ifindex);
                self.doubt(Id::Chain, Family::UNSPEC, ifindex);
            }
            _ => {}
        }
    }

    fn doubt_after_link(&mut self, object: Object<'_>, family: Family, ifindex: u32, exact: bool) {
        let is_gone = object.op == Op::Del && family == Family::UNSPEC;
        let has_left = object.op == Op::Del && family == Family::BRIDGE;
        if has_left || (family == Family::UNSPEC && !exact) {
            self.doubt(Id::Link, Family::UNSPEC, 0);
        } else if !is_gone {
            self.doubt(Id::Link, Family::UNSPEC, ifindex);
        }
        for relative in self.relatives(object, ifindex) {
            self.doubt(Id::Link, Family::UNSPEC, relative);
        }
        match family {
            Family::UNSPEC => {}
            Family::BRIDGE => {
                for id in [Id::Port, Id::Vlan, Id::Mdb] {
                    self.doubt(id, Family::UNSPEC, 0);
                }
                return self.doubt(Id::Neigh, Family::BRIDGE, ifindex);
            }
            _ => return,
        }
        // The kernel lists nothing of an interface that is gone: what went with it is seen in the whole.
        let of_routes = if is_gone { 0 } else { ifindex };
        self.doubt_routes(Family::INET, of_routes);
        self.doubt_routes(Family::INET6, of_routes);
        self.doubt_routes(Family::MPLS, 0);
        for id in [Id::Addr, Id::Neigh] {
            self.doubt(id, Family::UNSPEC, ifindex);
        }
        self.doubt_traffic(ifindex);
        if is_gone {
            // Actions of other interfaces' filters that sent packets there send them nowhere now.
            self.doubt(Id::Filter, Family::UNSPEC, 0);
        }
        for id in [Id::Port, Id::NextHop, Id::Mdb, Id::Vlan, Id::Netconf, Id::Nsid] {
            self.doubt(id, Family::UNSPEC, 0);
        }
        // Rules name interfaces, and say whether they are there.
        let names_one = |rules: &crate::Table| rules.objects().any(|rule| names_interface(*rule));
        if self.table(Id::Rule).is_some_and(names_one) {
            self.doubt(Id::Rule, Family::UNSPEC, 0);
        }
    }

    /// The links that say what another is: ports of their master what they have of it, those that lie on a link what
    /// its address and its carrier make of them, and each end of a cable in which namespace the other is.
    fn relatives(&self, link: Object<'_>, ifindex: u32) -> Vec<u32> {
        let Some(links) = self.table(Id::Link) else { return Vec::new() };
        let below = link.of::<Link>().and_then(|(_, attrs)| attrs.get(IFLA_LINK).ok()?);
        let below = below.map(|below| below.0).filter(|below| links.has_link(*below));
        let ports = links.with_term(&Term::Master(ifindex));
        ports.chain(links.with_term(&Term::On(ifindex))).chain(below).collect()
    }

    /// A route by way of a next hop object says only that: which interface it uses, its next hop knows.
    fn doubt_routes(&mut self, family: Family, ifindex: u32) {
        let by_object = self.table(Id::NextHop).is_none_or(|nexthops| !nexthops.is_empty());
        self.doubt(Id::Route, family, if by_object { 0 } else { ifindex });
    }

    /// Of an IPv6 address, the kernel tells when it is known that nobody else has it, which without a carrier is
    /// never; but the route to its net is there at once.
    fn doubt_addrs_of_route(&mut self, route: Object<'_>) {
        let Some((header, attrs)) = route.of::<Route>() else { return };
        if header.family == Family::INET6
            && header.proto == RtProto::KERNEL
            && let Ok(Some(oif)) = attrs.get(RTA_OIF)
        {
            self.doubt(Id::Addr, Family::INET6, oif.0);
        }
    }

    fn doubt_traffic(&mut self, ifindex: u32) {
        for id in [Id::Qdisc, Id::Class, Id::Filter, Id::Chain] {
            self.doubt(id, Family::UNSPEC, ifindex);
        }
    }

    /// Settings that are those of all interfaces change many at once; the links state them too.
    fn doubt_after_netconf(&mut self, object: Object<'_>, family: Family, exact: bool) {
        if !exact {
            self.doubt(Id::Netconf, family, 0);
        }
        let Some((_, attrs)) = object.of::<Netconf>() else { return };
        let index = attrs.get(NETCONFA_IFINDEX).ok().flatten();
        if attrs.find(NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN.number).is_some() {
            // (Of those of interfaces to come, it is not told.)
            self.doubt(Id::Netconf, family, 0);
            // Routes over links without a carrier are dead then, or not any more.
            self.doubt_routes(family, index.map_or(0, |index| index.max(0) as u32));
            self.doubt(Id::NextHop, Family::UNSPEC, 0);
        }
        match index {
            Some(index @ 1..) => self.doubt(Id::Link, Family::UNSPEC, index as u32),
            _ => {
                self.doubt(Id::Netconf, family, 0);
                self.doubt(Id::Link, Family::UNSPEC, 0);
            }
        }
    }
}

fn names_interface(rule: Object<'_>) -> bool {
    rule.of::<Rule>().is_some_and(|(_, attrs)| {
        attrs.find(FRA_IIFNAME.number).or(attrs.find(FRA_OIFNAME.number)).is_some()
    })
}

/// The interface that an object is of.
fn interface(object: Object<'_>) -> u32 {
    let header = object.header();
    let index = header.number("index").or_else(|| header.number("ifindex"));
    index.map_or(0, |index| index as u32)
}
