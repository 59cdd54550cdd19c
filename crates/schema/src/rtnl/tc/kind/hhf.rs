//! Heavy hitter filter: large flows behind small ones (linux/pkt_sched.h).

use route2_wire::{In, Micros, Octets, attrs, record};

attrs! {
    /// `TCA_HHF_*`. Times are in microseconds.
    pub struct Hhf: tc kind "hhf" {
        /// Packets that may wait.
        1 = TCA_HHF_BACKLOG_LIMIT  => backlog_limit: u32,
        /// Bytes in one turn.
        2 = TCA_HHF_QUANTUM        => quantum: In<u32, Octets>,
        /// How many large flows are kept in mind.
        3 = TCA_HHF_HH_FLOWS_LIMIT => hh_flows_limit: u32,
        4 = TCA_HHF_RESET_TIMEOUT  => reset_timeout: In<u32, Micros>,
        /// A flow is large from this on.
        5 = TCA_HHF_ADMIT_BYTES    => admit_bytes: In<u32, Octets>,
        /// A large flow that is silent for so long is forgotten.
        6 = TCA_HHF_EVICT_TIMEOUT  => evict_timeout: In<u32, Micros>,
        /// How much more small flows get.
        7 = TCA_HHF_NON_HH_WEIGHT  => non_hh_weight: u32,
    }
}

record! {
    /// `struct tc_hhf_xstats`.
    pub struct HhfXstats: xstats kind "hhf" {
        drop_overlimit: u32,
        hh_overlimit: u32,
        /// Large flows so far.
        hh_tot_count: u32,
        /// Large flows now.
        hh_cur_count: u32,
    }
}
