//! A band for each of a device's queues (linux/pkt_sched.h).

use route2_wire::record;

record! {
    /// `struct tc_multiq_qopt`.
    pub struct Multiq: tc kind "multiq" {
        /// How many bands.
        bands: u16,
        /// How many queues the device can have.
        max_bands: u16,
    }
}
