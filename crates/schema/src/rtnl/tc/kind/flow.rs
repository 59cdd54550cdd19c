//! Flows are told apart and spread over classes (linux/pkt_cls.h).

use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::action::Police;
use crate::rtnl::tc::ematch::EmatchTree;
use route2_wire::{Handle, Indexed, attrs, bits, names};

attrs! {
    /// `TCA_FLOW_*`.
    pub struct Flow: tc kind "flow" {
        1  = TCA_FLOW_KEYS      => keys: FlowKeys,
        2  = TCA_FLOW_MODE      => mode: FlowMode,
        /// The first class.
        3  = TCA_FLOW_BASECLASS => baseclass: Handle,
        /// How the key becomes a class: shifted, added to, under a mask, then inverted where `xor` has
        /// bits.
        4  = TCA_FLOW_RSHIFT    => rshift: u32,
        5  = TCA_FLOW_ADDEND    => addend: u32,
        6  = TCA_FLOW_MASK      => mask: u32,
        7  = TCA_FLOW_XOR       => xor: u32,
        /// How many classes.
        8  = TCA_FLOW_DIVISOR   => divisor: u32,
        9  = TCA_FLOW_ACT       => act: Indexed<Action, 1>,
        10 = TCA_FLOW_POLICE    => police: Police,
        11 = TCA_FLOW_EMATCHES  => ematches: EmatchTree,
        /// How often the hash changes, in seconds.
        12 = TCA_FLOW_PERTURB   => perturb: u32,
    }
}

bits! {
    /// What a flow is told by: a bit for each of `FLOW_KEY_*`.
    pub struct FlowKeys: u32 {
        0x00001 = SRC "src",
        0x00002 = DST "dst",
        0x00004 = PROTO "proto",
        0x00008 = PROTO_SRC "proto-src",
        0x00010 = PROTO_DST "proto-dst",
        0x00020 = IIF "iif",
        0x00040 = PRIORITY "priority",
        0x00080 = MARK "mark",
        0x00100 = NFCT "nfct",
        0x00200 = NFCT_SRC "nfct-src",
        0x00400 = NFCT_DST "nfct-dst",
        0x00800 = NFCT_PROTO_SRC "nfct-proto-src",
        0x01000 = NFCT_PROTO_DST "nfct-proto-dst",
        0x02000 = RTCLASSID "rt-classid",
        0x04000 = SKUID "sk-uid",
        0x08000 = SKGID "sk-gid",
        0x10000 = VLAN_TAG "vlan-tag",
        0x20000 = RXHASH "rxhash",
    }
}

names! {
    /// `FLOW_MODE_*`.
    pub struct FlowMode: u32 {
        0 = MAP "map",
        1 = HASH "hash",
    }
}
