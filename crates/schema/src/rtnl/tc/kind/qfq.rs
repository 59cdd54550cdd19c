//! Quick fair queueing (linux/pkt_sched.h).

use route2_wire::{In, Octets, attrs, record};

attrs! {
    /// A class: `TCA_QFQ_*`.
    pub struct Qfq: tc kind "qfq" {
        1 = TCA_QFQ_WEIGHT => weight: u32,
        /// The largest packet, in bytes.
        2 = TCA_QFQ_LMAX   => lmax: In<u32, Octets>,
    }
}

record! {
    /// `struct tc_qfq_stats`, of a class.
    pub struct QfqXstats: xstats kind "qfq" {
        weight: u32,
        lmax: In<u32, Octets>,
    }
}
