//! IPsec tunnels over IPv6 (linux/if_tunnel.h). The kernel has the numbers of `IFLA_VTI_*` for
//! them.

use route2_wire::{Be, IfIndex, Ip6, attrs};

attrs! {
    /// An IPsec tunnel over IPv6.
    pub struct Vti6: link kind "vti6" {
        /// The link that the tunnel goes over; 0 is any.
        1 = IFLA_VTI6_LINK   => vti6_link: IfIndex,
        /// The mark that packets which come in get.
        2 = IFLA_VTI6_IKEY   => vti6_ikey: Be<u32>,
        /// The mark by which the policy for packets that go out is found.
        3 = IFLA_VTI6_OKEY   => vti6_okey: Be<u32>,
        4 = IFLA_VTI6_LOCAL  => vti6_local: Ip6,
        5 = IFLA_VTI6_REMOTE => vti6_remote: Ip6,
        6 = IFLA_VTI6_FWMARK => vti6_fwmark: u32,
    }
}
