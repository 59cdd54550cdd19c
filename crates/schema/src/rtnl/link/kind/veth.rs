//! A pair of links, each of which receives what the other sends (linux/veth.h).

use crate::rtnl::link::{Link, LinkHeader};
use route2_wire::{Headed, attrs};

attrs! {
    /// One end of a pair: `VETH_INFO_*`. The kernel tells only the other's index, as `link`.
    pub struct Veth: link kind "veth" {
        /// The other end, as a link.
        1 = VETH_INFO_PEER => veth_peer: Headed<LinkHeader, Link> [wo],
    }
}
