//! By the realms of the packets' routes (linux/pkt_cls.h).

use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::action::Police;
use route2_wire::{Handle, Hex, IfIndex, Indexed, attrs};

attrs! {
    /// `TCA_ROUTE4_*`.
    pub struct Route: tc kind "route" {
        /// The class that packets go to.
        1 = TCA_ROUTE4_CLASSID => classid: Handle,
        /// The realm of the destination.
        2 = TCA_ROUTE4_TO      => to: u32,
        /// The realm of the source.
        3 = TCA_ROUTE4_FROM    => from: u32,
        /// The interface that packets came in by.
        4 = TCA_ROUTE4_IIF     => iif: IfIndex,
        5 = TCA_ROUTE4_POLICE  => police: Police,
        6 = TCA_ROUTE4_ACT     => act: Indexed<Action, 1>,
    }
}

kinded! {
    /// The realms: that of the source, or the interface, in the high half.
    pub struct RouteHandle: handle kind "route" { Hex }
}
