//! Prefixes that routers advertise (linux/rtnetlink.h).

use crate::rtnl::derived::Derived;
use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, IfIndex, Ip6, Value, attrs, bits, record};

/// The table of advertised prefixes. The kernel tells of each and lists none.
pub static PREFIX: Table = Table {
    name: "prefix",
    doc: "Prefixes that routers advertise",
    first_type: 52,
    events: ["RTM_NEWPREFIX", "RTM_DELPREFIX", "RTM_GETPREFIX", "RTM_SETPREFIX"],
    header: PrefixHeader::RECORD,
    set: Prefix::SET,
    groups: &[Group::IPV6_PREFIX],
    derived: &[Derived {
        key: "prefix",
        doc: "The prefix.",
        instead_of: &["address", "len"],
        value: |sources| {
            let length = sources.header.number("len")?;
            Some(Value::Prefix(sources.value(PREFIX_ADDRESS)?.ip()?, length as u8))
        },
    }],
    spoken: &[],
    columns: &[
        Column::bare("ifindex").titled("dev"),
        Column::bare("prefix"),
        Column::labelled("flags"),
        Column::labelled("cacheinfo"),
    ],
};

impl Of for Prefix {
    type Header = PrefixHeader;
    const TABLE: &'static Table = &PREFIX;
}

record! {
    /// `struct prefixmsg`.
    pub struct PrefixHeader {
        family: As<u8, Family>,
        _pad1: u8,
        _pad2: u16,
        /// The interface that the advertisement came in by.
        ifindex: IfIndex,
        /// The type of the option in the advertisement.
        r#type: u8,
        /// How long the prefix is.
        len: u8,
        flags: PrefixFlags,
        _pad3: u8,
    }
}

attrs! {
    /// What the kernel says of an advertised prefix: `PREFIX_*`.
    pub struct Prefix {
        1 = PREFIX_ADDRESS   => address: Ip6,
        2 = PREFIX_CACHEINFO => cacheinfo: PrefixCacheinfo [volatile],
    }
}

record! {
    /// `struct prefix_cacheinfo`, in seconds. 4294967295 is for ever.
    pub struct PrefixCacheinfo {
        preferred_time: u32,
        valid_time: u32,
    }
}

bits! {
    /// What hosts may do with a prefix: as the advertisement says it (RFC 4861, RFC 6275, RFC 9762). Older kernels
    /// have other bits for it, `IF_PREFIX_*` in net/if_inet6.h of the kernel.
    pub struct PrefixFlags: u8 {
        0x80 = ONLINK "onlink",
        0x40 = AUTOCONF "autoconf",
        0x20 = ROUTER "router",
        0x10 = PD_PREFERRED "pd-preferred",
        0x01 = IF_PREFIX_ONLINK "onlink",
        0x02 = IF_PREFIX_AUTOCONF "autoconf",
    }
}
