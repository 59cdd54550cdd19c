//! Mobile broadband modems (linux/wwan.h).

use route2_wire::attrs;

attrs! {
    /// One of several links over a modem: `IFLA_WWAN_*`.
    pub struct Wwan: link kind "wwan" {
        /// Which of them it is.
        1 = IFLA_WWAN_LINK_ID => wwan_link_id: u32,
    }
}
