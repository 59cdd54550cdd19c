//! Options of router advertisements that the kernel leaves to programs: name servers, search domains,
//! captive portals, ... (linux/rtnetlink.h; RFC 4861 and those that each option names).

use super::prefix::PrefixFlags;
use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{
    As, AsRecord, AttrSet, Be, By, Bytes, Case, Choice, Choose, Domains, Eights, IfIndex, Ip6,
    Packed, Payload, Select, Stated, Str, attrs, names, record,
};

/// The table of neighbour discovery options for programs. The kernel tells of each, a message each, and lists
/// none.
pub static NDUSEROPT: Table = Table {
    name: "nduseropt",
    doc: "Options of router advertisements that are left to programs",
    first_type: 68,
    events: ["RTM_NEWNDUSEROPT", "RTM_DELNDUSEROPT", "RTM_GETNDUSEROPT", "RTM_SETNDUSEROPT"],
    header: NdUserOptHeader::RECORD,
    set: NdUserOpt::SET,
    groups: &[Group::ND_USEROPT],
    derived: &[],
    spoken: &[],
    columns: &[
        Column::bare("ifindex").titled("dev"),
        Column::labelled("srcaddr").titled("from"),
        Column::bare("type").of_each("opts"),
        Column::bare("prefix").of_each("opts"),
        Column::labelled("prefix_len").of_each("opts"),
        Column::labelled("flags").of_each("opts"),
        Column::labelled("addresses").of_each("opts"),
        Column::labelled("domains").of_each("opts"),
        Column::bare("uri").of_each("opts"),
        Column::bare("data").of_each("opts"),
        Column::labelled("lifetime").of_each("opts"),
        Column::labelled("lifetime_plc").of_each("opts"),
        Column::labelled("preferred_time").of_each("opts"),
        Column::labelled("valid_time").of_each("opts"),
    ],
};

impl Of for NdUserOpt {
    type Header = NdUserOptHeader;
    const TABLE: &'static Table = &NDUSEROPT;
}

record! {
    /// `struct nduseroptmsg`, and the options between it and the attributes.
    pub struct NdUserOptHeader {
        family: As<u8, Family>,
        _pad1: u8,
        /// How long the options are, in bytes.
        opts_len: u16,
        /// The interface that the advertisement came in by.
        ifindex: IfIndex,
        icmp_type: u8,
        icmp_code: u8,
        _pad2: u16,
        _pad3: u32,
        opts: Stated<2, Eights<Select<NdOptionByType>>>,
    }
}

attrs! {
    /// What the kernel says of an advertisement: `NDUSEROPT_*`.
    pub struct NdUserOpt {
        /// The router.
        1 = NDUSEROPT_SRCADDR => srcaddr: Ip6,
    }
}

/// An option, by its type.
#[derive(Clone, Copy, Debug)]
pub enum NdOptionByType {}
impl Choose for NdOptionByType {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| payload.first().copied().unwrap_or_default().into()),
        cases: &[
            (Case::number(3), NdPrefix::KIND),
            (Case::number(25), NdNameServers::KIND),
            (Case::number(31), NdSearchDomains::KIND),
            (Case::number(34), NdContext::KIND),
            (Case::number(37), NdCaptivePortal::KIND),
            (Case::number(38), NdNat64::KIND),
        ],
        otherwise: Some(NdOption::KIND),
    };
}

names! {
    /// What an option is: `ND_OPT_*` in net/ndisc.h of the kernel.
    pub struct NdOptionType: u8 {
        3  = PREFIX_INFO "prefix",
        25 = RDNSS "rdnss",
        31 = DNSSL "dnssl",
        34 = CONTEXT_6CO "6co",
        37 = CAPTIVE_PORTAL "captive-portal",
        38 = PREF64 "pref64",
    }
}

record! {
    /// An option that is none of those that the kernel leaves to programs today.
    pub struct NdOption {
        r#type: NdOptionType,
        /// In units of eight bytes.
        length: u8,
        data: Bytes,
    }
}

record! {
    /// A prefix (RFC 4861, 4.6.2).
    pub struct NdPrefix {
        r#type: NdOptionType,
        /// In units of eight bytes.
        length: u8,
        prefix_len: u8,
        flags: PrefixFlags,
        /// In seconds; 4294967295 is for ever.
        valid_time: Be<u32>,
        /// In seconds; 4294967295 is for ever.
        preferred_time: Be<u32>,
        _reserved2: u32,
        prefix: Ip6,
    }
}

record! {
    /// Name servers (RFC 8106, 5.1).
    pub struct NdNameServers {
        r#type: NdOptionType,
        /// In units of eight bytes.
        length: u8,
        _reserved: u16,
        /// In seconds; 4294967295 is for ever.
        lifetime: Be<u32>,
        addresses: Packed<Ip6>,
    }
}

record! {
    /// Domains to search names in (RFC 8106, 5.2).
    pub struct NdSearchDomains {
        r#type: NdOptionType,
        /// In units of eight bytes.
        length: u8,
        _reserved: u16,
        /// In seconds; 4294967295 is for ever.
        lifetime: Be<u32>,
        domains: Domains,
    }
}

record! {
    /// A prefix that 6LoWPAN leaves out of packets (RFC 6775, 4.2).
    pub struct NdContext {
        r#type: NdOptionType,
        /// In units of eight bytes.
        length: u8,
        context_length: u8,
        /// The number of the context, in the lower four bits, and a bit that says whether senders use it.
        context: u8,
        _reserved: u16,
        /// In minutes.
        lifetime: Be<u16>,
        /// As many bytes of the prefix as there are.
        prefix: Bytes,
    }
}

record! {
    /// Where a host learns what keeps it from the internet (RFC 8910, 2.3).
    pub struct NdCaptivePortal {
        r#type: NdOptionType,
        /// In units of eight bytes.
        length: u8,
        uri: Str,
    }
}

record! {
    /// The prefix by which IPv4 is reached through NAT64 (RFC 8781, 4).
    pub struct NdNat64 {
        r#type: NdOptionType,
        /// In units of eight bytes.
        length: u8,
        /// The upper 13 bits, in eights, are a time in seconds; the lower three stand for the prefix's length:
        /// 96, 64, 56, 48, 40, 32.
        lifetime_plc: Be<u16>,
        /// The first 12 bytes of the prefix.
        prefix: Bytes,
    }
}
