//! Packets right behind a UDP header (linux/if_link.h).

use crate::rtnl::names::EtherType;
use route2_wire::{Be, Flag, attrs};

attrs! {
    /// A tunnel without a header of its own: `IFLA_BAREUDP_*`.
    pub struct Bareudp: link kind "bareudp" {
        /// The UDP port.
        1 = IFLA_BAREUDP_PORT            => bareudp_port: Be<u16>,
        /// What the packets are.
        2 = IFLA_BAREUDP_ETHERTYPE       => bareudp_ethertype: EtherType,
        /// The lowest source port.
        3 = IFLA_BAREUDP_SRCPORT_MIN     => bareudp_srcport_min: u16,
        /// With IPv4 also IPv6, with MPLS also its multicast.
        4 = IFLA_BAREUDP_MULTIPROTO_MODE => bareudp_multiproto_mode: Flag,
    }
}
