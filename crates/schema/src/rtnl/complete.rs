//! What is meant where it is not said: the defaults of each table, as iproute2 and pyroute2 have them.

use super::Wanted;
use super::addr::{AddrCacheinfo, IFA_ADDRESS, IFA_CACHEINFO, IFA_LOCAL};
use super::names::{Family, RtProto, RtScope, RtTable, RtType};
use super::neigh::{NDA_DST, NeighFlags, NeighState};
use super::other::{NHA_GROUP, NHA_ID};
use super::route::{
    RTA_GATEWAY, RTA_MULTIPATH, RTA_NH_ID, RTA_PRIORITY, RTA_TABLE, RTA_VIA, Route, RouteHeader,
};
use super::rule::{FRA_GOTO, FRA_TABLE, RuleAction};
use super::tc::kind::htb_class_meant;
use super::tc::{TCA_KIND, TcHeader, required_option};
use core::net::IpAddr;
use route2_wire::{Ip, Payload, Str, StructField};

/// `TC_H_ROOT`: the place of a device's own queueing discipline.
const ROOT: u64 = 0xffff_ffff;
/// `TC_H_INGRESS`, which is `TC_H_CLSACT` too.
const INGRESS: u64 = 0xffff_fff1;
/// The handle that belongs there.
const INGRESS_HANDLE: u64 = 0xffff_0000;
const ETH_P_ALL: u16 = 3;
/// What the kernel wants of whoever makes an `htb`: the major part of the version that it states.
const HTB_VERSION: u32 = 3;
/// `IP6_RT_PRIO_USER`: the priority of IPv6 routes of which none is said.
const IPV6_PRIORITY: u32 = 1024;

impl Wanted {
    /// Adds what is meant where it was not said: that a route is in the table `main`, how far its scope is.
    pub fn complete(&mut self) {
        match self.table().name {
            "addr" => self.complete_addr(),
            "route" => self.complete_route(),
            "neigh" => self.complete_neigh(),
            "rule" => self.complete_rule(),
            "nexthop" => self.complete_nexthop(),
            "qdisc" => self.complete_qdisc(),
            "class" => self.complete_class(),
            "filter" => {
                let all = u64::from(ETH_P_ALL.to_be());
                self.default_member("info", all);
                self.default_member("parent", ROOT);
            }
            "vlan" | "mdb" => self.default_member("family", Family::BRIDGE.0.into()),
            _ => {}
        }
    }

    /// Adds what the kernel itself adds to an object that is made, and tells it by.
    pub fn complete_new(&mut self) {
        if self.table().name == "filter" {
            // Even where nothing is said of them.
            self.need_options();
        }
        let is_route = self.table().name == "route" && self.family() == Family::INET6;
        if is_route && !self.has(RTA_PRIORITY.number) {
            self.put_bytes(RTA_PRIORITY, IPV6_PRIORITY.to_ne_bytes().to_vec());
        }
    }

    /// The family, where it does not follow from an address.
    fn default_family(&mut self) {
        if self.family() == Family::UNSPEC {
            self.default_member("family", Family::INET.0.into());
        }
    }

    /// Adds what is meant where an object is to be removed, and nothing that would tell it from the one that there is.
    pub fn complete_removal(&mut self) {
        match self.table().name {
            "addr" => self.complete_addr(),
            "route" => {
                self.default_family();
                // Of any scope.
                self.default_member("scope", RtScope::NOWHERE.0.into());
                if self.attribute(RTA_TABLE).is_none() {
                    self.default_member("table", RtTable::MAIN.0.into());
                }
            }
            "neigh" if !self.has(NDA_DST.number) || self.family() == Family::BRIDGE => {
                self.default_member("family", Family::BRIDGE.0.into());
                self.default_member("flags", NeighFlags::SELF.0.into());
                // Of a device's own list, the kernel removes what is said to be permanent.
                self.default_member("state", NeighState::PERMANENT.0.into());
            }
            "rule" => self.default_family(),
            "qdisc" => self.complete_qdisc(),
            _ => {}
        }
    }

    fn complete_addr(&mut self) {
        // No address is there for no time: that is not said.
        let times = self.attribute(IFA_CACHEINFO).and_then(AddrCacheinfo::view);
        if let Some(times) = times.filter(|times| times.ifa_valid == 0) {
            self.put(IFA_CACHEINFO, AddrCacheinfo { ifa_valid: u32::MAX, ..times });
        }
        if self.family() == Family::INET6 {
            return self.complete_ipv6_addr();
        }
        let local = self.attribute(IFA_LOCAL).map(<[u8]>::to_vec);
        let address = self.attribute(IFA_ADDRESS).map(<[u8]>::to_vec);
        match (local, address) {
            (Some(local), None) => self.put_bytes(IFA_ADDRESS, local),
            (None, Some(address)) => self.put_bytes(IFA_LOCAL, address),
            _ => {}
        }
        let scope = match self.attribute(IFA_LOCAL).and_then(Ip::view) {
            Some(ip) if ip.is_loopback() => RtScope::HOST,
            Some(IpAddr::V4(ip)) if ip.is_link_local() => RtScope::LINK,
            Some(IpAddr::V6(ip)) if ip.is_unicast_link_local() => RtScope::LINK,
            _ => RtScope::UNIVERSE,
        };
        self.default_member("scope", scope.0.into());
    }

    /// IPv6 states the interface's own address under `address`, and under `local` only beside another one.
    fn complete_ipv6_addr(&mut self) {
        let local = self.attribute(IFA_LOCAL).map(<[u8]>::to_vec);
        let address = self.attribute(IFA_ADDRESS).map(<[u8]>::to_vec);
        if local.is_some() && (address.is_none() || address == local) {
            self.take(IFA_LOCAL);
            self.put_bytes(IFA_ADDRESS, local.unwrap_or_default());
        }
    }

    fn complete_route(&mut self) {
        self.default_family();
        self.default_member("type", RtType::UNICAST.0.into());
        self.default_member("proto", RtProto::STATIC.0.into());
        if self.attribute(RTA_TABLE).is_none() {
            self.default_member("table", RtTable::MAIN.0.into());
        }
        let header = RouteHeader::take(self.header_bytes());
        let through = [RTA_GATEWAY.number, RTA_VIA.number, RTA_NH_ID.number];
        let is_direct = !through.into_iter().any(|number| self.has(number))
            && !self.attribute(RTA_MULTIPATH).is_some_and(has_gateway);
        let scope = match header.r#type {
            _ if self.family() != Family::INET => RtScope::UNIVERSE,
            RtType::LOCAL => RtScope::HOST,
            RtType::BROADCAST | RtType::MULTICAST | RtType::ANYCAST => RtScope::LINK,
            RtType::UNICAST if is_direct => RtScope::LINK,
            _ => RtScope::UNIVERSE,
        };
        self.default_member("scope", scope.0.into());
    }

    fn complete_neigh(&mut self) {
        if !self.has(NDA_DST.number) || self.family() == Family::BRIDGE {
            self.default_member("family", Family::BRIDGE.0.into());
            self.default_member("flags", NeighFlags::SELF.0.into());
        }
        self.default_member("state", NeighState::PERMANENT.0.into());
    }

    fn complete_rule(&mut self) {
        self.default_family();
        let action = if self.has(FRA_GOTO.number) { RuleAction::GOTO } else { RuleAction::TO_TBL };
        self.default_member("action", action.0.into());
        if action == RuleAction::TO_TBL && !self.has(FRA_TABLE.number) {
            self.default_member("table", RtTable::MAIN.0.into());
        }
    }

    fn complete_nexthop(&mut self) {
        if !self.has(NHA_GROUP.number) {
            self.default_family();
        }
        if self.has(NHA_ID.number) {
            self.default_member("protocol", RtProto::STATIC.0.into());
        }
    }

    fn complete_class(&mut self) {
        let kind = self.attribute(TCA_KIND).map(|kind| kind.split(|byte| *byte == 0).next());
        if kind.flatten() == Some(b"htb") {
            for (path, number) in htb_class_meant(&self.options()) {
                self.put_option(path, number);
            }
        }
    }

    fn complete_qdisc(&mut self) {
        let header = TcHeader::take(self.header_bytes());
        let kind = self.attribute(TCA_KIND).and_then(Str::view).unwrap_or_default();
        let (is_htb, required) = (kind == "htb", required_option(kind));
        if is_htb {
            self.put_option("init.version", HTB_VERSION);
        }
        if let Some((number, payload)) = required {
            self.require_option(number, payload);
        }
        if header.parent.0 != 0 {
            return;
        }
        let kind = self.attribute(TCA_KIND).map(|kind| kind.split(|byte| *byte == 0).next());
        match kind.flatten() {
            Some(b"ingress" | b"clsact") => {
                self.default_member("parent", INGRESS);
                self.default_member("handle", INGRESS_HANDLE);
            }
            _ => self.default_member("parent", ROOT),
        }
    }
}

/// Has one of several next hops a gateway?
fn has_gateway(hops: &[u8]) -> bool {
    let hops =
        route2_wire::Chunked::<route2_wire::Headed<super::route::NextHop, Route>>::view(hops);
    hops.into_iter().flatten().any(|(_, attrs)| {
        attrs.find(RTA_GATEWAY.number).or_else(|| attrs.find(RTA_VIA.number)).is_some()
    })
}
