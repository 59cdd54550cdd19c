//! The tunnel that a packet is to go by (linux/tc_act/tc_tunnel_key.h).

use crate::rtnl::tc::act::{ActionTimes, Control};
use route2_wire::{Be, Bool, Bytes, Flag, Ip4, Ip6, Many, attrs, names, record};

attrs! {
    /// `TCA_TUNNEL_KEY_*`.
    pub struct TunnelKey: action kind "tunnel_key" {
        1  = TCA_TUNNEL_KEY_TM           => tm: ActionTimes [volatile],
        2  = TCA_TUNNEL_KEY_PARMS        => parms: TunnelKeyParms,
        3  = TCA_TUNNEL_KEY_ENC_IPV4_SRC => enc_ipv4_src: Ip4,
        4  = TCA_TUNNEL_KEY_ENC_IPV4_DST => enc_ipv4_dst: Ip4,
        5  = TCA_TUNNEL_KEY_ENC_IPV6_SRC => enc_ipv6_src: Ip6,
        6  = TCA_TUNNEL_KEY_ENC_IPV6_DST => enc_ipv6_dst: Ip6,
        7  = TCA_TUNNEL_KEY_ENC_KEY_ID   => enc_key_id: Be<u32>,
        8  = TCA_TUNNEL_KEY_PAD          => pad: Bytes [ro],
        9  = TCA_TUNNEL_KEY_ENC_DST_PORT => enc_dst_port: Be<u16>,
        10 = TCA_TUNNEL_KEY_NO_CSUM      => no_csum: Bool,
        11 = TCA_TUNNEL_KEY_ENC_OPTS     => enc_opts: TunnelOpts,
        12 = TCA_TUNNEL_KEY_ENC_TOS      => enc_tos: u8,
        13 = TCA_TUNNEL_KEY_ENC_TTL      => enc_ttl: u8,
        14 = TCA_TUNNEL_KEY_NO_FRAG      => no_frag: Flag,
    }
}

record! {
    /// `struct tc_tunnel_key`.
    pub struct TunnelKeyParms {
        index: u32,
        capab: u32,
        action: Control,
        refcnt: i32 [volatile],
        bindcnt: i32 [volatile],
        t_action: TunnelKeyAction,
    }
}

names! {
    /// `TCA_TUNNEL_KEY_ACT_*`.
    pub struct TunnelKeyAction: u32 {
        1 = SET "set",
        2 = RELEASE "unset",
    }
}

attrs! {
    /// Options of the tunnel: `TCA_TUNNEL_KEY_ENC_OPTS_*`.
    pub struct TunnelOpts {
        /// In a request one nest an option; the kernel states all in one.
        1 = TCA_TUNNEL_KEY_ENC_OPTS_GENEVE => geneve: Many<TunnelGeneve>,
        2 = TCA_TUNNEL_KEY_ENC_OPTS_VXLAN  => vxlan: TunnelVxlan,
        3 = TCA_TUNNEL_KEY_ENC_OPTS_ERSPAN => erspan: TunnelErspan,
    }
}

attrs! {
    /// Options of Geneve, class, type and data in turn: `TCA_TUNNEL_KEY_ENC_OPT_GENEVE_*`.
    pub struct TunnelGeneve {
        1 = TCA_TUNNEL_KEY_ENC_OPT_GENEVE_CLASS => class: Many<Be<u16>>,
        2 = TCA_TUNNEL_KEY_ENC_OPT_GENEVE_TYPE  => r#type: Many<u8>,
        /// 4 to 128 bytes.
        3 = TCA_TUNNEL_KEY_ENC_OPT_GENEVE_DATA  => data: Many<Bytes>,
    }
}

attrs! {
    /// VXLAN: `TCA_TUNNEL_KEY_ENC_OPT_VXLAN_*`.
    pub struct TunnelVxlan {
        /// The group based policy.
        1 = TCA_TUNNEL_KEY_ENC_OPT_VXLAN_GBP => gbp: u32,
    }
}

attrs! {
    /// ERSPAN: `TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_*`.
    pub struct TunnelErspan {
        1 = TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_VER   => ver: u8,
        /// Of version 1.
        2 = TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_INDEX => index: Be<u32>,
        /// Of version 2.
        3 = TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_DIR   => dir: u8,
        /// Of version 2.
        4 = TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_HWID  => hwid: u8,
    }
}
