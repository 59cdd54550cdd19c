//! `IFLA_AF_SPEC` of multicast routing: the tables of virtual interfaces (linux/mroute.h). Each is told in a
//! message of links, of the family `RTNL_FAMILY_IPMR`. (There is nothing like it of IPv6.)

use crate::rtnl::names::RtTable;
use route2_wire::{Bool, Bytes, IfIndex, Ip4, Many, attrs, bits};

attrs! {
    /// A table of multicast routing: `IPMRA_TABLE_*`.
    pub struct MulticastTable {
        1 = IPMRA_TABLE_ID                   => id: RtTable [ro],
        /// How many packets wait for a route.
        2 = IPMRA_TABLE_CACHE_RES_QUEUE_LEN  => cache_res_queue_len: u32 [volatile],
        /// The virtual interface that stands for the rendezvous point; -1 is none.
        3 = IPMRA_TABLE_MROUTE_REG_VIF_NUM   => mroute_reg_vif_num: i32 [ro],
        /// Is a packet reported that came in by the wrong interface?
        4 = IPMRA_TABLE_MROUTE_DO_ASSERT     => mroute_do_assert: Bool [ro],
        5 = IPMRA_TABLE_MROUTE_DO_PIM        => mroute_do_pim: Bool [ro],
        6 = IPMRA_TABLE_VIFS                 => vifs: Vifs [ro],
        /// Is it reported whole?
        7 = IPMRA_TABLE_MROUTE_DO_WRVIFWHOLE => mroute_do_wrvifwhole: Bool [ro],
    }
}

attrs! {
    /// The virtual interfaces of a table: `IPMRA_VIF`.
    pub struct Vifs {
        1 = IPMRA_VIF => vif: Many<Vif> [ro],
    }
}

attrs! {
    /// A virtual interface: `IPMRA_VIFA_*`.
    pub struct Vif {
        1  = IPMRA_VIFA_IFINDEX     => ifindex: IfIndex [ro],
        /// What routes call it.
        2  = IPMRA_VIFA_VIF_ID      => vif_id: u32 [ro],
        3  = IPMRA_VIFA_FLAGS       => flags: VifFlags [ro],
        4  = IPMRA_VIFA_BYTES_IN    => bytes_in: u64 [volatile],
        5  = IPMRA_VIFA_BYTES_OUT   => bytes_out: u64 [volatile],
        6  = IPMRA_VIFA_PACKETS_IN  => packets_in: u64 [volatile],
        7  = IPMRA_VIFA_PACKETS_OUT => packets_out: u64 [volatile],
        8  = IPMRA_VIFA_LOCAL_ADDR  => local_addr: Ip4 [ro],
        /// Of a tunnel, its other end.
        9  = IPMRA_VIFA_REMOTE_ADDR => remote_addr: Ip4 [ro],
        10 = IPMRA_VIFA_PAD         => pad: Bytes [ro],
    }
}

bits! {
    /// What a virtual interface is: `VIFF_*`.
    pub struct VifFlags: u16 {
        0x1 = TUNNEL "tunnel",
        0x2 = SRCRT "srcrt",
        0x4 = REGISTER "register",
        0x8 = USE_IFINDEX "use-ifindex",
    }
}
