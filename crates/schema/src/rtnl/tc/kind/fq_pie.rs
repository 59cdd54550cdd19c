//! PIE for each flow, and the flows in turn (linux/pkt_sched.h).

use route2_wire::{In, Micros, Octets, attrs, record};

attrs! {
    /// `TCA_FQ_PIE_*`.
    pub struct FqPie: tc kind "fq_pie" {
        /// Packets that may wait.
        1  = TCA_FQ_PIE_LIMIT             => limit: u32,
        /// How many flows are told apart.
        2  = TCA_FQ_PIE_FLOWS             => flows: u32,
        /// The delay that is aimed at, in microseconds.
        3  = TCA_FQ_PIE_TARGET            => target: In<u32, Micros>,
        /// How often the probability is reckoned anew, in microseconds.
        4  = TCA_FQ_PIE_TUPDATE           => tupdate: In<u32, Micros>,
        5  = TCA_FQ_PIE_ALPHA             => alpha: u32,
        6  = TCA_FQ_PIE_BETA              => beta: u32,
        /// Bytes that a flow may send in one turn.
        7  = TCA_FQ_PIE_QUANTUM           => quantum: In<u32, Octets>,
        /// Bytes of memory that waiting packets may take.
        8  = TCA_FQ_PIE_MEMORY_LIMIT      => memory_limit: In<u32, Octets>,
        /// Packets are marked up to this probability, in percent, and dropped above.
        9  = TCA_FQ_PIE_ECN_PROB          => ecn_prob: u32,
        /// 1: marks packets where that does, instead of dropping them.
        10 = TCA_FQ_PIE_ECN               => ecn: u32,
        /// 1: larger packets are dropped more often.
        11 = TCA_FQ_PIE_BYTEMODE          => bytemode: u32,
        /// 1: the delay is reckoned from the rate, 0: from the packets' own times.
        12 = TCA_FQ_PIE_DQ_RATE_ESTIMATOR => dq_rate_estimator: u32,
    }
}

record! {
    /// `struct tc_fq_pie_xstats`.
    pub struct FqPieXstats: xstats kind "fq_pie" {
        packets_in: u32,
        dropped: u32,
        overlimit: u32,
        overmemory: u32,
        ecn_mark: u32,
        new_flow_count: u32,
        new_flows_len: u32,
        old_flows_len: u32,
        /// In bytes.
        memory_usage: u32,
    }
}
