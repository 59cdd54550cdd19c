//! IPv6 over IEEE 802.15.4.

use route2_wire::attrs;

attrs! {
    /// IPv6 over IEEE 802.15.4: it has no settings here.
    pub struct Lowpan: link kind "lowpan" {
    }
}
