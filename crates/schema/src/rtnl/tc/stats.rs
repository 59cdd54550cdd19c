//! Statistics (linux/gen_stats.h, linux/pkt_sched.h).

use super::kind::TC_XSTATS;
use route2_wire::{By, Bytes, Choice, Choose, Select, attrs, record};

attrs! {
    /// Statistics of a queueing discipline, a class or an action: `TCA_STATS_*`.
    pub struct Stats {
        /// What was sent.
        1 = TCA_STATS_BASIC      => basic: BasicStats [volatile],
        /// The estimated rate, where an estimate was asked for.
        2 = TCA_STATS_RATE_EST   => rate_est: RateEst [volatile],
        3 = TCA_STATS_QUEUE      => queue: QueueStats [volatile],
        /// The kind's own.
        4 = TCA_STATS_APP        => app: Select<StatsApp> [volatile],
        5 = TCA_STATS_RATE_EST64 => rate_est64: RateEst64 [volatile],
        6 = TCA_STATS_PAD        => pad: Bytes [ro],
        /// What of it was sent by the hardware.
        7 = TCA_STATS_BASIC_HW   => basic_hw: BasicStats [volatile],
        /// How many packets were sent, where 32 bits do not hold that.
        8 = TCA_STATS_PKT64      => pkt64: u64 [volatile],
    }
}

/// `TCA_STATS_APP`, by the kind that the set around the statistics names.
#[derive(Clone, Copy, Debug)]
pub enum StatsApp {}
impl Choose for StatsApp {
    const CHOICE: &'static Choice = &Choice { by: By::Outer(1), cases: TC_XSTATS, otherwise: None };
}

record! {
    /// `struct gnet_stats_basic`.
    pub struct BasicStats {
        bytes: u64,
        packets: u32,
    }
}

record! {
    /// `struct gnet_stats_rate_est`.
    pub struct RateEst {
        /// Bytes a second.
        bps: u32,
        /// Packets a second.
        pps: u32,
    }
}

record! {
    /// `struct gnet_stats_rate_est64`.
    pub struct RateEst64 {
        /// Bytes a second.
        bps: u64,
        /// Packets a second.
        pps: u64,
    }
}

record! {
    /// `struct gnet_stats_queue`.
    pub struct QueueStats {
        /// Packets that wait.
        qlen: u32,
        /// Bytes that wait.
        backlog: u32,
        drops: u32,
        /// Packets that the device did not take at once.
        requeues: u32,
        /// How often a limit held packets back.
        overlimits: u32,
    }
}

record! {
    /// `struct tc_stats`: the statistics of old.
    pub struct OldStats {
        bytes: u64,
        packets: u32,
        drop: u32,
        overlimits: u32,
        /// Bytes a second.
        bps: u32,
        /// Packets a second.
        pps: u32,
        /// Packets that wait.
        qlen: u32,
        /// Bytes that wait.
        backlog: u32,
    }
}
