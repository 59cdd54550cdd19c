//! CoDel for each flow, and the flows in turn (linux/pkt_sched.h).

use route2_wire::{
    By, Case, Choice, Choose, CodelMicros, In, Octets, Payload, Select, attrs, names, record,
};

attrs! {
    /// `TCA_FQ_CODEL_*`. Times are in microseconds.
    pub struct FqCodel: tc kind "fq_codel" {
        /// The delay that is aimed at.
        1  = TCA_FQ_CODEL_TARGET                => target: In<u32, CodelMicros>,
        /// Packets that may wait.
        2  = TCA_FQ_CODEL_LIMIT                 => limit: u32,
        /// The time in which the delay must have been short once.
        3  = TCA_FQ_CODEL_INTERVAL              => interval: In<u32, CodelMicros>,
        /// 1: marks packets where that does, instead of dropping them.
        4  = TCA_FQ_CODEL_ECN                   => ecn: u32,
        /// How many flows are told apart.
        5  = TCA_FQ_CODEL_FLOWS                 => flows: u32,
        /// Bytes that a flow may send in one turn.
        6  = TCA_FQ_CODEL_QUANTUM               => quantum: In<u32, Octets>,
        /// Packets that waited longer are marked.
        7  = TCA_FQ_CODEL_CE_THRESHOLD          => ce_threshold: In<u32, CodelMicros>,
        /// How many packets are dropped at once where there is no room.
        8  = TCA_FQ_CODEL_DROP_BATCH_SIZE       => drop_batch_size: u32,
        /// Bytes of memory that waiting packets may take.
        9  = TCA_FQ_CODEL_MEMORY_LIMIT          => memory_limit: In<u32, Octets>,
        /// `ce_threshold` is for packets whose DS field, under the mask, is this.
        10 = TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR => ce_threshold_selector: u8,
        11 = TCA_FQ_CODEL_CE_THRESHOLD_MASK     => ce_threshold_mask: u8,
    }
}

kinded! {
    /// `struct tc_fq_codel_xstats`, of the queueing discipline or of a class.
    pub struct FqCodelXstats: xstats kind "fq_codel" { Select<FqCodelXstatsByType> }
}

/// `struct tc_fq_codel_xstats`, by its `type`.
#[derive(Clone, Copy, Debug)]
pub enum FqCodelXstatsByType {}
impl Choose for FqCodelXstatsByType {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|bytes| {
            bytes.first_chunk().map_or(u32::MAX, |bytes| u32::from_ne_bytes(*bytes))
        }),
        cases: &[
            (Case::number(0), FqCodelQdiscStats::KIND),
            (Case::number(1), FqCodelClassStats::KIND),
        ],
        otherwise: None,
    };
}

names! {
    /// Whose statistics they are: `TCA_FQ_CODEL_XSTATS_*`.
    pub struct FqCodelXstatsType: u32 {
        0 = QDISC "qdisc",
        1 = CLASS "class",
    }
}

record! {
    /// `struct tc_fq_codel_qd_stats` in its union.
    pub struct FqCodelQdiscStats {
        r#type: FqCodelXstatsType,
        /// The largest packet.
        maxpacket: u32,
        drop_overlimit: u32,
        ecn_mark: u32,
        /// How often a packet began a flow.
        new_flow_count: u32,
        new_flows_len: u32,
        old_flows_len: u32,
        ce_mark: u32,
        /// In bytes.
        memory_usage: u32,
        drop_overmemory: u32,
    }
}

record! {
    /// `struct tc_fq_codel_cl_stats` in its union.
    pub struct FqCodelClassStats {
        r#type: FqCodelXstatsType,
        deficit: i32,
        /// How long the last packet waited.
        ldelay: u32,
        count: u32,
        lastcount: u32,
        /// 1: it is dropping.
        dropping: u32,
        drop_next: i32,
        _rest_of_union: [u32; 3],
    }
}
