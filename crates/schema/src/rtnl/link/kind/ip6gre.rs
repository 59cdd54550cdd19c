//! GRE over IPv6: of IP, of Ethernet, and ERSPAN (linux/if_tunnel.h, linux/ip6_tunnel.h). The
//! kernel has the numbers of `IFLA_GRE_*` for them.

use super::{EncapFlags, EncapType, ErspanDir, GreFlags, Ip6TnlFlags};
use route2_wire::{Be, Bool, Bytes, Flag, IfIndex, Ip6, attrs};

attrs! {
    /// A GRE tunnel over IPv6.
    pub struct Ip6gre: link kind "ip6gre" | "ip6gretap" | "ip6erspan" {
        0  = IFLA_IP6GRE_UNSPEC           => ip6gre_unspec: Bytes [ro],
        /// The link that the tunnel goes over; 0 is any.
        1  = IFLA_IP6GRE_LINK             => ip6gre_link: IfIndex,
        /// What packets that come in have.
        2  = IFLA_IP6GRE_IFLAGS           => ip6gre_iflags: GreFlags,
        /// What packets that go out have.
        3  = IFLA_IP6GRE_OFLAGS           => ip6gre_oflags: GreFlags,
        /// The key of packets that come in.
        4  = IFLA_IP6GRE_IKEY             => ip6gre_ikey: Be<u32>,
        /// The key of packets that go out.
        5  = IFLA_IP6GRE_OKEY             => ip6gre_okey: Be<u32>,
        6  = IFLA_IP6GRE_LOCAL            => ip6gre_local: Ip6,
        7  = IFLA_IP6GRE_REMOTE           => ip6gre_remote: Ip6,
        /// The hop limit; 0 copies the inner packet's.
        8  = IFLA_IP6GRE_TTL              => ip6gre_ttl: u8,
        /// Of tunnels over IPv4.
        9  = IFLA_IP6GRE_TOS              => ip6gre_tos: u8,
        /// Of tunnels over IPv4.
        10 = IFLA_IP6GRE_PMTUDISC         => ip6gre_pmtudisc: Bool,
        /// How many tunnels may be around this one.
        11 = IFLA_IP6GRE_ENCAP_LIMIT      => ip6gre_encap_limit: u8,
        /// The traffic class and the flow label.
        12 = IFLA_IP6GRE_FLOWINFO         => ip6gre_flowinfo: Be<u32>,
        13 = IFLA_IP6GRE_FLAGS            => ip6gre_flags: Ip6TnlFlags,
        14 = IFLA_IP6GRE_ENCAP_TYPE       => ip6gre_encap_type: EncapType,
        15 = IFLA_IP6GRE_ENCAP_FLAGS      => ip6gre_encap_flags: EncapFlags,
        16 = IFLA_IP6GRE_ENCAP_SPORT      => ip6gre_encap_sport: Be<u16>,
        17 = IFLA_IP6GRE_ENCAP_DPORT      => ip6gre_encap_dport: Be<u16>,
        /// Routes or programs decide where each packet goes.
        18 = IFLA_IP6GRE_COLLECT_METADATA => ip6gre_collect_metadata: Flag,
        /// Of tunnels over IPv4.
        19 = IFLA_IP6GRE_IGNORE_DF        => ip6gre_ignore_df: Bool,
        20 = IFLA_IP6GRE_FWMARK           => ip6gre_fwmark: u32,
        /// Where the packets were mirrored, in version 1.
        21 = IFLA_IP6GRE_ERSPAN_INDEX     => ip6gre_erspan_index: u32,
        22 = IFLA_IP6GRE_ERSPAN_VER       => ip6gre_erspan_ver: u8,
        /// Which way the packets went, in version 2.
        23 = IFLA_IP6GRE_ERSPAN_DIR       => ip6gre_erspan_dir: ErspanDir,
        /// Which engine mirrored them, in version 2.
        24 = IFLA_IP6GRE_ERSPAN_HWID      => ip6gre_erspan_hwid: u16,
    }
}
