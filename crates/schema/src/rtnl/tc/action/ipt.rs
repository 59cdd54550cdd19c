//! A target of iptables (linux/tc_act/tc_ipt.h; gone since Linux 6.8).

use crate::rtnl::tc::act::ActionTimes;
use route2_wire::{Bytes, Str, attrs, record};

attrs! {
    /// `TCA_IPT_*`.
    pub struct Ipt: action kind "ipt" | "xt" {
        /// The name of the table that it is as if in.
        1 = TCA_IPT_TABLE => table: Str,
        2 = TCA_IPT_HOOK  => hook: u32,
        3 = TCA_IPT_INDEX => index: u32,
        4 = TCA_IPT_CNT   => cnt: IptCount [volatile],
        5 = TCA_IPT_TM    => tm: ActionTimes [volatile],
        /// `struct xt_entry_target`.
        6 = TCA_IPT_TARG  => targ: Bytes,
        7 = TCA_IPT_PAD   => pad: Bytes [ro],
    }
}

record! {
    /// `struct tc_cnt`.
    pub struct IptCount {
        /// How many users it has.
        refcnt: i32,
        /// How many filters use it.
        bindcnt: i32,
    }
}
