//! Point-to-point protocol (linux/if_link.h).

use route2_wire::attrs;

attrs! {
    /// A PPP link: `IFLA_PPP_*`. The kernel tells none of them.
    pub struct Ppp: link kind "ppp" {
        /// An open /dev/ppp.
        1 = IFLA_PPP_DEV_FD => ppp_dev_fd: i32 [wo],
    }
}
