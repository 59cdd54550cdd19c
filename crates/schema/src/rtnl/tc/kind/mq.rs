//! A queueing discipline for each of a device's queues.

use route2_wire::attrs;

attrs! {
    /// It has no options.
    pub struct Mq: tc kind "mq" {
    }
}
