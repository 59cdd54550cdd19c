//! The VLANs of bridges and their ports, with what is set for each (linux/if_bridge.h).

use super::mdb::{Mdb, MdbRouterType};
use crate::rtnl::link::bridge_spec::BridgeVlanInfo;
use crate::rtnl::link::kind::{PortState, QuerierState};
use crate::rtnl::names::{Family, Group};
use crate::rtnl::spoken;
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, Bool, Bytes, IfIndex, Many, attrs, bits, record};

/// The table of bridges' VLANs.
pub static VLAN: Table = Table {
    name: "vlan",
    doc: "VLANs of bridges and their ports",
    first_type: 112,
    events: ["RTM_NEWVLAN", "RTM_DELVLAN", "RTM_GETVLAN", "RTM_SETVLAN"],
    header: BridgeVlanHeader::RECORD,
    set: BridgeVlans::SET,
    groups: &[Group::BRVLAN],
    derived: &[],
    spoken: &[spoken::DEV_IFINDEX],
    columns: &[
        Column::bare("ifindex").titled("dev"),
        Column::labelled("info.vid").of_each("entry"),
        Column::labelled("range").of_each("entry"),
        Column::labelled("info.flags").of_each("entry"),
        Column::labelled("state").of_each("entry"),
        Column::labelled("tunnel_info.id").titled("tunnel").of_each("entry"),
        Column::labelled("mcast_router").of_each("entry"),
        Column::labelled("id").titled("vid").of_each("global_options"),
        Column::labelled("range").of_each("global_options"),
        Column::labelled("mcast_snooping").of_each("global_options"),
        Column::labelled("mcast_querier").of_each("global_options"),
        Column::labelled("msti").of_each("global_options"),
    ],
};

impl Of for BridgeVlans {
    type Header = BridgeVlanHeader;
    const TABLE: &'static Table = &VLAN;
}

record! {
    /// `struct br_vlan_msg`.
    pub struct BridgeVlanHeader {
        family: As<u8, Family>,
        _reserved1: u8,
        _reserved2: u16,
        /// The bridge or port.
        ifindex: IfIndex,
    }
}

attrs! {
    /// VLANs of a bridge or port: `BRIDGE_VLANDB_*`.
    pub struct BridgeVlans {
        /// In a request for a dump, under the same number: `BRIDGE_VLANDB_DUMP_FLAGS`.
        1 = BRIDGE_VLANDB_ENTRY          => entry: Many<BridgeVlan>,
        /// What holds on all ports of a bridge.
        2 = BRIDGE_VLANDB_GLOBAL_OPTIONS => global_options: Many<BridgeVlanGlobal>,
    }
}

attrs! {
    /// A request for a dump: `BRIDGE_VLANDB_DUMP_*`.
    pub struct BridgeVlanDump {
        1 = BRIDGE_VLANDB_DUMP_FLAGS => flags: BridgeVlanDumpFlags [wo],
    }
}

bits! {
    /// What a dump is to say: `BRIDGE_VLANDB_DUMPF_*`.
    pub struct BridgeVlanDumpFlags: u32 {
        0x1 = STATS "stats",
        0x2 = GLOBAL "global",
    }
}

attrs! {
    /// One VLAN, or all from one to another: `BRIDGE_VLANDB_ENTRY_*`.
    pub struct BridgeVlan {
        1  = BRIDGE_VLANDB_ENTRY_INFO               => info: BridgeVlanInfo,
        /// The last one, where there are several.
        2  = BRIDGE_VLANDB_ENTRY_RANGE              => range: u16,
        /// The state of the spanning tree.
        3  = BRIDGE_VLANDB_ENTRY_STATE              => state: PortState,
        4  = BRIDGE_VLANDB_ENTRY_TUNNEL_INFO        => tunnel_info: BridgeVlanTunnel,
        5  = BRIDGE_VLANDB_ENTRY_STATS              => stats: BridgeVlanStats [volatile],
        6  = BRIDGE_VLANDB_ENTRY_MCAST_ROUTER       => mcast_router: MdbRouterType,
        /// How many multicast groups there are.
        7  = BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS     => mcast_n_groups: u32 [volatile],
        /// How many there may be; 0 is no limit.
        8  = BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS   => mcast_max_groups: u32,
        9  = BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS     => neigh_suppress: Bool,
        10 = BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT => neigh_forward_grat: Bool,
    }
}

attrs! {
    /// A VLAN's tunnel: `BRIDGE_VLANDB_TINFO_*`.
    pub struct BridgeVlanTunnel {
        1 = BRIDGE_VLANDB_TINFO_ID  => id: u32,
        /// In a request: add (`RTM_SETLINK`) or remove (`RTM_DELLINK`).
        2 = BRIDGE_VLANDB_TINFO_CMD => cmd: u32 [wo],
    }
}

attrs! {
    /// Statistics of a VLAN: `BRIDGE_VLANDB_STATS_*`.
    pub struct BridgeVlanStats {
        1 = BRIDGE_VLANDB_STATS_RX_BYTES   => rx_bytes: u64 [volatile],
        2 = BRIDGE_VLANDB_STATS_RX_PACKETS => rx_packets: u64 [volatile],
        3 = BRIDGE_VLANDB_STATS_TX_BYTES   => tx_bytes: u64 [volatile],
        4 = BRIDGE_VLANDB_STATS_TX_PACKETS => tx_packets: u64 [volatile],
        5 = BRIDGE_VLANDB_STATS_PAD        => pad: Bytes [ro],
    }
}

attrs! {
    /// What holds for one VLAN, or all from one to another, on all ports: `BRIDGE_VLANDB_GOPTS_*`. Times are
    /// in USER_HZ ticks, hundredths of a second.
    pub struct BridgeVlanGlobal {
        1  = BRIDGE_VLANDB_GOPTS_ID                         => id: u16,
        /// The last one, where there are several.
        2  = BRIDGE_VLANDB_GOPTS_RANGE                      => range: u16,
        3  = BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING             => mcast_snooping: Bool,
        4  = BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION         => mcast_igmp_version: u8,
        5  = BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION          => mcast_mld_version: u8,
        6  = BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT      => mcast_last_member_cnt: u32,
        7  = BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT    => mcast_startup_query_cnt: u32,
        8  = BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL    => mcast_last_member_intvl: u64,
        9  = BRIDGE_VLANDB_GOPTS_PAD                        => pad: Bytes [ro],
        10 = BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL     => mcast_membership_intvl: u64,
        11 = BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL        => mcast_querier_intvl: u64,
        12 = BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL          => mcast_query_intvl: u64,
        13 = BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL => mcast_query_response_intvl: u64,
        14 = BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL  => mcast_startup_query_intvl: u64,
        15 = BRIDGE_VLANDB_GOPTS_MCAST_QUERIER              => mcast_querier: Bool,
        /// The ports behind which there are routers.
        16 = BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS         => mcast_router_ports: Mdb [ro],
        17 = BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE        => mcast_querier_state: QuerierState [ro],
        /// The instance of the spanning tree that it belongs to.
        18 = BRIDGE_VLANDB_GOPTS_MSTI                       => msti: u16,
    }
}
