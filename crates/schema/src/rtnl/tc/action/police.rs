//! A limit to the rate (linux/pkt_cls.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use crate::rtnl::tc::rate::RateSpec;
use route2_wire::{AtRate, ByteRate, Bytes, In, Octets, Packed, attrs, record};

attrs! {
    /// `TCA_POLICE_*`.
    pub struct Police: action kind "police" {
        1  = TCA_POLICE_TBF        => tbf: PoliceParms,
        /// The table of times for `rate`.
        2  = TCA_POLICE_RATE       => rate: Packed<u32> [wo],
        /// The table of times for `peakrate`.
        3  = TCA_POLICE_PEAKRATE   => peakrate: Packed<u32> [wo],
        /// A limit to the estimated rate, in bytes a second.
        4  = TCA_POLICE_AVRATE     => avrate: In<u32, ByteRate>,
        /// What becomes of packets within the limit.
        5  = TCA_POLICE_RESULT     => result: Control,
        6  = TCA_POLICE_TM         => tm: ActionTimes [volatile],
        7  = TCA_POLICE_PAD        => pad: Bytes [ro],
        /// The rate in bytes a second, where 32 bits do not hold it.
        8  = TCA_POLICE_RATE64     => rate64: In<u64, ByteRate>,
        /// The peak rate in bytes a second, where 32 bits do not hold it.
        9  = TCA_POLICE_PEAKRATE64 => peakrate64: In<u64, ByteRate>,
        /// A limit in packets a second.
        10 = TCA_POLICE_PKTRATE64  => pktrate64: u64,
        /// The burst at that, as a time, in ticks of the packet scheduler (64 ns).
        11 = TCA_POLICE_PKTBURST64 => pktburst64: u64,
    }
}

record! {
    /// `struct tc_police`.
    pub struct PoliceParms {
        index: u32,
        /// What becomes of packets beyond the limit.
        action: Control,
        limit: u32,
        /// As a time, in ticks of the packet scheduler (64 ns).
        burst: In<u32, AtRate>,
        /// The largest packet, in bytes.
        mtu: In<u32, Octets>,
        rate: RateSpec,
        peakrate: RateSpec,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        capab: u32,
    }
}
