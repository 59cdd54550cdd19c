//! IP over IPv6 (linux/if_tunnel.h, linux/ip6_tunnel.h). The kernel has the numbers of
//! `IFLA_IPTUN_*` for it.

use super::{EncapFlags, EncapType};
use route2_wire::{Be, Flag, IfIndex, Ip6, attrs, bits, names};

attrs! {
    /// A tunnel over IPv6.
    pub struct Ip6tnl: link kind "ip6tnl" {
        /// The link that the tunnel goes over; 0 is any.
        1  = IFLA_IP6TNL_LINK             => ip6tnl_link: IfIndex,
        2  = IFLA_IP6TNL_LOCAL            => ip6tnl_local: Ip6,
        3  = IFLA_IP6TNL_REMOTE           => ip6tnl_remote: Ip6,
        /// The hop limit; 0 copies the inner packet's.
        4  = IFLA_IP6TNL_TTL              => ip6tnl_ttl: u8,
        /// How many tunnels may be around this one.
        6  = IFLA_IP6TNL_ENCAP_LIMIT      => ip6tnl_encap_limit: u8,
        /// The traffic class and the flow label.
        7  = IFLA_IP6TNL_FLOWINFO         => ip6tnl_flowinfo: Be<u32>,
        8  = IFLA_IP6TNL_FLAGS            => ip6tnl_flags: Ip6TnlFlags,
        /// What the inner packets are.
        9  = IFLA_IP6TNL_PROTO            => ip6tnl_proto: Ip6TnlProto,
        15 = IFLA_IP6TNL_ENCAP_TYPE       => ip6tnl_encap_type: EncapType,
        16 = IFLA_IP6TNL_ENCAP_FLAGS      => ip6tnl_encap_flags: EncapFlags,
        17 = IFLA_IP6TNL_ENCAP_SPORT      => ip6tnl_encap_sport: Be<u16>,
        18 = IFLA_IP6TNL_ENCAP_DPORT      => ip6tnl_encap_dport: Be<u16>,
        /// Routes or programs decide where each packet goes.
        19 = IFLA_IP6TNL_COLLECT_METADATA => ip6tnl_collect_metadata: Flag,
        20 = IFLA_IP6TNL_FWMARK           => ip6tnl_fwmark: u32,
    }
}

names! {
    /// What is in a tunnel over IPv6: a protocol of IP's header.
    pub struct Ip6TnlProto: u8 {
        0  = ANY "any",
        4  = IPIP6 "ipip6",
        41 = IP6IP6 "ip6ip6",
    }
}

bits! {
    /// Settings of a tunnel over IPv6: `IP6_TNL_F_*`. The kernel states what it can do (`cap_`) among
    /// them.
    pub struct Ip6TnlFlags: u32 {
        0x01    = IGN_ENCAP_LIMIT "ign_encap_limit",
        0x02    = USE_ORIG_TCLASS "use_orig_tclass",
        0x04    = USE_ORIG_FLOWLABEL "use_orig_flowlabel",
        0x08    = MIP6_DEV "mip6_dev",
        0x10    = RCV_DSCP_COPY "rcv_dscp_copy",
        0x20    = USE_ORIG_FWMARK "use_orig_fwmark",
        0x40    = ALLOW_LOCAL_REMOTE "allow_local_remote",
        0x10000 = CAP_XMIT "cap_xmit",
        0x20000 = CAP_RCV "cap_rcv",
        0x40000 = CAP_PER_PACKET "cap_per_packet",
    }
}
