//! Automatic multicast tunneling, RFC 7450 (linux/amt.h).

use route2_wire::{Be, IfIndex, Ip4, attrs, names};

attrs! {
    /// A multicast tunnel: `IFLA_AMT_*`. Ports are of UDP.
    pub struct Amt: link kind "amt" {
        1 = IFLA_AMT_MODE         => amt_mode: AmtMode,
        /// The relay's port; of a relay, its own.
        2 = IFLA_AMT_RELAY_PORT   => amt_relay_port: Be<u16>,
        /// A gateway's own port.
        3 = IFLA_AMT_GATEWAY_PORT => amt_gateway_port: Be<u16>,
        /// The link that the tunnel goes over.
        4 = IFLA_AMT_LINK         => amt_link: IfIndex,
        5 = IFLA_AMT_LOCAL_IP     => amt_local_ip: Ip4,
        /// The relay that a gateway has found.
        6 = IFLA_AMT_REMOTE_IP    => amt_remote_ip: Ip4 [ro],
        /// Where a gateway asks for a relay.
        7 = IFLA_AMT_DISCOVERY_IP => amt_discovery_ip: Ip4,
        /// How many tunnels a relay allows.
        8 = IFLA_AMT_MAX_TUNNELS  => amt_max_tunnels: u32,
    }
}

names! {
    /// Which end it is: `AMT_MODE_*`.
    pub struct AmtMode: u32 {
        0 = GATEWAY "gateway",
        1 = RELAY "relay",
    }
}
