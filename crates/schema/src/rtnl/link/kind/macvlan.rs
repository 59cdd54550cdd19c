//! Links with MAC addresses of their own on another (linux/if_link.h).

use route2_wire::{Bytes, Mac, attrs, bits, names};

attrs! {
    /// A link with a MAC address of its own on another: `IFLA_MACVLAN_*`.
    pub struct Macvlan: link kind "macvlan" {
        0 = IFLA_MACVLAN_UNSPEC            => macvlan_unspec: Bytes [ro],
        1 = IFLA_MACVLAN_MODE              => macvlan_mode: MacvlanMode,
        2 = IFLA_MACVLAN_FLAGS             => macvlan_flags: MacvlanFlags,
        /// What to do with `macvlan_macaddr` and `macvlan_macaddr_data`.
        3 = IFLA_MACVLAN_MACADDR_MODE      => macvlan_macaddr_mode: MacvlanMacMode [wo],
        /// An address to put on the list of senders, or to take off it.
        4 = IFLA_MACVLAN_MACADDR           => macvlan_macaddr: Mac [wo],
        /// In mode `source`: from whom it takes packets.
        5 = IFLA_MACVLAN_MACADDR_DATA      => macvlan_macaddr_data: MacvlanSenders,
        /// How many these are.
        6 = IFLA_MACVLAN_MACADDR_COUNT     => macvlan_macaddr_count: u32 [ro],
        /// How many multicast packets may wait, as it asks for.
        7 = IFLA_MACVLAN_BC_QUEUE_LEN      => macvlan_bc_queue_len: u32,
        /// How many may, as the one among its siblings has it that asks for most.
        8 = IFLA_MACVLAN_BC_QUEUE_LEN_USED => macvlan_bc_queue_len_used: u32 [ro],
        /// From how many receivers on multicast packets wait; negative is never.
        9 = IFLA_MACVLAN_BC_CUTOFF         => macvlan_bc_cutoff: i32,
    }
}

pub use macvlan_senders::MacvlanSenders;

/// The attribute of the list, whose name the outer set has too.
pub mod macvlan_senders {
    use route2_wire::{Mac, Many, attrs};

    attrs! {
        /// From whom a link takes packets: `IFLA_MACVLAN_MACADDR_DATA`.
        pub struct MacvlanSenders {
            4 = IFLA_MACVLAN_MACADDR => macaddr: Many<Mac>,
        }
    }
}

names! {
    /// Whom it may speak to: `MACVLAN_MODE_*`.
    pub struct MacvlanMode: u32, always {
        1  = PRIVATE "private",
        2  = VEPA "vepa",
        4  = BRIDGE "bridge",
        8  = PASSTHRU "passthru",
        16 = SOURCE "source",
    }
}

bits! {
    /// `MACVLAN_FLAG_*`.
    pub struct MacvlanFlags: u16 {
        0x1 = NOPROMISC "nopromisc",
        0x2 = NODST "nodst",
    }
}

names! {
    /// What to do with the list of senders: `MACVLAN_MACADDR_*`.
    pub struct MacvlanMacMode: u32, always {
        0 = ADD "add",
        1 = DEL "del",
        2 = FLUSH "flush",
        3 = SET "set",
    }
}
