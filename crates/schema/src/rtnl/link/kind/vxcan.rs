//! A pair of CAN buses, each of which receives what the other sends (linux/can/vxcan.h).

use crate::rtnl::link::{Link, LinkHeader};
use route2_wire::{Headed, attrs};

attrs! {
    /// One end of a pair: `VXCAN_INFO_*`. The kernel tells only the other's index, as `link`.
    pub struct Vxcan: link kind "vxcan" {
        /// The other end, as a link.
        1 = VXCAN_INFO_PEER => vxcan_peer: Headed<LinkHeader, Link> [wo],
    }
}
