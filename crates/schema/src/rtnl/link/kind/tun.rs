//! Links whose packets go to a program (linux/if_link.h, linux/if_tun.h). They are made through
//! /dev/net/tun; here the kernel only tells of them.

use route2_wire::{Bool, attrs, names};

attrs! {
    /// A link to a program: `IFLA_TUN_*`.
    pub struct Tun: link kind "tun" {
        /// The user who may open it; absent is root alone.
        1 = IFLA_TUN_OWNER               => tun_owner: u32 [ro],
        /// The group that may open it.
        2 = IFLA_TUN_GROUP               => tun_group: u32 [ro],
        3 = IFLA_TUN_TYPE                => tun_type: TunType [ro],
        /// Has each packet a header with its protocol?
        4 = IFLA_TUN_PI                  => tun_pi: Bool [ro],
        /// Has each packet a header of virtio's?
        5 = IFLA_TUN_VNET_HDR            => tun_vnet_hdr: Bool [ro],
        /// Does it stay when no program has it open?
        6 = IFLA_TUN_PERSIST             => tun_persist: Bool [ro],
        7 = IFLA_TUN_MULTI_QUEUE         => tun_multi_queue: Bool [ro],
        8 = IFLA_TUN_NUM_QUEUES          => tun_num_queues: u32 [ro],
        9 = IFLA_TUN_NUM_DISABLED_QUEUES => tun_num_disabled_queues: u32 [ro],
    }
}

names! {
    /// What it carries: IP or Ethernet (`IFF_TUN`, `IFF_TAP`).
    pub struct TunType: u8 {
        1 = TUN "tun",
        2 = TAP "tap",
    }
}
