//! MPLS labels are put on, taken off and changed (linux/tc_act/tc_mpls.h).

use crate::rtnl::names::EtherType;
use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Bytes, attrs, names, record};

attrs! {
    /// `TCA_MPLS_*`.
    pub struct Mpls: action kind "mpls" {
        1 = TCA_MPLS_TM    => tm: ActionTimes [volatile],
        2 = TCA_MPLS_PARMS => parms: MplsParms,
        3 = TCA_MPLS_PAD   => pad: Bytes [ro],
        /// The protocol above Ethernet, afterwards.
        4 = TCA_MPLS_PROTO => proto: EtherType,
        5 = TCA_MPLS_LABEL => label: u32,
        /// The traffic class.
        6 = TCA_MPLS_TC    => tc: u8,
        7 = TCA_MPLS_TTL   => ttl: u8,
        /// 1 is the last label.
        8 = TCA_MPLS_BOS   => bos: u8,
    }
}

record! {
    /// `struct tc_mpls`.
    pub struct MplsParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        m_action: MplsAction,
    }
}

names! {
    /// `TCA_MPLS_ACT_*`.
    pub struct MplsAction: u32 {
        1 = POP "pop",
        2 = PUSH "push",
        3 = MODIFY "modify",
        4 = DEC_TTL "dec_ttl",
        5 = MAC_PUSH "mac_push",
    }
}
