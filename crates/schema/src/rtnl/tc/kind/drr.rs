//! Deficit round robin (linux/pkt_sched.h).

use route2_wire::{In, Octets, attrs, record};

attrs! {
    /// A class: `TCA_DRR_*`.
    pub struct Drr: tc kind "drr" {
        /// Bytes that it may send in one turn.
        1 = TCA_DRR_QUANTUM => quantum: In<u32, Octets>,
    }
}

record! {
    /// `struct tc_drr_stats`, of a class.
    pub struct DrrXstats: xstats kind "drr" {
        deficit: u32,
    }
}
