//! The connection's mark becomes the packet's mark and DS field (linux/tc_act/tc_ctinfo.h).

use crate::rtnl::tc::act::{ActionParms, ActionTimes};
use route2_wire::{Bytes, attrs};

attrs! {
    /// `TCA_CTINFO_*`.
    pub struct Ctinfo: action kind "ctinfo" {
        1  = TCA_CTINFO_PAD                  => pad: Bytes [ro],
        2  = TCA_CTINFO_TM                   => tm: ActionTimes [volatile],
        3  = TCA_CTINFO_ACT                  => act: ActionParms,
        /// The zone of connection tracking.
        4  = TCA_CTINFO_ZONE                 => zone: u16,
        /// Which bits of the mark are the DS field.
        5  = TCA_CTINFO_PARMS_DSCP_MASK      => parms_dscp_mask: u32,
        /// Which bit says that there is one.
        6  = TCA_CTINFO_PARMS_DSCP_STATEMASK => parms_dscp_statemask: u32,
        /// Which bits become the packet's mark.
        7  = TCA_CTINFO_PARMS_CPMARK_MASK    => parms_cpmark_mask: u32,
        8  = TCA_CTINFO_STATS_DSCP_SET       => stats_dscp_set: u64 [volatile],
        9  = TCA_CTINFO_STATS_DSCP_ERROR     => stats_dscp_error: u64 [volatile],
        10 = TCA_CTINFO_STATS_CPMARK_SET     => stats_cpmark_set: u64 [volatile],
    }
}
