//! Labels of IPv6 addresses (RFC 6724), by which a source address is chosen (linux/if_addrlabel.h).

use crate::rtnl::derived::Derived;
use crate::rtnl::names::Family;
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, IfIndex, Ip6, Value, attrs, record};

/// The table of address labels. The kernel does not tell of changes.
pub static ADDRLABEL: Table = Table {
    name: "addrlabel",
    doc: "Labels of IPv6 addresses, by which a source address is chosen",
    first_type: 72,
    events: ["RTM_NEWADDRLABEL", "RTM_DELADDRLABEL", "RTM_GETADDRLABEL", "RTM_SETADDRLABEL"],
    header: AddrLabelHeader::RECORD,
    set: AddrLabel::SET,
    groups: &[],
    derived: &[Derived {
        key: "prefix",
        doc: "The addresses that get the label.",
        instead_of: &["address", "prefixlen"],
        value: |sources| {
            let length = sources.header.number("prefixlen")?;
            Some(Value::Prefix(sources.value(IFAL_ADDRESS)?.ip()?, length as u8))
        },
    }],
    spoken: &[],
    columns: &[
        Column::bare("prefix"),
        Column::labelled("label"),
        Column::labelled("index").titled("dev"),
    ],
};

impl Of for AddrLabel {
    type Header = AddrLabelHeader;
    const TABLE: &'static Table = &ADDRLABEL;
}

record! {
    /// `struct ifaddrlblmsg`.
    pub struct AddrLabelHeader {
        family: As<u8, Family>,
        _reserved: u8,
        prefixlen: u8,
        flags: u8,
        /// The interface for whose addresses it holds; 0 is all.
        index: IfIndex,
        /// Counts changes of the table: the same in all.
        seq: u32 [volatile],
    }
}

attrs! {
    /// What the kernel says of an address label: `IFAL_*`.
    pub struct AddrLabel {
        1 = IFAL_ADDRESS => address: Ip6,
        2 = IFAL_LABEL   => label: u32,
    }
}
