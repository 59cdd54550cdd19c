//! Earliest transmission time first (linux/pkt_sched.h).

use crate::rtnl::tc::ClockId;
use route2_wire::{In, Nanos, attrs, bits, record};

attrs! {
    /// `TCA_ETF_*`.
    pub struct Etf: tc kind "etf" {
        1 = TCA_ETF_PARMS => parms: EtfParms,
    }
}

record! {
    /// `struct tc_etf_qopt`.
    pub struct EtfParms {
        /// How long before its time a packet is handed to the device, in nanoseconds.
        delta: In<i32, Nanos>,
        clockid: ClockId,
        flags: EtfFlags,
    }
}

bits! {
    /// `TC_ETF_*`.
    pub struct EtfFlags: u32 {
        0x1 = DEADLINE_MODE_ON "deadline_mode",
        0x2 = OFFLOAD_ON "offload",
        0x4 = SKIP_SOCK_CHECK "skip_sock_check",
    }
}
