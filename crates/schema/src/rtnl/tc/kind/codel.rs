//! CoDel: drops packets that wait too long (linux/pkt_sched.h).

use route2_wire::{CodelMicros, In, attrs, record};

attrs! {
    /// `TCA_CODEL_*`. Times are in microseconds.
    pub struct Codel: tc kind "codel" {
        /// The delay that is aimed at.
        1 = TCA_CODEL_TARGET       => target: In<u32, CodelMicros>,
        /// Packets that may wait.
        2 = TCA_CODEL_LIMIT        => limit: u32,
        /// The time in which the delay must have been short once.
        3 = TCA_CODEL_INTERVAL     => interval: In<u32, CodelMicros>,
        /// 1: marks packets where that does, instead of dropping them.
        4 = TCA_CODEL_ECN          => ecn: u32,
        /// Packets that waited longer are marked.
        5 = TCA_CODEL_CE_THRESHOLD => ce_threshold: In<u32, CodelMicros>,
    }
}

record! {
    /// `struct tc_codel_xstats`.
    pub struct CodelXstats: xstats kind "codel" {
        /// The largest packet.
        maxpacket: u32,
        /// Drops since dropping began.
        count: u32,
        lastcount: u32,
        /// How long the last packet waited.
        ldelay: u32,
        /// When the next is to be dropped.
        drop_next: i32,
        drop_overlimit: u32,
        ecn_mark: u32,
        /// 1: it is dropping.
        dropping: u32,
        ce_mark: u32,
    }
}
