//! Network emulator (linux/pkt_sched.h).

use route2_wire::{ByteRate, Bytes, Headed, In, Nanos, Octets, Packed, Ticks, attrs, record};

kinded! {
    /// A structure with attributes behind it.
    pub struct Netem: tc kind "netem" { Headed<NetemOptions, NetemAttrs> }
}

record! {
    /// `struct tc_netem_qopt`. Probabilities are parts of 2 to the power of 32.
    pub struct NetemOptions {
        /// The delay in ticks of the packet scheduler (64 ns); see `latency64`.
        latency: In<u32, Ticks>,
        /// Packets that may wait.
        limit: u32,
        loss: u32,
        /// Every so many packets one is sent at once; 0 is none.
        gap: u32,
        duplicate: u32,
        /// How much the delay varies, in ticks of the packet scheduler; see `jitter64`.
        jitter: In<u32, Ticks>,
    }
}

attrs! {
    /// `TCA_NETEM_*`.
    pub struct NetemAttrs {
        1  = TCA_NETEM_CORR       => corr: NetemCorr,
        /// How the delay is distributed.
        2  = TCA_NETEM_DELAY_DIST => delay_dist: Packed<i16> [wo],
        3  = TCA_NETEM_REORDER    => reorder: NetemChance,
        4  = TCA_NETEM_CORRUPT    => corrupt: NetemChance,
        /// A model of loss other than by chance.
        5  = TCA_NETEM_LOSS       => loss_model: NetemLoss,
        6  = TCA_NETEM_RATE       => rate: NetemRate,
        /// 1: marks packets instead of dropping them.
        7  = TCA_NETEM_ECN        => ecn: u32,
        /// In bytes a second, where 32 bits do not hold it.
        8  = TCA_NETEM_RATE64     => rate64: In<u64, ByteRate>,
        9  = TCA_NETEM_PAD        => pad: Bytes [ro],
        /// The delay in nanoseconds.
        10 = TCA_NETEM_LATENCY64  => latency64: In<i64, Nanos>,
        /// How much the delay varies, in nanoseconds.
        11 = TCA_NETEM_JITTER64   => jitter64: In<i64, Nanos>,
        /// Packets are sent in slots.
        12 = TCA_NETEM_SLOT       => slot: NetemSlot,
        /// How the slots' delay is distributed.
        13 = TCA_NETEM_SLOT_DIST  => slot_dist: Packed<i16> [wo],
        /// What chance begins with.
        14 = TCA_NETEM_PRNG_SEED  => prng_seed: u64,
    }
}

record! {
    /// `struct tc_netem_corr`: how much one packet's luck depends on the last one's.
    pub struct NetemCorr {
        delay_corr: u32,
        loss_corr: u32,
        dup_corr: u32,
    }
}

record! {
    /// `struct tc_netem_reorder`, `struct tc_netem_corrupt`.
    pub struct NetemChance {
        probability: u32,
        correlation: u32,
    }
}

record! {
    /// `struct tc_netem_rate`.
    pub struct NetemRate {
        /// In bytes a second; 0xffffffff where it is more, see `rate64`.
        rate: In<u32, ByteRate>,
        packet_overhead: i32,
        cell_size: u32,
        cell_overhead: i32,
    }
}

record! {
    /// `struct tc_netem_slot`. Times are in nanoseconds.
    pub struct NetemSlot {
        min_delay: In<i64, Nanos>,
        max_delay: In<i64, Nanos>,
        /// In one slot; 0 is no limit.
        max_packets: i32,
        /// In one slot; 0 is no limit.
        max_bytes: In<i32, Octets>,
        dist_delay: In<i64, Nanos>,
        dist_jitter: In<i64, Nanos>,
    }
}

attrs! {
    /// A model of loss: `NETEM_LOSS_*`.
    pub struct NetemLoss {
        1 = NETEM_LOSS_GI => gi: NetemGiModel,
        2 = NETEM_LOSS_GE => ge: NetemGeModel,
    }
}

record! {
    /// `struct tc_netem_gimodel`: four states, and how likely one leads to another.
    pub struct NetemGiModel {
        p13: u32,
        p31: u32,
        p32: u32,
        p14: u32,
        p23: u32,
    }
}

record! {
    /// `struct tc_netem_gemodel`: Gilbert and Elliott.
    pub struct NetemGeModel {
        /// From good to bad.
        p: u32,
        /// From bad to good.
        r: u32,
        /// Loss while bad is 1 less this.
        h: u32,
        /// Loss while good.
        k1: u32,
    }
}

record! {
    /// `struct tc_netem_xstats`.
    pub struct NetemXstats: xstats kind "netem" {
        delayed: u64,
        dropped: u64,
        corrupted: u64,
        duplicated: u64,
        reordered: u64,
        ecn_marked: u64,
        allocation_errors: u64,
    }
}
