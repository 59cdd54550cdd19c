//! Connection tracking (linux/tc_act/tc_ct.h).

use crate::rtnl::names::{Family, IpProto};
use crate::rtnl::tc::act::{ActionParms, ActionTimes};
use route2_wire::{As, Be, Bytes, Ip4, Ip6, Str, attrs, bits};

attrs! {
    /// `TCA_CT_*`.
    pub struct Ct: action kind "ct" {
        1  = TCA_CT_PARMS         => parms: ActionParms,
        2  = TCA_CT_TM            => tm: ActionTimes [volatile],
        3  = TCA_CT_ACTION        => action: CtAction,
        4  = TCA_CT_ZONE          => zone: u16,
        5  = TCA_CT_MARK          => mark: u32,
        6  = TCA_CT_MARK_MASK     => mark_mask: u32,
        /// 16 bytes.
        7  = TCA_CT_LABELS        => labels: Bytes,
        8  = TCA_CT_LABELS_MASK   => labels_mask: Bytes,
        /// The first address that is translated to.
        9  = TCA_CT_NAT_IPV4_MIN  => nat_ipv4_min: Ip4,
        10 = TCA_CT_NAT_IPV4_MAX  => nat_ipv4_max: Ip4,
        11 = TCA_CT_NAT_IPV6_MIN  => nat_ipv6_min: Ip6,
        12 = TCA_CT_NAT_IPV6_MAX  => nat_ipv6_max: Ip6,
        /// The first port that is translated to.
        13 = TCA_CT_NAT_PORT_MIN  => nat_port_min: Be<u16>,
        14 = TCA_CT_NAT_PORT_MAX  => nat_port_max: Be<u16>,
        15 = TCA_CT_PAD           => pad: Bytes [ro],
        16 = TCA_CT_HELPER_NAME   => helper_name: Str,
        17 = TCA_CT_HELPER_FAMILY => helper_family: As<u8, Family>,
        18 = TCA_CT_HELPER_PROTO  => helper_proto: IpProto,
    }
}

bits! {
    /// `TCA_CT_ACT_*`.
    pub struct CtAction: u16 {
        0x01 = COMMIT "commit",
        0x02 = FORCE "force",
        0x04 = CLEAR "clear",
        0x08 = NAT "nat",
        0x10 = NAT_SRC "nat_src",
        0x20 = NAT_DST "nat_dst",
    }
}
