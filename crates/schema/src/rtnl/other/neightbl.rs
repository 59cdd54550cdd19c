//! The neighbour tables of protocols and how they work (linux/neighbour.h).

use crate::rtnl::names::Family;
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, Bytes, IfIndex, Str, attrs, record};

/// The table of neighbour tables: each one's own, then one for each interface. The kernel does not tell of
/// changes.
pub static NEIGHTBL: Table = Table {
    name: "neightbl",
    doc: "Neighbour tables, and how they work on each interface",
    first_type: 64,
    events: ["RTM_NEWNEIGHTBL", "RTM_DELNEIGHTBL", "RTM_GETNEIGHTBL", "RTM_SETNEIGHTBL"],
    header: NeighTblHeader::RECORD,
    set: NeighTbl::SET,
    groups: &[],
    derived: &[],
    spoken: &[],
    columns: &[
        Column::bare("name"),
        Column::bare("parms.ifindex").titled("dev"),
        Column::labelled("thresh1"),
        Column::labelled("thresh2"),
        Column::labelled("thresh3"),
        Column::labelled("gc_interval"),
        Column::labelled("parms.base_reachable_time"),
        Column::labelled("parms.gc_staletime"),
        Column::labelled("parms.delay_probe_time"),
        Column::labelled("parms.retrans_time"),
        Column::labelled("parms.ucast_probes"),
        Column::labelled("parms.mcast_probes"),
        Column::labelled("parms.app_probes"),
        Column::labelled("parms.queue_lenbytes"),
    ],
};

impl Of for NeighTbl {
    type Header = NeighTblHeader;
    const TABLE: &'static Table = &NEIGHTBL;
}

record! {
    /// `struct ndtmsg`.
    pub struct NeighTblHeader {
        family: As<u8, Family>,
        _pad1: u8,
        _pad2: u16,
    }
}

attrs! {
    /// What the kernel says of a neighbour table: `NDTA_*`.
    pub struct NeighTbl {
        1 = NDTA_NAME        => name: Str,
        /// With fewer entries than these, none is thrown away.
        2 = NDTA_THRESH1     => thresh1: u32,
        /// With more than these, old ones are, after five seconds.
        3 = NDTA_THRESH2     => thresh2: u32,
        /// There are never more than these.
        4 = NDTA_THRESH3     => thresh3: u32,
        5 = NDTA_CONFIG      => config: NeighTblConfig [volatile],
        6 = NDTA_PARMS       => parms: NeighTblParms,
        7 = NDTA_STATS       => stats: NeighTblStats [volatile],
        /// In milliseconds.
        8 = NDTA_GC_INTERVAL => gc_interval: u64,
        9 = NDTA_PAD         => pad: Bytes [ro],
    }
}

record! {
    /// `struct ndt_config`.
    pub struct NeighTblConfig {
        key_len: u16,
        entry_size: u16,
        entries: u32,
        /// How long ago old entries were thrown away, in milliseconds.
        last_flush: u32,
        /// How long ago reachable times were drawn by lot, in milliseconds.
        last_rand: u32,
        hash_rnd: u32,
        hash_mask: u32,
        hash_chain_gc: u32,
        proxy_qlen: u32,
    }
}

attrs! {
    /// How a neighbour table works, by itself or on an interface: `NDTPA_*`. Times are in milliseconds.
    pub struct NeighTblParms {
        /// The interface; absent where these hold for new ones.
        1  = NDTPA_IFINDEX                => ifindex: IfIndex,
        2  = NDTPA_REFCNT                 => refcnt: u32 [ro],
        /// How long a neighbour counts as reachable: drawn by lot, from half of `base_reachable_time` to
        /// one and a half.
        3  = NDTPA_REACHABLE_TIME         => reachable_time: u64 [volatile],
        4  = NDTPA_BASE_REACHABLE_TIME    => base_reachable_time: u64,
        5  = NDTPA_RETRANS_TIME           => retrans_time: u64,
        6  = NDTPA_GC_STALETIME           => gc_staletime: u64,
        7  = NDTPA_DELAY_PROBE_TIME       => delay_probe_time: u64,
        /// How many packets may wait for an address.
        8  = NDTPA_QUEUE_LEN              => queue_len: u32,
        9  = NDTPA_APP_PROBES             => app_probes: u32,
        10 = NDTPA_UCAST_PROBES           => ucast_probes: u32,
        11 = NDTPA_MCAST_PROBES           => mcast_probes: u32,
        12 = NDTPA_ANYCAST_DELAY          => anycast_delay: u64,
        13 = NDTPA_PROXY_DELAY            => proxy_delay: u64,
        14 = NDTPA_PROXY_QLEN             => proxy_qlen: u32,
        15 = NDTPA_LOCKTIME               => locktime: u64,
        /// How many bytes may wait for an address.
        16 = NDTPA_QUEUE_LENBYTES         => queue_lenbytes: u32,
        17 = NDTPA_MCAST_REPROBES         => mcast_reprobes: u32,
        18 = NDTPA_PAD                    => pad: Bytes [ro],
        19 = NDTPA_INTERVAL_PROBE_TIME_MS => interval_probe_time_ms: u64,
    }
}

record! {
    /// `struct ndt_stats`.
    pub struct NeighTblStats {
        allocs: u64,
        destroys: u64,
        hash_grows: u64,
        res_failed: u64,
        lookups: u64,
        hits: u64,
        rcv_probes_mcast: u64,
        rcv_probes_ucast: u64,
        periodic_gc_runs: u64,
        forced_gc_runs: u64,
        table_fulls: u64,
    }
}
