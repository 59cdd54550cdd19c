//! Words of the packet are changed (linux/tc_act/tc_pedit.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Be, Bytes, Many, Packed, attrs, names, record};

attrs! {
    /// `TCA_PEDIT_*`.
    pub struct Pedit: action kind "pedit" {
        1 = TCA_PEDIT_TM       => tm: ActionTimes [volatile],
        2 = TCA_PEDIT_PARMS    => parms: PeditParms,
        3 = TCA_PEDIT_PAD      => pad: Bytes [ro],
        /// In place of `parms`, where `keys_ex` is there.
        4 = TCA_PEDIT_PARMS_EX => parms_ex: PeditParms,
        /// More about each key.
        5 = TCA_PEDIT_KEYS_EX  => keys_ex: PeditKeysEx,
    }
}

record! {
    /// `struct tc_pedit_sel`.
    pub struct PeditParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        /// How many keys.
        nkeys: u8,
        flags: u8,
        keys: Packed<PeditKey>,
    }
}

record! {
    /// `struct tc_pedit_key`: a word of the packet is changed.
    pub struct PeditKey {
        /// Which bits stay.
        mask: Be<u32>,
        /// Which bits are then inverted (or what is added).
        val: Be<u32>,
        /// Where the word lies.
        off: u32,
        at: u32,
        offmask: u32,
        shift: u32,
    }
}

attrs! {
    /// More about keys, one after the other.
    pub struct PeditKeysEx {
        6 = TCA_PEDIT_KEY_EX => keys: Many<PeditKeyEx>,
    }
}

attrs! {
    /// More about a key: `TCA_PEDIT_KEY_EX_*`.
    pub struct PeditKeyEx {
        /// The header that `off` counts from.
        1 = TCA_PEDIT_KEY_EX_HTYPE => htype: PeditHeaderType,
        2 = TCA_PEDIT_KEY_EX_CMD   => cmd: PeditCommand,
    }
}

names! {
    /// `TCA_PEDIT_KEY_EX_HDR_TYPE_*`.
    pub struct PeditHeaderType: u16 {
        0 = NETWORK "network",
        1 = ETH "eth",
        2 = IP4 "ipv4",
        3 = IP6 "ipv6",
        4 = TCP "tcp",
        5 = UDP "udp",
    }
}

names! {
    /// `TCA_PEDIT_KEY_EX_CMD_*`.
    pub struct PeditCommand: u16 {
        0 = SET "set",
        1 = ADD "add",
    }
}
