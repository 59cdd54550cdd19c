//! Stochastic fair blue (linux/pkt_sched.h).

use route2_wire::{In, Millis, attrs, record};

attrs! {
    /// `TCA_SFB_*`.
    pub struct Sfb: tc kind "sfb" {
        1 = TCA_SFB_PARMS => parms: SfbParms,
    }
}

record! {
    /// `struct tc_sfb_qopt`. Probabilities are parts of 65536; lengths are in packets.
    pub struct SfbParms {
        /// In milliseconds.
        rehash_interval: In<u32, Millis>,
        /// In milliseconds.
        warmup_time: In<u32, Millis>,
        max: u32,
        bin_size: u32,
        increment: u32,
        decrement: u32,
        /// Packets that may wait.
        limit: u32,
        /// For flows that do not yield, in packets a second.
        penalty_rate: u32,
        penalty_burst: u32,
    }
}

record! {
    /// `struct tc_sfb_xstats`.
    pub struct SfbXstats: xstats kind "sfb" {
        earlydrop: u32,
        penaltydrop: u32,
        bucketdrop: u32,
        queuedrop: u32,
        childdrop: u32,
        marked: u32,
        maxqlen: u32,
        maxprob: u32,
        avgprob: u32,
    }
}
