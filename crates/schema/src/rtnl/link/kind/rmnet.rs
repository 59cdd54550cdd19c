//! Qualcomm modems (linux/if_link.h).

use route2_wire::{attrs, bits, record};

attrs! {
    /// One of several links over a modem: `IFLA_RMNET_*`.
    pub struct Rmnet: link kind "rmnet" {
        /// Which of them it is.
        1 = IFLA_RMNET_MUX_ID => rmnet_mux_id: u16,
        2 = IFLA_RMNET_FLAGS  => rmnet_flags: RmnetSettings,
    }
}

record! {
    /// `struct ifla_rmnet_flags`.
    pub struct RmnetSettings {
        flags: RmnetFlags,
        /// Which flags a request is about.
        mask: u32,
    }
}

bits! {
    /// How packets lie in the modem's frames: `RMNET_FLAGS_*`.
    pub struct RmnetFlags: u32 {
        0x01 = INGRESS_DEAGGREGATION "ingress-deaggregation",
        0x02 = INGRESS_MAP_COMMANDS "ingress-commands",
        0x04 = INGRESS_MAP_CKSUMV4 "ingress-chksumv4",
        0x08 = EGRESS_MAP_CKSUMV4 "egress-chksumv4",
        0x10 = INGRESS_MAP_CKSUMV5 "ingress-chksumv5",
        0x20 = EGRESS_MAP_CKSUMV5 "egress-chksumv5",
    }
}
