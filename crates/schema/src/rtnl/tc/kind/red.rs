//! Random early detection (linux/pkt_sched.h).

use route2_wire::{As, Bytes, In, Octets, attrs, bits, record};

attrs! {
    /// `TCA_RED_*`.
    pub struct Red: tc kind "red" {
        1 = TCA_RED_PARMS            => parms: RedParms,
        /// How the average falls while nothing is sent: 256 bytes.
        2 = TCA_RED_STAB             => stab: Bytes [wo],
        /// The highest probability, as a part of 2 to the power of 32.
        3 = TCA_RED_MAX_P            => max_p: u32,
        4 = TCA_RED_FLAGS            => flags: RedFlagsField,
        /// The block whose filters see the packets that are dropped early; 0 is none.
        5 = TCA_RED_EARLY_DROP_BLOCK => early_drop_block: u32,
        /// The block whose filters see the packets that are marked; 0 is none.
        6 = TCA_RED_MARK_BLOCK       => mark_block: u32,
    }
}

record! {
    /// `struct tc_red_qopt`. Lengths are in bytes.
    pub struct RedParms {
        /// The queue is never longer than this.
        limit: In<u32, Octets>,
        /// Up to this average nothing is dropped.
        qth_min: In<u32, Octets>,
        /// Above this average everything is.
        qth_max: In<u32, Octets>,
        /// How much the present length counts in the average, as a power of two.
        wlog: u8,
        plog: u8,
        scell_log: u8,
        flags: As<u8, RedFlags>,
    }
}

record! {
    /// `struct nla_bitfield32` of `TCA_RED_FLAGS`.
    pub struct RedFlagsField {
        value: RedFlags,
        /// Which of them count.
        selector: RedFlags,
    }
}

bits! {
    /// `TC_RED_*`.
    pub struct RedFlags: u32 {
        0x1 = ECN "ecn",
        0x2 = HARDDROP "harddrop",
        0x4 = ADAPTATIVE "adaptive",
        0x8 = NODROP "nodrop",
    }
}

record! {
    /// `struct tc_red_xstats`.
    pub struct RedXstats: xstats kind "red" {
        /// Dropped early.
        early: u32,
        /// Dropped because the queue was full.
        pdrop: u32,
        /// Dropped otherwise.
        other: u32,
        marked: u32,
    }
}
