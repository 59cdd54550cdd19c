//! Routes between CAN buses, with what is changed in frames on their way (linux/can/gw.h).

use crate::rtnl::names::Family;
use crate::rtnl::table::{Column, Of, Table};
use route2_wire::{As, AsRecord, AttrSet, IfIndex, attrs, bits, names, record};

/// The table of CAN's routes. Its messages are those of routes, of the family `AF_CAN`, with a header of
/// their own. The kernel does not tell of changes.
pub static CANGW: Table = Table {
    name: "cangw",
    doc: "Routes between CAN interfaces",
    first_type: 24,
    events: ["RTM_NEWROUTE", "RTM_DELROUTE", "RTM_GETROUTE", "RTM_SETROUTE"],
    header: CanRouteHeader::RECORD,
    set: CanRoute::SET,
    groups: &[],
    derived: &[],
    spoken: &[],
    columns: &[
        Column::labelled("src_if"),
        Column::labelled("dst_if"),
        Column::labelled("filter"),
        Column::labelled("flags"),
        Column::labelled("handled"),
        Column::labelled("dropped"),
        Column::labelled("deleted"),
    ],
};

impl Of for CanRoute {
    type Header = CanRouteHeader;
    const TABLE: &'static Table = &CANGW;
}

record! {
    /// `struct rtcanmsg`.
    pub struct CanRouteHeader {
        family: As<u8, Family>,
        gwtype: CanRouteType,
        flags: CanRouteFlags,
    }
}

names! {
    /// What is routed: `CGW_TYPE_*`.
    pub struct CanRouteType: u8 {
        1 = CAN_CAN "can-can",
    }
}

bits! {
    /// `CGW_FLAGS_*`.
    pub struct CanRouteFlags: u16 {
        0x1 = ECHO "echo",
        0x2 = SRC_TSTAMP "src-tstamp",
        0x4 = IIF_TX_OK "iif-tx-ok",
        0x8 = FD "fd",
    }
}

attrs! {
    /// What the kernel says of a route between CAN buses: `CGW_*`.
    pub struct CanRoute {
        /// What is changed in frames.
        1  = CGW_MOD_AND   => mod_and: CanFrameMod,
        2  = CGW_MOD_OR    => mod_or: CanFrameMod,
        3  = CGW_MOD_XOR   => mod_xor: CanFrameMod,
        4  = CGW_MOD_SET   => mod_set: CanFrameMod,
        /// The checksum that frames get.
        5  = CGW_CS_XOR    => cs_xor: CanXor,
        6  = CGW_CS_CRC8   => cs_crc8: CanCrc8,
        /// How many frames went this way.
        7  = CGW_HANDLED   => handled: u32 [volatile],
        8  = CGW_DROPPED   => dropped: u32 [volatile],
        /// The bus that frames come from.
        9  = CGW_SRC_IF    => src_if: IfIndex,
        /// The bus that they go to.
        10 = CGW_DST_IF    => dst_if: IfIndex,
        /// Which frames.
        11 = CGW_FILTER    => filter: CanFilter,
        /// How many frames were thrown away because they had been routed too often.
        12 = CGW_DELETED   => deleted: u32 [volatile],
        /// How often a frame may be routed.
        13 = CGW_LIM_HOPS  => lim_hops: u8,
        /// What the user calls these changes, to change them again.
        14 = CGW_MOD_UID   => mod_uid: u32,
        /// What is changed in frames of CAN FD.
        15 = CGW_FDMOD_AND => fdmod_and: CanFdFrameMod,
        16 = CGW_FDMOD_OR  => fdmod_or: CanFdFrameMod,
        17 = CGW_FDMOD_XOR => fdmod_xor: CanFdFrameMod,
        18 = CGW_FDMOD_SET => fdmod_set: CanFdFrameMod,
    }
}

record! {
    /// `struct cgw_frame_mod`: `struct can_frame`, and which of its members count.
    pub struct CanFrameMod {
        can_id: u32,
        len: u8,
        _pad: u8,
        _res0: u8,
        len8_dlc: u8,
        data: [u8; 8],
        modtype: CanModType,
    }
}

record! {
    /// `struct cgw_fdframe_mod`: `struct canfd_frame`, and which of its members count.
    pub struct CanFdFrameMod {
        can_id: u32,
        len: u8,
        flags: u8,
        _res0: u8,
        _res1: u8,
        data: [u8; 64],
        modtype: CanModType,
    }
}

bits! {
    /// What is changed: `CGW_MOD_*`.
    pub struct CanModType: u8 {
        0x1 = ID "id",
        0x2 = LEN "len",
        0x4 = DATA "data",
        0x8 = FLAGS "flags",
    }
}

record! {
    /// `struct can_filter`: frames whose id is this one in the bits of the mask.
    pub struct CanFilter {
        can_id: u32,
        can_mask: u32,
    }
}

record! {
    /// `struct cgw_csum_xor`. Places are bytes of the data; negative ones count from its end.
    pub struct CanXor {
        from_idx: i8,
        to_idx: i8,
        result_idx: i8,
        init_xor_val: u8,
    }
}

record! {
    /// `struct cgw_csum_crc8`. Places are bytes of the data; negative ones count from its end.
    pub struct CanCrc8 {
        from_idx: i8,
        to_idx: i8,
        result_idx: i8,
        init_crc_val: u8,
        final_xor_val: u8,
        crctab: [u8; 256],
        profile: CanCrc8Profile,
        profile_data: [u8; 20],
    }
}

names! {
    /// What else goes into the checksum: `CGW_CRC8PRF_*`.
    pub struct CanCrc8Profile: u8 {
        0 = UNSPEC "unspec",
        1 = ONE_U8 "1u8",
        2 = SIXTEEN_U8 "16u8",
        3 = SFFID_XOR "sffid-xor",
    }
}
