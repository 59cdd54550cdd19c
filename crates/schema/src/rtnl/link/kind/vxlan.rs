//! Ethernet in UDP, RFC 7348 (linux/if_link.h).

use route2_wire::{
    Be, Bool, By, Bytes, Case, Choice, Choose, Flag, IfIndex, In, Ip4, Ip6, Kind, Payload, Secs,
    attrs, names, record,
};

attrs! {
    /// A VXLAN: `IFLA_VXLAN_*`.
    pub struct Vxlan: link kind "vxlan" {
        0  = IFLA_VXLAN_UNSPEC            => vxlan_unspec: Bytes [ro],
        /// The network's number, 24 bits.
        1  = IFLA_VXLAN_ID                => vxlan_id: u32,
        /// The multicast group of its members, or the other end.
        2  = IFLA_VXLAN_GROUP             => vxlan_group: Ip4,
        /// The link that it goes over.
        3  = IFLA_VXLAN_LINK              => vxlan_link: IfIndex,
        4  = IFLA_VXLAN_LOCAL             => vxlan_local: Ip4,
        /// 0 leaves it to the route.
        5  = IFLA_VXLAN_TTL               => vxlan_ttl: u8,
        /// 1 copies the inner packet's.
        6  = IFLA_VXLAN_TOS               => vxlan_tos: u8,
        /// Are senders' addresses learnt?
        7  = IFLA_VXLAN_LEARNING          => vxlan_learning: Bool,
        /// Age at which a learnt address is forgotten, in seconds.
        8  = IFLA_VXLAN_AGEING            => vxlan_ageing: In<u32, Secs>,
        /// How many addresses may be learnt; 0 is no limit.
        9  = IFLA_VXLAN_LIMIT             => vxlan_limit: u32,
        /// The UDP ports that packets come from.
        10 = IFLA_VXLAN_PORT_RANGE        => vxlan_port_range: PortRange,
        /// Does it answer ARP itself?
        11 = IFLA_VXLAN_PROXY             => vxlan_proxy: Bool,
        /// Does it route between its networks (route short circuit)?
        12 = IFLA_VXLAN_RSC               => vxlan_rsc: Bool,
        /// Does it tell of unknown MAC addresses?
        13 = IFLA_VXLAN_L2MISS            => vxlan_l2miss: Bool,
        /// Does it tell of unknown IP addresses?
        14 = IFLA_VXLAN_L3MISS            => vxlan_l3miss: Bool,
        /// The UDP port.
        15 = IFLA_VXLAN_PORT              => vxlan_port: Be<u16>,
        16 = IFLA_VXLAN_GROUP6            => vxlan_group6: Ip6,
        17 = IFLA_VXLAN_LOCAL6            => vxlan_local6: Ip6,
        /// Are checksums sent over IPv4?
        18 = IFLA_VXLAN_UDP_CSUM          => vxlan_udp_csum: Bool,
        /// Are none sent over IPv6?
        19 = IFLA_VXLAN_UDP_ZERO_CSUM6_TX => vxlan_udp_zero_csum6_tx: Bool,
        /// May they be missing over IPv6?
        20 = IFLA_VXLAN_UDP_ZERO_CSUM6_RX => vxlan_udp_zero_csum6_rx: Bool,
        /// Are inner checksums left to the receiver?
        21 = IFLA_VXLAN_REMCSUM_TX        => vxlan_remcsum_tx: Bool,
        22 = IFLA_VXLAN_REMCSUM_RX        => vxlan_remcsum_rx: Bool,
        /// Headers hold the packet's mark (group policy).
        23 = IFLA_VXLAN_GBP               => vxlan_gbp: Flag,
        24 = IFLA_VXLAN_REMCSUM_NOPARTIAL => vxlan_remcsum_nopartial: Flag,
        /// Do routes or programs decide where each packet goes?
        25 = IFLA_VXLAN_COLLECT_METADATA  => vxlan_collect_metadata: Bool,
        /// IPv6's flow label.
        26 = IFLA_VXLAN_LABEL             => vxlan_label: Be<u32>,
        /// Headers say what the inner packet is (generic protocol extension).
        27 = IFLA_VXLAN_GPE               => vxlan_gpe: Flag,
        /// Is the time to live the inner packet's?
        28 = IFLA_VXLAN_TTL_INHERIT       => vxlan_ttl_inherit: ToldFlag,
        29 = IFLA_VXLAN_DF                => vxlan_df: VxlanDf,
        /// Are there several networks in it, listed on their own?
        30 = IFLA_VXLAN_VNIFILTER         => vxlan_vnifilter: Bool,
        /// Does a packet for this host go straight to the other VXLAN?
        31 = IFLA_VXLAN_LOCALBYPASS       => vxlan_localbypass: Bool,
        32 = IFLA_VXLAN_LABEL_POLICY      => vxlan_label_policy: VxlanLabelPolicy,
        /// Which bits of a header must be 0.
        33 = IFLA_VXLAN_RESERVED_BITS     => vxlan_reserved_bits: VxlanHeader,
        /// Do multicast packets go where multicast routing says?
        34 = IFLA_VXLAN_MC_ROUTE          => vxlan_mc_route: Bool,
    }
}

/// What the kernel tells in a byte and takes as a flag, which it can be told to set but not to clear. (By value or by
/// key, a `false` is left out. A typed one is written as a byte all the same: the kernel refuses it.)
#[derive(Clone, Copy, Debug)]
pub enum ToldFlag {}
impl Payload for ToldFlag {
    const KIND: Kind = Kind::Select(Self::CHOICE);
    type View<'a> = bool;
    type Owned = bool;
    fn view(bytes: &[u8]) -> Option<bool> {
        if bytes.is_empty() { Some(true) } else { Bool::view(bytes) }
    }
    fn put(view: bool, out: &mut Vec<u8>) {
        if !view {
            Bool::put(view, out);
        }
    }
    fn read(bytes: &[u8]) -> Option<bool> {
        Self::view(bytes)
    }
    fn write(value: &bool, out: &mut Vec<u8>) {
        Self::put(*value, out);
    }
}
impl Choose for ToldFlag {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| payload.len() as u32),
        cases: &[(Case::number(0), Flag::KIND)],
        otherwise: Some(Bool::KIND),
    };
}

record! {
    /// UDP ports: `struct ifla_vxlan_port_range`, `ifla_geneve_port_range`. 0 and 0 is the kernel's
    /// choice.
    pub struct PortRange {
        low: Be<u16>,
        high: Be<u16>,
    }
}

names! {
    /// Whether packets may be fragmented on their way: `VXLAN_DF_*`.
    pub struct VxlanDf: u8 {
        0 = UNSET "unset",
        1 = SET "set",
        2 = INHERIT "inherit",
    }
}

names! {
    /// Where the flow label comes from: `VXLAN_LABEL_*`.
    pub struct VxlanLabelPolicy: u32 {
        0 = FIXED "fixed",
        1 = INHERIT "inherit",
    }
}

record! {
    /// `struct vxlanhdr`.
    pub struct VxlanHeader {
        vx_flags: Be<u32>,
        vx_vni: Be<u32>,
    }
}
