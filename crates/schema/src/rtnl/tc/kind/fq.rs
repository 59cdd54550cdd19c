//! Fair queueing with pacing (linux/pkt_sched.h).

use super::Prio;
use route2_wire::{Bool, ByteRate, In, Micros, Nanos, Octets, Packed, attrs, record};

attrs! {
    /// `TCA_FQ_*`.
    pub struct Fq: tc kind "fq" {
        /// Packets that may wait.
        1  = TCA_FQ_PLIMIT             => plimit: u32,
        /// Packets of one flow that may wait.
        2  = TCA_FQ_FLOW_PLIMIT        => flow_plimit: u32,
        /// Bytes that a flow may send in one turn.
        3  = TCA_FQ_QUANTUM            => quantum: In<u32, Octets>,
        /// The same in its first turn.
        4  = TCA_FQ_INITIAL_QUANTUM    => initial_quantum: In<u32, Octets>,
        /// 1: flows are paced.
        5  = TCA_FQ_RATE_ENABLE        => rate_enable: u32,
        6  = TCA_FQ_FLOW_DEFAULT_RATE  => flow_default_rate: In<u32, ByteRate> [wo],
        /// In bytes a second.
        7  = TCA_FQ_FLOW_MAX_RATE      => flow_max_rate: In<u32, ByteRate>,
        /// How many buckets flows are kept in, as a power of two.
        8  = TCA_FQ_BUCKETS_LOG        => buckets_log: u32,
        /// In microseconds.
        9  = TCA_FQ_FLOW_REFILL_DELAY  => flow_refill_delay: In<u32, Micros>,
        /// How the flow of a packet without a socket is told.
        10 = TCA_FQ_ORPHAN_MASK        => orphan_mask: u32,
        /// Below this rate, in bytes a second, every packet is delayed by itself.
        11 = TCA_FQ_LOW_RATE_THRESHOLD => low_rate_threshold: In<u32, ByteRate>,
        /// Packets that waited longer, in microseconds, are marked.
        12 = TCA_FQ_CE_THRESHOLD       => ce_threshold: In<u32, Micros>,
        /// In nanoseconds.
        13 = TCA_FQ_TIMER_SLACK        => timer_slack: In<u32, Nanos>,
        /// How far ahead packets may be dated, in microseconds.
        14 = TCA_FQ_HORIZON            => horizon: In<u32, Micros>,
        /// Packets beyond the horizon are dropped, not brought forward.
        15 = TCA_FQ_HORIZON_DROP       => horizon_drop: Bool,
        /// The bands of the packets' priorities.
        16 = TCA_FQ_PRIOMAP            => priomap: Prio,
        /// How the bands share.
        17 = TCA_FQ_WEIGHTS            => weights: Packed<i32>,
        /// Packets that are due within this, in microseconds, are left to the device to pace.
        18 = TCA_FQ_OFFLOAD_HORIZON    => offload_horizon: In<u32, Micros>,
    }
}

record! {
    /// `struct tc_fq_qd_stats`.
    pub struct FqXstats: xstats kind "fq" {
        gc_flows: u64,
        highprio_packets: u64,
        tcp_retrans: u64,
        throttled: u64,
        flows_plimit: u64,
        pkts_too_long: u64,
        allocation_errors: u64,
        /// In nanoseconds.
        time_next_delayed_flow: i64,
        flows: u32,
        inactive_flows: u32,
        throttled_flows: u32,
        unthrottle_latency_ns: u32,
        ce_mark: u64,
        horizon_drops: u64,
        horizon_caps: u64,
        fastpath_packets: u64,
        band_drops: [u64; 3],
        band_pkt_count: [u32; 3],
        _pad: u32,
    }
}
