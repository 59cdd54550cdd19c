//! Every packet (linux/pkt_cls.h).

use crate::rtnl::tc::FilterFlags;
use crate::rtnl::tc::act::Action;
use route2_wire::{Bytes, Handle, Indexed, attrs, record};

attrs! {
    /// `TCA_MATCHALL_*`.
    pub struct Matchall: tc kind "matchall" {
        /// The class that packets go to.
        1 = TCA_MATCHALL_CLASSID => classid: Handle,
        2 = TCA_MATCHALL_ACT     => act: Indexed<Action, 1>,
        3 = TCA_MATCHALL_FLAGS   => flags: FilterFlags,
        4 = TCA_MATCHALL_PCNT    => pcnt: MatchallPcnt [volatile],
        5 = TCA_MATCHALL_PAD     => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_matchall_pcnt`.
    pub struct MatchallPcnt {
        /// Packets found.
        rhit: u64,
    }
}
