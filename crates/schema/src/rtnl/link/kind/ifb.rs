//! A link to send received packets through, for traffic control.

use route2_wire::attrs;

attrs! {
    /// A link to send received packets through: it has no settings here.
    pub struct Ifb: link kind "ifb" {
    }
}
