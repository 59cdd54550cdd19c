//! The VXLAN network identifiers that a VXLAN takes packets of (linux/if_link.h).

use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, Bytes, IfIndex, Ip4, Ip6, Many, attrs, bits, record};

/// The table of VXLANs' filters.
pub static TUNNEL: Table = Table {
    name: "tunnel",
    doc: "VXLAN network identifiers that VXLANs take packets of",
    first_type: 120,
    events: ["RTM_NEWTUNNEL", "RTM_DELTUNNEL", "RTM_GETTUNNEL", "RTM_SETTUNNEL"],
    header: TunnelHeader::RECORD,
    set: Tunnel::SET,
    groups: &[Group::TUNNEL],
    derived: &[],
    spoken: &[],
    columns: &[
        Column::bare("ifindex").titled("dev"),
        Column::labelled("start").titled("vni").of_each("vni"),
        Column::labelled("end").of_each("vni"),
        Column::labelled("group").of_each("vni"),
        Column::labelled("group6").of_each("vni"),
    ],
};

impl Of for Tunnel {
    type Header = TunnelHeader;
    const TABLE: &'static Table = &TUNNEL;
}

record! {
    /// `struct tunnel_msg`.
    pub struct TunnelHeader {
        family: As<u8, Family>,
        flags: TunnelDump,
        _reserved2: u16,
        /// The VXLAN.
        ifindex: IfIndex,
    }
}

bits! {
    /// What a dump is to say: `TUNNEL_MSG_*`.
    pub struct TunnelDump: u8 {
        0x1 = STATS "stats",
    }
}

attrs! {
    /// A VXLAN's filter: `VXLAN_VNIFILTER_*`.
    pub struct Tunnel {
        1 = VXLAN_VNIFILTER_ENTRY => vni: Many<VniFilter>,
    }
}

attrs! {
    /// One identifier, or all from one to another: `VXLAN_VNIFILTER_ENTRY_*`.
    pub struct VniFilter {
        1 = VXLAN_VNIFILTER_ENTRY_START  => start: u32,
        2 = VXLAN_VNIFILTER_ENTRY_END    => end: u32,
        /// Where packets go to addresses that are not known.
        3 = VXLAN_VNIFILTER_ENTRY_GROUP  => group: Ip4,
        /// Likewise, of IPv6.
        4 = VXLAN_VNIFILTER_ENTRY_GROUP6 => group6: Ip6,
        5 = VXLAN_VNIFILTER_ENTRY_STATS  => stats: VniStats [volatile],
    }
}

attrs! {
    /// Statistics of one identifier: `VNIFILTER_ENTRY_STATS_*`.
    pub struct VniStats {
        1 = VNIFILTER_ENTRY_STATS_RX_BYTES  => rx_bytes: u64 [volatile],
        2 = VNIFILTER_ENTRY_STATS_RX_PKTS   => rx_pkts: u64 [volatile],
        3 = VNIFILTER_ENTRY_STATS_RX_DROPS  => rx_drops: u64 [volatile],
        4 = VNIFILTER_ENTRY_STATS_RX_ERRORS => rx_errors: u64 [volatile],
        5 = VNIFILTER_ENTRY_STATS_TX_BYTES  => tx_bytes: u64 [volatile],
        6 = VNIFILTER_ENTRY_STATS_TX_PKTS   => tx_pkts: u64 [volatile],
        7 = VNIFILTER_ENTRY_STATS_TX_DROPS  => tx_drops: u64 [volatile],
        8 = VNIFILTER_ENTRY_STATS_TX_ERRORS => tx_errors: u64 [volatile],
        9 = VNIFILTER_ENTRY_STATS_PAD       => pad: Bytes [ro],
    }
}
