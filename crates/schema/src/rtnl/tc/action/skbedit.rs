//! What the kernel keeps beside a packet is changed (linux/tc_act/tc_skbedit.h).

use crate::rtnl::tc::act::{ActionParms, ActionTimes};
use route2_wire::{Bytes, Handle, attrs, bits, names};

attrs! {
    /// `TCA_SKBEDIT_*`.
    pub struct Skbedit: action kind "skbedit" {
        1  = TCA_SKBEDIT_TM                => tm: ActionTimes [volatile],
        2  = TCA_SKBEDIT_PARMS             => parms: ActionParms,
        /// The priority, which may name a class.
        3  = TCA_SKBEDIT_PRIORITY          => priority: Handle,
        /// The queue; the first of several.
        4  = TCA_SKBEDIT_QUEUE_MAPPING     => queue_mapping: u16,
        5  = TCA_SKBEDIT_MARK              => mark: u32,
        6  = TCA_SKBEDIT_PAD               => pad: Bytes [ro],
        /// Whom it is for.
        7  = TCA_SKBEDIT_PTYPE             => ptype: PacketType,
        /// Which bits of the mark change.
        8  = TCA_SKBEDIT_MASK              => mask: u32,
        9  = TCA_SKBEDIT_FLAGS             => flags: SkbeditFlags,
        /// The last queue.
        10 = TCA_SKBEDIT_QUEUE_MAPPING_MAX => queue_mapping_max: u16,
    }
}

names! {
    /// Whom a packet is for: `PACKET_*` in linux/if_packet.h.
    pub struct PacketType: u16 {
        0 = HOST "host",
        1 = BROADCAST "broadcast",
        2 = MULTICAST "multicast",
        3 = OTHERHOST "otherhost",
    }
}

bits! {
    /// `SKBEDIT_F_*`.
    pub struct SkbeditFlags: u64 {
        0x01 = PRIORITY "priority",
        0x02 = QUEUE_MAPPING "queue_mapping",
        0x04 = MARK "mark",
        0x08 = PTYPE "ptype",
        0x10 = MASK "mask",
        0x20 = INHERITDSFIELD "inheritdsfield",
        0x40 = TXQ_SKBHASH "skbhash",
    }
}
