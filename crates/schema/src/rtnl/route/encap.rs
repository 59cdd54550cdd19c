//! What a route or next hop puts around packets: lightweight tunnels (linux/lwtunnel.h,
//! linux/mpls_iptunnel.h, linux/ila.h, linux/seg6_iptunnel.h, linux/seg6_local.h, linux/rpl_iptunnel.h,
//! linux/ioam6_iptunnel.h).

use crate::rtnl::names::RtTable;
use route2_wire::{
    Be, By, Bytes, Case, Choice, Choose, IfIndex, Ip4, Ip6, Kind, Labels, Many, Packed, Part,
    Payload, Select, Str, attrs, bits, names, record,
};

names! {
    /// What is put around packets: `LWTUNNEL_ENCAP_*`.
    pub struct EncapType: u16 {
        0  = NONE "none",
        1  = MPLS "mpls",
        2  = IP "ip",
        3  = ILA "ila",
        4  = IP6 "ip6",
        5  = SEG6 "seg6",
        6  = BPF "bpf",
        7  = SEG6_LOCAL "seg6local",
        8  = RPL "rpl",
        9  = IOAM6 "ioam6",
        10 = XFRM "xfrm",
    }
}

/// `RTA_ENCAP`, by `RTA_ENCAP_TYPE`.
#[derive(Clone, Copy, Debug)]
pub enum EncapByType {}
impl Choose for EncapByType {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(21), cases: ENCAP_TYPES, otherwise: None };
}

/// What the attributes of a lightweight tunnel are, by [`EncapType`].
pub const ENCAP_TYPES: &[(Case, Kind)] = &[
    (Case::number(1), MplsEncap::KIND),
    (Case::number(2), IpEncap::KIND),
    (Case::number(3), IlaEncap::KIND),
    (Case::number(4), Ip6Encap::KIND),
    (Case::number(5), Seg6Encap::KIND),
    (Case::number(6), BpfEncap::KIND),
    (Case::number(7), Seg6Local::KIND),
    (Case::number(8), RplEncap::KIND),
    (Case::number(9), Ioam6Encap::KIND),
    (Case::number(10), XfrmEncap::KIND),
];

attrs! {
    /// MPLS: `MPLS_IPTUNNEL_*`.
    pub struct MplsEncap {
        /// The labels.
        1 = MPLS_IPTUNNEL_DST => dst: Labels,
        2 = MPLS_IPTUNNEL_TTL => ttl: u8,
    }
}

attrs! {
    /// IPv4, through an interface that takes the tunnel's particulars from the route: `LWTUNNEL_IP_*`.
    pub struct IpEncap {
        /// The tunnel's id or key.
        1 = LWTUNNEL_IP_ID    => id: Be<u64>,
        2 = LWTUNNEL_IP_DST   => dst: Ip4,
        3 = LWTUNNEL_IP_SRC   => src: Ip4,
        4 = LWTUNNEL_IP_TTL   => ttl: u8,
        5 = LWTUNNEL_IP_TOS   => tos: u8,
        6 = LWTUNNEL_IP_FLAGS => flags: TunnelFlags,
        7 = LWTUNNEL_IP_PAD   => pad: Bytes [ro],
        8 = LWTUNNEL_IP_OPTS  => opts: TunnelOptions,
    }
}

attrs! {
    /// IPv6, through an interface that takes the tunnel's particulars from the route: `LWTUNNEL_IP6_*`.
    pub struct Ip6Encap {
        /// The tunnel's id or key.
        1 = LWTUNNEL_IP6_ID       => id: Be<u64>,
        2 = LWTUNNEL_IP6_DST      => dst: Ip6,
        3 = LWTUNNEL_IP6_SRC      => src: Ip6,
        4 = LWTUNNEL_IP6_HOPLIMIT => hoplimit: u8,
        5 = LWTUNNEL_IP6_TC       => tc: u8,
        6 = LWTUNNEL_IP6_FLAGS    => flags: TunnelFlags,
        7 = LWTUNNEL_IP6_PAD      => pad: Bytes [ro],
        8 = LWTUNNEL_IP6_OPTS     => opts: TunnelOptions,
    }
}

bits! {
    /// What a tunnel's header has: `TUNNEL_*` in linux/if_tunnel.h.
    pub struct TunnelFlags: Be<u16> {
        0x0001 = CSUM "csum",
        0x0002 = ROUTING "routing",
        0x0004 = KEY "key",
        0x0008 = SEQ "seq",
        0x0010 = STRICT "strict",
        0x0020 = REC "rec",
        0x0040 = VERSION "version",
        0x0080 = NO_KEY "no_key",
        0x0100 = DONT_FRAGMENT "dont_fragment",
        0x0200 = OAM "oam",
        0x0400 = CRIT_OPT "crit_opt",
        0x0800 = GENEVE_OPT "geneve_opt",
        0x1000 = VXLAN_OPT "vxlan_opt",
        0x2000 = NOCACHE "nocache",
        0x4000 = ERSPAN_OPT "erspan_opt",
        0x8000 = GTP_OPT "gtp_opt",
    }
}

attrs! {
    /// Options of the tunnel's protocol: `LWTUNNEL_IP_OPTS_*`.
    pub struct TunnelOptions {
        1 = LWTUNNEL_IP_OPTS_GENEVE => geneve: Many<GeneveOptions>,
        2 = LWTUNNEL_IP_OPTS_VXLAN  => vxlan: VxlanOptions,
        3 = LWTUNNEL_IP_OPTS_ERSPAN => erspan: ErspanOptions,
    }
}

attrs! {
    /// Geneve: `LWTUNNEL_IP_OPT_GENEVE_*`. The kernel lists class, type and data of one option, then those
    /// of the next.
    pub struct GeneveOptions {
        1 = LWTUNNEL_IP_OPT_GENEVE_CLASS => class: Many<Be<u16>>,
        2 = LWTUNNEL_IP_OPT_GENEVE_TYPE  => r#type: Many<u8>,
        3 = LWTUNNEL_IP_OPT_GENEVE_DATA  => data: Many<Bytes>,
    }
}

attrs! {
    /// VXLAN: `LWTUNNEL_IP_OPT_VXLAN_*`.
    pub struct VxlanOptions {
        /// The group policy.
        1 = LWTUNNEL_IP_OPT_VXLAN_GBP => gbp: u32,
    }
}

attrs! {
    /// ERSPAN: `LWTUNNEL_IP_OPT_ERSPAN_*`.
    pub struct ErspanOptions {
        /// 1 has `index`, 2 has `dir` and `hwid`.
        1 = LWTUNNEL_IP_OPT_ERSPAN_VER   => ver: u8,
        2 = LWTUNNEL_IP_OPT_ERSPAN_INDEX => index: Be<u32>,
        /// 0: packets that came in, 1: that went out.
        3 = LWTUNNEL_IP_OPT_ERSPAN_DIR   => dir: u8,
        4 = LWTUNNEL_IP_OPT_ERSPAN_HWID  => hwid: u8,
    }
}

attrs! {
    /// ILA, which puts a locator into an IPv6 address: `ILA_ATTR_*`.
    pub struct IlaEncap {
        /// The upper half of an IPv6 address.
        1 = ILA_ATTR_LOCATOR       => locator: Be<u64>,
        2 = ILA_ATTR_IDENTIFIER    => identifier: Be<u64>,
        3 = ILA_ATTR_LOCATOR_MATCH => locator_match: Be<u64>,
        4 = ILA_ATTR_IFINDEX       => ifindex: IfIndex,
        5 = ILA_ATTR_DIR           => dir: u32,
        6 = ILA_ATTR_PAD           => pad: Bytes [ro],
        7 = ILA_ATTR_CSUM_MODE     => csum_mode: IlaCsumMode,
        8 = ILA_ATTR_IDENT_TYPE    => ident_type: IlaIdentType,
        9 = ILA_ATTR_HOOK_TYPE     => hook_type: IlaHookType,
    }
}

names! {
    /// How checksums are kept right: `ILA_CSUM_*`.
    pub struct IlaCsumMode: u8 {
        0 = ADJUST_TRANSPORT "adj-transport",
        1 = NEUTRAL_MAP "neutral-map",
        2 = NO_ACTION "no-action",
        3 = NEUTRAL_MAP_AUTO "neutral-map-auto",
    }
}

names! {
    /// What the identifier is: `ILA_ATYPE_*`.
    pub struct IlaIdentType: u8 {
        0  = IID "iid",
        1  = LUID "luid",
        2  = VIRT_V4 "virt-v4",
        3  = VIRT_UNI_V6 "virt-uni-v6",
        4  = VIRT_MULTI_V6 "virt-multi-v6",
        5  = NONLOCAL_ADDR "nonlocal-addr",
        32 = USE_FORMAT "use-format",
    }
}

names! {
    /// Where it is done: `ILA_HOOK_ROUTE_*`.
    pub struct IlaHookType: u8 {
        0 = OUTPUT "output",
        1 = INPUT "input",
    }
}

attrs! {
    /// Segment routing over IPv6: `SEG6_IPTUNNEL_*`.
    pub struct Seg6Encap {
        1 = SEG6_IPTUNNEL_SRH   => srh: Select<Seg6SrhByLength>,
        /// The source address that packets get.
        2 = SEG6_IPTUNNEL_SRC   => src: Ip6,
        /// The routing table for the first segment.
        3 = SEG6_IPTUNNEL_TABLE => table: RtTable,
    }
}

names! {
    /// How segments are added: `SEG6_IPTUN_MODE_*`.
    pub struct Seg6Mode: i32 {
        0 = INLINE "inline",
        1 = ENCAP "encap",
        2 = L2ENCAP "l2encap",
        3 = ENCAP_RED "encap.red",
        4 = L2ENCAP_RED "l2encap.red",
    }
}

/// `SEG6_IPTUNNEL_SRH`: with nothing behind the segments, or with more.
#[derive(Clone, Copy, Debug)]
pub enum Seg6SrhByLength {}
impl Choose for Seg6SrhByLength {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| is_longer(payload.get(4..).unwrap_or_default())),
        cases: &[(Case::number(0), Seg6Srh::KIND), (Case::number(1), Seg6SrhTlvs::KIND)],
        otherwise: None,
    };
}

/// `SEG6_LOCAL_SRH`: with nothing behind the segments, or with more.
#[derive(Clone, Copy, Debug)]
pub enum SrhByLength {}
impl Choose for SrhByLength {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(is_longer),
        cases: &[(Case::number(0), Srh::KIND), (Case::number(1), SrhTlvs::KIND)],
        otherwise: None,
    };
}

/// 1 where a segment routing header has more than the segments that it counts.
fn is_longer(srh: &[u8]) -> u32 {
    let last_segment = srh.get(4).map_or(0, |last| usize::from(*last));
    u32::from(srh.len() != 8 + 16 * (last_segment + 1))
}

record! {
    /// `struct seg6_iptunnel_encap`.
    pub struct Seg6Srh {
        encapmode: Seg6Mode,
        nexthdr: u8,
        hdrlen: u8,
        r#type: u8,
        segments_left: u8,
        first_segment: u8,
        flags: u8,
        /// The tag, in network byte order.
        reserved: Be<u16>,
        /// The segments, the last one first.
        segs: Packed<Ip6>,
    }
}

record! {
    /// `struct seg6_iptunnel_encap` with more than segments.
    pub struct Seg6SrhTlvs {
        encapmode: Seg6Mode,
        nexthdr: u8,
        hdrlen: u8,
        r#type: u8,
        segments_left: u8,
        first_segment: u8,
        flags: u8,
        /// The tag, in network byte order.
        reserved: Be<u16>,
        /// The segments, the last one first, 16 bytes each, and what follows (HMAC).
        segs_tlvs: Bytes,
    }
}

record! {
    /// `struct ipv6_sr_hdr`: a segment routing header.
    pub struct Srh {
        nexthdr: u8,
        hdrlen: u8,
        r#type: u8,
        segments_left: u8,
        first_segment: u8,
        flags: u8,
        /// The tag, in network byte order.
        reserved: Be<u16>,
        /// The segments, the last one first.
        segs: Packed<Ip6>,
    }
}

record! {
    /// `struct ipv6_sr_hdr` with more than segments.
    pub struct SrhTlvs {
        nexthdr: u8,
        hdrlen: u8,
        r#type: u8,
        segments_left: u8,
        first_segment: u8,
        flags: u8,
        /// The tag, in network byte order.
        reserved: Be<u16>,
        /// The segments, the last one first, 16 bytes each, and what follows (HMAC).
        segs_tlvs: Bytes,
    }
}

attrs! {
    /// BPF programs that packets go through: `LWT_BPF_*`.
    pub struct BpfEncap {
        1 = LWT_BPF_IN            => r#in: BpfProgram,
        2 = LWT_BPF_OUT           => out: BpfProgram,
        3 = LWT_BPF_XMIT          => xmit: BpfProgram,
        /// Bytes to keep free before packets.
        4 = LWT_BPF_XMIT_HEADROOM => xmit_headroom: u32 [wo],
    }
}

attrs! {
    /// A BPF program: `LWT_BPF_PROG_*`.
    pub struct BpfProgram {
        1 = LWT_BPF_PROG_FD   => fd: u32 [wo],
        2 = LWT_BPF_PROG_NAME => name: Str,
    }
}

attrs! {
    /// What is done with packets whose segment this is: `SEG6_LOCAL_*`.
    pub struct Seg6Local {
        1  = SEG6_LOCAL_ACTION   => action: Seg6Action,
        /// Segments to add.
        2  = SEG6_LOCAL_SRH      => srh: Select<SrhByLength>,
        /// The routing table to look up the next segment in.
        3  = SEG6_LOCAL_TABLE    => table: RtTable,
        /// An IPv4 next hop.
        4  = SEG6_LOCAL_NH4      => nh4: Ip4,
        /// An IPv6 next hop.
        5  = SEG6_LOCAL_NH6      => nh6: Ip6,
        6  = SEG6_LOCAL_IIF      => iif: IfIndex,
        7  = SEG6_LOCAL_OIF      => oif: IfIndex,
        8  = SEG6_LOCAL_BPF      => bpf: Seg6Bpf,
        /// The routing table of a VRF.
        9  = SEG6_LOCAL_VRFTABLE => vrftable: RtTable,
        10 = SEG6_LOCAL_COUNTERS => counters: Seg6Counters [unsteady],
        11 = SEG6_LOCAL_FLAVORS  => flavors: Seg6Flavors,
    }
}

names! {
    /// What is done with packets: `SEG6_LOCAL_ACTION_*`, spelled as iproute2 spells them.
    pub struct Seg6Action: u32 {
        1  = END "End",
        2  = END_X "End.X",
        3  = END_T "End.T",
        4  = END_DX2 "End.DX2",
        5  = END_DX6 "End.DX6",
        6  = END_DX4 "End.DX4",
        7  = END_DT6 "End.DT6",
        8  = END_DT4 "End.DT4",
        9  = END_B6 "End.B6",
        10 = END_B6_ENCAP "End.B6.Encaps",
        11 = END_BM "End.BM",
        12 = END_S "End.S",
        13 = END_AS "End.AS",
        14 = END_AM "End.AM",
        15 = END_BPF "End.BPF",
        16 = END_DT46 "End.DT46",
    }
}

attrs! {
    /// The BPF program of `End.BPF`: `SEG6_LOCAL_BPF_PROG_*`.
    pub struct Seg6Bpf {
        /// Its id; in a request, its file descriptor.
        1 = SEG6_LOCAL_BPF_PROG      => prog: u32,
        2 = SEG6_LOCAL_BPF_PROG_NAME => name: Str,
    }
}

attrs! {
    /// How many packets had this segment: `SEG6_LOCAL_CNT_*`.
    pub struct Seg6Counters {
        1 = SEG6_LOCAL_CNT_PAD     => pad: Bytes [ro],
        2 = SEG6_LOCAL_CNT_PACKETS => packets: u64 [unsteady],
        3 = SEG6_LOCAL_CNT_BYTES   => bytes: u64 [unsteady],
        4 = SEG6_LOCAL_CNT_ERRORS  => errors: u64 [unsteady],
    }
}

attrs! {
    /// Variations of an action: `SEG6_LOCAL_FLV_*`.
    pub struct Seg6Flavors {
        1 = SEG6_LOCAL_FLV_OPERATION      => operation: Seg6Flavor,
        /// How long the block of locators is.
        2 = SEG6_LOCAL_FLV_LCBLOCK_BITS   => lcblock_bits: u8,
        /// How long the node's own part with the function is.
        3 = SEG6_LOCAL_FLV_LCNODE_FN_BITS => lcnode_fn_bits: u8,
    }
}

bits! {
    /// Variations of an action: bit N is `SEG6_LOCAL_FLV_OP_*` number N.
    pub struct Seg6Flavor: u32 {
        0x02 = PSP "psp",
        0x04 = USP "usp",
        0x08 = USD "usd",
        0x10 = NEXT_CSID "next-csid",
    }
}

attrs! {
    /// Source routing of RPL (RFC 6554): `RPL_IPTUNNEL_*`.
    pub struct RplEncap {
        1 = RPL_IPTUNNEL_SRH => srh: RplSrh,
    }
}

record! {
    /// `struct ipv6_rpl_sr_hdr`. In a route, addresses are not compressed.
    pub struct RplSrh {
        nexthdr: u8,
        hdrlen: u8,
        r#type: u8,
        segments_left: u8,
        /// How many bytes all addresses but the last have in common with the destination's.
        cmpri: Part<Be<u32>, 28, 4>,
        /// How many bytes the last one has.
        cmpre: Part<Be<u32>, 24, 4>,
        /// How many bytes there are behind the addresses.
        pad: Part<Be<u32>, 20, 4>,
        _reserved: Part<Be<u32>, 0, 20>,
        segs: Packed<Ip6>,
    }
}

attrs! {
    /// Measurements in packets (RFC 9197): `IOAM6_IPTUNNEL_*`.
    pub struct Ioam6Encap {
        1 = IOAM6_IPTUNNEL_MODE   => mode: Ioam6Mode,
        /// Where an outer header sends packets.
        2 = IOAM6_IPTUNNEL_DST    => dst: Ip6,
        3 = IOAM6_IPTUNNEL_TRACE  => trace: Ioam6Trace,
        /// K of N packets are measured.
        4 = IOAM6_IPTUNNEL_FREQ_K => freq_k: u32,
        5 = IOAM6_IPTUNNEL_FREQ_N => freq_n: u32,
        /// The source address in an outer header.
        6 = IOAM6_IPTUNNEL_SRC    => src: Ip6,
    }
}

names! {
    /// Where measurements are put: `IOAM6_IPTUNNEL_MODE_*`.
    pub struct Ioam6Mode: u8 {
        1 = INLINE "inline",
        2 = ENCAP "encap",
        3 = AUTO "auto",
    }
}

record! {
    /// `struct ioam6_trace_hdr`.
    pub struct Ioam6Trace {
        namespace_id: Be<u16>,
        /// How long a node's data is, in units of four bytes.
        nodelen: Part<u8, 3, 5>,
        /// Was there no room left?
        overflow: Part<u8, 2, 1>,
        _unused: Part<u8, 0, 2>,
        /// The room left, in units of four bytes.
        remlen: u8,
        /// Which data nodes add, a bit each.
        r#type: Be<u32>,
    }
}

attrs! {
    /// IPsec, through an XFRM interface: `LWT_XFRM_*`.
    pub struct XfrmEncap {
        1 = LWT_XFRM_IF_ID => if_id: u32,
        2 = LWT_XFRM_LINK  => link: IfIndex,
    }
}
