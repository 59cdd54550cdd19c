//! A text in the kernel's log (linux/tc_act/tc_defact.h).

use crate::rtnl::tc::act::{ActionParms, ActionTimes};
use route2_wire::{Bytes, Str, attrs};

attrs! {
    /// `TCA_DEF_*`.
    pub struct Simple: action kind "simple" {
        1 = TCA_DEF_TM    => tm: ActionTimes [volatile],
        2 = TCA_DEF_PARMS => parms: ActionParms,
        3 = TCA_DEF_DATA  => data: Str,
        4 = TCA_DEF_PAD   => pad: Bytes [ro],
    }
}
