//! Simulated hardware, for tests.

use route2_wire::attrs;

attrs! {
    /// Simulated hardware: it has no settings here.
    pub struct Netdevsim: link kind "netdevsim" {
    }
}
