//! Hierarchical fair service curve (linux/pkt_sched.h).

use route2_wire::{By, ByteRate, Case, Choice, Choose, In, Micros, Payload, Select, attrs, record};

kinded! {
    /// A queueing discipline (a structure) or a class (a set).
    pub struct Hfsc: tc kind "hfsc" { Select<HfscByLength> }
}

/// `TCA_OPTIONS` of `hfsc`: the structure has two bytes, an attribute never.
#[derive(Clone, Copy, Debug)]
pub enum HfscByLength {}
impl Choose for HfscByLength {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|bytes| bytes.len() as u32),
        cases: &[(Case::number(2), HfscQdisc::KIND)],
        otherwise: Some(HfscClass::KIND),
    };
}

record! {
    /// `struct tc_hfsc_qopt`.
    pub struct HfscQdisc {
        /// The minor number of the class for packets that no filter finds one for.
        defcls: u16,
    }
}

attrs! {
    /// A class: `TCA_HFSC_*`.
    pub struct HfscClass {
        /// What it has for certain.
        1 = TCA_HFSC_RSC => rsc: ServiceCurve,
        /// How it shares what is left.
        2 = TCA_HFSC_FSC => fsc: ServiceCurve,
        /// What it never goes beyond.
        3 = TCA_HFSC_USC => usc: ServiceCurve,
    }
}

record! {
    /// `struct tc_service_curve`.
    pub struct ServiceCurve {
        /// The rate at first, in bytes a second.
        m1: In<u32, ByteRate>,
        /// For how long, in microseconds.
        d: In<u32, Micros>,
        /// The rate afterwards, in bytes a second.
        m2: In<u32, ByteRate>,
    }
}

record! {
    /// `struct tc_hfsc_stats`, of a class.
    pub struct HfscXstats: xstats kind "hfsc" {
        /// Bytes sent.
        work: u64,
        /// Bytes of them that were due by `rsc`.
        rtwork: u64,
        period: u32,
        level: u32,
    }
}
