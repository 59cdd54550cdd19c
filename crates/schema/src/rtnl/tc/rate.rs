//! Rates and sizes (linux/pkt_sched.h).

use route2_wire::{As, ByteRate, In, Octets, Packed, attrs, names, record};

record! {
    /// `struct tc_ratespec`: a rate, and what a packet's size counts as against it.
    pub struct RateSpec {
        /// The size of the rate table's cells, as a power of two.
        cell_log: u8,
        linklayer: As<u8, LinkLayer>,
        /// Bytes that count for each packet beyond its size; may be meant as negative.
        overhead: u16,
        cell_align: i16,
        /// A packet counts as no less than this, in bytes.
        mpu: In<u16, Octets>,
        /// In bytes a second; 0xffffffff where it is more, and an attribute says it in 64 bits.
        rate: In<u32, ByteRate>,
    }
}

names! {
    /// How packets are cut up below: `TC_LINKLAYER_*`.
    pub struct LinkLayer: u32 {
        0 = UNAWARE "unspec",
        1 = ETHERNET "ethernet",
        2 = ATM "atm",
    }
}

record! {
    /// `struct tc_estimator`: how a rate is estimated.
    pub struct Estimator {
        /// Between two samples: 2 to the power of this, plus 2, seconds.
        interval: i8,
        /// How much a new sample counts, as a power of two.
        ewma_log: u8,
    }
}

attrs! {
    /// What a packet's size counts as: `TCA_STAB_*`.
    pub struct Stab {
        1 = TCA_STAB_BASE => base: SizeSpec,
        /// The table of sizes.
        2 = TCA_STAB_DATA => data: Packed<u16> [wo],
    }
}

record! {
    /// `struct tc_sizespec`.
    pub struct SizeSpec {
        cell_log: u8,
        size_log: u8,
        cell_align: i16,
        /// Bytes that count for each packet beyond its size.
        overhead: i32,
        linklayer: LinkLayer,
        /// A packet counts as no less than this, in bytes.
        mpu: In<u32, Octets>,
        /// The largest size that the table knows.
        mtu: In<u32, Octets>,
        /// How many sizes the table has.
        tsize: u32,
    }
}
