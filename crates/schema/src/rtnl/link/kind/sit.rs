//! IPv6 over IPv4 (linux/if_tunnel.h). The kernel has the numbers of `IFLA_IPTUN_*` for it.

use super::{EncapFlags, EncapType, TunnelProto};
use route2_wire::{Be, Bool, IfIndex, Ip4, Ip6, attrs, bits};

attrs! {
    /// A tunnel of IPv6 over IPv4.
    pub struct Sit: link kind "sit" {
        /// The link that the tunnel goes over; 0 is any.
        1  = IFLA_SIT_LINK                => sit_link: IfIndex,
        2  = IFLA_SIT_LOCAL               => sit_local: Ip4,
        3  = IFLA_SIT_REMOTE              => sit_remote: Ip4,
        /// 0 copies the inner packet's.
        4  = IFLA_SIT_TTL                 => sit_ttl: u8,
        /// 1 copies the inner packet's.
        5  = IFLA_SIT_TOS                 => sit_tos: u8,
        8  = IFLA_SIT_FLAGS               => sit_flags: SitFlags,
        /// What the inner packets are.
        9  = IFLA_SIT_PROTO               => sit_proto: TunnelProto,
        /// Is the path's MTU looked for?
        10 = IFLA_SIT_PMTUDISC            => sit_pmtudisc: Bool,
        /// The IPv6 network whose addresses hold the IPv4 address to send to (6rd, 6to4).
        11 = IFLA_SIT_6RD_PREFIX          => sit_6rd_prefix: Ip6,
        /// The IPv4 network, of which addresses hold only the rest.
        12 = IFLA_SIT_6RD_RELAY_PREFIX    => sit_6rd_relay_prefix: Ip4,
        13 = IFLA_SIT_6RD_PREFIXLEN       => sit_6rd_prefixlen: u16,
        14 = IFLA_SIT_6RD_RELAY_PREFIXLEN => sit_6rd_relay_prefixlen: u16,
        15 = IFLA_SIT_ENCAP_TYPE          => sit_encap_type: EncapType,
        16 = IFLA_SIT_ENCAP_FLAGS         => sit_encap_flags: EncapFlags,
        17 = IFLA_SIT_ENCAP_SPORT         => sit_encap_sport: Be<u16>,
        18 = IFLA_SIT_ENCAP_DPORT         => sit_encap_dport: Be<u16>,
        20 = IFLA_SIT_FWMARK              => sit_fwmark: u32,
    }
}

bits! {
    /// `SIT_*`.
    pub struct SitFlags: u16 {
        0x1 = ISATAP "isatap",
    }
}
