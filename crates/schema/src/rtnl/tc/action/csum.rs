//! Checksums are made anew (linux/tc_act/tc_csum.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Bytes, attrs, bits, record};

attrs! {
    /// `TCA_CSUM_*`.
    pub struct Csum: action kind "csum" {
        1 = TCA_CSUM_PARMS => parms: CsumParms,
        2 = TCA_CSUM_TM    => tm: ActionTimes [volatile],
        3 = TCA_CSUM_PAD   => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_csum`.
    pub struct CsumParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        update_flags: CsumFlags,
    }
}

bits! {
    /// Whose checksums: `TCA_CSUM_UPDATE_FLAG_*`.
    pub struct CsumFlags: u32 {
        0x01 = IPV4HDR "iph",
        0x02 = ICMP "icmp",
        0x04 = IGMP "igmp",
        0x08 = TCP "tcp",
        0x10 = UDP "udp",
        0x20 = UDPLITE "udplite",
        0x40 = SCTP "sctp",
    }
}
