//! PIE: keeps the delay short by dropping at random (linux/pkt_sched.h).

use route2_wire::{In, Micros, attrs, record};

attrs! {
    /// `TCA_PIE_*`.
    pub struct Pie: tc kind "pie" {
        /// The delay that is aimed at, in microseconds.
        1 = TCA_PIE_TARGET            => target: In<u32, Micros>,
        /// Packets that may wait.
        2 = TCA_PIE_LIMIT             => limit: u32,
        /// How often the probability is reckoned anew, in microseconds.
        3 = TCA_PIE_TUPDATE           => tupdate: In<u32, Micros>,
        4 = TCA_PIE_ALPHA             => alpha: u32,
        5 = TCA_PIE_BETA              => beta: u32,
        /// 1: marks packets where that does, instead of dropping them.
        6 = TCA_PIE_ECN               => ecn: u32,
        /// 1: larger packets are dropped more often.
        7 = TCA_PIE_BYTEMODE          => bytemode: u32,
        /// 1: the delay is reckoned from the rate, 0: from the packets' own times.
        8 = TCA_PIE_DQ_RATE_ESTIMATOR => dq_rate_estimator: u32,
    }
}

record! {
    /// `struct tc_pie_xstats`.
    pub struct PieXstats: xstats kind "pie" {
        /// The probability, as a part of 2 to the power of 64 (since Linux 5.5).
        prob: u64,
        /// In microseconds.
        delay: u32,
        avg_dq_rate: u32,
        dq_rate_estimating: u32,
        packets_in: u32,
        dropped: u32,
        overlimit: u32,
        maxq: u32,
        ecn_mark: u32,
    }
}
