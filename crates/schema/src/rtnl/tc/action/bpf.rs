//! A BPF program decides (linux/tc_act/tc_bpf.h).

use crate::rtnl::tc::act::{ActionParms, ActionTimes};
use crate::rtnl::tc::kind::SockFilter;
use route2_wire::{Bytes, Packed, Str, attrs};

attrs! {
    /// `TCA_ACT_BPF_*`.
    pub struct ActBpf: action kind "bpf" {
        1 = TCA_ACT_BPF_TM      => tm: ActionTimes [volatile],
        2 = TCA_ACT_BPF_PARMS   => parms: ActionParms,
        /// How many instructions, of a classic program.
        3 = TCA_ACT_BPF_OPS_LEN => ops_len: u16,
        /// The instructions of a classic program.
        4 = TCA_ACT_BPF_OPS     => ops: Packed<SockFilter>,
        5 = TCA_ACT_BPF_FD      => fd: u32 [wo],
        /// The program's name.
        6 = TCA_ACT_BPF_NAME    => name: Str,
        7 = TCA_ACT_BPF_PAD     => pad: Bytes [ro],
        /// The program's checksum.
        8 = TCA_ACT_BPF_TAG     => tag: Bytes [ro],
        /// The program's number.
        9 = TCA_ACT_BPF_ID      => id: u32 [ro],
    }
}
