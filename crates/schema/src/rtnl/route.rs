//! Routes (linux/rtnetlink.h).

pub mod encap;

use super::addr::Address;
use super::derived::{Derived, Sources};
use super::names::{Family, Group, IpProto, RtProto, RtScope, RtTable, RtType};
use super::spoken;
use super::table::{Column, Of, Table};
use encap::{EncapByType, EncapType};
use route2_wire::{
    As, AsRecord, AttrSet, Be, Bool, By, Bytes, Case, Choice, Choose, Chunked, Headed, IfIndex, Ip,
    Kept, Labels, Mostly, Payload, Select, Str, Uint, Value, attrs, bits, names, record,
};

/// The table of routes.
pub static TABLE: Table = Table {
    name: "route",
    doc: "Routes",
    first_type: 24,
    events: ["RTM_NEWROUTE", "RTM_DELROUTE", "RTM_GETROUTE", "RTM_SETROUTE"],
    header: RouteHeader::RECORD,
    set: Route::SET,
    groups: &[
        Group::IPV4_ROUTE,
        Group::IPV6_ROUTE,
        Group::IPV4_MROUTE,
        Group::IPV6_MROUTE,
        Group::MPLS_ROUTE,
        Group::PHONET_ROUTE,
    ],
    derived: &[
        Derived {
            key: "dst",
            doc: "Where to: a net, `default`, or of MPLS a label.",
            instead_of: &["dst", "dst_len"],
            value: destination,
        },
        Derived {
            key: "src",
            doc: "From where; absent where it is from anywhere.",
            instead_of: &["src", "src_len"],
            value: |sources| sources.prefix(&sources.value(RTA_SRC)?, SRC_LEN),
        },
        Derived {
            key: "table",
            doc: "The routing table: `RTA_TABLE`, or that of the header where there is none.",
            instead_of: &["table"],
            value: |sources| sources.value_or(RTA_TABLE, "table"),
        },
        Derived {
            key: "via",
            doc: "The gateway, where its family is not the route's own.",
            instead_of: &["via"],
            value: |sources| match sources.value(RTA_VIA)? {
                Value::Record(via) => via.get("addr"),
                other => Some(other),
            },
        },
    ],
    spoken: &[
        spoken::DST,
        spoken::SRC,
        spoken::TABLE,
        spoken::VIA,
        spoken::DEV_OIF,
        spoken::MULTIPATH,
    ],
    columns: &[
        Column::bare("dst"),
        Column::labelled("src"),
        Column::labelled("gateway"),
        Column::labelled("via"),
        Column::labelled("oif"),
        Column::labelled("iif"),
        Column::labelled("table"),
        Column::labelled("proto"),
        Column::labelled("scope"),
        Column::labelled("type"),
        Column::labelled("priority"),
        Column::labelled("prefsrc"),
        Column::labelled("pref"),
        Column::labelled("nh_id"),
        Column::labelled("encap_type"),
        Column::labelled("encap"),
        Column::labelled("metrics"),
        Column::labelled("multipath"),
        Column::labelled("flags"),
    ],
};

// Where in the header lengths of prefixes are.
const DST_LEN: usize = RouteHeader::RECORD.place("dst_len");
const SRC_LEN: usize = RouteHeader::RECORD.place("src_len");

impl Of for Route {
    type Header = RouteHeader;
    const TABLE: &'static Table = &TABLE;
}

fn destination<'a>(sources: &Sources<'a>) -> Option<Value<'a>> {
    let ip = matches!(Family(sources.family), Family::INET | Family::INET6);
    // What most routes have, without the detour through its type.
    if ip && let Some(ip) = sources.payload(RTA_DST).and_then(Ip::view) {
        return Some(Value::Prefix(ip, sources.header.number_at(DST_LEN)? as u8));
    }
    match &sources.value(RTA_DST) {
        None => {
            let all = ip && sources.header.number("dst_len") == Some(0);
            all.then_some(Value::Str("default"))
        }
        Some(value) => sources.prefix(value, DST_LEN),
    }
}

record! {
    /// `struct rtmsg`.
    pub struct RouteHeader {
        family: As<u8, Family>,
        dst_len: u8,
        src_len: u8,
        tos: u8,
        /// `RTA_TABLE` has those above 255.
        table: As<u8, RtTable>,
        /// Who made it.
        proto: RtProto,
        scope: RtScope,
        r#type: RtType,
        flags: RouteFlags,
    }
}

attrs! {
    /// What the kernel says of a route: `RTA_*`.
    pub struct Route {
        /// Where to.
        1  = RTA_DST           => dst: Address,
        /// From where.
        2  = RTA_SRC           => src: Address,
        /// The index of the interface that packets come in by.
        3  = RTA_IIF           => iif: IfIndex,
        /// The index of the interface that packets go out by.
        4  = RTA_OIF           => oif: IfIndex,
        5  = RTA_GATEWAY       => gateway: Mostly<Ip, GatewayByFamily>,
        /// Of routes to the same net, the least counts.
        6  = RTA_PRIORITY      => priority: u32,
        /// The source address that packets get.
        7  = RTA_PREFSRC       => prefsrc: Ip,
        8  = RTA_METRICS       => metrics: RouteMetrics,
        /// Several next hops, each with attributes of its own.
        9  = RTA_MULTIPATH     => multipath: Chunked<Kept<Headed<NextHop, Route>>>,
        /// No kernel uses it any more.
        10 = RTA_PROTOINFO     => protoinfo: Bytes [ro],
        /// The realms that packets get: source in the upper half, destination in the lower.
        11 = RTA_FLOW          => flow: u32,
        12 = RTA_CACHEINFO     => cacheinfo: RouteCacheinfo [volatile],
        /// No kernel uses it any more.
        13 = RTA_SESSION       => session: Bytes [ro],
        /// No kernel uses it any more.
        14 = RTA_MP_ALGO       => mp_algo: Bytes [ro],
        15 = RTA_TABLE         => table: RtTable,
        /// The mark of packets that the answer is for, or of which is asked.
        16 = RTA_MARK          => mark: u32,
        17 = RTA_MFC_STATS     => mfc_stats: MulticastStats [volatile],
        /// A gateway of another family than the route's.
        18 = RTA_VIA           => via: Select<ViaByFamily>,
        /// The MPLS labels that packets get instead of theirs.
        19 = RTA_NEWDST        => newdst: Labels,
        20 = RTA_PREF          => pref: RouterPreference,
        21 = RTA_ENCAP_TYPE    => encap_type: EncapType,
        /// What is put around packets.
        22 = RTA_ENCAP         => encap: Select<EncapByType>,
        /// In a request: seconds that the route lives. Of a multicast route: how long it was not used, in
        /// USER_HZ ticks.
        23 = RTA_EXPIRES       => expires: Uint [unsteady],
        24 = RTA_PAD           => pad: Bytes [ro],
        /// The user whose packets the answer is for, or of which is asked.
        25 = RTA_UID           => uid: u32,
        /// Whether the TTL goes from the label into the packet.
        26 = RTA_TTL_PROPAGATE => ttl_propagate: Bool,
        /// The protocol of which is asked.
        27 = RTA_IP_PROTO      => ip_proto: IpProto [wo],
        28 = RTA_SPORT         => sport: Be<u16> [wo],
        29 = RTA_DPORT         => dport: Be<u16> [wo],
        /// The id of the next hop (or group of them).
        30 = RTA_NH_ID         => nh_id: u32,
        /// The flow label of which is asked.
        31 = RTA_FLOWLABEL     => flowlabel: Be<u32> [wo],
        /// Why the kernel removed it, where it says so.
        32 = RTA_DEL_REASON    => del_reason: DelReason [ro],
    }
}

/// A gateway, by the message's family.
#[derive(Clone, Copy, Debug)]
pub enum GatewayByFamily {}
impl Choose for GatewayByFamily {
    const CHOICE: &'static Choice = &Choice {
        by: By::Family,
        cases: &[(Case::number(45), MctpAddress::KIND)],
        otherwise: Some(Ip::KIND),
    };
}

record! {
    /// `struct mctp_fq_addr`.
    pub struct MctpAddress {
        net: u32,
        eid: u8,
    }
}

/// `RTA_VIA`, by the family that it begins with.
#[derive(Clone, Copy, Debug)]
pub enum ViaByFamily {}
impl Choose for ViaByFamily {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| {
            let family = payload.first_chunk::<2>();
            family.map_or(0, |family| u16::from_ne_bytes(*family).into())
        }),
        cases: &[(Case::number(2), Via::KIND), (Case::number(10), Via::KIND)],
        otherwise: Some(ViaLink::KIND),
    };
}

record! {
    /// `struct rtvia`.
    pub struct Via {
        family: Family,
        addr: Ip,
    }
}

record! {
    /// `struct rtvia` with a link-layer address (`AF_PACKET`).
    pub struct ViaLink {
        family: Family,
        addr: Bytes,
    }
}

record! {
    /// `struct rtnexthop`: one of several next hops.
    pub struct NextHop {
        /// How long it is with its attributes; set when it is written.
        _len: u16,
        flags: As<u8, RouteFlags>,
        /// Its weight less 1; of a multicast route, the least TTL that packets must have.
        hops: u8,
        /// The index of the interface that packets go out by.
        oif: IfIndex,
    }
}

record! {
    /// `struct rta_cacheinfo`. Times are in USER_HZ ticks, hundredths of a second.
    pub struct RouteCacheinfo {
        rta_clntref: u32,
        rta_lastuse: u32,
        rta_expires: i32,
        /// `errno` of those who try to use it.
        rta_error: u32,
        rta_used: u32,
        rta_id: u32,
        rta_ts: u32,
        rta_tsage: u32,
    }
}

record! {
    /// `struct rta_mfc_stats`: what a multicast route has forwarded.
    pub struct MulticastStats {
        packets: u64,
        bytes: u64,
        /// Packets that came in by another interface.
        wrong_if: u64,
    }
}

attrs! {
    /// What holds for connections along a route: `RTAX_*`.
    pub struct RouteMetrics {
        /// Which of these are not to be changed.
        1  = RTAX_LOCK               => lock: MetricLock,
        2  = RTAX_MTU                => mtu: u32,
        3  = RTAX_WINDOW             => window: u32,
        /// The round trip time, in eighths of a millisecond.
        4  = RTAX_RTT                => rtt: u32,
        /// Its variance, in quarters of a millisecond.
        5  = RTAX_RTTVAR             => rttvar: u32,
        6  = RTAX_SSTHRESH           => ssthresh: u32,
        7  = RTAX_CWND               => cwnd: u32,
        8  = RTAX_ADVMSS             => advmss: u32,
        9  = RTAX_REORDERING         => reordering: u32,
        10 = RTAX_HOPLIMIT           => hoplimit: u32,
        11 = RTAX_INITCWND           => initcwnd: u32,
        12 = RTAX_FEATURES           => features: MetricFeatures,
        /// In milliseconds.
        13 = RTAX_RTO_MIN            => rto_min: u32,
        14 = RTAX_INITRWND           => initrwnd: u32,
        15 = RTAX_QUICKACK           => quickack: u32,
        /// The congestion control algorithm.
        16 = RTAX_CC_ALGO            => cc_algo: Str,
        17 = RTAX_FASTOPEN_NO_COOKIE => fastopen_no_cookie: u32,
    }
}

bits! {
    /// Metrics that are not to be changed: bit N is `RTAX_*` number N.
    pub struct MetricLock: u32 {
        0x00004 = MTU "mtu",
        0x00008 = WINDOW "window",
        0x00010 = RTT "rtt",
        0x00020 = RTTVAR "rttvar",
        0x00040 = SSTHRESH "ssthresh",
        0x00080 = CWND "cwnd",
        0x00100 = ADVMSS "advmss",
        0x00200 = REORDERING "reordering",
        0x00400 = HOPLIMIT "hoplimit",
        0x00800 = INITCWND "initcwnd",
        0x01000 = FEATURES "features",
        0x02000 = RTO_MIN "rto_min",
        0x04000 = INITRWND "initrwnd",
        0x08000 = QUICKACK "quickack",
        0x10000 = CC_ALGO "cc_algo",
        0x20000 = FASTOPEN_NO_COOKIE "fastopen_no_cookie",
    }
}

bits! {
    /// What connections along a route do: `RTAX_FEATURE_*`.
    pub struct MetricFeatures: u32 {
        0x01 = ECN "ecn",
        0x02 = SACK "sack",
        0x04 = TIMESTAMP "timestamp",
        0x08 = ALLFRAG "allfrag",
        0x10 = TCP_USEC_TS "tcp_usec_ts",
    }
}

bits! {
    /// State and properties of a route or next hop: `RTNH_F_*` and `RTM_F_*`, spelled as iproute2 spells
    /// them.
    pub struct RouteFlags: u32 {
        0x1        = DEAD "dead",
        0x2        = PERVASIVE "pervasive",
        0x4        = ONLINK "onlink",
        0x8        = OFFLOAD "offload",
        0x10       = LINKDOWN "linkdown",
        0x20       = UNRESOLVED "unresolved",
        0x40       = TRAP "trap",
        0x100      = NOTIFY "notify",
        0x200      = CLONED "cached",
        0x400      = EQUALIZE "equalize",
        0x800      = PREFIX "prefix",
        0x1000     = LOOKUP_TABLE "lookup_table",
        0x2000     = FIB_MATCH "fib_match",
        0x4000     = RT_OFFLOAD "rt_offload",
        0x8000     = RT_TRAP "rt_trap",
        0x20000000 = RT_OFFLOAD_FAILED "rt_offload_failed",
    }
}

names! {
    /// How much a router wants to be used: `ICMPV6_ROUTER_PREF_*` in linux/icmpv6.h.
    pub struct RouterPreference: u8 {
        0 = MEDIUM "medium",
        1 = HIGH "high",
        2 = INVALID "invalid",
        3 = LOW "low",
    }
}

names! {
    /// Why the kernel removed a route: `RT_DEL_REASON_*`.
    pub struct DelReason: u32 {
        0 = UNSPEC "unspec",
        1 = EXPIRED "expired",
        2 = RA_WITHDRAWN "ra-withdrawn",
    }
}
