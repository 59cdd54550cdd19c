//! Ports of a switch behind an Ethernet device (linux/if_link.h).

use route2_wire::{IfIndex, attrs};

attrs! {
    /// A switch's port: `IFLA_DSA_*`.
    pub struct Dsa: link kind "dsa" {
        /// The device between the switch and the processor.
        1 = IFLA_DSA_CONDUIT => dsa_conduit: IfIndex,
    }
}
