//! What the kernel reports to programs that route multicast (linux/mroute.h, linux/mroute6.h).

use crate::rtnl::names::{Family, Group, RtTable};
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, Bytes, Ip, attrs, names, record};

/// The table of reports about multicast routing. (Its groups are open to administrators only.)
pub static CACHEREPORT: Table = Table {
    name: "cachereport",
    doc: "Reports to programs that route multicast",
    first_type: 96,
    events: [
        "RTM_NEWCACHEREPORT",
        "RTM_DELCACHEREPORT",
        "RTM_GETCACHEREPORT",
        "RTM_SETCACHEREPORT",
    ],
    header: CacheReportHeader::RECORD,
    set: CacheReport::SET,
    groups: &[Group::IPV4_MROUTE_R, Group::IPV6_MROUTE_R],
    derived: &[],
    spoken: &[],
    columns: &[
        Column::bare("msgtype"),
        Column::labelled("vif_id"),
        Column::labelled("src_addr"),
        Column::labelled("dst_addr"),
        Column::labelled("table"),
    ],
};

impl Of for CacheReport {
    type Header = CacheReportHeader;
    const TABLE: &'static Table = &CACHEREPORT;
}

record! {
    /// `struct rtgenmsg`.
    pub struct CacheReportHeader {
        /// `RTNL_FAMILY_IPMR` or `RTNL_FAMILY_IP6MR`.
        family: As<u8, Family>,
    }
}

attrs! {
    /// A report: `IPMRA_CREPORT_*`. (Those of IPv6, `IP6MRA_CREPORT_*`, have the same numbers.)
    pub struct CacheReport {
        1 = IPMRA_CREPORT_MSGTYPE  => msgtype: CacheReportType,
        /// The number of the virtual interface.
        2 = IPMRA_CREPORT_VIF_ID   => vif_id: u32,
        3 = IPMRA_CREPORT_SRC_ADDR => src_addr: Ip,
        4 = IPMRA_CREPORT_DST_ADDR => dst_addr: Ip,
        /// The packet, from its IP header on.
        5 = IPMRA_CREPORT_PKT      => pkt: Bytes,
        6 = IPMRA_CREPORT_TABLE    => table: RtTable,
    }
}

names! {
    /// Why there is a report: `IGMPMSG_*`, `MRT6MSG_*`.
    pub struct CacheReportType: u8 {
        1 = NOCACHE "nocache",
        2 = WRONGVIF "wrongvif",
        3 = WHOLEPKT "wholepkt",
        4 = WRVIFWHOLE "wrvifwhole",
    }
}
