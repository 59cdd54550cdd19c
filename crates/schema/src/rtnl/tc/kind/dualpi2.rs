//! DualPI2: two queues, for L4S and for other traffic (linux/pkt_sched.h).

use route2_wire::{Bytes, In, Micros, Octets, attrs, bits, names, record};

attrs! {
    /// `TCA_DUALPI2_*`.
    pub struct Dualpi2: tc kind "dualpi2" {
        /// Packets that may wait.
        1  = TCA_DUALPI2_LIMIT            => limit: u32,
        /// Bytes of memory that waiting packets may take.
        2  = TCA_DUALPI2_MEMORY_LIMIT     => memory_limit: In<u32, Octets>,
        /// The delay that is aimed at, in microseconds.
        3  = TCA_DUALPI2_TARGET           => target: In<u32, Micros>,
        /// How often the probability is reckoned anew, in microseconds.
        4  = TCA_DUALPI2_TUPDATE          => tupdate: In<u32, Micros>,
        /// In hertz, times 256.
        5  = TCA_DUALPI2_ALPHA            => alpha: u32,
        /// In hertz, times 256.
        6  = TCA_DUALPI2_BETA             => beta: u32,
        /// From so many packets on, those of L4S are marked.
        7  = TCA_DUALPI2_STEP_THRESH_PKTS => step_thresh_pkts: u32,
        /// From this delay on, in microseconds, those of L4S are marked.
        8  = TCA_DUALPI2_STEP_THRESH_US   => step_thresh_us: In<u32, Micros>,
        /// But only where so many packets wait.
        9  = TCA_DUALPI2_MIN_QLEN_STEP    => min_qlen_step: u32,
        /// How the queues' probabilities hang together.
        10 = TCA_DUALPI2_COUPLING         => coupling: u8,
        11 = TCA_DUALPI2_DROP_OVERLOAD    => drop_overload: Dualpi2DropOverload,
        12 = TCA_DUALPI2_DROP_EARLY       => drop_early: Dualpi2DropEarly,
        /// What other traffic has for certain, in percent.
        13 = TCA_DUALPI2_C_PROTECTION     => c_protection: u8,
        /// Which marks put a packet into the queue for L4S.
        14 = TCA_DUALPI2_ECN_MASK         => ecn_mask: Dualpi2EcnMask,
        /// 1: packets that were joined are split first.
        15 = TCA_DUALPI2_SPLIT_GSO        => split_gso: u8,
        16 = TCA_DUALPI2_PAD              => pad: Bytes [ro],
    }
}

names! {
    /// What becomes of packets under overload: `TC_DUALPI2_DROP_OVERLOAD_*`.
    pub struct Dualpi2DropOverload: u8 {
        0 = OVERFLOW "overflow",
        1 = DROP "drop",
    }
}

names! {
    /// When packets are dropped: `TC_DUALPI2_DROP_EARLY_*`.
    pub struct Dualpi2DropEarly: u8 {
        0 = DROP_DEQUEUE "drop_dequeue",
        1 = DROP_ENQUEUE "drop_enqueue",
    }
}

bits! {
    /// `TC_DUALPI2_ECN_MASK_*`.
    pub struct Dualpi2EcnMask: u8 {
        0x1 = L4S_ECT "l4s_ect",
        0x2 = CLA_ECT "cla_ect",
    }
}

record! {
    /// `struct tc_dualpi2_xstats`: `c` is the queue for other traffic, `l` that for L4S.
    pub struct Dualpi2Xstats: xstats kind "dualpi2" {
        prob: u32,
        delay_c: u32,
        delay_l: u32,
        packets_in_c: u32,
        packets_in_l: u32,
        maxq: u32,
        ecn_mark: u32,
        step_marks: u32,
        credit: i32,
        memory_used: u32,
        max_memory_used: u32,
        memory_limit: In<u32, Octets>,
    }
}
