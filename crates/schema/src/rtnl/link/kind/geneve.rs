//! Ethernet or IP in UDP, RFC 8926 (linux/if_link.h).

use super::PortRange;
use route2_wire::{Be, Bool, Flag, Ip4, Ip6, attrs, names};

attrs! {
    /// A GENEVE tunnel: `IFLA_GENEVE_*`.
    pub struct Geneve: link kind "geneve" {
        /// The network's number, 24 bits.
        1  = IFLA_GENEVE_ID                  => geneve_id: u32,
        2  = IFLA_GENEVE_REMOTE              => geneve_remote: Ip4,
        /// 0 leaves it to the route.
        3  = IFLA_GENEVE_TTL                 => geneve_ttl: u8,
        /// 1 copies the inner packet's.
        4  = IFLA_GENEVE_TOS                 => geneve_tos: u8,
        /// The UDP port.
        5  = IFLA_GENEVE_PORT                => geneve_port: Be<u16>,
        /// Routes or programs decide where each packet goes.
        6  = IFLA_GENEVE_COLLECT_METADATA    => geneve_collect_metadata: Flag,
        7  = IFLA_GENEVE_REMOTE6             => geneve_remote6: Ip6,
        /// Are checksums sent over IPv4?
        8  = IFLA_GENEVE_UDP_CSUM            => geneve_udp_csum: Bool,
        /// Are none sent over IPv6?
        9  = IFLA_GENEVE_UDP_ZERO_CSUM6_TX   => geneve_udp_zero_csum6_tx: Bool,
        /// May they be missing over IPv6?
        10 = IFLA_GENEVE_UDP_ZERO_CSUM6_RX   => geneve_udp_zero_csum6_rx: Bool,
        /// IPv6's flow label.
        11 = IFLA_GENEVE_LABEL               => geneve_label: Be<u32>,
        /// Is the time to live the inner packet's?
        12 = IFLA_GENEVE_TTL_INHERIT         => geneve_ttl_inherit: Bool,
        13 = IFLA_GENEVE_DF                  => geneve_df: GeneveDf,
        /// The header says what the inner packet is; without, it is always Ethernet.
        14 = IFLA_GENEVE_INNER_PROTO_INHERIT => geneve_inner_proto_inherit: Flag,
        /// The UDP ports that packets come from.
        15 = IFLA_GENEVE_PORT_RANGE          => geneve_port_range: PortRange,
        /// Inner headers are described so that the receiver can merge packets.
        16 = IFLA_GENEVE_GRO_HINT            => geneve_gro_hint: Flag,
        17 = IFLA_GENEVE_LOCAL               => geneve_local: Ip4,
        18 = IFLA_GENEVE_LOCAL6              => geneve_local6: Ip6,
    }
}

names! {
    /// Whether packets may be fragmented on their way: `GENEVE_DF_*`.
    pub struct GeneveDf: u8, always {
        0 = UNSET "unset",
        1 = SET "set",
        2 = INHERIT "inherit",
    }
}
