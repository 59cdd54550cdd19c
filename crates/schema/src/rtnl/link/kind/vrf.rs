//! A routing table for some links, and its ports (linux/if_link.h).

use crate::rtnl::names::RtTable;
use route2_wire::{Bytes, attrs};

attrs! {
    /// A VRF: `IFLA_VRF_*`.
    pub struct Vrf: link kind "vrf" {
        0 = IFLA_VRF_UNSPEC => vrf_unspec: Bytes [ro],
        /// The routing table of its ports.
        1 = IFLA_VRF_TABLE  => vrf_table: RtTable,
    }
}

attrs! {
    /// A VRF's port: `IFLA_VRF_PORT_*`.
    pub struct VrfPort: port kind "vrf" {
        /// The VRF's routing table.
        1 = IFLA_VRF_PORT_TABLE => vrf_port_table: RtTable [ro],
    }
}
