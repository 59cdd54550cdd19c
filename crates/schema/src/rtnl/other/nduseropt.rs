//! Options of router advertisements that the kernel leaves to programs: name servers, search domains,
//! captive portals, ... (linux/rtnetlink.h).

use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, IfIndex, Ip6, attrs, record};

/// The table of neighbour discovery options for programs.
pub static NDUSEROPT: Table = Table {
    name: "nduseropt",
    first_type: 68,
    events: ["RTM_NEWNDUSEROPT", "RTM_DELNDUSEROPT", "RTM_GETNDUSEROPT", "RTM_SETNDUSEROPT"],
    header: NdUserOptHeader::RECORD,
    set: NdUserOpt::SET,
    groups: &[Group::ND_USEROPT],
    derived: &[],
    columns: &[
        Column::bare("ifindex"),
        Column::labelled("icmp_type"),
        Column::labelled("icmp_code"),
        Column::labelled("opts_len"),
        Column::labelled("srcaddr"),
    ],
};

impl Of for NdUserOpt {
    type Header = NdUserOptHeader;
    const TABLE: &'static Table = &NDUSEROPT;
}

record! {
    /// `struct nduseroptmsg`. Before the attributes, `opts_len` bytes of options follow it.
    pub struct NdUserOptHeader {
        family: As<u8, Family>,
        _pad1: u8,
        /// How long the options are.
        opts_len: u16,
        /// The interface that the advertisement came in by.
        ifindex: IfIndex,
        icmp_type: u8,
        icmp_code: u8,
        _pad2: u16,
        _pad3: u32,
    }
}

attrs! {
    /// What the kernel says of an advertisement: `NDUSEROPT_*`.
    pub struct NdUserOpt {
        /// The router.
        1 = NDUSEROPT_SRCADDR => srcaddr: Ip6,
    }
}
