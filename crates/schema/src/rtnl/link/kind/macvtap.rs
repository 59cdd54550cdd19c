//! As macvlan, with packets given to a program (linux/if_link.h). The kernel has the numbers of
//! `IFLA_MACVLAN_*` for it.

use super::{MacvlanFlags, MacvlanMacMode, MacvlanMode};
use route2_wire::{Bytes, Mac, attrs};

attrs! {
    /// A link with a MAC address of its own on another, for a program.
    pub struct Macvtap: link kind "macvtap" {
        0 = IFLA_MACVTAP_UNSPEC            => macvtap_unspec: Bytes [ro],
        1 = IFLA_MACVTAP_MODE              => macvtap_mode: MacvlanMode,
        2 = IFLA_MACVTAP_FLAGS             => macvtap_flags: MacvlanFlags,
        /// What to do with `macvtap_macaddr` and `macvtap_macaddr_data`.
        3 = IFLA_MACVTAP_MACADDR_MODE      => macvtap_macaddr_mode: MacvlanMacMode [wo],
        /// An address to put on the list of senders, or to take off it.
        4 = IFLA_MACVTAP_MACADDR           => macvtap_macaddr: Mac [wo],
        /// In mode `source`: from whom it takes packets.
        5 = IFLA_MACVTAP_MACADDR_DATA      => macvtap_macaddr_data: MacvtapSenders,
        /// How many these are.
        6 = IFLA_MACVTAP_MACADDR_COUNT     => macvtap_macaddr_count: u32 [ro],
        /// How many multicast packets may wait, as it asks for.
        7 = IFLA_MACVTAP_BC_QUEUE_LEN      => macvtap_bc_queue_len: u32,
        /// How many may, as the one among its siblings has it that asks for most.
        8 = IFLA_MACVTAP_BC_QUEUE_LEN_USED => macvtap_bc_queue_len_used: u32 [ro],
        /// From how many receivers on multicast packets wait; negative is never.
        9 = IFLA_MACVTAP_BC_CUTOFF         => macvtap_bc_cutoff: i32,
    }
}

pub use macvtap_senders::MacvtapSenders;

/// The attribute of the list, whose name the outer set has too.
pub mod macvtap_senders {
    use route2_wire::{Mac, Many, attrs};

    attrs! {
        /// From whom a link takes packets: `IFLA_MACVTAP_MACADDR_DATA`.
        pub struct MacvtapSenders {
            4 = IFLA_MACVTAP_MACADDR => macaddr: Many<Mac>,
        }
    }
}
