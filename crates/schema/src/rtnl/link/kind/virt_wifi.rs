//! Wi-Fi over a wire.

use route2_wire::attrs;

attrs! {
    /// Wi-Fi over a wire: it has no settings here.
    pub struct VirtWifi: link kind "virt_wifi" {
    }
}
