//! Bands that are served one after the other (linux/pkt_sched.h): `prio`, and `pfifo_fast`, which
//! interfaces have when nobody asks for another.

use route2_wire::record;

record! {
    /// `struct tc_prio_qopt`.
    pub struct Prio: tc kind "pfifo_fast" | "prio" {
        /// How many bands.
        bands: i32,
        /// The band for each priority of packets.
        priomap: [u8; 16],
    }
}
