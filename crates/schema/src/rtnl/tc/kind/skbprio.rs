//! By the packets' priority: where there is no room, the lowest is dropped (linux/pkt_sched.h).

use route2_wire::record;

record! {
    /// `struct tc_skbprio_qopt`.
    pub struct Skbprio: tc kind "skbprio" {
        /// Packets that may wait.
        limit: u32,
    }
}
