//! Links, also called interfaces (linux/if_link.h, linux/rtnetlink.h).

pub mod af_spec;
pub mod bridge_spec;
pub mod kind;
pub mod mroute;
pub mod stats;
pub mod vf;

use super::derived::Derived;
use super::names::{Family, Group, HardwareType, LinkFlags};
use super::spoken;
use super::table::{Column, Object, Of, Table};
use af_spec::AfSpec;
use bridge_spec::BridgeSpec;
use kind::{BridgePort, LINK_KINDS, LINK_XSTATS, PORT_KINDS};
use mroute::MulticastTable;
use route2_wire::{
    As, AsRecord, AttrSet, Bool, By, Bytes, Case, Choice, Choose, Flat, IfIndex, Kind, LinkAddr,
    Payload, Row, Select, Str, Uint, Value, attrs, bits, names, record,
};
use stats::{LinkStats, LinkStats64};
use vf::{PortSelf, VfInfoList, VfPorts};

/// The table of links.
pub static TABLE: Table = Table {
    name: "link",
    doc: "Links: network interfaces of all kinds",
    first_type: 16,
    events: ["RTM_NEWLINK", "RTM_DELLINK", "RTM_GETLINK", "RTM_SETLINK"],
    header: LinkHeader::RECORD,
    set: Link::SET,
    groups: &[Group::LINK],
    derived: &[Derived {
        key: "state",
        doc: "`up` or `down`, as the flag `IFF_UP` says: what was asked for, not what is (`operstate`).",
        instead_of: &[],
        value: |sources| {
            let up = sources.header.number("flags")? & u64::from(LinkFlags::UP.0) != 0;
            Some(Value::Str(if up { "up" } else { "down" }))
        },
    }],
    spoken: &[
        spoken::STATE,
        spoken::ARP,
        spoken::PROMISC,
        spoken::ALLMULTICAST,
        spoken::MULTICAST,
        spoken::ADDR_GEN_MODE,
    ],
    columns: &[
        Column::bare("index"),
        Column::bare("ifname"),
        Column::bare("kind"),
        Column::bare("state"),
        Column::labelled("operstate"),
        Column::labelled("mtu"),
        Column::labelled("master"),
        Column::labelled("link"),
        Column::labelled("address"),
    ],
};

impl Of for Link {
    type Header = LinkHeader;
    const TABLE: &'static Table = &TABLE;
}

/// `IFLA_INFO_DATA`, by kind.
pub const LINK_DATA: &Choice = LinkData::CHOICE;

/// What the kernel takes of a pair's other end, when both are made.
pub const AT_BIRTH_OF_PEER: [u16; 5] = [
    IFLA_IFNAME.number,
    IFLA_MTU.number,
    IFLA_ADDRESS.number,
    IFLA_TXQLEN.number,
    IFLA_GROUP.number,
];

/// Kinds of links that take, in a change, what is not said for nothing.
pub const CHANGED_WHOLE: [&str; 11] = [
    "gre",
    "gretap",
    "erspan",
    "ipip",
    "sit",
    "vti",
    "ip6gre",
    "ip6gretap",
    "ip6erspan",
    "ip6tnl",
    "vti6",
];

/// Is it a link that neither asks for addresses nor takes multicasts, unless it is told to: not of Ethernet, or of one
/// of a few kinds?
pub fn is_quiet(link: Object<'_>) -> bool {
    const KINDS: [&str; 3] = ["dummy", "ifb", "vrf"];
    let kind = link.key("kind").and_then(|kind| kind.text());
    let is_ethernet = link.of::<Link>().is_some_and(|(h, _)| h.ifi_type == HardwareType::ETHER);
    !is_ethernet || kind.is_some_and(|kind| KINDS.contains(&kind))
}

/// Kinds of links that take ports only while those are down.
pub const PORTS_COME_DOWN: [&str; 2] = ["bond", "team"];

/// Which of its master's ports a link became, counted from 1; 0 where the kernel does not say.
pub fn port_place(link: Object<'_>) -> u64 {
    link.key("brport_no").and_then(|place| place.number()).unwrap_or(0)
}

/// Puts right what the kernel states in another way than it takes it. Can it be asked for at all? (The state of a
/// bridge's port is that of its carrier and of spanning trees, and comes by itself.)
pub fn as_asked(row: &Row, payload: &mut [u8]) -> bool {
    kind::vlan_as_asked(row, payload);
    // Which port a bond uses is its own choice, when it has ports.
    !matches!(row.name, "IFLA_BRPORT_STATE" | "IFLA_BOND_ACTIVE_SLAVE")
}

/// Is it, of a kind of pairs, the other end?
pub fn is_peer(row: &Row) -> bool {
    matches!(row.kind, Kind::Headed(record, _) if record.name == LinkHeader::RECORD.name)
}

record! {
    /// `struct ifinfomsg`.
    pub struct LinkHeader {
        /// `AF_UNSPEC`; of notices about a link as seen by one protocol, that protocol's.
        family: As<u8, Family>,
        _align: u8,
        /// `ARPHRD_*`.
        ifi_type: HardwareType,
        /// The interface's index.
        index: i32,
        /// `IFF_*`.
        flags: LinkFlags,
        /// Which flags have changed, or are to be: of the notice or request, not of the link.
        change: u32 [volatile],
    }
}

attrs! {
    /// What the kernel says of a link: `IFLA_*`.
    pub struct Link {
        0  = IFLA_UNSPEC             => unspec: Bytes [ro],
        /// The link-layer address.
        1  = IFLA_ADDRESS            => address: LinkAddr,
        /// The link-layer broadcast address; the peer's address, of point-to-point links.
        2  = IFLA_BROADCAST          => broadcast: LinkAddr,
        /// The name.
        3  = IFLA_IFNAME             => ifname: Str,
        /// The largest packet that it sends, in bytes.
        4  = IFLA_MTU                => mtu: u32,
        /// The index of the link below (of a VLAN: the Ethernet device), or of the peer.
        5  = IFLA_LINK               => link: IfIndex,
        /// The kind of the queueing discipline at its root.
        6  = IFLA_QDISC              => qdisc: Str [ro],
        /// Statistics in 32 bits, which wrap around; see `stats64`.
        7  = IFLA_STATS              => stats: LinkStats [volatile],
        8  = IFLA_COST               => cost: Bytes [ro],
        9  = IFLA_PRIORITY           => priority: Bytes [ro],
        /// The index of the link that this is a port of.
        10 = IFLA_MASTER             => master: IfIndex,
        /// An event of the wireless extensions (`struct iw_event`).
        11 = IFLA_WIRELESS           => wireless: Bytes [ro],
        /// What one protocol says of the link, in notices that have its family.
        12 = IFLA_PROTINFO           => protinfo: Flat<Select<ProtInfo>>,
        /// How many packets may wait to be sent.
        13 = IFLA_TXQLEN             => txqlen: u32,
        /// Where the device lies in memory.
        14 = IFLA_MAP                => map: LinkMap,
        15 = IFLA_WEIGHT             => weight: u32,
        /// Operational state (RFC 2863).
        16 = IFLA_OPERSTATE          => operstate: OperState,
        /// What it takes to be operational.
        17 = IFLA_LINKMODE           => linkmode: LinkMode,
        /// What kind of link it is.
        18 = IFLA_LINKINFO           => linkinfo: Flat<LinkInfo>,
        /// Into the network namespace of this process.
        19 = IFLA_NET_NS_PID         => net_ns_pid: u32 [wo],
        /// A description.
        20 = IFLA_IFALIAS            => ifalias: Str,
        /// How many virtual functions the device has.
        21 = IFLA_NUM_VF             => num_vf: u32 [ro],
        /// Its virtual functions.
        22 = IFLA_VFINFO_LIST        => vfinfo_list: VfInfoList,
        /// Statistics.
        23 = IFLA_STATS64            => stats64: LinkStats64 [volatile],
        /// The port profiles of its virtual functions.
        24 = IFLA_VF_PORTS           => vf_ports: VfPorts,
        /// The port profile of the device itself.
        25 = IFLA_PORT_SELF          => port_self: PortSelf,
        /// What each protocol says of the link.
        26 = IFLA_AF_SPEC            => af_spec: Select<AfSpecByFamily>,
        /// The group that it belongs to.
        27 = IFLA_GROUP              => group: u32,
        /// Into the network namespace behind this file descriptor.
        28 = IFLA_NET_NS_FD          => net_ns_fd: u32 [wo],
        /// Which further parts of the answer are wanted.
        29 = IFLA_EXT_MASK           => ext_mask: ExtMask [wo],
        /// How many users want every packet. (The first and the last are told, as a flag; others are not.)
        30 = IFLA_PROMISCUITY        => promiscuity: u32 [volatile],
        31 = IFLA_NUM_TX_QUEUES      => num_tx_queues: u32,
        32 = IFLA_NUM_RX_QUEUES      => num_rx_queues: u32,
        /// Is there a carrier?
        33 = IFLA_CARRIER            => carrier: Bool,
        /// Which physical port it is.
        34 = IFLA_PHYS_PORT_ID       => phys_port_id: Bytes [ro],
        /// How often the carrier came and went.
        35 = IFLA_CARRIER_CHANGES    => carrier_changes: u32 [volatile],
        /// Which switch it is a port of.
        36 = IFLA_PHYS_SWITCH_ID     => phys_switch_id: Bytes [ro],
        /// The id of the network namespace in which `link` lies.
        37 = IFLA_LINK_NETNSID       => link_netnsid: i32,
        38 = IFLA_PHYS_PORT_NAME     => phys_port_name: Str [ro],
        /// Is it held down by a protocol?
        39 = IFLA_PROTO_DOWN         => proto_down: Bool,
        /// (Who sets these sizes is obeyed, and nobody is told: so they count as volatile.)
        40 = IFLA_GSO_MAX_SEGS       => gso_max_segs: u32 [unsteady],
        41 = IFLA_GSO_MAX_SIZE       => gso_max_size: u32 [unsteady],
        42 = IFLA_PAD                => pad: Bytes [ro],
        /// The XDP program attached.
        43 = IFLA_XDP                => xdp: Xdp,
        /// Why there is a notice.
        44 = IFLA_EVENT              => event: LinkEvent [ro],
        /// The id of the network namespace that it moved to.
        45 = IFLA_NEW_NETNSID        => new_netnsid: i32 [ro],
        /// The id of the network namespace that a request is about (`IFLA_TARGET_NETNSID`).
        46 = IFLA_IF_NETNSID         => if_netnsid: i32,
        47 = IFLA_CARRIER_UP_COUNT   => carrier_up_count: u32 [volatile],
        48 = IFLA_CARRIER_DOWN_COUNT => carrier_down_count: u32 [volatile],
        /// The index that it has in the network namespace that it moved to.
        49 = IFLA_NEW_IFINDEX        => new_ifindex: i32,
        50 = IFLA_MIN_MTU            => min_mtu: u32 [ro],
        /// 0 is no limit.
        51 = IFLA_MAX_MTU            => max_mtu: u32 [ro],
        /// Alternative names.
        52 = IFLA_PROP_LIST          => prop_list: PropList,
        /// An alternative name, to ask for a link by.
        53 = IFLA_ALT_IFNAME         => alt_ifname: Str [wo],
        /// The address that the hardware was made with.
        54 = IFLA_PERM_ADDRESS       => perm_address: LinkAddr [ro],
        /// Who holds it down.
        55 = IFLA_PROTO_DOWN_REASON  => proto_down_reason: ProtoDownReason,
        /// The device that it belongs to, as sysfs names it.
        56 = IFLA_PARENT_DEV_NAME    => parent_dev_name: Str,
        57 = IFLA_PARENT_DEV_BUS_NAME => parent_dev_bus_name: Str,
        58 = IFLA_GRO_MAX_SIZE       => gro_max_size: u32 [unsteady],
        /// (What a link takes over from those below it, nobody is told.)
        59 = IFLA_TSO_MAX_SIZE       => tso_max_size: u32 [volatile],
        60 = IFLA_TSO_MAX_SEGS       => tso_max_segs: u32 [volatile],
        /// How many users want every multicast packet.
        61 = IFLA_ALLMULTI           => allmulti: u32 [volatile],
        /// The devlink port that it is.
        62 = IFLA_DEVLINK_PORT       => devlink_port: DevlinkPort [ro],
        63 = IFLA_GSO_IPV4_MAX_SIZE  => gso_ipv4_max_size: u32 [unsteady],
        64 = IFLA_GRO_IPV4_MAX_SIZE  => gro_ipv4_max_size: u32 [unsteady],
        /// The clock pin that it is.
        65 = IFLA_DPLL_PIN           => dpll_pin: DpllPin [ro],
        /// How far ahead the device can pace, in nanoseconds.
        66 = IFLA_MAX_PACING_OFFLOAD_HORIZON => max_pacing_offload_horizon: Uint [ro],
        /// It cannot move to another network namespace.
        67 = IFLA_NETNS_IMMUTABLE    => netns_immutable: Bool [ro],
        /// Bytes kept free before a packet. (A link that becomes a port, or is one no more, changes what others say,
        /// and nobody is told.)
        68 = IFLA_HEADROOM           => headroom: u16 [volatile],
        /// Bytes kept free behind a packet.
        69 = IFLA_TAILROOM           => tailroom: u16 [volatile],
    }
}

attrs! {
    /// What kind of link it is: `IFLA_INFO_*`.
    pub struct LinkInfo {
        /// The kind: `bridge`, `vlan`, ...; hardware has none.
        1 = IFLA_INFO_KIND       => kind: Str,
        /// What the kind itself says.
        2 = IFLA_INFO_DATA       => data: Flat<Select<LinkData>>,
        /// The kind's own statistics.
        3 = IFLA_INFO_XSTATS     => xstats: Select<LinkXstats> [volatile],
        /// The kind of the link that this is a port of.
        4 = IFLA_INFO_SLAVE_KIND => slave_kind: Str,
        /// What that kind says of this port.
        5 = IFLA_INFO_SLAVE_DATA => slave_data: Flat<Select<PortData>>,
    }
}

/// `IFLA_INFO_DATA`, by `IFLA_INFO_KIND`.
#[derive(Clone, Copy, Debug)]
pub enum LinkData {}
impl Choose for LinkData {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(1), cases: LINK_KINDS, otherwise: None };
}

/// `IFLA_INFO_XSTATS`, by `IFLA_INFO_KIND`.
#[derive(Clone, Copy, Debug)]
pub enum LinkXstats {}
impl Choose for LinkXstats {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(1), cases: LINK_XSTATS, otherwise: None };
}

/// `IFLA_INFO_SLAVE_DATA`, by `IFLA_INFO_SLAVE_KIND`.
#[derive(Clone, Copy, Debug)]
pub enum PortData {}
impl Choose for PortData {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(4), cases: PORT_KINDS, otherwise: None };
}

/// `IFLA_PROTINFO`, by the message's family.
#[derive(Clone, Copy, Debug)]
pub enum ProtInfo {}
impl Choose for ProtInfo {
    const CHOICE: &'static Choice = &Choice {
        by: By::Family,
        cases: &[(Case::number(7), BridgePort::KIND), (Case::number(10), af_spec::Inet6::KIND)],
        otherwise: None,
    };
}

/// `IFLA_AF_SPEC`: a nest for each protocol; in messages of a bridge or of multicast routing, the attributes
/// of that alone.
#[derive(Clone, Copy, Debug)]
pub enum AfSpecByFamily {}
impl Choose for AfSpecByFamily {
    const CHOICE: &'static Choice = &Choice {
        by: By::Family,
        cases: &[(Case::number(7), BridgeSpec::KIND), (Case::number(128), MulticastTable::KIND)],
        otherwise: Some(AfSpec::KIND),
    };
}

record! {
    /// `struct rtnl_link_ifmap`.
    pub struct LinkMap {
        mem_start: u64,
        mem_end: u64,
        base_addr: u64,
        irq: u16,
        dma: u8,
        port: u8,
    }
}

names! {
    /// Operational state (RFC 2863): `IF_OPER_*` in linux/if.h.
    pub struct OperState: u8, always {
        0 = UNKNOWN "UNKNOWN",
        1 = NOTPRESENT "NOTPRESENT",
        2 = DOWN "DOWN",
        3 = LOWERLAYERDOWN "LOWERLAYERDOWN",
        4 = TESTING "TESTING",
        5 = DORMANT "DORMANT",
        6 = UP "UP",
    }
}

names! {
    /// What it takes to be operational: `IF_LINK_MODE_*` in linux/if.h.
    pub struct LinkMode: u8 {
        0 = DEFAULT "default",
        1 = DORMANT "dormant",
        2 = TESTING "testing",
    }
}

names! {
    /// Why there is a notice: `IFLA_EVENT_*`.
    pub struct LinkEvent: u32 {
        0 = NONE "none",
        1 = REBOOT "reboot",
        2 = FEATURES "features",
        3 = BONDING_FAILOVER "bonding-failover",
        4 = NOTIFY_PEERS "notify-peers",
        5 = IGMP_RESEND "igmp-resend",
        6 = BONDING_OPTIONS "bonding-options",
    }
}

bits! {
    /// Which further parts of a link's description are wanted: `RTEXT_FILTER_*` in linux/rtnetlink.h.
    pub struct ExtMask: u32 {
        0x01 = VF "vf",
        0x02 = BRVLAN "brvlan",
        0x04 = BRVLAN_COMPRESSED "brvlan-compressed",
        0x08 = SKIP_STATS "skip-stats",
        0x10 = MRP "mrp",
        0x20 = CFM_CONFIG "cfm-config",
        0x40 = CFM_STATUS "cfm-status",
        0x80 = MST "mst",
    }
}

pub use prop_list::PropList;

/// The attribute of the list, whose name the link has too.
pub mod prop_list {
    use route2_wire::{Many, Str, attrs};

    attrs! {
        /// Alternative names: `IFLA_PROP_LIST`.
        pub struct PropList {
            /// An alternative name of up to 127 bytes.
            53 = IFLA_ALT_IFNAME => altnames: Many<Str>,
        }
    }
}

attrs! {
    /// Who holds a link down: `IFLA_PROTO_DOWN_REASON_*`.
    pub struct ProtoDownReason {
        /// Which bits of `value` count, in a request.
        1 = IFLA_PROTO_DOWN_REASON_MASK  => mask: u32 [wo],
        /// A bit for each reason.
        2 = IFLA_PROTO_DOWN_REASON_VALUE => value: u32,
    }
}

attrs! {
    /// The port of a device that devlink knows (linux/devlink.h).
    pub struct DevlinkPort {
        1   = DEVLINK_ATTR_BUS_NAME   => bus_name: Str [ro],
        2   = DEVLINK_ATTR_DEV_NAME   => dev_name: Str [ro],
        3   = DEVLINK_ATTR_PORT_INDEX => port_index: u32 [ro],
        /// The device, by number.
        184 = DEVLINK_ATTR_INDEX      => index: Uint [ro],
    }
}

attrs! {
    /// The pin of a clock (linux/dpll.h).
    pub struct DpllPin {
        1 = DPLL_A_PIN_ID => id: u32 [ro],
    }
}

attrs! {
    /// The XDP program attached: `IFLA_XDP_*`.
    pub struct Xdp {
        1 = IFLA_XDP_FD          => fd: i32 [wo],
        /// Where it is attached.
        2 = IFLA_XDP_ATTACHED    => attached: XdpAttached [ro],
        3 = IFLA_XDP_FLAGS       => flags: XdpFlags [wo],
        4 = IFLA_XDP_PROG_ID     => prog_id: u32 [ro],
        5 = IFLA_XDP_DRV_PROG_ID => drv_prog_id: u32 [ro],
        6 = IFLA_XDP_SKB_PROG_ID => skb_prog_id: u32 [ro],
        7 = IFLA_XDP_HW_PROG_ID  => hw_prog_id: u32 [ro],
        8 = IFLA_XDP_EXPECTED_FD => expected_fd: i32 [wo],
    }
}

names! {
    /// Where an XDP program is attached: `XDP_ATTACHED_*`.
    pub struct XdpAttached: u8 {
        0 = NONE "none",
        1 = DRV "drv",
        2 = SKB "skb",
        3 = HW "hw",
        4 = MULTI "multi",
    }
}

bits! {
    /// How an XDP program is to be attached: `XDP_FLAGS_*`.
    pub struct XdpFlags: u32 {
        0x01 = UPDATE_IF_NOEXIST "update-if-noexist",
        0x02 = SKB_MODE "skb",
        0x04 = DRV_MODE "drv",
        0x08 = HW_MODE "hw",
        0x10 = REPLACE "replace",
    }
}
