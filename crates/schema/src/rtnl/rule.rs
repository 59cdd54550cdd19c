//! Rules that choose a routing table (linux/fib_rules.h).

use super::derived::Derived;
use super::names::{Family, Group, IpProto, RtProto, RtTable};
use super::spoken;
use super::table::{Column, Of, Op, Table};
use route2_wire::{
    As, AsRecord, AttrSet, Be, Bool, Bytes, Ip, Str, Value, attrs, bits, names, record,
};

/// The table of rules.
pub static TABLE: Table = Table {
    name: "rule",
    doc: "Rules that choose a routing table",
    first_type: 32,
    events: ["RTM_NEWRULE", "RTM_DELRULE", "RTM_GETRULE", "RTM_SETRULE"],
    header: RuleHeader::RECORD,
    set: Rule::SET,
    groups: &[Group::IPV4_RULE, Group::IPV6_RULE],
    derived: &[
        Derived {
            key: "priority",
            doc: "Its place among the rules. The kernel leaves it out where it is 0.",
            instead_of: &["priority"],
            value: |sources| {
                let first = matches!(sources.op, Op::New | Op::Del).then_some(Value::Uint(0));
                sources.value(FRA_PRIORITY).or(first)
            },
        },
        Derived {
            key: "src",
            doc: "From where; absent where it is from anywhere.",
            instead_of: &["src", "src_len"],
            value: |sources| sources.prefix(&sources.value(FRA_SRC)?, SRC_LEN),
        },
        Derived {
            key: "dst",
            doc: "Where to; absent where it is to anywhere.",
            instead_of: &["dst", "dst_len"],
            value: |sources| sources.prefix(&sources.value(FRA_DST)?, DST_LEN),
        },
        Derived {
            key: "table",
            doc: "The routing table: `FRA_TABLE`, or that of the header; absent where it looks up none.",
            instead_of: &["table"],
            value: |sources| {
                let table = sources.value_or(FRA_TABLE, "table");
                table.filter(|table| table.number() != Some(0))
            },
        },
        Derived {
            key: "suppress_prefixlen",
            doc: "Do without a route whose prefix is this long or shorter; absent where any will do.",
            instead_of: &["suppress_prefixlen"],
            value: |sources| match sources.value(FRA_SUPPRESS_PREFIXLEN)? {
                Value::Int(-1) => None,
                length => Some(length),
            },
        },
    ],
    spoken: &[spoken::DST, spoken::SRC, spoken::TABLE, spoken::DEV_IIFNAME],
    columns: &[
        Column::bare("family"),
        Column::bare("priority"),
        Column::labelled("src"),
        Column::labelled("dst"),
        Column::labelled("iifname"),
        Column::labelled("oifname"),
        Column::labelled("fwmark"),
        Column::labelled("fwmask"),
        Column::labelled("dscp"),
        Column::labelled("ip_proto"),
        Column::labelled("sport_range"),
        Column::labelled("dport_range"),
        Column::labelled("uid_range"),
        Column::labelled("tun_id"),
        Column::labelled("l3mdev"),
        Column::labelled("table"),
        Column::labelled("suppress_prefixlen"),
        Column::labelled("suppress_ifgroup"),
        Column::labelled("action"),
        Column::labelled("goto"),
        Column::labelled("flags"),
    ],
};

// Where in the header lengths of prefixes are.
const DST_LEN: usize = RuleHeader::RECORD.place("dst_len");
const SRC_LEN: usize = RuleHeader::RECORD.place("src_len");

impl Of for Rule {
    type Header = RuleHeader;
    const TABLE: &'static Table = &TABLE;
}

record! {
    /// `struct fib_rule_hdr`.
    pub struct RuleHeader {
        family: As<u8, Family>,
        dst_len: u8,
        src_len: u8,
        tos: u8,
        /// `FRA_TABLE` has those above 255.
        table: As<u8, RtTable>,
        res1: u8,
        res2: u8,
        action: RuleAction,
        flags: RuleFlags,
    }
}

attrs! {
    /// What the kernel says of a rule: `FRA_*`.
    pub struct Rule {
        /// Where to.
        1  = FRA_DST                => dst: Ip,
        /// From where.
        2  = FRA_SRC                => src: Ip,
        /// The name of the interface that packets came in by.
        3  = FRA_IIFNAME            => iifname: Str,
        /// The priority of the rule to go on with.
        4  = FRA_GOTO               => goto: u32,
        /// Its place among the rules: the least is tried first.
        6  = FRA_PRIORITY           => priority: u32,
        10 = FRA_FWMARK             => fwmark: u32,
        /// The realms that packets get: source in the upper half, destination in the lower.
        11 = FRA_FLOW               => flow: u32,
        /// The id of the tunnel that packets came through.
        12 = FRA_TUN_ID             => tun_id: Be<u64>,
        /// Do without a route out of an interface of this group; -1 is none.
        13 = FRA_SUPPRESS_IFGROUP   => suppress_ifgroup: i32,
        /// Do without a route whose prefix is this long or shorter; -1 is none.
        14 = FRA_SUPPRESS_PREFIXLEN => suppress_prefixlen: i32,
        15 = FRA_TABLE              => table: RtTable,
        /// Which bits of `fwmark` count.
        16 = FRA_FWMASK             => fwmask: u32,
        /// The name of the interface that a socket is bound to.
        17 = FRA_OIFNAME            => oifname: Str,
        18 = FRA_PAD                => pad: Bytes [ro],
        /// Look up the table of the interface's VRF.
        19 = FRA_L3MDEV             => l3mdev: Bool,
        /// Whose packets.
        20 = FRA_UID_RANGE          => uid_range: UidRange,
        /// Who made it.
        21 = FRA_PROTOCOL           => protocol: RtProto,
        22 = FRA_IP_PROTO           => ip_proto: IpProto,
        23 = FRA_SPORT_RANGE        => sport_range: PortRange,
        24 = FRA_DPORT_RANGE        => dport_range: PortRange,
        25 = FRA_DSCP               => dscp: u8,
        26 = FRA_FLOWLABEL          => flowlabel: Be<u32>,
        27 = FRA_FLOWLABEL_MASK     => flowlabel_mask: Be<u32>,
        28 = FRA_SPORT_MASK         => sport_mask: u16,
        29 = FRA_DPORT_MASK         => dport_mask: u16,
        30 = FRA_DSCP_MASK          => dscp_mask: u8,
    }
}

record! {
    /// `struct fib_rule_uid_range`.
    pub struct UidRange {
        start: u32,
        end: u32,
    }
}

record! {
    /// `struct fib_rule_port_range`.
    pub struct PortRange {
        start: u16,
        end: u16,
    }
}

names! {
    /// What a rule does: `FR_ACT_*`.
    pub struct RuleAction: u8 {
        0 = UNSPEC "unspec",
        1 = TO_TBL "lookup",
        2 = GOTO "goto",
        3 = NOP "nop",
        6 = BLACKHOLE "blackhole",
        7 = UNREACHABLE "unreachable",
        8 = PROHIBIT "prohibit",
    }
}

bits! {
    /// State and properties of a rule: `FIB_RULE_*`.
    pub struct RuleFlags: u32 {
        0x00001 = PERMANENT "permanent",
        0x00002 = INVERT "not",
        0x00004 = UNRESOLVED "unresolved",
        0x00008 = IIF_DETACHED "iif-detached",
        0x00010 = OIF_DETACHED "oif-detached",
        0x10000 = FIND_SADDR "find-saddr",
    }
}
