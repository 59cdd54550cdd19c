//! A BPF program decides (linux/pkt_cls.h).

use crate::rtnl::tc::FilterFlags;
use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::action::Police;
use route2_wire::{Bytes, Handle, Indexed, Packed, Str, attrs, bits, record};

attrs! {
    /// `TCA_BPF_*`.
    pub struct Bpf: tc kind "bpf" {
        1  = TCA_BPF_ACT       => act: Indexed<Action, 1>,
        2  = TCA_BPF_POLICE    => police: Police,
        /// The class that packets go to.
        3  = TCA_BPF_CLASSID   => classid: Handle,
        /// How many instructions, of a classic program.
        4  = TCA_BPF_OPS_LEN   => ops_len: u16,
        /// The instructions of a classic program.
        5  = TCA_BPF_OPS       => ops: Packed<SockFilter>,
        6  = TCA_BPF_FD        => fd: u32 [wo],
        /// The program's name.
        7  = TCA_BPF_NAME      => name: Str,
        8  = TCA_BPF_FLAGS     => flags: BpfFlags,
        9  = TCA_BPF_FLAGS_GEN => flags_gen: FilterFlags,
        /// The program's checksum.
        10 = TCA_BPF_TAG       => tag: Bytes [ro],
        /// The program's number.
        11 = TCA_BPF_ID        => id: u32 [ro],
    }
}

record! {
    /// `struct sock_filter` (linux/filter.h): an instruction.
    pub struct SockFilter {
        code: u16,
        /// How far to go where it is true.
        jt: u8,
        /// How far to go where it is not.
        jf: u8,
        k: u32,
    }
}

bits! {
    /// `TCA_BPF_FLAG_*`.
    pub struct BpfFlags: u32 {
        0x1 = ACT_DIRECT "direct-action",
    }
}
