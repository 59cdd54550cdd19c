//! Hierarchical token bucket (linux/pkt_sched.h).

use crate::rtnl::tc::rate::RateSpec;
use crate::rtnl::tc::{Means, Said};
use route2_wire::{
    AtCeil, AtRate, Attrs, ByteRate, Bytes, Flag, In, Octets, Packed, Row, attrs, record,
};

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
        6 = TCA_HTB_RATE64      => rate64: In<u64, ByteRate>,
        /// The ceiling in bytes a second, where 32 bits do not hold it.
        7 = TCA_HTB_CEIL64      => ceil64: In<u64, ByteRate>,
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
        buffer: In<u32, AtRate>,
        /// The burst at `ceil`.
        cbuffer: In<u32, AtCeil>,
        /// Bytes that it may send in one turn.
        quantum: In<u32, Octets>,
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

/// As tc takes it: the buckets in bytes.
pub(crate) const HTB_SAID: [Said; 2] = [
    Said { kind: "htb", key: "burst", means: Means::Option("parms.buffer") },
    Said { kind: "htb", key: "cburst", means: Means::Option("parms.cbuffer") },
];

/// What is meant of a class where it is not said, as tc has it: it borrows nothing, and its buckets hold one packet. By
/// path, of the options.
pub(crate) fn htb_class_meant(options: &[u8]) -> Vec<(&'static str, u32)> {
    /// A packet of Ethernet's, with what belongs to it.
    const PACKET: u64 = 1600;
    let Some(parms) = Attrs::<Htb>::new(options).get(TCA_HTB_PARMS).ok().flatten() else {
        return Vec::new();
    };
    let mut meant = Vec::new();
    let mut ceil = parms.ceil;
    if ceil.rate == 0 {
        ceil = parms.rate.clone();
        meant.push(("parms.ceil.rate", ceil.rate));
        meant.push(("parms.ceil.linklayer", ceil.linklayer.0));
        meant.push(("parms.ceil.overhead", ceil.overhead.into()));
        meant.push(("parms.ceil.mpu", ceil.mpu.into()));
    }
    let ticks = |rate: u32| (PACKET * 1_000_000_000 / 64).div_ceil(u64::from(rate).max(1)) as u32;
    if parms.buffer == 0 {
        meant.push(("parms.buffer", ticks(parms.rate.rate)));
    }
    if parms.cbuffer == 0 {
        meant.push(("parms.cbuffer", ticks(ceil.rate)));
    }
    meant
}
