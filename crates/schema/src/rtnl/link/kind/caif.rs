//! Connections to a modem (linux/caif/if_caif.h, which newer kernels no longer have).

use route2_wire::{Bool, attrs};

attrs! {
    /// A connection to a modem: `IFLA_CAIF_*`.
    pub struct Caif: link kind "caif" {
        1 = IFLA_CAIF_IPV4_CONNID => caif_ipv4_connid: u32,
        2 = IFLA_CAIF_IPV6_CONNID => caif_ipv6_connid: u32,
        /// Does it come back from the modem?
        3 = IFLA_CAIF_LOOPBACK    => caif_loopback: Bool,
    }
}
