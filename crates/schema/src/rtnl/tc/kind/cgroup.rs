//! By the control group of the packets' process (linux/pkt_cls.h).

use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::action::Police;
use crate::rtnl::tc::ematch::EmatchTree;
use route2_wire::{Indexed, attrs};

attrs! {
    /// `TCA_CGROUP_*`.
    pub struct Cgroup: tc kind "cgroup" {
        1 = TCA_CGROUP_ACT      => act: Indexed<Action, 1>,
        2 = TCA_CGROUP_POLICE   => police: Police,
        3 = TCA_CGROUP_EMATCHES => ematches: EmatchTree,
    }
}
