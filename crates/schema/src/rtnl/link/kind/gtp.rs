//! GPRS tunneling (linux/if_link.h). The tunnels themselves are in generic netlink.

use route2_wire::{Ip4, Ip6, attrs, names};

attrs! {
    /// A GTP device: `IFLA_GTP_*`.
    pub struct Gtp: link kind "gtp" {
        /// A UDP socket for version 0.
        1 = IFLA_GTP_FD0            => gtp_fd0: u32 [wo],
        /// A UDP socket for version 1.
        2 = IFLA_GTP_FD1            => gtp_fd1: u32 [wo],
        /// The size of the table of tunnels.
        3 = IFLA_GTP_PDP_HASHSIZE   => gtp_pdp_hashsize: u32,
        4 = IFLA_GTP_ROLE           => gtp_role: GtpRole,
        /// The kernel makes the sockets, whatever the value.
        5 = IFLA_GTP_CREATE_SOCKETS => gtp_create_sockets: u8 [wo],
        /// Told to peers, so that they notice a restart.
        6 = IFLA_GTP_RESTART_COUNT  => gtp_restart_count: u8,
        /// The address of the sockets that the kernel makes.
        7 = IFLA_GTP_LOCAL          => gtp_local: Ip4 [wo],
        8 = IFLA_GTP_LOCAL6         => gtp_local6: Ip6 [wo],
    }
}

names! {
    /// Which end it is: `GTP_ROLE_*`.
    pub struct GtpRole: u32 {
        0 = GGSN "ggsn",
        1 = SGSN "sgsn",
    }
}
