//! One answer for every packet (linux/tc_act/tc_gact.h).

use crate::rtnl::tc::act::{ActionParms, ActionTimes, Control};
use route2_wire::{Bytes, attrs, names, record};

attrs! {
    /// `TCA_GACT_*`.
    pub struct Gact: action kind "gact" {
        1 = TCA_GACT_TM    => tm: ActionTimes [volatile],
        2 = TCA_GACT_PARMS => parms: ActionParms,
        3 = TCA_GACT_PROB  => prob: GactProb,
        4 = TCA_GACT_PAD   => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_gact_p`: now and then another answer.
    pub struct GactProb {
        ptype: GactProbType,
        /// Once in so many packets.
        pval: u16,
        /// The other answer.
        paction: Control,
    }
}

names! {
    /// `PGACT_*`.
    pub struct GactProbType: u16 {
        0 = NONE "none",
        1 = NETRAND "netrand",
        2 = DETERM "determ",
    }
}
