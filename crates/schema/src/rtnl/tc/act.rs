//! Actions: what becomes of the packets that a filter finds, and what every kind of action says
//! (linux/pkt_cls.h). What one kind says lies in [`action`](super::action).

use super::action::ACTION_KINDS;
use super::stats::Stats;
use route2_wire::{By, Bytes, Choice, Choose, Select, Str, attrs, bits, names, record};

attrs! {
    /// An action: `TCA_ACT_*`.
    pub struct Action {
        /// The kind: `gact`, `mirred`, ...
        1  = TCA_ACT_KIND          => kind: Str,
        /// What the kind itself says.
        2  = TCA_ACT_OPTIONS       => options: Select<ActionOptions>,
        /// Its number among the actions of its kind.
        3  = TCA_ACT_INDEX         => index: u32,
        4  = TCA_ACT_STATS         => stats: Stats [volatile],
        5  = TCA_ACT_PAD           => pad: Bytes [ro],
        /// Up to 16 bytes that mean something to whoever made it.
        6  = TCA_ACT_COOKIE        => cookie: Bytes,
        7  = TCA_ACT_FLAGS         => flags: ActionFlagsField,
        /// Which statistics of the hardware are wanted.
        8  = TCA_ACT_HW_STATS      => hw_stats: HwStatsField,
        /// Which statistics of the hardware there are.
        9  = TCA_ACT_USED_HW_STATS => used_hw_stats: HwStatsField [ro],
        /// How many devices do it in hardware.
        10 = TCA_ACT_IN_HW_COUNT   => in_hw_count: u32 [ro],
    }
}

/// `TCA_ACT_OPTIONS`, by `TCA_ACT_KIND`.
#[derive(Clone, Copy, Debug)]
pub enum ActionOptions {}
impl Choose for ActionOptions {
    const CHOICE: &'static Choice =
        &Choice { by: By::Sibling(1), cases: ACTION_KINDS, otherwise: None };
}

record! {
    /// `struct nla_bitfield32` of `TCA_ACT_FLAGS`.
    pub struct ActionFlagsField {
        value: ActionFlags,
        /// Which of them count.
        selector: ActionFlags,
    }
}

bits! {
    /// How and where an action does its work: `TCA_ACT_FLAGS_*`.
    pub struct ActionFlags: u32 {
        0x1 = NO_PERCPU_STATS "no_percpu",
        0x2 = SKIP_HW "skip_hw",
        0x4 = SKIP_SW "skip_sw",
    }
}

record! {
    /// `struct nla_bitfield32` of `TCA_ACT_HW_STATS`.
    pub struct HwStatsField {
        value: HwStats,
        /// Which of them count.
        selector: HwStats,
    }
}

bits! {
    /// How fresh the hardware's statistics are: `TCA_ACT_HW_STATS_*`.
    pub struct HwStats: u32 {
        0x1 = IMMEDIATE "immediate",
        0x2 = DELAYED "delayed",
    }
}

names! {
    /// What becomes of a packet: `TC_ACT_*`. 0x1000000N skips N actions, 0x2000000N goes on with
    /// chain N.
    pub struct Control: i32 {
        -1 = CONTINUE "continue",
        0  = PASS "pass",
        1  = RECLASSIFY "reclassify",
        2  = DROP "drop",
        3  = PIPE "pipe",
        4  = STOLEN "stolen",
        5  = QUEUED "queued",
        6  = REPEAT "repeat",
        7  = REDIRECT "redirect",
        8  = TRAP "trap",
    }
}

record! {
    /// `tc_gen`: the members that every kind of action has; those of a kind that has no others.
    pub struct ActionParms {
        /// Its number among the actions of its kind.
        index: u32,
        capab: u32,
        /// What becomes of the packet afterwards.
        action: Control,
        /// How many users it has.
        refcnt: i32 [volatile],
        /// How many filters use it.
        bindcnt: i32 [volatile],
    }
}

record! {
    /// `struct tcf_t`: ages in USER_HZ ticks, hundredths of a second.
    pub struct ActionTimes {
        install: u64,
        lastuse: u64,
        expires: u64,
        firstuse: u64,
    }
}
