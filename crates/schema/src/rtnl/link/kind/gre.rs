//! GRE over IPv4: of IP, of Ethernet, and ERSPAN (linux/if_tunnel.h).

use route2_wire::{Be, Bool, Bytes, Flag, IfIndex, Ip4, attrs, bits, names};

attrs! {
    /// A GRE tunnel over IPv4: `IFLA_GRE_*`.
    pub struct Gre: link kind "gre" | "gretap" | "erspan" {
        0  = IFLA_GRE_UNSPEC           => gre_unspec: Bytes [ro],
        /// The link that the tunnel goes over; 0 is any.
        1  = IFLA_GRE_LINK             => gre_link: IfIndex,
        /// What packets that come in have.
        2  = IFLA_GRE_IFLAGS           => gre_iflags: GreFlags,
        /// What packets that go out have.
        3  = IFLA_GRE_OFLAGS           => gre_oflags: GreFlags,
        /// The key of packets that come in.
        4  = IFLA_GRE_IKEY             => gre_ikey: Be<u32>,
        /// The key of packets that go out.
        5  = IFLA_GRE_OKEY             => gre_okey: Be<u32>,
        6  = IFLA_GRE_LOCAL            => gre_local: Ip4,
        7  = IFLA_GRE_REMOTE           => gre_remote: Ip4,
        /// 0 copies the inner packet's.
        8  = IFLA_GRE_TTL              => gre_ttl: u8,
        /// 1 copies the inner packet's.
        9  = IFLA_GRE_TOS              => gre_tos: u8,
        /// Is the path's MTU looked for?
        10 = IFLA_GRE_PMTUDISC         => gre_pmtudisc: Bool,
        /// Of tunnels over IPv6.
        11 = IFLA_GRE_ENCAP_LIMIT      => gre_encap_limit: u8,
        /// Of tunnels over IPv6.
        12 = IFLA_GRE_FLOWINFO         => gre_flowinfo: Be<u32>,
        /// Of tunnels over IPv6.
        13 = IFLA_GRE_FLAGS            => gre_flags: u32,
        14 = IFLA_GRE_ENCAP_TYPE       => gre_encap_type: EncapType,
        15 = IFLA_GRE_ENCAP_FLAGS      => gre_encap_flags: EncapFlags,
        16 = IFLA_GRE_ENCAP_SPORT      => gre_encap_sport: Be<u16>,
        17 = IFLA_GRE_ENCAP_DPORT      => gre_encap_dport: Be<u16>,
        /// Routes or programs decide where each packet goes.
        18 = IFLA_GRE_COLLECT_METADATA => gre_collect_metadata: Flag,
        /// May packets be fragmented that ask not to be?
        19 = IFLA_GRE_IGNORE_DF        => gre_ignore_df: Bool,
        20 = IFLA_GRE_FWMARK           => gre_fwmark: u32,
        /// Where the packets were mirrored, in version 1.
        21 = IFLA_GRE_ERSPAN_INDEX     => gre_erspan_index: u32,
        22 = IFLA_GRE_ERSPAN_VER       => gre_erspan_ver: u8,
        /// Which way the packets went, in version 2.
        23 = IFLA_GRE_ERSPAN_DIR       => gre_erspan_dir: ErspanDir,
        /// Which engine mirrored them, in version 2.
        24 = IFLA_GRE_ERSPAN_HWID      => gre_erspan_hwid: u16,
    }
}

bits! {
    /// What a GRE header has: `GRE_*`.
    pub struct GreFlags: Be<u16> {
        0x8000 = CSUM "csum",
        0x4000 = ROUTING "routing",
        0x2000 = KEY "key",
        0x1000 = SEQ "seq",
        0x0800 = STRICT "strict",
        0x0080 = ACK "ack",
    }
}

names! {
    /// What is around a tunnel's packets: `TUNNEL_ENCAP_*`.
    pub struct EncapType: u16 {
        0 = NONE "none",
        1 = FOU "fou",
        2 = GUE "gue",
        3 = MPLS "mpls",
    }
}

bits! {
    /// How it is around them: `TUNNEL_ENCAP_FLAG_*`.
    pub struct EncapFlags: u16 {
        0x1 = CSUM "csum",
        0x2 = CSUM6 "csum6",
        0x4 = REMCSUM "remcsum",
    }
}

names! {
    /// Which way a mirrored packet went.
    pub struct ErspanDir: u8 {
        0 = INGRESS "ingress",
        1 = EGRESS "egress",
    }
}
