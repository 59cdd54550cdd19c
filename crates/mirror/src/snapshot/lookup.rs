//! Which route a packet takes.

use super::{Snapshot, family_of};
use crate::kept::Id;
use crate::key::Key;
use crate::table::Found;
use crate::tree::Entry;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::names::{Family, RtTable, RtType};
use route2_schema::rtnl::route::{RTA_DST, RTA_OIF, Route, RouteFlags, RouteHeader};
use route2_schema::rtnl::rule::{
    FRA_DST, FRA_FWMARK, FRA_FWMASK, FRA_GOTO, FRA_IIFNAME, FRA_IP_PROTO, FRA_L3MDEV, FRA_OIFNAME,
    FRA_PRIORITY, FRA_SRC, FRA_SUPPRESS_IFGROUP, FRA_SUPPRESS_PREFIXLEN, FRA_TABLE, FRA_TUN_ID,
    Rule, RuleAction, RuleFlags, RuleHeader,
};
use route2_wire::Attrs;
use std::net::IpAddr;

/// What the rules and tables say of a destination.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'a> {
    /// The rule that decided.
    pub rule: Option<Found<'a>>,
    /// The route; `None` where the rule itself forbids, or where there is none.
    pub route: Option<Found<'a>>,
}

impl Snapshot {
    /// The routes to a net in a table: several where they differ in priority or next hop, the one that counts
    /// first.
    pub fn routes_to(
        &self,
        net: IpAddr,
        length: u8,
        table: RtTable,
    ) -> impl Iterator<Item = Found<'_>> {
        self.beginning(Id::Route, net_key(net, length, table))
    }

    /// Of the routes of one table to nets that hold this address, the one with the longest prefix and, of those,
    /// the one that counts. Routes whose next hops are dead are passed over.
    pub fn longest_match(&self, address: IpAddr, table: RtTable) -> Option<Found<'_>> {
        self.matches(address, table).next()
    }

    /// All routes of a table to nets that hold this address, those that count first.
    pub fn matches(&self, address: IpAddr, table: RtTable) -> impl Iterator<Item = Found<'_>> {
        let mut length = Some(bits(address));
        let mut routes = None;
        std::iter::from_fn(move || {
            loop {
                if let Some(route) = routes.as_mut().and_then(Iterator::next) {
                    return Some(route);
                }
                let at_most = self.longest_prefix(address, length?, table)?;
                length = at_most.checked_sub(1);
                let net = masked(address, at_most);
                routes =
                    Some(self.routes_to(net, at_most, table).filter(|route| is_alive(**route)));
            }
        })
    }

    /// The length, `most` at the most, of the longest prefix in a table that holds the address.
    ///
    /// Of all nets that begin no later than the address, the last shares the most bits with it: no net that holds
    /// the address is longer than that. So each step is one search, and the next is for a shorter prefix.
    fn longest_prefix(&self, address: IpAddr, most: u8, table: RtTable) -> Option<u8> {
        let tree = self.of(Id::Route).tree();
        let prefix = crate::kept::route_table(family_of(address), table.0);
        let mut most = most;
        loop {
            let net = masked(address, most);
            // What begins with the same address stands with the longest first.
            let from = tree.start_of(&net_key(net, most, table));
            let here = tree.get(from);
            let is_of_table = |entry: &Entry<'_>| entry.key.starts_with(prefix.as_bytes());
            if let Some((start, length)) =
                here.filter(is_of_table).map(|entry| self.net(entry.bytes))
                && start == net
            {
                return Some(length);
            }
            let before = tree.before(from).filter(is_of_table).map(|entry| self.net(entry.bytes));
            let (start, _) = before?;
            let common = common_bits(start, net).min(most);
            most = if common == most { most.checked_sub(1)? } else { common };
        }
    }

    fn net(&self, route: &[u8]) -> (IpAddr, u8) {
        let route = self.of(Id::Route).kept().object(route);
        let any = match Family(route.family()) {
            Family::INET => IpAddr::from([0; 4]),
            _ => IpAddr::from([0; 16]),
        };
        let Some((header, attrs)) = route.of::<Route>() else { return (any, 0) };
        (attrs.get(RTA_DST).ok().flatten().unwrap_or(any), header.dst_len)
    }

    /// What the rules say of a packet to this address that this machine sends, of which nothing else is known:
    /// rules that want a source, a mark, a protocol or an interface do not apply.
    pub fn resolve(&self, address: IpAddr) -> Resolved<'_> {
        let family = family_of(address);
        let mut from = 0;
        for rule in self.beginning(Id::Rule, Key::EMPTY.u8(family.0 as u8)) {
            let Some((header, attrs)) = rule.object.of::<Rule>() else { continue };
            let priority = attrs.get(FRA_PRIORITY).ok().flatten().unwrap_or(0);
            if priority < from || !applies(&header, attrs, address) {
                continue;
            }
            match header.action {
                RuleAction::TO_TBL => {
                    let table = attrs.get(FRA_TABLE).ok().flatten().unwrap_or(header.table);
                    let found = self.matches(address, table).find(|r| !is_suppressed(attrs, **r));
                    let is_throw = |route: &Found<'_>| kind(**route) == Some(RtType::THROW);
                    if let Some(route) = found.filter(|route| !is_throw(route)) {
                        return Resolved { rule: Some(rule), route: Some(route) };
                    }
                }
                RuleAction::GOTO => from = attrs.get(FRA_GOTO).ok().flatten().unwrap_or(0),
                RuleAction::BLACKHOLE | RuleAction::UNREACHABLE | RuleAction::PROHIBIT => {
                    return Resolved { rule: Some(rule), route: None };
                }
                _ => {}
            }
        }
        Resolved { rule: None, route: None }
    }
}

/// Does a rule apply to a packet of which only the destination is known?
fn applies(header: &RuleHeader, attrs: Attrs<'_, Rule>, address: IpAddr) -> bool {
    const UNKNOWN: [u16; 6] = [
        FRA_SRC.number,
        FRA_IIFNAME.number,
        FRA_OIFNAME.number,
        FRA_L3MDEV.number,
        FRA_IP_PROTO.number,
        FRA_TUN_ID.number,
    ];
    let mark = attrs.get(FRA_FWMARK).ok().flatten().unwrap_or(0);
    let mask = attrs.get(FRA_FWMASK).ok().flatten().unwrap_or(0);
    let to = attrs.get(FRA_DST).ok().flatten();
    let matches = (mark & mask == 0)
        && header.tos == 0
        && attrs.into_iter().all(|attr| !UNKNOWN.contains(&attr.number()))
        && to.is_none_or(|to| masked(address, header.dst_len) == masked(to, header.dst_len));
    matches != (header.flags.0 & RuleFlags::INVERT.0 != 0)
}

/// Does the rule do without this route?
fn is_suppressed(rule: Attrs<'_, Rule>, route: Object<'_>) -> bool {
    let least = rule.get(FRA_SUPPRESS_PREFIXLEN).ok().flatten().unwrap_or(-1);
    let group = rule.get(FRA_SUPPRESS_IFGROUP).ok().flatten().unwrap_or(-1);
    let length = route.of::<Route>().map_or(0, |(header, _)| header.dst_len);
    i32::from(length) <= least || group >= 0
}

fn kind(route: Object<'_>) -> Option<RtType> {
    route.of::<Route>().map(|(header, _)| header.r#type)
}

/// Has it a next hop that is alive?
fn is_alive(route: Object<'_>) -> bool {
    let is_dead = |header: RouteHeader, attrs: Attrs<'_, Route>| {
        header.flags.0 & RouteFlags::DEAD.0 != 0 && attrs.find(RTA_OIF.number).is_some()
    };
    route.of::<Route>().is_none_or(|(header, attrs)| !is_dead(header, attrs))
}

fn net_key(net: IpAddr, length: u8, table: RtTable) -> Key {
    let key = crate::kept::route_table(family_of(net), table.0);
    match net {
        IpAddr::V4(net) => key.bytes(&net.octets()).u8(!length),
        IpAddr::V6(net) => key.bytes(&net.octets()).u8(!length),
    }
}

const fn bits(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// The address's first bits, the others 0.
fn masked(address: IpAddr, length: u8) -> IpAddr {
    let length = u32::from(length);
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(length)).unwrap_or(0);
            IpAddr::V4((v4.to_bits() & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(length)).unwrap_or(0);
            IpAddr::V6((v6.to_bits() & mask).into())
        }
    }
}

/// How many of their first bits two addresses have in common.
fn common_bits(one: IpAddr, other: IpAddr) -> u8 {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() as u8
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() as u8
        }
        _ => 0,
    }
}
