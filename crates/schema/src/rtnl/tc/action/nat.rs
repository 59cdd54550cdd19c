//! Addresses are translated, packet by packet (linux/tc_act/tc_nat.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Bytes, Ip4, attrs, bits, record};

attrs! {
    /// `TCA_NAT_*`.
    pub struct Nat: action kind "nat" {
        1 = TCA_NAT_PARMS => parms: NatParms,
        2 = TCA_NAT_TM    => tm: ActionTimes [volatile],
        3 = TCA_NAT_PAD   => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_nat`.
    pub struct NatParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        old_addr: Ip4,
        new_addr: Ip4,
        mask: Ip4,
        flags: NatFlags,
    }
}

bits! {
    /// `TCA_NAT_FLAG_*`.
    pub struct NatFlags: u32 {
        0x1 = EGRESS "egress",
    }
}
