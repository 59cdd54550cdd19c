//! Neighbours: what lies at the other end of a link, and the forwarding databases of bridges and VXLANs
//! (linux/neighbour.h).

use super::addr::Address;
use super::names::{Family, Group, RtProto, RtType};
use super::spoken;
use super::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, Be, Flag, IfIndex, LinkAddr, attrs, bits, record};

/// The table of neighbours.
pub static TABLE: Table = Table {
    name: "neigh",
    doc: "Neighbours: which link-layer address belongs to an IP address",
    first_type: 28,
    events: ["RTM_NEWNEIGH", "RTM_DELNEIGH", "RTM_GETNEIGH", "RTM_SETNEIGH"],
    header: NeighHeader::RECORD,
    set: Neigh::SET,
    groups: &[Group::NEIGH],
    derived: &[],
    spoken: &[spoken::DEV_IFINDEX],
    columns: &[
        Column::bare("ifindex").titled("dev"),
        Column::bare("dst"),
        Column::labelled("lladdr"),
        Column::labelled("state"),
        Column::labelled("flags"),
        Column::labelled("master"),
        Column::labelled("vlan"),
        Column::labelled("vni"),
        Column::labelled("port"),
        Column::labelled("via"),
        Column::labelled("nh_id"),
    ],
};

impl Of for Neigh {
    type Header = NeighHeader;
    const TABLE: &'static Table = &TABLE;
}

record! {
    /// `struct ndmsg`.
    pub struct NeighHeader {
        /// `AF_BRIDGE` in forwarding databases.
        family: As<u8, Family>,
        _pad1: u8,
        _pad2: u16,
        /// The interface's index.
        ifindex: IfIndex,
        state: NeighState,
        flags: NeighFlags,
        ndm_type: RtType,
    }
}

attrs! {
    /// What the kernel says of a neighbour: `NDA_*`.
    pub struct Neigh {
        /// Its address; in a VXLAN's forwarding database, where packets to `lladdr` are sent.
        1  = NDA_DST            => dst: Address,
        2  = NDA_LLADDR         => lladdr: LinkAddr,
        3  = NDA_CACHEINFO      => cacheinfo: NeighCacheinfo [volatile],
        /// How often it was asked without an answer.
        4  = NDA_PROBES         => probes: u32 [volatile],
        5  = NDA_VLAN           => vlan: u16,
        /// The UDP port to which a VXLAN sends.
        6  = NDA_PORT           => port: Be<u16>,
        /// The VXLAN network identifier with which it sends.
        7  = NDA_VNI            => vni: u32,
        /// The index of the interface through which it sends. In a request for a dump: of which interface.
        8  = NDA_IFINDEX        => via: IfIndex,
        /// The index of the bridge. In a request for a dump: of whose ports.
        9  = NDA_MASTER         => master: IfIndex,
        /// The id of the network namespace through which a VXLAN sends.
        10 = NDA_LINK_NETNSID   => link_netnsid: i32 [ro],
        /// The VXLAN network identifier that packets came with.
        11 = NDA_SRC_VNI        => src_vni: u32,
        /// Who made it.
        12 = NDA_PROTOCOL       => protocol: RtProto,
        /// The id of the next hop (or group of them) to which a VXLAN sends.
        13 = NDA_NH_ID          => nh_id: u32,
        /// What a bridge's forwarding database says of activity.
        14 = NDA_FDB_EXT_ATTRS  => fdb_ext_attrs: FdbExt,
        15 = NDA_FLAGS_EXT      => flags_ext: NeighFlagsExt,
        /// Of which state entries are to be removed, in a request to remove many.
        16 = NDA_NDM_STATE_MASK => ndm_state_mask: NeighState [wo],
        /// With which flags they are.
        17 = NDA_NDM_FLAGS_MASK => ndm_flags_mask: NeighFlags [wo],
    }
}

attrs! {
    /// `NDA_FDB_EXT_ATTRS`: `NFEA_*`.
    pub struct FdbExt {
        1 = NFEA_ACTIVITY_NOTIFY => activity_notify: ActivityNotify,
        /// A change of other things does not count as use.
        2 = NFEA_DONT_REFRESH    => dont_refresh: Flag [wo],
    }
}

record! {
    /// `struct nda_cacheinfo`. Times are ages in USER_HZ ticks, hundredths of a second.
    pub struct NeighCacheinfo {
        ndm_confirmed: u32,
        ndm_used: u32,
        ndm_updated: u32,
        ndm_refcnt: u32,
    }
}

bits! {
    /// How sure the kernel is of a neighbour: `NUD_*`. No bit is `NUD_NONE`.
    pub struct NeighState: u16 {
        0x01 = INCOMPLETE "incomplete",
        0x02 = REACHABLE "reachable",
        0x04 = STALE "stale",
        0x08 = DELAY "delay",
        0x10 = PROBE "probe",
        0x20 = FAILED "failed",
        0x40 = NOARP "noarp",
        0x80 = PERMANENT "permanent",
    }
}

bits! {
    /// Properties of a neighbour: `NTF_*`, spelled as iproute2 spells them.
    pub struct NeighFlags: u8 {
        0x01 = USE "use",
        0x02 = SELF "self",
        0x04 = MASTER "master",
        0x08 = PROXY "proxy",
        0x10 = EXT_LEARNED "extern_learn",
        0x20 = OFFLOADED "offload",
        0x40 = STICKY "sticky",
        0x80 = ROUTER "router",
    }
}

bits! {
    /// Further properties of a neighbour: `NTF_EXT_*`.
    pub struct NeighFlagsExt: u32 {
        0x1 = MANAGED "managed",
        0x2 = LOCKED "locked",
        0x4 = EXT_VALIDATED "extern_valid",
    }
}

bits! {
    /// What a bridge tells of an entry's activity: `FDB_NOTIFY_*`.
    pub struct ActivityNotify: u8 {
        0x1 = NOTIFY "activity_notify",
        0x2 = INACTIVE "inactive",
    }
}
