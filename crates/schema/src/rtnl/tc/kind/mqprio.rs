//! A device's queues in groups, by the packets' priority (linux/pkt_sched.h).

use route2_wire::{Headed, Many, StructField, align, attrs, names, record};

kinded! {
    /// A structure with attributes behind it.
    pub struct Mqprio: tc kind "mqprio" { Headed<MqprioOptions, MqprioAttrs> }
}

record! {
    /// `struct tc_mqprio_qopt`.
    pub struct MqprioOptions {
        /// How many traffic classes.
        num_tc: u8,
        /// The traffic class of each priority.
        prio_tc_map: [u8; 16],
        /// 1: the hardware does it.
        hw: u8,
        /// How many queues each traffic class has.
        count: [u16; 16],
        /// The first queue of each traffic class.
        offset: [u16; 16],
    }
}

attrs! {
    /// `TCA_MQPRIO_*`.
    pub struct MqprioAttrs {
        1 = TCA_MQPRIO_MODE       => mode: MqprioMode,
        2 = TCA_MQPRIO_SHAPER     => shaper: MqprioShaper,
        3 = TCA_MQPRIO_MIN_RATE64 => min_rate64: mqprio_rates::MqprioMinRates,
        4 = TCA_MQPRIO_MAX_RATE64 => max_rate64: mqprio_rates::MqprioMaxRates,
        /// Each traffic class.
        5 = TCA_MQPRIO_TC_ENTRY   => tc_entry: Many<MqprioTcEntry>,
    }
}

/// Nests whose attributes have the numbers of the nests themselves.
pub mod mqprio_rates {
    use route2_wire::{Many, attrs};

    attrs! {
        /// What the traffic classes have for certain, in bytes a second, one after the other.
        pub struct MqprioMinRates {
            3 = TCA_MQPRIO_MIN_RATE64 => rates: Many<u64>,
        }
    }

    attrs! {
        /// What the traffic classes never go beyond, in bytes a second, one after the other.
        pub struct MqprioMaxRates {
            4 = TCA_MQPRIO_MAX_RATE64 => rates: Many<u64>,
        }
    }
}

attrs! {
    /// A traffic class: `TCA_MQPRIO_TC_ENTRY_*`.
    pub struct MqprioTcEntry {
        1 = TCA_MQPRIO_TC_ENTRY_INDEX => index: u32,
        /// May its frames be interrupted?
        2 = TCA_MQPRIO_TC_ENTRY_FP    => fp: FramePreemption,
    }
}

names! {
    /// `TC_MQPRIO_MODE_*`.
    pub struct MqprioMode: u16 {
        0 = DCB "dcb",
        1 = CHANNEL "channel",
    }
}

names! {
    /// `TC_MQPRIO_SHAPER_*`.
    pub struct MqprioShaper: u16 {
        0 = DCB "dcb",
        1 = BW_RATE "bw_rlimit",
    }
}

names! {
    /// May the frames of a traffic class be interrupted: `TC_FP_*`.
    pub struct FramePreemption: u32 {
        1 = EXPRESS "express",
        2 = PREEMPTIBLE "preemptible",
    }
}

/// The kernel states attributes behind the structure, and takes them only where the hardware does it.
pub(crate) fn mqprio_as_asked(options: &mut Vec<u8>) {
    let is_hardware = MqprioOptions::take(options).hw != 0;
    if !is_hardware {
        options.truncate(align(MqprioOptions::SIZE));
    }
}
