//! Time aware shaper: gates that open and close by the clock (linux/pkt_sched.h).

use super::{FramePreemption, MqprioOptions};
use crate::rtnl::tc::ClockId;
use route2_wire::{Bytes, In, Many, Nanos, attrs, bits, names};

attrs! {
    /// `TCA_TAPRIO_ATTR_*`. Times are in nanoseconds.
    pub struct Taprio: tc kind "taprio" {
        1  = TCA_TAPRIO_ATTR_PRIOMAP                    => priomap: MqprioOptions,
        2  = TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST           => sched_entry_list: TaprioEntries,
        /// When the schedule begins.
        3  = TCA_TAPRIO_ATTR_SCHED_BASE_TIME            => sched_base_time: In<i64, Nanos>,
        4  = TCA_TAPRIO_ATTR_SCHED_SINGLE_ENTRY         => sched_single_entry: TaprioEntry [wo],
        5  = TCA_TAPRIO_ATTR_SCHED_CLOCKID              => sched_clockid: ClockId,
        6  = TCA_TAPRIO_PAD                             => pad: Bytes [ro],
        /// The schedule that is to come next.
        7  = TCA_TAPRIO_ATTR_ADMIN_SCHED                => admin_sched: taprio_admin::TaprioAdmin [ro],
        8  = TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME           => sched_cycle_time: In<i64, Nanos>,
        9  = TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION => sched_cycle_time_extension: In<i64, Nanos>,
        10 = TCA_TAPRIO_ATTR_FLAGS                      => flags: TaprioFlags,
        11 = TCA_TAPRIO_ATTR_TXTIME_DELAY               => txtime_delay: In<u32, Nanos>,
        /// Each traffic class.
        12 = TCA_TAPRIO_ATTR_TC_ENTRY                   => tc_entry: Many<TaprioTcEntry>,
    }
}

/// A nest whose attributes have the numbers of the set around it.
pub mod taprio_admin {
    use super::TaprioEntries;
    use route2_wire::{Bytes, In, Nanos, attrs};

    attrs! {
        /// The schedule that is to come next: `TCA_TAPRIO_ATTR_SCHED_*`.
        pub struct TaprioAdmin {
            2 = TCA_TAPRIO_ATTR_SCHED_ENTRY_LIST           => sched_entry_list: TaprioEntries [ro],
            3 = TCA_TAPRIO_ATTR_SCHED_BASE_TIME            => sched_base_time: In<i64, Nanos> [ro],
            6 = TCA_TAPRIO_PAD                             => pad: Bytes [ro],
            8 = TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME           => sched_cycle_time: In<i64, Nanos> [ro],
            9 = TCA_TAPRIO_ATTR_SCHED_CYCLE_TIME_EXTENSION => sched_cycle_time_extension: In<i64, Nanos> [ro],
        }
    }
}

attrs! {
    /// A schedule.
    pub struct TaprioEntries {
        1 = TCA_TAPRIO_SCHED_ENTRY => entries: Many<TaprioEntry>,
    }
}

attrs! {
    /// A step of a schedule: `TCA_TAPRIO_SCHED_ENTRY_*`.
    pub struct TaprioEntry {
        1 = TCA_TAPRIO_SCHED_ENTRY_INDEX     => index: u32,
        2 = TCA_TAPRIO_SCHED_ENTRY_CMD       => cmd: TaprioCommand,
        /// A bit for each traffic class whose gate is open.
        3 = TCA_TAPRIO_SCHED_ENTRY_GATE_MASK => gate_mask: u32,
        /// How long, in nanoseconds.
        4 = TCA_TAPRIO_SCHED_ENTRY_INTERVAL  => interval: In<u32, Nanos>,
    }
}

names! {
    /// `TC_TAPRIO_CMD_*`.
    pub struct TaprioCommand: u8 {
        0 = SET_GATES "S",
        1 = SET_AND_HOLD "H",
        2 = SET_AND_RELEASE "R",
    }
}

bits! {
    /// Who does it: `TCA_TAPRIO_ATTR_FLAG_*`.
    pub struct TaprioFlags: u32 {
        0x1 = TXTIME_ASSIST "txtime-assist",
        0x2 = FULL_OFFLOAD "full-offload",
    }
}

attrs! {
    /// A traffic class: `TCA_TAPRIO_TC_ENTRY_*`.
    pub struct TaprioTcEntry {
        1 = TCA_TAPRIO_TC_ENTRY_INDEX   => index: u32,
        /// The largest packet, in bytes; 0 is no limit.
        2 = TCA_TAPRIO_TC_ENTRY_MAX_SDU => max_sdu: u32,
        /// May its frames be interrupted?
        3 = TCA_TAPRIO_TC_ENTRY_FP      => fp: FramePreemption,
    }
}

attrs! {
    /// What the hardware counts: `TCA_TAPRIO_OFFLOAD_STATS_*`.
    pub struct TaprioXstats: xstats kind "taprio" {
        1 = TCA_TAPRIO_OFFLOAD_STATS_PAD          => pad: Bytes [ro],
        2 = TCA_TAPRIO_OFFLOAD_STATS_WINDOW_DROPS => window_drops: u64 [volatile],
        3 = TCA_TAPRIO_OFFLOAD_STATS_TX_OVERRUNS  => tx_overruns: u64 [volatile],
    }
}
