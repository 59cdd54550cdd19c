//! Some packets are shown to a program (linux/tc_act/tc_sample.h).

use crate::rtnl::tc::act::{ActionParms, ActionTimes};
use route2_wire::{Bytes, attrs};

attrs! {
    /// `TCA_SAMPLE_*`.
    pub struct Sample: action kind "sample" {
        1 = TCA_SAMPLE_TM            => tm: ActionTimes [volatile],
        2 = TCA_SAMPLE_PARMS         => parms: ActionParms,
        /// One in so many packets.
        3 = TCA_SAMPLE_RATE          => rate: u32,
        /// So many bytes of each.
        4 = TCA_SAMPLE_TRUNC_SIZE    => trunc_size: u32,
        /// The group of `psample` in which they are shown.
        5 = TCA_SAMPLE_PSAMPLE_GROUP => psample_group: u32,
        6 = TCA_SAMPLE_PAD           => pad: Bytes [ro],
    }
}
