//! Token bucket (linux/pkt_sched.h).

use crate::rtnl::tc::rate::RateSpec;
use crate::rtnl::tc::{Means, Said};
use route2_wire::{
    AtPeakRate, AtRate, Attrs, ByteRate, Bytes, Given, In, Octets, Packed, Unfit, Unit, Why, attrs,
    record,
};

attrs! {
    /// `TCA_TBF_*`.
    pub struct Tbf: tc kind "tbf" {
        1 = TCA_TBF_PARMS   => parms: TbfParms,
        /// The table of times for `rate`.
        2 = TCA_TBF_RTAB    => rtab: Packed<u32> [wo],
        /// The table of times for `peakrate`.
        3 = TCA_TBF_PTAB    => ptab: Packed<u32> [wo],
        /// The rate in bytes a second, where 32 bits do not hold it.
        4 = TCA_TBF_RATE64  => rate64: In<u64, ByteRate>,
        /// The peak rate in bytes a second, where 32 bits do not hold it.
        5 = TCA_TBF_PRATE64 => prate64: In<u64, ByteRate>,
        /// The bucket's size in bytes.
        6 = TCA_TBF_BURST   => burst: In<u32, Octets> [wo],
        /// The size of the bucket of the peak rate, in bytes.
        7 = TCA_TBF_PBURST  => pburst: In<u32, Octets> [wo],
        8 = TCA_TBF_PAD     => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_tbf_qopt`.
    pub struct TbfParms {
        rate: RateSpec,
        peakrate: RateSpec,
        /// Bytes that may wait.
        limit: In<u32, Octets>,
        /// The bucket's size as a time, in ticks of the packet scheduler (64 ns).
        buffer: In<u32, AtRate>,
        /// The same of the bucket of the peak rate.
        mtu: In<u32, AtPeakRate>,
    }
}

/// As tc takes it: the bucket in bytes, and instead of what may wait, for how long.
pub(crate) const TBF_SAID: [Said; 3] = [
    Said { kind: "tbf", key: "burst", means: Means::Option("parms.buffer") },
    Said { kind: "tbf", key: "mtu", means: Means::Option("parms.mtu") },
    Said { kind: "tbf", key: "latency", means: Means::Number("parms.limit", limit) },
];

/// What may wait so long, and fit into the bucket, in bytes.
fn limit(latency: &Given, options: &[u8]) -> Result<i128, Unfit> {
    const MICROSECOND: Unit = Unit::Time(1_000);
    let expected = || Why::Expected {
        given: latency.to_string(),
        expected: MICROSECOND.described().to_owned(),
    };
    let latency =
        latency.text().and_then(|text| MICROSECOND.parse(text)).or_else(|| latency.number());
    let latency = latency.ok_or_else(|| Unfit::new("", expected()))?;
    // The last of what is said counts.
    let parms = Attrs::<Tbf>::new(options).get(TCA_TBF_PARMS).ok().flatten();
    let parms = parms.filter(|parms| parms.rate.rate > 0);
    let parms = parms.ok_or_else(|| Unfit::new("", Why::Needs("rate")))?;
    if parms.buffer == 0 {
        return Err(Unfit::new("", Why::Needs("burst")));
    }
    let (rate, buffer) = (i128::from(parms.rate.rate), i128::from(parms.buffer));
    // A tick is 64 ns.
    Ok(rate * latency / 1_000_000 + rate * buffer * 64 / 1_000_000_000)
}
