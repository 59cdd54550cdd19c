//! Requests that no program makes: every combination of flags.

use crate::random::Random;
use route2::schema::rtnl::addr::{self, Addr, AddrHeader, IFA_ADDRESS, IFA_LOCAL};
use route2::schema::rtnl::link::{self, IFLA_MTU, Link, LinkHeader};
use route2::schema::rtnl::names::{Family, LinkFlags, RtProto, RtScope, RtTable, RtType};
use route2::schema::rtnl::neigh::{
    self, NDA_DST, NDA_LLADDR, Neigh, NeighFlags, NeighHeader, NeighState,
};
use route2::schema::rtnl::route::{
    self, RTA_DST, RTA_GATEWAY, RTA_OIF, RTA_PRIORITY, Route, RouteHeader,
};
use route2::schema::rtnl::rule::{self, FRA_FWMARK, FRA_PRIORITY, Rule, RuleAction, RuleHeader};
use route2::schema::rtnl::{Op, Table};
use route2::schema::wire::{IfIndex, Put, flag};
use std::net::IpAddr;

/// A request of this sort, and what it is about.
pub(crate) fn request(sort: &str, random: &mut Random) -> Option<(String, Vec<u8>)> {
    let flags = random.below(16) as u16 * flag::REPLACE;
    let delete = random.one_in(3);
    let interface = IfIndex(random.below(16) as u32);
    let message = match sort {
        "route4" => route(Family::INET, flags, delete, interface, random),
        "route6" => route(Family::INET6, flags, delete, interface, random),
        "addr4" => address(flags, delete, interface, random),
        "neigh" => neighbour(flags, delete, interface, random),
        "rule" => rule(flags, delete, random),
        _ => link(interface, random),
    };
    let text = format!("{sort} delete={delete} flags={flags:#x} interface={}", interface.0);
    Some((text, message?))
}

fn message_type(table: &Table, delete: bool) -> u16 {
    table.message_type(if delete { Op::Del } else { Op::New })
}

fn route(
    family: Family,
    flags: u16,
    delete: bool,
    oif: IfIndex,
    random: &mut Random,
) -> Option<Vec<u8>> {
    let (n, k) = (random.below(4) as u16, random.below(3) as u16);
    let (net, gateway, dst_len) = match family {
        Family::INET => {
            (IpAddr::from([10, 100 + n as u8, 0, 0]), IpAddr::from([10, k as u8, 0, 9]), 16)
        }
        _ => (
            IpAddr::from([0x2001, 0xdb8, 0x100 + n, 0, 0, 0, 0, 0]),
            IpAddr::from([0x2001, 0xdb8, k, 0, 0, 0, 0, 9]),
            48,
        ),
    };
    let is_one = random.one_in(2);
    let header = RouteHeader {
        family,
        dst_len,
        table: [RtTable::MAIN, RtTable(77)][random.below(2) as usize],
        proto: RtProto(if is_one { 99 } else { 4 }),
        scope: RtScope(if family == Family::INET && random.one_in(4) { 253 } else { 0 }),
        r#type: RtType::UNICAST,
        ..Default::default()
    };
    let mut put =
        Put::<Route>::message::<RouteHeader>(message_type(&route::TABLE, delete), flags, &header);
    put.put(RTA_DST, net);
    if header.scope.0 == 0 {
        put.put(RTA_GATEWAY, gateway);
    }
    if random.one_in(3) {
        put.put(RTA_OIF, oif);
    }
    if random.one_in(3) {
        put.put(RTA_PRIORITY, 5);
    }
    put.finish().ok()
}

fn address(flags: u16, delete: bool, index: IfIndex, random: &mut Random) -> Option<Vec<u8>> {
    let prefixlen = [24, 32][random.below(2) as usize];
    let header = AddrHeader { family: Family::INET, prefixlen, index, ..Default::default() };
    let mut put =
        Put::<Addr>::message::<AddrHeader>(message_type(&addr::TABLE, delete), flags, &header);
    let address = IpAddr::from([10, random.below(3) as u8, 0, 1 + random.below(4) as u8]);
    put.put(IFA_LOCAL, address);
    put.put(IFA_ADDRESS, address);
    put.finish().ok()
}

fn neighbour(flags: u16, delete: bool, ifindex: IfIndex, random: &mut Random) -> Option<Vec<u8>> {
    let state = NeighState(1 << random.below(8));
    let bits = [0, 0, NeighFlags::PROXY.0, NeighFlags::ROUTER.0][random.below(4) as usize];
    let header = NeighHeader {
        family: Family::INET,
        ifindex,
        state,
        flags: NeighFlags(bits),
        ..Default::default()
    };
    let mut put =
        Put::<Neigh>::message::<NeighHeader>(message_type(&neigh::TABLE, delete), flags, &header);
    put.put(NDA_DST, IpAddr::from([10, random.below(3) as u8, 0, 9]));
    put.put(NDA_LLADDR, &[2, 0, 0, 0, 0, random.below(4) as u8]);
    put.finish().ok()
}

/// Without `NLM_F_EXCL`, the kernel takes a rule that there is already.
fn rule(flags: u16, delete: bool, random: &mut Random) -> Option<Vec<u8>> {
    let family = [Family::INET, Family::INET6][random.below(2) as usize];
    let header =
        RuleHeader { family, table: RtTable(77), action: RuleAction::TO_TBL, ..Default::default() };
    let mut put =
        Put::<Rule>::message::<RuleHeader>(message_type(&rule::TABLE, delete), flags, &header);
    put.put(FRA_PRIORITY, [20, 30][random.below(2) as usize]);
    if random.one_in(2) {
        put.put(FRA_FWMARK, random.below(2) as u32);
    }
    put.finish().ok()
}

/// Several things of a link at once: up or down, and room.
fn link(index: IfIndex, random: &mut Random) -> Option<Vec<u8>> {
    let flags = LinkFlags(random.below(2) as u32);
    let header = LinkHeader { index: index.0 as i32, flags, change: 1, ..Default::default() };
    let mut put = Put::<Link>::message::<LinkHeader>(message_type(&link::TABLE, false), 0, &header);
    if random.one_in(2) {
        put.put(IFLA_MTU, 1400 + random.below(100) as u32);
    }
    put.finish().ok()
}
