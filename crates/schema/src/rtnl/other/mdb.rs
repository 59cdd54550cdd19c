//! The multicast databases of bridges and VXLANs (linux/if_bridge.h).

use crate::rtnl::names::{EtherType, Family, Group, RtProto};
use crate::rtnl::spoken;
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{
    As, AsRecord, AttrSet, Attrs, By, Case, Choice, Choose, Headed, IfIndex, Ip, Ip4, Ip6, Mac,
    Many, Mostly, Payload, Select, attrs, bits, names, record,
};

/// The table of bridges' multicast databases. (A bridge's answers to a dump are of the type `RTM_GETMDB`.)
pub static MDB: Table = Table {
    name: "mdb",
    doc: "Multicast databases of bridges and VXLANs",
    first_type: 84,
    events: ["RTM_NEWMDB", "RTM_DELMDB", "RTM_GETMDB", "RTM_SETMDB"],
    header: MdbHeader::RECORD,
    set: Mdb::SET,
    groups: &[Group::MDB],
    derived: &[],
    spoken: &[spoken::DEV_IFINDEX],
    columns: &[
        Column::bare("ifindex").titled("dev"),
        Column::labelled("ifindex").titled("port").of_each("mdb.entry.info"),
        Column::bare("addr").titled("group").of_each("mdb.entry.info"),
        Column::labelled("source").of_each("mdb.entry.info"),
        Column::labelled("vid").of_each("mdb.entry.info"),
        Column::labelled("src_vni").of_each("mdb.entry.info"),
        Column::bare("state").of_each("mdb.entry.info"),
        Column::labelled("flags").of_each("mdb.entry.info"),
        Column::labelled("group_mode").of_each("mdb.entry.info"),
        Column::labelled("rtprot").titled("proto").of_each("mdb.entry.info"),
        Column::labelled("dst").of_each("mdb.entry.info"),
        Column::labelled("vni").of_each("mdb.entry.info"),
        Column::labelled("via").of_each("mdb.entry.info"),
        Column::labelled("ifindex").titled("port").of_each("router.port"),
        Column::labelled("type").titled("router").of_each("router.port"),
    ],
};

impl Of for Mdb {
    type Header = MdbHeader;
    const TABLE: &'static Table = &MDB;
}

record! {
    /// `struct br_port_msg`.
    pub struct MdbHeader {
        family: As<u8, Family>,
        /// The bridge or VXLAN.
        ifindex: IfIndex,
    }
}

attrs! {
    /// A multicast database: `MDBA_*`. Requests have other attributes under the same numbers:
    /// `MDBA_SET_ENTRY`, `MDBA_GET_ENTRY` (a structure) and `MDBA_SET_ENTRY_ATTRS`, `MDBA_GET_ENTRY_ATTRS`.
    pub struct Mdb {
        /// The groups. In a request: the group.
        1 = MDBA_MDB    => mdb: Mostly<MdbEntries, MdbOrRequest>,
        /// The ports behind which there are routers. In a request: what to set, or to look for.
        2 = MDBA_ROUTER => router: Mostly<MdbRouters, MdbRoutersOrRequest>,
    }
}

/// `MDBA_MDB`, or a request's structure, which is shorter than any group.
#[derive(Clone, Copy, Debug)]
pub enum MdbOrRequest {}
impl Choose for MdbOrRequest {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| if is_request(payload) { protocol(payload) } else { u32::MAX }),
        cases: &[
            (Case::number(0), MdbPortMac::KIND),
            (Case::number(0x0800), MdbPort4::KIND),
            (Case::number(0x86dd), MdbPort6::KIND),
            // No protocol has this number.
            (Case::number(u32::MAX), MdbEntries::KIND),
        ],
        otherwise: Some(MdbPortMac::KIND),
    };
}

/// `MDBA_ROUTER`, or what goes with a request's structure.
#[derive(Clone, Copy, Debug)]
pub enum MdbRoutersOrRequest {}
impl Choose for MdbRoutersOrRequest {
    const CHOICE: &'static Choice = &Choice {
        by: By::Siblings(|siblings| {
            let first = Attrs::<Mdb>::new(siblings).find(MDBA_MDB.number);
            u32::from(first.is_some_and(|attr| is_request(attr.payload)))
        }),
        cases: &[(Case::number(0), MdbRouters::KIND), (Case::number(1), MdbRequest::KIND)],
        otherwise: None,
    };
}

attrs! {
    /// What a request sets, or looks for: `MDBE_ATTR_*`.
    pub struct MdbRequest {
        /// The source whose packets the entry is for.
        1  = MDBE_ATTR_SOURCE     => source: Ip [wo],
        /// The sources that `group_mode` is about.
        2  = MDBE_ATTR_SRC_LIST   => src_list: MdbRequestSources [wo],
        3  = MDBE_ATTR_GROUP_MODE => group_mode: MdbGroupMode [wo],
        4  = MDBE_ATTR_RTPROT     => rtprot: RtProto [wo],
        /// Where a VXLAN sends packets.
        5  = MDBE_ATTR_DST        => dst: Ip [wo],
        6  = MDBE_ATTR_DST_PORT   => dst_port: u16 [wo],
        7  = MDBE_ATTR_VNI        => vni: u32 [wo],
        /// Through which interface it does.
        8  = MDBE_ATTR_IFINDEX    => via: IfIndex [wo],
        9  = MDBE_ATTR_SRC_VNI    => src_vni: u32 [wo],
        /// Whether only entries of the structure's state are to be removed.
        10 = MDBE_ATTR_STATE_MASK => state_mask: u8 [wo],
    }
}

attrs! {
    /// Sources: `MDBE_SRC_LIST_*`.
    pub struct MdbRequestSources {
        1 = MDBE_SRC_LIST_ENTRY => entry: Many<MdbRequestSource> [wo],
    }
}

attrs! {
    /// A source: `MDBE_SRCATTR_*`.
    pub struct MdbRequestSource {
        1 = MDBE_SRCATTR_ADDRESS => address: Ip [wo],
    }
}

attrs! {
    /// Groups: `MDBA_MDB_*`.
    pub struct MdbEntries {
        1 = MDBA_MDB_ENTRY => entry: Many<MdbEntry>,
    }
}

attrs! {
    /// A group with the ports that packets to it go to: `MDBA_MDB_ENTRY_*`.
    pub struct MdbEntry {
        1 = MDBA_MDB_ENTRY_INFO => info: Many<Select<MdbPortByProtocol>>,
    }
}

/// `MDBA_MDB_ENTRY_INFO`, by the protocol of the group's address.
#[derive(Clone, Copy, Debug)]
pub enum MdbPortByProtocol {}
impl Choose for MdbPortByProtocol {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(protocol),
        cases: &[
            (Case::number(0x0800), Headed::<MdbPort4, MdbPort>::KIND),
            (Case::number(0x86dd), Headed::<MdbPort6, MdbPort>::KIND),
        ],
        otherwise: Some(Headed::<MdbPortMac, MdbPort>::KIND),
    };
}

/// Is it `struct br_mdb_entry` alone?
const fn is_request(payload: &[u8]) -> bool {
    payload.len() == 28
}

/// The protocol of the address in `struct br_mdb_entry`.
fn protocol(entry: &[u8]) -> u32 {
    let protocol = entry.get(24..).and_then(<[u8]>::first_chunk::<2>);
    protocol.map_or(0, |protocol| u16::from_be_bytes(*protocol).into())
}

record! {
    /// `struct br_mdb_entry` with an IPv4 group.
    pub struct MdbPort4 {
        ifindex: IfIndex,
        state: MdbState,
        flags: MdbFlags,
        vid: u16,
        addr: Ip4,
        _addr: [u32; 3],
        proto: EtherType,
        _pad: u16,
    }
}

record! {
    /// `struct br_mdb_entry` with an IPv6 group.
    pub struct MdbPort6 {
        ifindex: IfIndex,
        state: MdbState,
        flags: MdbFlags,
        vid: u16,
        addr: Ip6,
        proto: EtherType,
        _pad: u16,
    }
}

record! {
    /// `struct br_mdb_entry` with a group of neither: 0 in `proto`.
    pub struct MdbPortMac {
        ifindex: IfIndex,
        state: MdbState,
        flags: MdbFlags,
        vid: u16,
        addr: Mac,
        _addr: [u16; 5],
        proto: EtherType,
        _pad: u16,
    }
}

names! {
    /// Whether an entry goes by itself: `MDB_TEMPORARY`, `MDB_PERMANENT`.
    pub struct MdbState: u8 {
        0 = TEMPORARY "temp",
        1 = PERMANENT "permanent",
    }
}

bits! {
    /// Properties of an entry: `MDB_FLAGS_*`, spelled as iproute2 spells them.
    pub struct MdbFlags: u8 {
        0x01 = OFFLOAD "offload",
        0x02 = FAST_LEAVE "fast_leave",
        0x04 = STAR_EXCL "added_by_star_ex",
        0x08 = BLOCKED "blocked",
        0x10 = OFFLOAD_FAILED "offload_failed",
    }
}

attrs! {
    /// A port of a group: `MDBA_MDB_EATTR_*`. Times are in USER_HZ ticks, hundredths of a second.
    pub struct MdbPort {
        /// How long the entry will stay.
        1  = MDBA_MDB_EATTR_TIMER      => timer: u32 [volatile],
        /// The sources that `group_mode` is about.
        2  = MDBA_MDB_EATTR_SRC_LIST   => src_list: MdbSources,
        3  = MDBA_MDB_EATTR_GROUP_MODE => group_mode: MdbGroupMode,
        /// The source whose packets the entry is for.
        4  = MDBA_MDB_EATTR_SOURCE     => source: Ip,
        5  = MDBA_MDB_EATTR_RTPROT     => rtprot: RtProto,
        /// Where a VXLAN sends packets.
        6  = MDBA_MDB_EATTR_DST        => dst: Ip,
        7  = MDBA_MDB_EATTR_DST_PORT   => dst_port: u16,
        8  = MDBA_MDB_EATTR_VNI        => vni: u32,
        /// Through which interface it does.
        9  = MDBA_MDB_EATTR_IFINDEX    => via: IfIndex,
        10 = MDBA_MDB_EATTR_SRC_VNI    => src_vni: u32,
    }
}

names! {
    /// What the list of sources says: those that are wanted, or those that are not (RFC 3376).
    pub struct MdbGroupMode: u8 {
        0 = EXCLUDE "exclude",
        1 = INCLUDE "include",
    }
}

attrs! {
    /// Sources: `MDBA_MDB_SRCLIST_*`.
    pub struct MdbSources {
        1 = MDBA_MDB_SRCLIST_ENTRY => entry: Many<MdbSource>,
    }
}

attrs! {
    /// A source: `MDBA_MDB_SRCATTR_*`.
    pub struct MdbSource {
        1 = MDBA_MDB_SRCATTR_ADDRESS => address: Ip,
        /// How long it will stay, in USER_HZ ticks.
        2 = MDBA_MDB_SRCATTR_TIMER   => timer: u32 [volatile],
    }
}

attrs! {
    /// The ports behind which there are multicast routers: `MDBA_ROUTER_*`.
    pub struct MdbRouters {
        1 = MDBA_ROUTER_PORT => port: Many<Headed<MdbRouterPort, MdbRouter>>,
    }
}

record! {
    /// What `MDBA_ROUTER_PORT` begins with.
    pub struct MdbRouterPort {
        ifindex: IfIndex,
    }
}

attrs! {
    /// A port behind which there is a multicast router: `MDBA_ROUTER_PATTR_*`. Times are in USER_HZ ticks.
    pub struct MdbRouter {
        1 = MDBA_ROUTER_PATTR_TIMER       => timer: u32 [volatile],
        2 = MDBA_ROUTER_PATTR_TYPE        => r#type: MdbRouterType,
        3 = MDBA_ROUTER_PATTR_INET_TIMER  => inet_timer: u32 [volatile],
        4 = MDBA_ROUTER_PATTR_INET6_TIMER => inet6_timer: u32 [volatile],
        5 = MDBA_ROUTER_PATTR_VID         => vid: u16,
    }
}

names! {
    /// Whether a port has a router: `MDB_RTR_TYPE_*`.
    pub struct MdbRouterType: u8 {
        0 = DISABLED "disabled",
        1 = TEMP_QUERY "temp_query",
        2 = PERM "permanent",
        3 = TEMP "temp",
    }
}
