//! Packets, or copies of them, go to another interface (linux/tc_act/tc_mirred.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Bytes, IfIndex, attrs, names, record};

attrs! {
    /// `TCA_MIRRED_*`.
    pub struct Mirred: action kind "mirred" {
        1 = TCA_MIRRED_TM      => tm: ActionTimes [volatile],
        2 = TCA_MIRRED_PARMS   => parms: MirredParms,
        3 = TCA_MIRRED_PAD     => pad: Bytes [ro],
        /// To all interfaces of this block.
        4 = TCA_MIRRED_BLOCKID => blockid: u32,
    }
}

record! {
    /// `struct tc_mirred`.
    pub struct MirredParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        eaction: MirredAction,
        /// The other interface.
        ifindex: IfIndex,
    }
}

names! {
    /// Packets or copies, and as if they went out or came in: `TCA_EGRESS_*`, `TCA_INGRESS_*`.
    pub struct MirredAction: u32 {
        1 = EGRESS_REDIR "egress-redirect",
        2 = EGRESS_MIRROR "egress-mirror",
        3 = INGRESS_REDIR "ingress-redirect",
        4 = INGRESS_MIRROR "ingress-mirror",
    }
}
