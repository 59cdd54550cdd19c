//! Links that share another's MAC address (linux/if_link.h).

use route2_wire::{Bytes, attrs, bits, names};

attrs! {
    /// A link told apart by its IP addresses: `IFLA_IPVLAN_*`. `ipvtap` gives its packets to a
    /// program.
    pub struct Ipvlan: link kind "ipvlan" | "ipvtap" {
        0 = IFLA_IPVLAN_UNSPEC => ipvlan_unspec: Bytes [ro],
        1 = IFLA_IPVLAN_MODE   => ipvlan_mode: IpvlanMode,
        2 = IFLA_IPVLAN_FLAGS  => ipvlan_flags: IpvlanFlags,
    }
}

names! {
    /// In which layer packets are passed on: `IPVLAN_MODE_*`.
    pub struct IpvlanMode: u16 {
        0 = L2 "l2",
        1 = L3 "l3",
        2 = L3S "l3s",
    }
}

bits! {
    /// Whom its links may speak to (without a flag: each other): `IPVLAN_F_*`.
    pub struct IpvlanFlags: u16 {
        0x1 = PRIVATE "private",
        0x2 = VEPA "vepa",
    }
}
