//! Places for filters: of what comes in (`ingress`), of what comes in and goes out (`clsact`).

use route2_wire::attrs;

attrs! {
    /// They have no options; the nest is there.
    pub struct Ingress: tc kind "clsact" | "ingress" {
    }
}
