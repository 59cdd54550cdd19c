//! Extended matches alone (linux/pkt_cls.h).

use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::action::Police;
use crate::rtnl::tc::ematch::EmatchTree;
use route2_wire::{Bytes, Handle, Indexed, attrs, record};

attrs! {
    /// `TCA_BASIC_*`.
    pub struct Basic: tc kind "basic" {
        /// The class that packets go to.
        1 = TCA_BASIC_CLASSID  => classid: Handle,
        2 = TCA_BASIC_EMATCHES => ematches: EmatchTree,
        3 = TCA_BASIC_ACT      => act: Indexed<Action, 1>,
        4 = TCA_BASIC_POLICE   => police: Police,
        5 = TCA_BASIC_PCNT     => pcnt: BasicPcnt [volatile],
        6 = TCA_BASIC_PAD      => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_basic_pcnt`.
    pub struct BasicPcnt {
        /// Packets looked at.
        rcnt: u64,
        /// Packets found.
        rhit: u64,
    }
}
