//! A CAN bus without hardware.

use route2_wire::attrs;

attrs! {
    /// A CAN bus without hardware: it has no settings here.
    pub struct Vcan: link kind "vcan" {
    }
}
