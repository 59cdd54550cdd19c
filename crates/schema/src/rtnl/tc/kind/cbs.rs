//! Credit based shaper (linux/pkt_sched.h).

use route2_wire::{attrs, record};

attrs! {
    /// `TCA_CBS_*`.
    pub struct Cbs: tc kind "cbs" {
        1 = TCA_CBS_PARMS => parms: CbsParms,
    }
}

record! {
    /// `struct tc_cbs_qopt`.
    pub struct CbsParms {
        /// 1: the hardware does it.
        offload: u8,
        _pad: [u8; 3],
        /// The most credit, in bytes.
        hicredit: i32,
        /// The least credit, in bytes.
        locredit: i32,
        /// How fast credit grows while packets wait, in kilobits a second.
        idleslope: i32,
        /// How fast it falls while packets are sent, in kilobits a second.
        sendslope: i32,
    }
}
