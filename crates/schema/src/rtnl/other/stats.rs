//! Statistics of links, asked for by themselves (linux/if_link.h, linux/if_bridge.h, linux/if_bonding.h,
//! linux/mpls.h).

use crate::rtnl::link::bridge_spec::BridgeVlanFlags;
use crate::rtnl::link::stats::LinkStats64;
use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{
    As, AsRecord, AttrSet, Bool, By, Bytes, Case, Choice, Choose, IfIndex, Many, Mostly, Payload,
    attrs, bits, record,
};

/// The table of links' statistics. (The kernel tells of changes of hardware counters being kept.)
pub static STATS: Table = Table {
    name: "stats",
    doc: "Statistics of interfaces, their kinds and protocols",
    first_type: 92,
    events: ["RTM_NEWSTATS", "RTM_DELSTATS", "RTM_GETSTATS", "RTM_SETSTATS"],
    header: IfStatsHeader::RECORD,
    set: IfStats::SET,
    groups: &[Group::STATS],
    derived: &[],
    spoken: &[],
    columns: &[
        Column::bare("ifindex").titled("dev"),
        Column::labelled("link_64.rx_packets"),
        Column::labelled("link_64.rx_bytes"),
        Column::labelled("link_64.rx_errors"),
        Column::labelled("link_64.rx_dropped"),
        Column::labelled("link_64.tx_packets"),
        Column::labelled("link_64.tx_bytes"),
        Column::labelled("link_64.tx_errors"),
        Column::labelled("link_64.tx_dropped"),
        Column::labelled("link_offload_xstats.hw_s_info.l3_stats.used").titled("l3_stats"),
    ],
};

impl Of for IfStats {
    type Header = IfStatsHeader;
    const TABLE: &'static Table = &STATS;
}

record! {
    /// `struct if_stats_msg`.
    pub struct IfStatsHeader {
        family: As<u8, Family>,
        _pad1: u8,
        _pad2: u16,
        ifindex: IfIndex,
        /// Which statistics are wanted, or there are.
        filter_mask: IfStatsFilter,
    }
}

bits! {
    /// Which statistics: bit N is `IFLA_STATS_*` number N + 1.
    pub struct IfStatsFilter: u32 {
        0x01 = LINK_64 "link",
        0x02 = LINK_XSTATS "xstats",
        0x04 = LINK_XSTATS_SLAVE "xstats_slave",
        0x08 = LINK_OFFLOAD_XSTATS "offload",
        0x10 = AF_SPEC "afstats",
    }
}

attrs! {
    /// Statistics of a link: `IFLA_STATS_*`. Requests have other attributes under the same numbers:
    /// `IFLA_STATS_GET_FILTERS` (a nest) and `IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS` (a byte).
    pub struct IfStats {
        0 = IFLA_STATS_UNSPEC              => pad: Bytes [ro],
        /// In a request: which of the others are wanted.
        1 = IFLA_STATS_LINK_64             => link_64: Mostly<LinkStats64, StatsOrFilters> [volatile],
        /// Those of its kind. In a request: whether the hardware is to count routed packets.
        2 = IFLA_STATS_LINK_XSTATS         => link_xstats: Mostly<LinkXstats, XstatsOrSwitch> [volatile],
        /// Those of the kind of the link that it is a port of.
        3 = IFLA_STATS_LINK_XSTATS_SLAVE   => link_xstats_slave: LinkXstats [volatile],
        /// Those of the hardware.
        4 = IFLA_STATS_LINK_OFFLOAD_XSTATS => link_offload_xstats: OffloadXstats [volatile],
        /// Those of protocols.
        5 = IFLA_STATS_AF_SPEC             => af_spec: AfStats [volatile],
    }
}

/// `IFLA_STATS_LINK_64`, or a request's nest, which is shorter.
#[derive(Clone, Copy, Debug)]
pub enum StatsOrFilters {}
impl Choose for StatsOrFilters {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| u32::from(payload.len() < 23 * 8)),
        cases: &[
            (Case::number(0), LinkStats64::KIND),
            (Case::number(1), filters::IfStatsFilters::KIND),
        ],
        otherwise: None,
    };
}

/// `IFLA_STATS_LINK_XSTATS`, or a request's byte.
#[derive(Clone, Copy, Debug)]
pub enum XstatsOrSwitch {}
impl Choose for XstatsOrSwitch {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| u32::from(payload.len() == 1)),
        cases: &[(Case::number(0), LinkXstats::KIND), (Case::number(1), Bool::KIND)],
        otherwise: None,
    };
}

/// `IFLA_STATS_GET_FILTERS`, where the names of statistics stand for which of them are wanted.
pub mod filters {
    use super::OffloadFilter;
    use route2_wire::attrs;

    attrs! {
        /// Which statistics are wanted, by the number of those that they are part of.
        pub struct IfStatsFilters {
            4 = IFLA_STATS_LINK_OFFLOAD_XSTATS => link_offload_xstats: OffloadFilter [wo],
        }
    }
}

bits! {
    /// Which statistics of the hardware: bit N is `IFLA_OFFLOAD_XSTATS_*` number N + 1.
    pub struct OffloadFilter: u32 {
        0x1 = CPU_HIT "cpu_hit",
        0x2 = HW_S_INFO "hw_stats_info",
        0x4 = L3_STATS "l3_stats",
    }
}

attrs! {
    /// Statistics of a kind: `LINK_XSTATS_TYPE_*`.
    pub struct LinkXstats {
        1 = LINK_XSTATS_TYPE_BRIDGE => bridge: BridgeXstats [volatile],
        2 = LINK_XSTATS_TYPE_BOND   => bond: BondXstats [volatile],
    }
}

attrs! {
    /// Statistics of a bridge or port: `BRIDGE_XSTATS_*`.
    pub struct BridgeXstats {
        1 = BRIDGE_XSTATS_VLAN  => vlan: Many<VlanXstats> [volatile],
        2 = BRIDGE_XSTATS_MCAST => mcast: McastStats [volatile],
        3 = BRIDGE_XSTATS_PAD   => pad: Bytes [ro],
        4 = BRIDGE_XSTATS_STP   => stp: StpXstats [volatile],
    }
}

record! {
    /// `struct bridge_vlan_xstats`.
    pub struct VlanXstats {
        rx_bytes: u64,
        rx_packets: u64,
        tx_bytes: u64,
        tx_packets: u64,
        vid: u16,
        flags: BridgeVlanFlags,
        _pad2: u32,
    }
}

record! {
    /// `struct br_mcast_stats`. Pairs are what came in and what went out.
    pub struct McastStats {
        igmp_v1queries: [u64; 2],
        igmp_v2queries: [u64; 2],
        igmp_v3queries: [u64; 2],
        igmp_leaves: [u64; 2],
        igmp_v1reports: [u64; 2],
        igmp_v2reports: [u64; 2],
        igmp_v3reports: [u64; 2],
        igmp_parse_errors: u64,
        mld_v1queries: [u64; 2],
        mld_v2queries: [u64; 2],
        mld_leaves: [u64; 2],
        mld_v1reports: [u64; 2],
        mld_v2reports: [u64; 2],
        mld_parse_errors: u64,
        mcast_bytes: [u64; 2],
        mcast_packets: [u64; 2],
    }
}

record! {
    /// `struct bridge_stp_xstats`.
    pub struct StpXstats {
        transition_blk: u64,
        transition_fwd: u64,
        rx_bpdu: u64,
        tx_bpdu: u64,
        rx_tcn: u64,
        tx_tcn: u64,
    }
}

attrs! {
    /// Statistics of a bond or port: `BOND_XSTATS_*`.
    pub struct BondXstats {
        1 = BOND_XSTATS_3AD => lacp: BondLacpStats [volatile],
    }
}

attrs! {
    /// Statistics of IEEE 802.3ad: `BOND_3AD_STAT_*`.
    pub struct BondLacpStats {
        0 = BOND_3AD_STAT_LACPDU_RX         => lacpdu_rx: u64 [volatile],
        1 = BOND_3AD_STAT_LACPDU_TX         => lacpdu_tx: u64 [volatile],
        2 = BOND_3AD_STAT_LACPDU_UNKNOWN_RX => lacpdu_unknown_rx: u64 [volatile],
        3 = BOND_3AD_STAT_LACPDU_ILLEGAL_RX => lacpdu_illegal_rx: u64 [volatile],
        4 = BOND_3AD_STAT_MARKER_RX         => marker_rx: u64 [volatile],
        5 = BOND_3AD_STAT_MARKER_TX         => marker_tx: u64 [volatile],
        6 = BOND_3AD_STAT_MARKER_RESP_RX    => marker_resp_rx: u64 [volatile],
        7 = BOND_3AD_STAT_MARKER_RESP_TX    => marker_resp_tx: u64 [volatile],
        8 = BOND_3AD_STAT_MARKER_UNKNOWN_RX => marker_unknown_rx: u64 [volatile],
        9 = BOND_3AD_STAT_PAD               => pad: Bytes [ro],
    }
}

attrs! {
    /// Statistics of the hardware: `IFLA_OFFLOAD_XSTATS_*`.
    pub struct OffloadXstats {
        0 = IFLA_OFFLOAD_XSTATS_UNSPEC    => pad: Bytes [ro],
        /// Packets that the hardware left to the kernel.
        1 = IFLA_OFFLOAD_XSTATS_CPU_HIT   => cpu_hit: LinkStats64 [volatile],
        /// Which counters the hardware keeps.
        2 = IFLA_OFFLOAD_XSTATS_HW_S_INFO => hw_s_info: offload::HwStatsInfo,
        /// Packets that the hardware routed.
        3 = IFLA_OFFLOAD_XSTATS_L3_STATS  => l3_stats: HwStats64 [volatile],
    }
}

/// `IFLA_OFFLOAD_XSTATS_HW_S_INFO`, where the names of statistics stand for what is known about them.
pub mod offload {
    use super::HwStatsState;
    use route2_wire::attrs;

    attrs! {
        /// Which counters the hardware keeps, by the statistics' number.
        pub struct HwStatsInfo {
            3 = IFLA_OFFLOAD_XSTATS_L3_STATS => l3_stats: HwStatsState,
        }
    }
}

attrs! {
    /// Whether the hardware keeps counters: `IFLA_OFFLOAD_XSTATS_HW_S_INFO_*`.
    pub struct HwStatsState {
        /// Is it asked to?
        1 = IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST => request: Bool,
        /// Does it?
        2 = IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED    => used: Bool,
    }
}

record! {
    /// `struct rtnl_hw_stats64`.
    pub struct HwStats64 {
        rx_packets: u64,
        tx_packets: u64,
        rx_bytes: u64,
        tx_bytes: u64,
        rx_errors: u64,
        tx_errors: u64,
        rx_dropped: u64,
        tx_dropped: u64,
        multicast: u64,
    }
}

attrs! {
    /// Statistics of protocols, numbered by address family.
    pub struct AfStats {
        28 = AF_MPLS => mpls: MplsStats [volatile],
    }
}

attrs! {
    /// Statistics of MPLS: `MPLS_STATS_*`.
    pub struct MplsStats {
        0 = MPLS_STATS_UNSPEC => pad: Bytes [ro],
        1 = MPLS_STATS_LINK   => link: MplsLinkStats [volatile],
    }
}

record! {
    /// `struct mpls_link_stats`.
    pub struct MplsLinkStats {
        rx_packets: u64,
        tx_packets: u64,
        rx_bytes: u64,
        tx_bytes: u64,
        rx_errors: u64,
        tx_errors: u64,
        rx_dropped: u64,
        tx_dropped: u64,
        rx_noroute: u64,
    }
}
