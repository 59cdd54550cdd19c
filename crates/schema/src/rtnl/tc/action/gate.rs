//! A gate that opens and closes by the clock (linux/tc_act/tc_gate.h).

use crate::rtnl::tc::ClockId;
use crate::rtnl::tc::act::{ActionParms, ActionTimes};
use route2_wire::{Bytes, Flag, In, Many, Nanos, attrs};

attrs! {
    /// `TCA_GATE_*`. Times are in nanoseconds.
    pub struct Gate: action kind "gate" {
        1  = TCA_GATE_TM             => tm: ActionTimes [volatile],
        2  = TCA_GATE_PARMS          => parms: ActionParms,
        3  = TCA_GATE_PAD            => pad: Bytes [ro],
        /// -1 is none.
        4  = TCA_GATE_PRIORITY       => priority: i32,
        5  = TCA_GATE_ENTRY_LIST     => entry_list: GateEntries,
        /// When the schedule begins.
        6  = TCA_GATE_BASE_TIME      => base_time: In<u64, Nanos>,
        7  = TCA_GATE_CYCLE_TIME     => cycle_time: In<u64, Nanos>,
        8  = TCA_GATE_CYCLE_TIME_EXT => cycle_time_ext: In<u64, Nanos>,
        9  = TCA_GATE_FLAGS          => flags: u32,
        10 = TCA_GATE_CLOCKID        => clockid: ClockId,
    }
}

attrs! {
    /// A schedule.
    pub struct GateEntries {
        1 = TCA_GATE_ONE_ENTRY => entries: Many<GateEntry>,
    }
}

attrs! {
    /// A step of a schedule: `TCA_GATE_ENTRY_*`.
    pub struct GateEntry {
        1 = TCA_GATE_ENTRY_INDEX      => index: u32,
        /// Is the gate open?
        2 = TCA_GATE_ENTRY_GATE       => gate: Flag,
        /// How long, in nanoseconds.
        3 = TCA_GATE_ENTRY_INTERVAL   => interval: In<u32, Nanos>,
        /// The priority that packets get inside; -1 is none.
        4 = TCA_GATE_ENTRY_IPV        => ipv: i32,
        /// Bytes that may pass; -1 is no limit.
        5 = TCA_GATE_ENTRY_MAX_OCTETS => max_octets: i32,
    }
}
