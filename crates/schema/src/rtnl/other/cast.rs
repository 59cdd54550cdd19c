//! Multicast and anycast addresses of interfaces (linux/if_addr.h): messages like those of addresses.

use crate::rtnl::addr::{Addr, AddrHeader, FLAGS};
use crate::rtnl::names::Group;
use crate::rtnl::table::{Column, Table};
use route2_wire::{AsRecord, AttrSet};

/// The table of multicast addresses. (Older kernels list those of IPv6 only and tell of no changes.)
pub static MULTICAST: Table = Table {
    name: "multicast",
    doc: "Multicast addresses of interfaces",
    first_type: 56,
    events: ["RTM_NEWMULTICAST", "RTM_DELMULTICAST", "RTM_GETMULTICAST", "RTM_SETMULTICAST"],
    header: AddrHeader::RECORD,
    set: Addr::SET,
    groups: &[Group::IPV4_MCADDR, Group::IPV6_MCADDR],
    derived: &[FLAGS],
    spoken: &[],
    columns: &[
        Column::bare("index").titled("dev"),
        Column::bare("multicast").titled("address"),
        Column::labelled("scope"),
    ],
};

/// The table of IPv6 anycast addresses. (Older kernels tell of no changes.)
pub static ANYCAST: Table = Table {
    name: "anycast",
    doc: "Anycast addresses of interfaces",
    first_type: 60,
    events: ["RTM_NEWANYCAST", "RTM_DELANYCAST", "RTM_GETANYCAST", "RTM_SETANYCAST"],
    header: AddrHeader::RECORD,
    set: Addr::SET,
    groups: &[Group::IPV6_ACADDR],
    derived: &[FLAGS],
    spoken: &[],
    columns: &[
        Column::bare("index").titled("dev"),
        Column::bare("anycast").titled("address"),
        Column::labelled("scope"),
    ],
};
