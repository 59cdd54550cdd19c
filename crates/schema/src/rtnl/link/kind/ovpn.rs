//! OpenVPN (linux/if_link.h). Peers and keys are in generic netlink.

use route2_wire::{attrs, names};

attrs! {
    /// An OpenVPN tunnel: `IFLA_OVPN_*`.
    pub struct Ovpn: link kind "ovpn" {
        1 = IFLA_OVPN_MODE => ovpn_mode: OvpnMode,
    }
}

names! {
    /// How many peers: `OVPN_MODE_*`.
    pub struct OvpnMode: u8 {
        0 = P2P "p2p",
        1 = MP "multipeer",
    }
}
