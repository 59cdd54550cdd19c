//! VLAN tags, and Ethernet headers, are put on and taken off (linux/tc_act/tc_vlan.h).

use crate::rtnl::names::EtherType;
use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Bytes, Mac, attrs, names, record};

attrs! {
    /// `TCA_VLAN_*`.
    pub struct Vlan: action kind "vlan" {
        1 = TCA_VLAN_TM                 => tm: ActionTimes [volatile],
        2 = TCA_VLAN_PARMS              => parms: VlanParms,
        3 = TCA_VLAN_PUSH_VLAN_ID       => push_vlan_id: u16,
        4 = TCA_VLAN_PUSH_VLAN_PROTOCOL => push_vlan_protocol: EtherType,
        5 = TCA_VLAN_PAD                => pad: Bytes [ro],
        6 = TCA_VLAN_PUSH_VLAN_PRIORITY => push_vlan_priority: u8,
        7 = TCA_VLAN_PUSH_ETH_DST       => push_eth_dst: Mac,
        8 = TCA_VLAN_PUSH_ETH_SRC       => push_eth_src: Mac,
    }
}

record! {
    /// `struct tc_vlan`.
    pub struct VlanParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        v_action: VlanAction,
    }
}

names! {
    /// `TCA_VLAN_ACT_*`.
    pub struct VlanAction: u32 {
        1 = POP "pop",
        2 = PUSH "push",
        3 = MODIFY "modify",
        4 = POP_ETH "pop_eth",
        5 = PUSH_ETH "push_eth",
    }
}
