//! A link that drops all packets.

use route2_wire::attrs;

attrs! {
    /// A link that drops all it is to send: it has no settings here.
    pub struct Dummy: link kind "dummy" {
    }
}
