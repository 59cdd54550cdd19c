//! A link that shows netlink messages.

use route2_wire::attrs;

attrs! {
    /// A link that shows netlink messages: it has no settings here.
    pub struct Nlmon: link kind "nlmon" {
    }
}
