//! Stochastic fair queueing (linux/pkt_sched.h).

use super::RedFlags;
use route2_wire::{As, In, Octets, Secs, record};

record! {
    /// `struct tc_sfq_qopt_v1`. Requests may end behind `v0`.
    pub struct Sfq: tc kind "sfq" {
        v0: SfqOptions,
        /// Packets of one flow that may wait.
        depth: u32,
        /// 1: the oldest packet is dropped, not the newest.
        headdrop: u32,
        /// Bytes of one flow that may wait; 0 is no early drop.
        limit: u32,
        qth_min: u32,
        qth_max: u32,
        wlog: u8,
        plog: u8,
        scell_log: u8,
        flags: As<u8, RedFlags>,
        /// The highest probability, as a part of 2 to the power of 32.
        max_p: u32,
        stats: SfqRedStats [volatile],
    }
}

record! {
    /// `struct tc_sfq_qopt`.
    pub struct SfqOptions {
        /// Bytes that a flow may send in one turn.
        quantum: In<u32, Octets>,
        /// How often flows are told apart anew, in seconds.
        perturb_period: In<i32, Secs>,
        /// Packets that may wait.
        limit: u32,
        /// How many values the hash has.
        divisor: u32,
        flows: u32,
    }
}

record! {
    /// `struct tc_sfqred_stats`.
    pub struct SfqRedStats {
        prob_drop: u32,
        forced_drop: u32,
        prob_mark: u32,
        forced_mark: u32,
        prob_mark_head: u32,
        forced_mark_head: u32,
    }
}

record! {
    /// `struct tc_sfq_xstats`, of a class.
    pub struct SfqXstats: xstats kind "sfq" {
        allot: i32,
    }
}
