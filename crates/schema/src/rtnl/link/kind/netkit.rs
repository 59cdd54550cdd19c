//! A pair of links with programs between them (linux/if_link.h).

use crate::rtnl::link::{Link, LinkHeader};
use route2_wire::{Bool, Headed, attrs, names};

attrs! {
    /// One end of a pair: `IFLA_NETKIT_*`.
    pub struct Netkit: link kind "netkit" {
        /// The other end, as a link.
        1  = IFLA_NETKIT_PEER_INFO   => netkit_peer_info: Headed<LinkHeader, Link> [wo],
        /// Is it the end that programs are attached to?
        2  = IFLA_NETKIT_PRIMARY     => netkit_primary: Bool [ro],
        3  = IFLA_NETKIT_POLICY      => netkit_policy: NetkitPolicy,
        4  = IFLA_NETKIT_PEER_POLICY => netkit_peer_policy: NetkitPolicy,
        5  = IFLA_NETKIT_MODE        => netkit_mode: NetkitMode,
        6  = IFLA_NETKIT_SCRUB       => netkit_scrub: NetkitScrub,
        7  = IFLA_NETKIT_PEER_SCRUB  => netkit_peer_scrub: NetkitScrub,
        /// Bytes kept free before a packet.
        8  = IFLA_NETKIT_HEADROOM    => netkit_headroom: u16,
        /// Bytes kept free behind a packet.
        9  = IFLA_NETKIT_TAILROOM    => netkit_tailroom: u16,
        10 = IFLA_NETKIT_PAIRING     => netkit_pairing: NetkitPairing,
    }
}

names! {
    /// What becomes of packets where no program says otherwise: `NETKIT_PASS`, `NETKIT_DROP`.
    pub struct NetkitPolicy: u32 {
        0 = PASS "forward",
        2 = DROP "blackhole",
    }
}

names! {
    /// What it carries: Ethernet or IP.
    pub struct NetkitMode: u32 {
        0 = L2 "l2",
        1 = L3 "l3",
    }
}

names! {
    /// Whether packets lose mark and priority on their way to another namespace: `NETKIT_SCRUB_*`.
    pub struct NetkitScrub: u32 {
        0 = NONE "none",
        1 = DEFAULT "default",
    }
}

names! {
    /// Is there another end: `NETKIT_DEVICE_*`.
    pub struct NetkitPairing: u32 {
        0 = PAIR "pair",
        1 = SINGLE "single",
    }
}
