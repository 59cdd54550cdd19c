//! A limit to the rate (linux/pkt_cls.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use crate::rtnl::tc::rate::RateSpec;
use route2_wire::{
    AsRecord, AtRate, Attr, AttrSet, Attrs, ByteRate, Bytes, Fields, In, Octets, Packed, Value,
    attrs, record,
};

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

/// Attributes of a filter or action as the kernel takes them: beside each rate of a `police` it wants a table of how long
/// packets take at it, which it then reckons itself.
pub fn with_rate_tables(fields: Fields<'_>) -> Vec<u8> {
    let is_police = fields.set().name == Police::SET.name;
    let mut out = Vec::new();
    for field in fields {
        let mut payload = match (field.nest(), field.value()) {
            (Some(nest), _) => with_rate_tables(nest),
            (None, Value::List(items)) => {
                let mut list = Vec::new();
                for (attr, item) in Attrs::<()>::new(field.attr.payload).zip(items) {
                    let Value::Set(item) = item else { break };
                    Attr { payload: &with_rate_tables(item), ..attr }.copy_to(&mut list);
                }
                // Of other things than nests, it is as it was.
                if list.len() < field.attr.payload.len() {
                    field.attr.payload.to_vec()
                } else {
                    list
                }
            }
            _ => field.attr.payload.to_vec(),
        };
        if is_police && field.attr.number() == TCA_POLICE_TBF.number {
            with_cells(&mut payload);
        }
        Attr { payload: &payload, ..field.attr }.copy_to(&mut out);
    }
    let own = Attrs::<Police>::new(&out);
    let tbf = own.get(TCA_POLICE_TBF).ok().flatten().filter(|_| is_police);
    for (number, rate) in tbf.into_iter().flat_map(|tbf| {
        [(TCA_POLICE_RATE.number, tbf.rate.rate), (TCA_POLICE_PEAKRATE.number, tbf.peakrate.rate)]
    }) {
        if rate > 0 && Attrs::<()>::new(&out).find(number).is_none() {
            let table: Vec<u8> = times(rate).flat_map(u32::to_ne_bytes).collect();
            Attr { raw_type: number, payload: &table, whole: true }.copy_to(&mut out);
        }
    }
    out
}

/// The size of a table's cells, as a power of two.
const CELL_LOG: u8 = 3;

/// Says it of both rates.
fn with_cells(tbf: &mut [u8]) {
    for rate in ["rate", "peakrate"] {
        let at = PoliceParms::RECORD.fields.iter().find(|field| field.name == rate);
        // Where none is said: it is the first member of a rate.
        if let Some(place) = at.and_then(|field| tbf.get_mut(field.offset)).filter(|log| **log == 0)
        {
            *place = CELL_LOG;
        }
    }
}

/// How long packets of up to so many cells take, in ticks of 64 ns.
fn times(rate: u32) -> impl Iterator<Item = u32> {
    (1..=256u64).map(move |cells| {
        let ticks = (cells << CELL_LOG) * (1_000_000_000 / 64) / u64::from(rate.max(1));
        u32::try_from(ticks).unwrap_or(u32::MAX)
    })
}
