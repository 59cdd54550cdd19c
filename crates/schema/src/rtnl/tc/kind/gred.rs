//! Random early detection with up to 16 virtual queues (linux/pkt_sched.h).

use super::RedFlags;
use route2_wire::{As, Bytes, In, Many, Octets, Packed, attrs, record};

attrs! {
    /// `TCA_GRED_*`.
    pub struct Gred: tc kind "gred" {
        /// The virtual queues, where the kernel states it: all 16, those that are not there with 16 and
        /// more as their number. Of one, in a request.
        1 = TCA_GRED_PARMS   => parms: Packed<GredParms>,
        /// How the average falls while nothing is sent: 256 bytes.
        2 = TCA_GRED_STAB    => stab: Bytes [wo],
        3 = TCA_GRED_DPS     => dps: GredSetup,
        /// The highest probability, as a part of 2 to the power of 32, of each virtual queue; of one, in
        /// a request.
        4 = TCA_GRED_MAX_P   => max_p: Packed<u32>,
        /// Bytes that may wait in all.
        5 = TCA_GRED_LIMIT   => limit: In<u32, Octets>,
        6 = TCA_GRED_VQ_LIST => vq_list: GredQueues,
    }
}

record! {
    /// `struct tc_gred_qopt`. Lengths are in bytes.
    pub struct GredParms {
        limit: In<u32, Octets>,
        qth_min: In<u32, Octets>,
        qth_max: In<u32, Octets>,
        /// The virtual queue's number.
        dp: u32,
        backlog: u32 [volatile],
        /// The average length.
        qave: u32 [volatile],
        forced: u32 [volatile],
        early: u32 [volatile],
        other: u32 [volatile],
        pdrop: u32 [volatile],
        wlog: u8,
        plog: u8,
        scell_log: u8,
        prio: u8,
        packets: u32 [volatile],
        bytesin: u32 [volatile],
    }
}

record! {
    /// `struct tc_gred_sopt`.
    pub struct GredSetup {
        /// How many virtual queues.
        dps: u32,
        /// The virtual queue for packets that name none.
        def_dp: u32,
        /// 1: those of a higher priority count in the average.
        grio: u8,
        flags: As<u8, RedFlags>,
        _pad1: u16,
    }
}

attrs! {
    /// The virtual queues.
    pub struct GredQueues {
        1 = TCA_GRED_VQ_ENTRY => entries: Many<GredQueue>,
    }
}

attrs! {
    /// A virtual queue: `TCA_GRED_VQ_*`.
    pub struct GredQueue {
        1  = TCA_GRED_VQ_PAD              => pad: Bytes [ro],
        /// Its number.
        2  = TCA_GRED_VQ_DP               => dp: u32,
        3  = TCA_GRED_VQ_STAT_BYTES       => stat_bytes: u64 [volatile],
        4  = TCA_GRED_VQ_STAT_PACKETS     => stat_packets: u32 [volatile],
        5  = TCA_GRED_VQ_STAT_BACKLOG     => stat_backlog: u32 [volatile],
        6  = TCA_GRED_VQ_STAT_PROB_DROP   => stat_prob_drop: u32 [volatile],
        7  = TCA_GRED_VQ_STAT_PROB_MARK   => stat_prob_mark: u32 [volatile],
        8  = TCA_GRED_VQ_STAT_FORCED_DROP => stat_forced_drop: u32 [volatile],
        9  = TCA_GRED_VQ_STAT_FORCED_MARK => stat_forced_mark: u32 [volatile],
        10 = TCA_GRED_VQ_STAT_PDROP       => stat_pdrop: u32 [volatile],
        11 = TCA_GRED_VQ_STAT_OTHER       => stat_other: u32 [volatile],
        12 = TCA_GRED_VQ_FLAGS            => flags: RedFlags,
    }
}
