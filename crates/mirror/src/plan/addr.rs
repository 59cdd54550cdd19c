//! What an address takes along that nobody wants to lose, where others stay or come.
//!
//! With an IPv4 address the kernel removes those that are secondary to it, and with the last one of an interface all
//! routes over that. (An address that is to come comes later: while the old one is there, it would be secondary.)

use super::restore::is_kernels_own;
use super::{Inverse, Planner, Wish};
use crate::filter::Narrow;
use crate::kept::{Id, Kept};
use crate::{Found, diff};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::addr::{Addr, AddrFlags, IFA_ADDRESS, IFA_FLAGS, IFA_LOCAL};
use route2_schema::rtnl::names::Family;
use route2_schema::rtnl::route::{RTA_GATEWAY, RTA_NH_ID, RTA_PREFSRC, Route, RouteFlags};
use route2_wire::{Messages, flag};
use std::net::{IpAddr, Ipv4Addr};

/// An IPv4 address of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Own {
    local: Ipv4Addr,
    /// The address of its net: that of the other end, where there is one.
    net: u32,
    length: u8,
    is_secondary: bool,
}

impl Own {
    fn of(object: Object<'_>) -> Option<(u32, Self)> {
        let (header, attrs) = object.of::<Addr>()?;
        let IpAddr::V4(local) = attrs.get(IFA_LOCAL).ok()?? else { return None };
        let IpAddr::V4(address) = attrs.get(IFA_ADDRESS).ok()?? else { return None };
        let flags = attrs.get(IFA_FLAGS).ok().flatten().unwrap_or(header.flags);
        let is_secondary = flags.0 & AddrFlags::SECONDARY.0 != 0;
        let net = masked(address, header.prefixlen);
        Some((header.index.0, Self { local, net, length: header.prefixlen, is_secondary }))
    }

    fn reaches(&self, gateway: IpAddr) -> bool {
        matches!(gateway, IpAddr::V4(ip) if masked(ip, self.length) == self.net)
    }
}

fn masked(ip: Ipv4Addr, length: u8) -> u32 {
    u32::from(ip) & u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0)
}

impl<'a> Planner<'a> {
    /// Plans that what goes with IPv4 addresses comes again.
    pub(super) fn keep_what_goes_with_addresses(&mut self) {
        if self.removed.is_empty() {
            return;
        }
        let addresses = self.now.table(Kept::of_id(Id::Addr)).objects();
        let removed = addresses.filter(|found| self.is_removed(found.object));
        let mut devices: Vec<u32> =
            removed.filter_map(|found| Some(Own::of(found.object)?.0)).collect();
        devices.dedup();
        for index in devices {
            self.keep_of(index);
        }
    }

    fn keep_of(&mut self, index: u32) {
        let of_it = self.now.addrs(index).filter(|found| self.is_removed(found.object));
        let removed: Vec<Own> = of_it.filter_map(|found| Some(Own::of(found.object)?.1)).collect();
        let there = self.now.addrs(index).filter(|found| Family(found.family()) == Family::INET);
        let (mut lost, mut stay) = (Vec::new(), Vec::new());
        for found in there {
            let Some((_, own)) = Own::of(found.object) else { continue };
            let goes_with = |other: &Own| {
                !other.is_secondary && (other.net, other.length) == (own.net, own.length)
            };
            if removed.contains(&own) {
            } else if own.is_secondary && removed.iter().any(goes_with) {
                lost.push((found, own));
            } else {
                stay.push(own);
            }
        }
        let is_last = stay.is_empty();
        let mut after = stay;
        after.extend(lost.iter().map(|(_, own)| *own));
        after.extend(self.added_to(index));
        for (found, _) in lost {
            self.again(Kept::of_id(Id::Addr), found, flag::CREATE | flag::REPLACE);
        }
        if is_last {
            self.keep_routes(index, &after);
        }
    }

    /// The addresses that the plan makes.
    fn added_to(&self, index: u32) -> Vec<Own> {
        let made = self.steps.iter().filter_map(|(_, step)| {
            let object = Object::new(Messages::new(&step.request).next()?.ok()?)?;
            let (device, own) = Own::of(object)?;
            let is_made = object.op == route2_schema::rtnl::Op::New;
            (is_made && device == index).then_some(own)
        });
        made.collect()
    }

    /// The routes over an interface, as far as they can be with the addresses that it is to have.
    fn keep_routes(&mut self, index: u32, after: &[Own]) {
        let kept = Kept::of_id(Id::Route);
        let narrow = Narrow { ifindex: index, ..Narrow::default() };
        let can_be = |found: &Found<'_>| {
            let Some((header, attrs)) = found.of::<Route>() else { return false };
            let gateway = attrs.get(RTA_GATEWAY).ok().flatten();
            let source = attrs.get(RTA_PREFSRC).ok().flatten();
            header.family == Family::INET
                && !is_kernels_own(found.object)
                && attrs.find(RTA_NH_ID.number).is_none()
                && (header.flags.0 & RouteFlags::ONLINK.0 != 0
                    || gateway.is_none_or(|ip| after.iter().any(|own| own.reaches(ip))))
                && source.is_none_or(|ip| after.iter().any(|own| IpAddr::V4(own.local) == ip))
                && diff::in_scope(Id::Route, narrow, found.object)
        };
        if after.is_empty() || !self.now.keeps(kept) {
            return;
        }
        let mut routes: Vec<_> = self.now.table(kept).objects().filter(can_be).collect();
        routes.retain(|found| !self.removes(found.object));
        for found in routes {
            self.again(kept, found, flag::CREATE | flag::EXCL);
        }
    }

    /// Does the plan remove it, or put another in its place?
    fn removes(&self, route: Object<'_>) -> bool {
        let kept = Kept::of_id(Id::Route);
        let key = kept.key(route);
        self.steps.iter().any(|(_, step)| {
            let message = Messages::new(&step.request).next().and_then(Result::ok);
            let object = message.and_then(Object::new);
            object.is_some_and(|object| object.table.name == "route" && kept.key(object) == key)
        })
    }

    fn again(&mut self, kept: &'static Kept, found: Found<'_>, flags: u16) {
        let wish = Wish::as_is(kept, found.object);
        let inverse = Inverse::Restore(vec![wish.clone()]);
        self.make_again(&wish, flags, inverse, None);
    }
}
