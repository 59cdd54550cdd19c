//! Words of the packet are compared (linux/pkt_cls.h).

use crate::rtnl::tc::FilterFlags;
use crate::rtnl::tc::act::Action;
use crate::rtnl::tc::action::Police;
use route2_wire::{Be, Bytes, Handle, Indexed, Node, Packed, Str, attrs, bits, record};

attrs! {
    /// `TCA_U32_*`.
    pub struct U32: tc kind "u32" {
        /// The class that packets go to.
        1  = TCA_U32_CLASSID => classid: Handle,
        /// The hash table that it lies in.
        2  = TCA_U32_HASH    => hash: Node,
        /// The hash table to go on with.
        3  = TCA_U32_LINK    => link: Node,
        /// How many buckets, of a hash table.
        4  = TCA_U32_DIVISOR => divisor: u32,
        5  = TCA_U32_SEL     => sel: U32Sel,
        6  = TCA_U32_POLICE  => police: Police,
        7  = TCA_U32_ACT     => act: Indexed<Action, 1>,
        /// The name of the interface that packets came in by.
        8  = TCA_U32_INDEV   => indev: Str,
        9  = TCA_U32_PCNT    => pcnt: U32Pcnt [volatile],
        10 = TCA_U32_MARK    => mark: U32Mark,
        11 = TCA_U32_FLAGS   => flags: FilterFlags,
        12 = TCA_U32_PAD     => pad: Bytes [ro],
    }
}

kinded! {
    /// Its hash table, its bucket there, and itself.
    pub struct U32Handle: handle kind "u32" { Node }
}

record! {
    /// `struct tc_u32_sel`.
    pub struct U32Sel {
        flags: U32Flags,
        offshift: u8,
        /// How many keys.
        nkeys: u8,
        /// Which bits of the halfword at `offoff`, shifted right by `offshift`, say how far the next header
        /// lies.
        offmask: Be<u16>,
        /// How much farther.
        off: u16,
        offoff: i16,
        /// Where the word lies that is hashed.
        hoff: i16,
        hmask: Be<u32>,
        keys: Packed<U32Key>,
    }
}

bits! {
    /// `TC_U32_*`.
    pub struct U32Flags: u8 {
        0x1 = TERMINAL "terminal",
        0x2 = OFFSET "offset",
        0x4 = VAROFFSET "varoffset",
        0x8 = EAT "eat",
    }
}

record! {
    /// `struct tc_u32_key`: a word under a mask.
    pub struct U32Key {
        key_mask: Be<u32>,
        key_val: Be<u32>,
        /// Where the word lies.
        key_off: i32,
        /// Which bits of the place found count too.
        key_offmask: i32,
    }
}

record! {
    /// `struct tc_u32_mark`.
    pub struct U32Mark {
        val: u32,
        mask: u32,
        /// How many packets had the mark.
        success: u32 [volatile],
    }
}

record! {
    /// `struct tc_u32_pcnt`.
    pub struct U32Pcnt {
        /// Packets looked at.
        rcnt: u64,
        /// Packets found.
        rhit: u64,
        /// Packets that each key fitted.
        kcnts: Packed<u64>,
    }
}

/// Is it the table that a filter of this priority begins with? The kernel makes it with the first rule in it, and gives
/// it a number of the upper half.
pub(crate) const fn u32_is_own(handle: u32) -> bool {
    handle & 0x000f_ffff == 0 && handle & 0x8000_0000 != 0
}
