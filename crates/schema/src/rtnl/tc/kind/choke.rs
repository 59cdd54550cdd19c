//! CHOKe: random early detection that finds the greedy flows (linux/pkt_sched.h).

use super::RedFlags;
use route2_wire::{As, Bytes, attrs, record};

attrs! {
    /// `TCA_CHOKE_*`.
    pub struct Choke: tc kind "choke" {
        1 = TCA_CHOKE_PARMS => parms: ChokeParms,
        /// How the average falls while nothing is sent: 256 bytes.
        2 = TCA_CHOKE_STAB  => stab: Bytes [wo],
        /// The highest probability, as a part of 2 to the power of 32.
        3 = TCA_CHOKE_MAX_P => max_p: u32,
    }
}

record! {
    /// `struct tc_choke_qopt`. Lengths are in packets.
    pub struct ChokeParms {
        /// The queue is never longer than this.
        limit: u32,
        /// Up to this average nothing is dropped.
        qth_min: u32,
        /// Above this average everything is.
        qth_max: u32,
        /// How much the present length counts in the average, as a power of two.
        wlog: u8,
        plog: u8,
        scell_log: u8,
        flags: As<u8, RedFlags>,
    }
}

record! {
    /// `struct tc_choke_xstats`.
    pub struct ChokeXstats: xstats kind "choke" {
        /// Dropped early.
        early: u32,
        /// Dropped because the queue was full.
        pdrop: u32,
        /// Dropped otherwise.
        other: u32,
        marked: u32,
        /// Dropped because a packet of the same flow waited.
        matched: u32,
    }
}
