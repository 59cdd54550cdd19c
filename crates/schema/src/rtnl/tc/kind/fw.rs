//! By the packets' mark, which is the filter's handle (linux/pkt_cls.h).

use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::action::Police;
use route2_wire::{Handle, Hex, Indexed, Str, attrs};

attrs! {
    /// `TCA_FW_*`.
    pub struct Fw: tc kind "fw" {
        /// The class that packets go to.
        1 = TCA_FW_CLASSID => classid: Handle,
        2 = TCA_FW_POLICE  => police: Police,
        /// The name of the interface that packets came in by.
        3 = TCA_FW_INDEV   => indev: Str,
        4 = TCA_FW_ACT     => act: Indexed<Action, 1>,
        /// Which bits of the mark count.
        5 = TCA_FW_MASK    => mask: u32,
    }
}

kinded! {
    /// The mark that packets must have.
    pub struct FwHandle: handle kind "fw" { Hex }
}
