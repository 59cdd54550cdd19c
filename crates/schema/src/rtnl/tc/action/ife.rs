//! What the kernel keeps beside a packet is sent along with it (linux/tc_act/tc_ife.h, linux/ife.h).

use crate::rtnl::names::EtherType;
use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{
    As, By, Bytes, Case, Choice, Choose, Flag, Mac, Payload, Select, attrs, names, record,
};

attrs! {
    /// `TCA_IFE_*`.
    pub struct Ife: action kind "ife" {
        1 = TCA_IFE_PARMS   => parms: IfeParms,
        2 = TCA_IFE_TM      => tm: ActionTimes [volatile],
        3 = TCA_IFE_DMAC    => dmac: Mac,
        4 = TCA_IFE_SMAC    => smac: Mac,
        /// The protocol above Ethernet of what is sent.
        5 = TCA_IFE_TYPE    => r#type: As<u16, EtherType>,
        6 = TCA_IFE_METALST => metalst: IfeMetadata,
        7 = TCA_IFE_PAD     => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_ife`.
    pub struct IfeParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        flags: IfeMode,
    }
}

names! {
    /// `IFE_DECODE`, `IFE_ENCODE`.
    pub struct IfeMode: u16 {
        0 = DECODE "decode",
        1 = ENCODE "encode",
    }
}

attrs! {
    /// What is sent along: `IFE_META_*`. Without a value, the packet's own.
    pub struct IfeMetadata {
        1 = IFE_META_SKBMARK => skbmark: Select<IfeValue>,
        2 = IFE_META_HASHID  => hashid: Select<IfeValue>,
        3 = IFE_META_PRIO    => prio: Select<IfeValue>,
        4 = IFE_META_QMAP    => qmap: Select<IfeValue>,
        5 = IFE_META_TCINDEX => tcindex: Select<IfeValue>,
    }
}

/// A value to be sent along, by its length.
#[derive(Clone, Copy, Debug)]
pub enum IfeValue {}
impl Choose for IfeValue {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|bytes| bytes.len() as u32),
        cases: &[
            (Case::number(0), Flag::KIND),
            (Case::number(2), u16::KIND),
            (Case::number(4), u32::KIND),
        ],
        otherwise: None,
    };
}
