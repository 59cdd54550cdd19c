//! IPsec tunnels over IPv4 (linux/if_tunnel.h).

use route2_wire::{Be, Bytes, IfIndex, Ip4, attrs};

attrs! {
    /// An IPsec tunnel over IPv4: `IFLA_VTI_*`.
    pub struct Vti: link kind "vti" {
        0 = IFLA_VTI_UNSPEC => vti_unspec: Bytes [ro],
        /// The link that the tunnel goes over; 0 is any.
        1 = IFLA_VTI_LINK   => vti_link: IfIndex,
        /// The mark that packets which come in get.
        2 = IFLA_VTI_IKEY   => vti_ikey: Be<u32>,
        /// The mark by which the policy for packets that go out is found.
        3 = IFLA_VTI_OKEY   => vti_okey: Be<u32>,
        4 = IFLA_VTI_LOCAL  => vti_local: Ip4,
        5 = IFLA_VTI_REMOTE => vti_remote: Ip4,
        6 = IFLA_VTI_FWMARK => vti_fwmark: u32,
    }
}
