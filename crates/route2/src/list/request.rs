//! The requests whose answers together are a table.

use crate::{Error, Narrow};
use route2_schema::rtnl::addr::{Addr, AddrHeader};
use route2_schema::rtnl::link::{ExtMask, IFLA_EXT_MASK, Link, LinkHeader};
use route2_schema::rtnl::names::{Family, RtTable};
use route2_schema::rtnl::neigh::{NDA_IFINDEX, Neigh, NeighFlags, NeighHeader};
use route2_schema::rtnl::other::{
    ActionDump, ActionDumpField, ActionHeader, Actions, BRIDGE_VLANDB_DUMP_FLAGS, BridgeVlanDump,
    BridgeVlanDumpFlags, BridgeVlanHeader, DCB_ATTR_IFNAME, Dcb, DcbCommand, DcbHeader, IfStats,
    IfStatsFilter, IfStatsHeader, TCA_ROOT_FLAGS, TCA_ROOT_TAB,
};
use route2_schema::rtnl::route::{RTA_OIF, RTA_TABLE, Route, RouteHeader};
use route2_schema::rtnl::tc::act::Action;
use route2_schema::rtnl::tc::action::ACTION_KINDS;
use route2_schema::rtnl::tc::{Tc, TcHeader};
use route2_schema::rtnl::{Op, Table, link, other};
use route2_schema::wire::{As, Handle, Header, IfIndex, Payload, Put, align, flag};

/// Families that are asked one by one, of tables of which the kernel has no dump of all families.
fn families(table: &Table) -> &'static [Family] {
    match table.name {
        "mdb" | "vlan" | "tunnel" => &[Family::BRIDGE],
        "addrlabel" => &[Family::INET6],
        "cangw" => &[Family::CAN],
        "multicast" | "anycast" => &[Family::INET, Family::INET6],
        _ => &[Family::UNSPEC],
    }
}

/// The requests for a table, or a part of it.
pub(super) fn requests(table: &'static Table, narrow: Narrow) -> Result<Vec<Vec<u8>>, Error> {
    let families = match narrow.family {
        Family::UNSPEC => families(table),
        ref one => std::slice::from_ref(one),
    };
    let mut requests = Vec::new();
    for family in families {
        of_family(table, Narrow { family: *family, ..narrow }, &mut requests)?;
    }
    Ok(requests)
}

fn of_family(
    table: &'static Table,
    narrow: Narrow,
    requests: &mut Vec<Vec<u8>>,
) -> Result<(), Error> {
    let (get, family) = (table.message_type(Op::Get), narrow.family);
    match table.name {
        "link" => requests.push(link_request(family, 0)?),
        "addr" => {
            let index = IfIndex(narrow.ifindex);
            let header = AddrHeader { family, index, ..Default::default() };
            requests.push(Put::<Addr>::message::<AddrHeader>(get, 0, &header).finish()?);
        }
        "route" => requests.push(route_request(get, narrow)?),
        "neigh" => {
            requests.push(neigh_request(get, narrow, NeighFlags(0))?);
            // Those for whom the kernel answers are a list of their own. Forwarding databases have none.
            if family != Family::BRIDGE {
                requests.push(neigh_request(get, narrow, NeighFlags::PROXY)?);
            }
        }
        "qdisc" => requests.push(tc_request(table, narrow.ifindex, Handle(0))?),
        "action" => {
            for (kind, _) in ACTION_KINDS {
                requests.push(action_request(&kind.to_string())?);
            }
        }
        "stats" => {
            let filter_mask = IfStatsFilter::LINK_64
                | IfStatsFilter::LINK_XSTATS
                | IfStatsFilter::LINK_XSTATS_SLAVE
                | IfStatsFilter::LINK_OFFLOAD_XSTATS
                | IfStatsFilter::AF_SPEC;
            let header = IfStatsHeader { family, filter_mask, ..Default::default() };
            requests.push(Put::<IfStats>::message::<IfStatsHeader>(get, 0, &header).finish()?);
        }
        "vlan" => {
            // What holds on all ports of a bridge is a dump of its own.
            for flags in [BridgeVlanDumpFlags(0), BridgeVlanDumpFlags::GLOBAL] {
                let header = BridgeVlanHeader { family, ..Default::default() };
                let mut put = Put::<BridgeVlanDump>::message::<BridgeVlanHeader>(get, 0, &header);
                put.put(BRIDGE_VLANDB_DUMP_FLAGS, flags);
                requests.push(put.finish()?);
            }
        }
        _ => requests.push(plain_request(table, family)),
    }
    Ok(())
}

/// All links, or the one with this index.
pub(crate) fn link_request(family: Family, index: u32) -> Result<Vec<u8>, Error> {
    let get = link::TABLE.message_type(Op::Get);
    let header = LinkHeader { family, index: index as i32, ..Default::default() };
    let mut put = Put::<Link>::message::<LinkHeader>(get, 0, &header);
    // Never without a mask: a kernel that is asked for none leaves out, in silence, a link whose
    // description does not fit into a small buffer.
    let bridge = if family == Family::BRIDGE { ExtMask::BRVLAN } else { ExtMask(0) };
    put.put(IFLA_EXT_MASK, ExtMask::VF | bridge);
    Ok(put.finish()?)
}

fn route_request(get: u16, narrow: Narrow) -> Result<Vec<u8>, Error> {
    let header = RouteHeader { family: narrow.family, ..Default::default() };
    let mut put = Put::<Route>::message::<RouteHeader>(get, 0, &header);
    if narrow.table != RtTable::UNSPEC {
        put.put(RTA_TABLE, narrow.table);
    }
    if narrow.ifindex != 0 {
        put.put(RTA_OIF, IfIndex(narrow.ifindex));
    }
    Ok(put.finish()?)
}

fn neigh_request(get: u16, narrow: Narrow, flags: NeighFlags) -> Result<Vec<u8>, Error> {
    let header = NeighHeader { family: narrow.family, flags, ..Default::default() };
    let mut put = Put::<Neigh>::message::<NeighHeader>(get, 0, &header);
    if narrow.ifindex != 0 {
        put.put(NDA_IFINDEX, IfIndex(narrow.ifindex));
    }
    Ok(put.finish()?)
}

/// What a queueing discipline, a class, an interface or a block of filters has of a table.
pub(super) fn tc_request(table: &Table, ifindex: u32, parent: Handle) -> Result<Vec<u8>, Error> {
    let header = TcHeader { index: IfIndex(ifindex), parent, ..Default::default() };
    Ok(Put::<Tc>::message::<TcHeader>(table.message_type(Op::Get), 0, &header).finish()?)
}

/// All actions of a kind. Without the flag, a kernel ends after the first 32.
fn action_request(kind: &str) -> Result<Vec<u8>, Error> {
    let get = other::ACTION.message_type(Op::Get);
    let mut put = Put::<Actions>::message::<ActionHeader>(get, 0, &ActionHeader::default());
    let mut action = Action::default();
    action.kind = Some(kind.to_owned());
    put.put_owned(TCA_ROOT_TAB, &vec![action]);
    let large = ActionDump::LARGE_DUMP_ON;
    put.put(TCA_ROOT_FLAGS, ActionDumpField { value: large, selector: large });
    Ok(put.finish()?)
}

/// What an interface says of data centre bridging.
pub(super) fn dcb_request(interface: Option<&str>) -> Result<Vec<u8>, Error> {
    let header = DcbHeader { cmd: DcbCommand::IEEE_GET, ..Default::default() };
    let mut put = Put::<Dcb>::message::<DcbHeader>(other::DCB.message_type(Op::Get), 0, &header);
    if let Some(interface) = interface {
        put.put(DCB_ATTR_IFNAME, interface);
    }
    Ok(put.finish()?)
}

/// A request for a table that cannot be narrowed: a header with nothing but the family.
fn plain_request(table: &Table, family: Family) -> Vec<u8> {
    let header = Header {
        message_type: table.message_type(Op::Get),
        flags: flag::REQUEST,
        ..Header::default()
    };
    let mut message = header.bytes().to_vec();
    As::<u8, Family>::put(family, &mut message);
    message.resize(Header::SIZE + align(table.header.size), 0);
    message
}
