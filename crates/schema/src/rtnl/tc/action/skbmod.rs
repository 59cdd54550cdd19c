//! The Ethernet header is changed (linux/tc_act/tc_skbmod.h).

use crate::rtnl::names::EtherType;
use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{As, Bytes, Mac, attrs, bits, record};

attrs! {
    /// `TCA_SKBMOD_*`.
    pub struct Skbmod: action kind "skbmod" {
        1 = TCA_SKBMOD_TM    => tm: ActionTimes [volatile],
        2 = TCA_SKBMOD_PARMS => parms: SkbmodParms,
        3 = TCA_SKBMOD_DMAC  => dmac: Mac,
        4 = TCA_SKBMOD_SMAC  => smac: Mac,
        5 = TCA_SKBMOD_ETYPE => etype: As<u16, EtherType>,
        6 = TCA_SKBMOD_PAD   => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_skbmod`.
    pub struct SkbmodParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        flags: SkbmodFlags,
    }
}

bits! {
    /// `SKBMOD_F_*`.
    pub struct SkbmodFlags: u64 {
        0x01 = DMAC "set_dmac",
        0x02 = SMAC "set_smac",
        0x04 = ETYPE "set_etype",
        0x08 = SWAPMAC "swap_mac",
        0x10 = ECN "ecn",
    }
}
