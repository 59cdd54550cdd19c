//! Deficit round robin (linux/pkt_sched.h).

use route2_wire::{attrs, record};

attrs! {
    /// A class: `TCA_DRR_*`.
    pub struct Drr: tc kind "drr" {
        /// Bytes that it may send in one turn.
        1 = TCA_DRR_QUANTUM => quantum: u32,
    }
}

record! {
    /// `struct tc_drr_stats`, of a class.
    pub struct DrrXstats: xstats kind "drr" {
        deficit: u32,
    }
}
