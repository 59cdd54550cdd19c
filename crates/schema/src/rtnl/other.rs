//! The tables that are not links, addresses, routes, neighbours, rules or traffic control, one file each.

mod action;
mod addrlabel;
mod cachereport;
mod cangw;
mod cast;
mod dcb;
mod mdb;
mod nduseropt;
mod neightbl;
mod netconf;
mod nexthop;
mod nsid;
mod prefix;
mod stats;
mod tunnel;
mod vlan;

pub use action::*;
pub use addrlabel::*;
pub use cachereport::*;
pub use cangw::*;
pub use cast::*;
pub use dcb::*;
pub use mdb::*;
pub use nduseropt::*;
pub use neightbl::*;
pub use netconf::*;
pub use nexthop::*;
pub use nsid::*;
pub use prefix::*;
pub use stats::*;
pub use tunnel::*;
pub use vlan::*;

use super::link::{Link, LinkHeader};
use super::table::{Column, Table};
use route2_wire::{AsRecord, AttrSet};

/// The table of links' alternative names. (The kernel tells of changes in the table of links.)
pub static LINKPROP: Table = Table {
    name: "linkprop",
    doc: "Alternative names of links",
    first_type: 108,
    events: ["RTM_NEWLINKPROP", "RTM_DELLINKPROP", "RTM_GETLINKPROP", "RTM_SETLINKPROP"],
    header: LinkHeader::RECORD,
    set: Link::SET,
    groups: &[],
    derived: &[],
    spoken: &[],
    columns: &[Column::bare("index"), Column::bare("ifname"), Column::labelled("prop_list")],
};
