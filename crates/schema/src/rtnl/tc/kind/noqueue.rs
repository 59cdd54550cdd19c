//! No queue at all: packets are sent at once (`noqueue`) or dropped (`blackhole`, `noop`).

use route2_wire::attrs;

attrs! {
    /// They have no options.
    pub struct Noqueue: tc kind "blackhole" | "noop" | "noqueue" {
    }
}
