//! Numbers that a network namespace has for others (linux/net_namespace.h).

use crate::rtnl::names::{Family, Group};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, attrs, record};

/// The table of network namespaces' ids.
pub static NSID: Table = Table {
    name: "nsid",
    doc: "Numbers of other network namespaces in this one",
    first_type: 88,
    events: ["RTM_NEWNSID", "RTM_DELNSID", "RTM_GETNSID", "RTM_SETNSID"],
    header: NsidHeader::RECORD,
    set: Nsid::SET,
    groups: &[Group::NSID],
    derived: &[],
    spoken: &[],
    columns: &[Column::bare("nsid"), Column::labelled("current_nsid")],
};

impl Of for Nsid {
    type Header = NsidHeader;
    const TABLE: &'static Table = &NSID;
}

record! {
    /// `struct rtgenmsg`.
    pub struct NsidHeader {
        rtgen_family: As<u8, Family>,
    }
}

attrs! {
    /// What the kernel says of a network namespace: `NETNSA_*`.
    pub struct Nsid {
        /// Its id, here or in the namespace that is asked; -1 is none.
        1 = NETNSA_NSID         => nsid: i32,
        /// The namespace of this process.
        2 = NETNSA_PID          => pid: u32 [wo],
        /// The namespace behind this file descriptor.
        3 = NETNSA_FD           => fd: u32 [wo],
        /// The id of the namespace that is asked.
        4 = NETNSA_TARGET_NSID  => target_nsid: i32 [wo],
        /// Its id here, where another namespace was asked.
        5 = NETNSA_CURRENT_NSID => current_nsid: i32 [ro],
    }
}
