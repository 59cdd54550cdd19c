//! Extended matches, which some filters have (linux/pkt_cls.h, linux/tc_ematch/*.h).

use super::kind::U32Key;
use route2_wire::{
    By, Bytes, Case, Choice, Choose, Headed, Indexed, Packed, Payload, Select, Str, attrs, bits,
    names, record,
};

attrs! {
    /// A tree of matches: `TCA_EMATCH_TREE_*`.
    pub struct EmatchTree {
        1 = TCA_EMATCH_TREE_HDR  => hdr: EmatchTreeHeader,
        /// The matches, in the order of the tree.
        2 = TCA_EMATCH_TREE_LIST => list: Indexed<Select<EmatchByKind>, 1>,
    }
}

record! {
    /// `struct tcf_ematch_tree_hdr`.
    pub struct EmatchTreeHeader {
        nmatches: u16,
        /// The program that made it.
        progid: u16,
    }
}

/// A match, by its `kind`.
#[derive(Clone, Copy, Debug)]
pub enum EmatchByKind {}
impl Choose for EmatchByKind {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|bytes| match bytes {
            [_, _, a, b, ..] => u16::from_ne_bytes([*a, *b]).into(),
            _ => u32::MAX,
        }),
        cases: &[
            (Case::number(0), EmatchContainer::KIND),
            (Case::number(1), EmatchCmp::KIND),
            (Case::number(2), EmatchNbyte::KIND),
            (Case::number(3), EmatchU32::KIND),
            (Case::number(4), Headed::<EmatchHeader, EmatchMeta>::KIND),
            (Case::number(5), EmatchText::KIND),
            (Case::number(7), EmatchCanid::KIND),
            (Case::number(8), EmatchIpset::KIND),
            (Case::number(9), Headed::<EmatchHeader, EmatchIpt>::KIND),
        ],
        otherwise: Some(EmatchOther::KIND),
    };
}

names! {
    /// Kinds of matches: `TCF_EM_*`.
    pub struct EmatchKind: u16 {
        0 = CONTAINER "container",
        1 = CMP "cmp",
        2 = NBYTE "nbyte",
        3 = U32 "u32",
        4 = META "meta",
        5 = TEXT "text",
        6 = VLAN "vlan",
        7 = CANID "canid",
        8 = IPSET "ipset",
        9 = IPT "ipt",
    }
}

bits! {
    /// How a match and the next are joined, and what its payload is: `TCF_EM_*`.
    pub struct EmatchFlags: u16 {
        0x1 = AND "and",
        0x2 = OR "or",
        0x4 = INVERT "not",
        0x8 = SIMPLE "simple",
    }
}

record! {
    /// `struct tcf_ematch_hdr`.
    pub struct EmatchHeader {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
    }
}

record! {
    /// A match of a kind that is not declared.
    pub struct EmatchOther {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        data: Bytes,
    }
}

record! {
    /// Matches in brackets.
    pub struct EmatchContainer {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        /// Which match is the first in the brackets.
        position: u32,
    }
}

record! {
    /// `struct tcf_em_cmp`: a number of the packet is compared.
    pub struct EmatchCmp {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        val: u32,
        mask: u32,
        off: u16,
        /// How wide the number is (1, 2 or 4 bytes), in four bits; flags in the other four.
        align_flags: u8,
        /// The layer that `off` counts from (`TCF_LAYER_*`), in four bits; the comparison
        /// (`TCF_EM_OPND_*`) in the other four.
        layer_opnd: u8,
    }
}

record! {
    /// `struct tcf_em_nbyte`: bytes of the packet are compared.
    pub struct EmatchNbyte {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        off: u16,
        /// How many, in 12 bits; the layer that `off` counts from (`TCF_LAYER_*`) in four.
        len_layer: u16,
        /// Padded with zeros.
        needle: Bytes,
    }
}

record! {
    /// A word of the packet is compared, as the filter `u32` does.
    pub struct EmatchU32 {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        key: U32Key,
    }
}

attrs! {
    /// Something else about the packet is compared: `TCA_EM_META_*`.
    pub struct EmatchMeta {
        1 = TCA_EM_META_HDR    => hdr: MetaHeader,
        /// A mask or a value, in four or eight bytes; or text.
        2 = TCA_EM_META_LVALUE => lvalue: Bytes,
        3 = TCA_EM_META_RVALUE => rvalue: Bytes,
    }
}

record! {
    /// `struct tcf_meta_hdr`.
    pub struct MetaHeader {
        left: MetaValue,
        right: MetaValue,
    }
}

record! {
    /// `struct tcf_meta_val`.
    pub struct MetaValue {
        /// What it is (`TCF_META_ID_*`) in the low 11 bits; in the highest four whether it is bytes (0)
        /// or a number (1).
        kind: u16,
        /// By how many bits it is shifted right.
        shift: u8,
        /// The comparison (`TCF_EM_OPND_*`).
        op: u8,
    }
}

record! {
    /// `struct tcf_em_text`: text is looked for in the packet.
    pub struct EmatchText {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        /// The name of the algorithm, padded with zeros.
        algo: [u8; 16],
        from_offset: u16,
        to_offset: u16,
        pattern_len: u16,
        /// The layer that `from_offset` counts from (`TCF_LAYER_*`), in four bits; that of `to_offset`
        /// in the other four.
        layers: u8,
        _pad2: u8,
        pattern: Bytes,
    }
}

record! {
    /// The identifier of a CAN frame is compared.
    pub struct EmatchCanid {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        rules: Packed<CanFilter>,
    }
}

record! {
    /// `struct can_filter` (linux/can.h).
    pub struct CanFilter {
        can_id: u32,
        can_mask: u32,
    }
}

record! {
    /// `struct xt_set_info` (linux/netfilter/xt_set.h): an IP set holds the packet.
    pub struct EmatchIpset {
        matchid: u16,
        kind: EmatchKind,
        flags: EmatchFlags,
        _pad: u16,
        /// The set's number.
        index: u16,
        dim: u8,
        set_flags: u8,
    }
}

attrs! {
    /// A match of iptables: `TCA_EM_IPT_*`.
    pub struct EmatchIpt {
        1 = TCA_EM_IPT_HOOK           => hook: u32,
        2 = TCA_EM_IPT_MATCH_NAME     => match_name: Str,
        3 = TCA_EM_IPT_MATCH_REVISION => match_revision: u8,
        4 = TCA_EM_IPT_NFPROTO        => nfproto: u8,
        5 = TCA_EM_IPT_MATCH_DATA     => match_data: Bytes,
    }
}
