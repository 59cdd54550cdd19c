//! Token bucket (linux/pkt_sched.h).

use crate::rtnl::tc::rate::RateSpec;
use route2_wire::{Bytes, Packed, attrs, record};

attrs! {
    /// `TCA_TBF_*`.
    pub struct Tbf: tc kind "tbf" {
        1 = TCA_TBF_PARMS   => parms: TbfParms,
        /// The table of times for `rate`.
        2 = TCA_TBF_RTAB    => rtab: Packed<u32> [wo],
        /// The table of times for `peakrate`.
        3 = TCA_TBF_PTAB    => ptab: Packed<u32> [wo],
        /// The rate in bytes a second, where 32 bits do not hold it.
        4 = TCA_TBF_RATE64  => rate64: u64,
        /// The peak rate in bytes a second, where 32 bits do not hold it.
        5 = TCA_TBF_PRATE64 => prate64: u64,
        /// The bucket's size in bytes.
        6 = TCA_TBF_BURST   => burst: u32 [wo],
        /// The size of the bucket of the peak rate, in bytes.
        7 = TCA_TBF_PBURST  => pburst: u32 [wo],
        8 = TCA_TBF_PAD     => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_tbf_qopt`.
    pub struct TbfParms {
        rate: RateSpec,
        peakrate: RateSpec,
        /// Bytes that may wait.
        limit: u32,
        /// The bucket's size as a time, in ticks of the packet scheduler (64 ns).
        buffer: u32,
        /// The same of the bucket of the peak rate.
        mtu: u32,
    }
}
