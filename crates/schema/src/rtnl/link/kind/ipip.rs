//! IP over IPv4 (linux/if_tunnel.h). The kernel has the numbers of `IFLA_IPTUN_*` for it.

use super::{EncapFlags, EncapType};
use route2_wire::{Be, Bool, Flag, IfIndex, Ip4, attrs, names};

attrs! {
    /// A tunnel over IPv4.
    pub struct Ipip: link kind "ipip" {
        /// The link that the tunnel goes over; 0 is any.
        1  = IFLA_IPIP_LINK             => ipip_link: IfIndex,
        2  = IFLA_IPIP_LOCAL            => ipip_local: Ip4,
        3  = IFLA_IPIP_REMOTE           => ipip_remote: Ip4,
        /// 0 copies the inner packet's.
        4  = IFLA_IPIP_TTL              => ipip_ttl: u8,
        /// 1 copies the inner packet's.
        5  = IFLA_IPIP_TOS              => ipip_tos: u8,
        /// What the inner packets are.
        9  = IFLA_IPIP_PROTO            => ipip_proto: TunnelProto,
        /// Is the path's MTU looked for?
        10 = IFLA_IPIP_PMTUDISC         => ipip_pmtudisc: Bool,
        15 = IFLA_IPIP_ENCAP_TYPE       => ipip_encap_type: EncapType,
        16 = IFLA_IPIP_ENCAP_FLAGS      => ipip_encap_flags: EncapFlags,
        17 = IFLA_IPIP_ENCAP_SPORT      => ipip_encap_sport: Be<u16>,
        18 = IFLA_IPIP_ENCAP_DPORT      => ipip_encap_dport: Be<u16>,
        /// Routes or programs decide where each packet goes.
        19 = IFLA_IPIP_COLLECT_METADATA => ipip_collect_metadata: Flag,
        20 = IFLA_IPIP_FWMARK           => ipip_fwmark: u32,
    }
}

names! {
    /// What is in a tunnel over IPv4: a protocol of IP's header.
    pub struct TunnelProto: u8 {
        0   = ANY "any",
        4   = IPIP "ipip",
        41  = IP6IP "ip6ip",
        137 = MPLSIP "mplsip",
    }
}
