//! Settings of protocols on interfaces of which the kernel tells changes (linux/netconf.h).

use crate::rtnl::derived::Derived;
use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, Spelling, Value, attrs, record};

/// The table of protocols' settings on interfaces.
pub static NETCONF: Table = Table {
    name: "netconf",
    doc: "Settings of protocols on interfaces",
    first_type: 80,
    events: ["RTM_NEWNETCONF", "RTM_DELNETCONF", "RTM_GETNETCONF", "RTM_SETNETCONF"],
    header: NetconfHeader::RECORD,
    set: Netconf::SET,
    groups: &[Group::IPV4_NETCONF, Group::IPV6_NETCONF, Group::MPLS_NETCONF],
    derived: &[Derived {
        key: "ifindex",
        doc: "The interface's index; `all`; or `default`, of interfaces to come.",
        instead_of: &["ifindex"],
        value: |sources| match sources.value(NETCONFA_IFINDEX)? {
            Value::Int(-1) => Some(Value::Str("all")),
            Value::Int(-2) => Some(Value::Str("default")),
            Value::Int(index @ 0..) => Some(Value::Spelled(index as u64, &Spelling::Interface)),
            other => Some(other),
        },
    }],
    spoken: &[],
    columns: &[
        Column::bare("family"),
        Column::bare("ifindex").titled("dev"),
        Column::labelled("forwarding"),
        Column::labelled("rp_filter"),
        Column::labelled("mc_forwarding"),
        Column::labelled("proxy_neigh"),
        Column::labelled("ignore_routes_with_linkdown"),
        Column::labelled("input"),
        Column::labelled("bc_forwarding"),
        Column::labelled("force_forwarding"),
    ],
};

impl Of for Netconf {
    type Header = NetconfHeader;
    const TABLE: &'static Table = &NETCONF;
}

record! {
    /// `struct netconfmsg`.
    pub struct NetconfHeader {
        family: As<u8, Family>,
    }
}

attrs! {
    /// The settings, as /proc/sys/net has them: `NETCONFA_*`.
    pub struct Netconf {
        /// -1 is all interfaces, -2 those to come.
        1 = NETCONFA_IFINDEX                     => ifindex: i32,
        2 = NETCONFA_FORWARDING                  => forwarding: i32 [ro],
        3 = NETCONFA_RP_FILTER                   => rp_filter: i32 [ro],
        4 = NETCONFA_MC_FORWARDING               => mc_forwarding: i32 [ro],
        /// `proxy_arp` of IPv4, `proxy_ndp` of IPv6.
        5 = NETCONFA_PROXY_NEIGH                 => proxy_neigh: i32 [ro],
        6 = NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN => ignore_routes_with_linkdown: i32 [ro],
        /// Does MPLS take packets in?
        7 = NETCONFA_INPUT                       => input: i32 [ro],
        /// (Who sets it is obeyed, and nobody is told.)
        8 = NETCONFA_BC_FORWARDING               => bc_forwarding: i32 [volatile],
        9 = NETCONFA_FORCE_FORWARDING            => force_forwarding: i32 [ro],
    }
}
