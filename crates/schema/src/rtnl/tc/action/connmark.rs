//! The connection's mark becomes the packet's (linux/tc_act/tc_connmark.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Bytes, attrs, record};

attrs! {
    /// `TCA_CONNMARK_*`.
    pub struct Connmark: action kind "connmark" {
        1 = TCA_CONNMARK_PARMS => parms: ConnmarkParms,
        2 = TCA_CONNMARK_TM    => tm: ActionTimes [volatile],
        3 = TCA_CONNMARK_PAD   => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_connmark`.
    pub struct ConnmarkParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        /// The zone of connection tracking.
        zone: u16,
    }
}
