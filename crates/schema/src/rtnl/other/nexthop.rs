//! Next hops as objects of their own, groups of them, and the buckets of resilient groups
//! (linux/nexthop.h).

use crate::rtnl::names::{Family, Group, RtProto, RtScope};
use crate::rtnl::route::RouteFlags;
use crate::rtnl::route::encap::{ENCAP_TYPES, EncapType};
use crate::rtnl::spoken;
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{
    As, AsRecord, AttrSet, Be, By, Bytes, Centis, Choice, Choose, Flag, IfIndex, In, Ip, Many,
    Packed, Select, Uint, attrs, bits, names, record,
};

/// The table of next hops.
pub static NEXTHOP: Table = Table {
    name: "nexthop",
    doc: "Next hops and groups of them",
    first_type: 104,
    events: ["RTM_NEWNEXTHOP", "RTM_DELNEXTHOP", "RTM_GETNEXTHOP", "RTM_SETNEXTHOP"],
    header: NextHopHeader::RECORD,
    set: NextHops::SET,
    groups: &[Group::NEXTHOP],
    derived: &[],
    spoken: &[spoken::DEV_OIF, spoken::GROUP],
    columns: &[
        Column::bare("id"),
        Column::labelled("gateway"),
        Column::labelled("oif"),
        Column::labelled("group"),
        Column::labelled("group_type"),
        Column::labelled("res_group"),
        Column::labelled("blackhole"),
        Column::labelled("fdb"),
        Column::labelled("encap_type"),
        Column::labelled("encap"),
        Column::labelled("scope"),
        Column::labelled("protocol"),
        Column::labelled("flags"),
    ],
};

/// The table of the buckets of resilient groups.
pub static NEXTHOPBUCKET: Table = Table {
    name: "nexthopbucket",
    doc: "Buckets of resilient groups of next hops",
    first_type: 116,
    events: [
        "RTM_NEWNEXTHOPBUCKET",
        "RTM_DELNEXTHOPBUCKET",
        "RTM_GETNEXTHOPBUCKET",
        "RTM_SETNEXTHOPBUCKET",
    ],
    header: NextHopHeader::RECORD,
    set: NextHops::SET,
    groups: &[Group::NEXTHOP],
    derived: &[],
    spoken: &[],
    columns: &[
        Column::bare("id"),
        Column::labelled("res_bucket.index").titled("bucket"),
        Column::labelled("res_bucket.nh_id"),
        Column::labelled("res_bucket.idle_time"),
    ],
};

impl Of for NextHops {
    type Header = NextHopHeader;
    const TABLE: &'static Table = &NEXTHOP;
}

record! {
    /// `struct nhmsg`.
    pub struct NextHopHeader {
        family: As<u8, Family>,
        scope: RtScope,
        /// Who made it.
        protocol: RtProto,
        _resvd: u8,
        flags: RouteFlags,
    }
}

attrs! {
    /// What the kernel says of a next hop or a group of them: `NHA_*`.
    pub struct NextHops {
        1  = NHA_ID              => id: u32,
        /// The members of a group.
        2  = NHA_GROUP           => group: Packed<NextHopMember>,
        3  = NHA_GROUP_TYPE      => group_type: NextHopGroupType,
        /// Packets are thrown away.
        4  = NHA_BLACKHOLE       => blackhole: Flag,
        /// The index of the interface that packets go out by.
        5  = NHA_OIF             => oif: IfIndex,
        6  = NHA_GATEWAY         => gateway: Ip,
        7  = NHA_ENCAP_TYPE      => encap_type: EncapType,
        /// What is put around packets.
        8  = NHA_ENCAP           => encap: Select<NextHopEncap>,
        /// Only groups.
        9  = NHA_GROUPS          => groups: Flag [wo],
        /// Only those whose interface is a port of this one.
        10 = NHA_MASTER          => master: IfIndex [wo],
        /// It is for a forwarding database.
        11 = NHA_FDB             => fdb: Flag,
        /// Of a resilient group.
        12 = NHA_RES_GROUP       => res_group: ResilientGroup,
        /// A bucket of a resilient group.
        13 = NHA_RES_BUCKET      => res_bucket: ResilientBucket,
        /// How much the answer is to say, or is able to.
        14 = NHA_OP_FLAGS        => op_flags: NextHopOps,
        15 = NHA_GROUP_STATS     => group_stats: NextHopGroupStats [volatile],
        /// Is the hardware to count packets?
        16 = NHA_HW_STATS_ENABLE => hw_stats_enable: u32,
        /// Does it?
        17 = NHA_HW_STATS_USED   => hw_stats_used: u32 [ro],
        /// The UDP port to which a VXLAN sends.
        18 = NHA_DST_PORT        => dst_port: Be<u16>,
    }
}

/// `NHA_ENCAP`, by `NHA_ENCAP_TYPE`.
#[derive(Clone, Copy, Debug)]
pub enum NextHopEncap {}
impl Choose for NextHopEncap {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(7), cases: ENCAP_TYPES, otherwise: None };
}

record! {
    /// `struct nexthop_grp`: a member of a group.
    pub struct NextHopMember {
        /// The next hop.
        id: u32,
        /// The lower eight bits of its weight less 1.
        weight: u8,
        /// The upper eight.
        weight_high: u8,
        _resvd2: u16,
    }
}

names! {
    /// How a group chooses: `NEXTHOP_GRP_TYPE_*`.
    pub struct NextHopGroupType: u16 {
        0 = MPATH "mpath",
        1 = RES "resilient",
    }
}

bits! {
    /// How much an answer says: `NHA_OP_FLAG_*`.
    pub struct NextHopOps: u32 {
        0x1        = DUMP_STATS "dump-stats",
        0x2        = DUMP_HW_STATS "dump-hw-stats",
        0x80000000 = RESP_GRP_RESVD_0 "resp-grp-resvd-0",
    }
}

attrs! {
    /// A resilient group: `NHA_RES_GROUP_*`. Times are in USER_HZ ticks, hundredths of a second.
    pub struct ResilientGroup {
        0 = NHA_RES_GROUP_PAD              => pad: Bytes [ro],
        /// How many buckets it has.
        1 = NHA_RES_GROUP_BUCKETS          => buckets: u16,
        /// After how long without packets a bucket may move.
        2 = NHA_RES_GROUP_IDLE_TIMER       => idle_timer: In<u32, Centis>,
        /// After how long out of balance buckets are moved.
        3 = NHA_RES_GROUP_UNBALANCED_TIMER => unbalanced_timer: In<u32, Centis>,
        /// How long it has been out of balance.
        4 = NHA_RES_GROUP_UNBALANCED_TIME  => unbalanced_time: u64 [volatile],
    }
}

attrs! {
    /// A bucket of a resilient group: `NHA_RES_BUCKET_*`.
    pub struct ResilientBucket {
        0 = NHA_RES_BUCKET_PAD       => pad: Bytes [ro],
        1 = NHA_RES_BUCKET_INDEX     => index: u16,
        /// How long it had no packets, in USER_HZ ticks.
        2 = NHA_RES_BUCKET_IDLE_TIME => idle_time: u64 [volatile],
        /// The next hop that it belongs to.
        3 = NHA_RES_BUCKET_NH_ID     => nh_id: u32,
    }
}

attrs! {
    /// Statistics of a group: `NHA_GROUP_STATS_*`.
    pub struct NextHopGroupStats {
        1 = NHA_GROUP_STATS_ENTRY => entry: Many<NextHopStats> [volatile],
    }
}

attrs! {
    /// Statistics of a member of a group: `NHA_GROUP_STATS_ENTRY_*`.
    pub struct NextHopStats {
        /// The next hop.
        1 = NHA_GROUP_STATS_ENTRY_ID         => id: u32 [ro],
        2 = NHA_GROUP_STATS_ENTRY_PACKETS    => packets: Uint [volatile],
        /// Those that the hardware forwarded.
        3 = NHA_GROUP_STATS_ENTRY_PACKETS_HW => packets_hw: Uint [volatile],
    }
}
