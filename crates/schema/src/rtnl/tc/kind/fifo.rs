//! First in, first out (linux/pkt_sched.h).

use route2_wire::{In, Octets, record};

record! {
    /// `struct tc_fifo_qopt`.
    pub struct Fifo: tc kind "bfifo" | "pfifo" | "pfifo_head_drop" {
        /// How much may wait: packets, or bytes with `bfifo`.
        limit: In<u32, Octets>,
    }
}
