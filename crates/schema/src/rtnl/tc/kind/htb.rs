//! Hierarchical token bucket (linux/pkt_sched.h).

use crate::rtnl::tc::rate::RateSpec;
use route2_wire::{Bytes, Flag, Packed, Row, attrs, record};

attrs! {
    /// A queueing discipline (`init`) or a class (`parms`): `TCA_HTB_*`.
    pub struct Htb: tc kind "htb" {
        1 = TCA_HTB_PARMS       => parms: HtbParms,
        2 = TCA_HTB_INIT        => init: HtbInit,
        /// The table of times for `ceil`.
        3 = TCA_HTB_CTAB        => ctab: Packed<u32> [wo],
        /// The table of times for `rate`.
        4 = TCA_HTB_RTAB        => rtab: Packed<u32> [wo],
        /// How many packets that belong to no class may wait.
        5 = TCA_HTB_DIRECT_QLEN => direct_qlen: u32,
        /// The rate in bytes a second, where 32 bits do not hold it.
        6 = TCA_HTB_RATE64      => rate64: u64,
        /// The ceiling in bytes a second, where 32 bits do not hold it.
        7 = TCA_HTB_CEIL64      => ceil64: u64,
        8 = TCA_HTB_PAD         => pad: Bytes [ro],
        /// The hardware does it.
        9 = TCA_HTB_OFFLOAD     => offload: Flag,
    }
}

record! {
    /// `struct tc_htb_opt`. Bursts are times, in ticks of the packet scheduler (64 ns).
    pub struct HtbParms {
        /// What the class has for certain.
        rate: RateSpec,
        /// What it may borrow up to.
        ceil: RateSpec,
        /// The burst at `rate`.
        buffer: u32,
        /// The burst at `ceil`.
        cbuffer: u32,
        /// Bytes that it may send in one turn.
        quantum: u32,
        /// 0 has no classes below it.
        level: u32,
        /// The lowest is served first.
        prio: u32,
    }
}

record! {
    /// `struct tc_htb_glob`.
    pub struct HtbInit {
        version: u32,
        /// A class's quantum is its rate divided by this.
        rate2quantum: u32,
        /// The minor number of the class for packets that no filter finds one for.
        defcls: u32,
        debug: u32,
        /// Packets that belonged to no class.
        direct_pkts: u32 [volatile],
    }
}

record! {
    /// `struct tc_htb_xstats`, of a class.
    pub struct HtbXstats: xstats kind "htb" {
        lends: u32,
        borrows: u32,
        giants: u32,
        tokens: i32,
        ctokens: i32,
    }
}

/// The kernel states its whole version, and takes the first part of it; and it counts.
pub(crate) fn htb_as_asked(row: &Row, payload: &mut [u8]) {
    if row.name != "TCA_HTB_INIT" {
        return;
    }
    // `direct_pkts`.
    payload.iter_mut().skip(16).for_each(|byte| *byte = 0);
    if let Some(version) = payload.first_chunk_mut() {
        let stated = u32::from_ne_bytes(*version);
        if stated >> 16 != 0 {
            *version = (stated >> 16).to_ne_bytes();
        }
    }
}
