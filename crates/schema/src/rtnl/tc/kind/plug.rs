//! A plug that holds packets until it is pulled (linux/pkt_sched.h).

use route2_wire::{names, record};

record! {
    /// `struct tc_plug_qopt`, in requests only.
    pub struct Plug: tc kind "plug" {
        action: PlugAction,
        /// Bytes that may wait.
        limit: u32,
    }
}

names! {
    /// What is to be done: `TCQ_PLUG_*`.
    pub struct PlugAction: u32 {
        0 = BUFFER "buffer",
        1 = RELEASE_ONE "release",
        2 = RELEASE_INDEFINITE "release_indefinite",
        3 = LIMIT "limit",
    }
}
