//! CAKE: shaper, fair queueing and CoDel in one (linux/pkt_sched.h).

use route2_wire::{ByteRate, Bytes, In, Indexed, Micros, Octets, attrs, names};

attrs! {
    /// `TCA_CAKE_*`. Switches are 0 or 1; times are in microseconds.
    pub struct Cake: tc kind "cake" | "cake_mq" {
        1  = TCA_CAKE_PAD           => pad: Bytes [ro],
        /// In bytes a second; 0 is no limit.
        2  = TCA_CAKE_BASE_RATE64   => base_rate64: In<u64, ByteRate>,
        /// How priorities are told.
        3  = TCA_CAKE_DIFFSERV_MODE => diffserv_mode: CakeDiffserv,
        /// How packets are cut up below.
        4  = TCA_CAKE_ATM           => atm: CakeAtm,
        /// How flows are told apart.
        5  = TCA_CAKE_FLOW_MODE     => flow_mode: CakeFlowMode,
        /// Bytes that count for each packet beyond its size.
        6  = TCA_CAKE_OVERHEAD      => overhead: i32,
        /// The round trip that is reckoned with.
        7  = TCA_CAKE_RTT           => rtt: In<u32, Micros>,
        /// The delay that is aimed at.
        8  = TCA_CAKE_TARGET        => target: In<u32, Micros>,
        /// Is the rate found from what comes in?
        9  = TCA_CAKE_AUTORATE      => autorate: u32,
        /// Bytes of memory that waiting packets may take; 0 leaves it to the kernel.
        10 = TCA_CAKE_MEMORY        => memory: In<u32, Octets>,
        /// Are flows told apart by the addresses before translation?
        11 = TCA_CAKE_NAT           => nat: u32,
        /// Present where a packet's size counts as it is.
        12 = TCA_CAKE_RAW           => raw: u32,
        /// Is the DS field cleared?
        13 = TCA_CAKE_WASH          => wash: u32,
        /// A packet counts as no less than this, in bytes.
        14 = TCA_CAKE_MPU           => mpu: In<u32, Octets>,
        /// Does it shape what comes in?
        15 = TCA_CAKE_INGRESS       => ingress: u32,
        /// Are acknowledgements dropped that a later one makes needless?
        16 = TCA_CAKE_ACK_FILTER    => ack_filter: CakeAckFilter,
        /// Are packets that were joined split first?
        17 = TCA_CAKE_SPLIT_GSO     => split_gso: u32,
        /// Which bits of a packet's mark say its priority.
        18 = TCA_CAKE_FWMARK        => fwmark: u32,
    }
}

names! {
    /// `CAKE_DIFFSERV_*`.
    pub struct CakeDiffserv: u32 {
        0 = DIFFSERV3 "diffserv3",
        1 = DIFFSERV4 "diffserv4",
        2 = DIFFSERV8 "diffserv8",
        3 = BESTEFFORT "besteffort",
        4 = PRECEDENCE "precedence",
    }
}

names! {
    /// `CAKE_ATM_*`.
    pub struct CakeAtm: u32 {
        0 = NONE "noatm",
        1 = ATM "atm",
        2 = PTM "ptm",
    }
}

names! {
    /// `CAKE_FLOW_*`.
    pub struct CakeFlowMode: u32 {
        0 = NONE "flowblind",
        1 = SRC_IP "srchost",
        2 = DST_IP "dsthost",
        3 = HOSTS "hosts",
        4 = FLOWS "flows",
        5 = DUAL_SRC "dual-srchost",
        6 = DUAL_DST "dual-dsthost",
        7 = TRIPLE "triple-isolate",
    }
}

names! {
    /// `CAKE_ACK_*`.
    pub struct CakeAckFilter: u32 {
        0 = NONE "disabled",
        1 = FILTER "enabled",
        2 = AGGRESSIVE "aggressive",
    }
}

attrs! {
    /// `TCA_CAKE_STATS_*`. From `deficit` on, those of a class.
    pub struct CakeXstats: xstats kind "cake" | "cake_mq" {
        1  = TCA_CAKE_STATS_PAD                 => pad: Bytes [ro],
        /// In bytes a second.
        2  = TCA_CAKE_STATS_CAPACITY_ESTIMATE64 => capacity_estimate64: u64 [volatile],
        3  = TCA_CAKE_STATS_MEMORY_LIMIT        => memory_limit: u32 [volatile],
        4  = TCA_CAKE_STATS_MEMORY_USED         => memory_used: u32 [volatile],
        5  = TCA_CAKE_STATS_AVG_NETOFF          => avg_netoff: u32 [volatile],
        6  = TCA_CAKE_STATS_MIN_NETLEN          => min_netlen: u32 [volatile],
        7  = TCA_CAKE_STATS_MAX_NETLEN          => max_netlen: u32 [volatile],
        8  = TCA_CAKE_STATS_MIN_ADJLEN          => min_adjlen: u32 [volatile],
        9  = TCA_CAKE_STATS_MAX_ADJLEN          => max_adjlen: u32 [volatile],
        /// Each priority.
        10 = TCA_CAKE_STATS_TIN_STATS           => tin_stats: Indexed<CakeTin, 1> [volatile],
        11 = TCA_CAKE_STATS_DEFICIT             => deficit: i32 [volatile],
        12 = TCA_CAKE_STATS_COBALT_COUNT        => cobalt_count: u32 [volatile],
        13 = TCA_CAKE_STATS_DROPPING            => dropping: u32 [volatile],
        14 = TCA_CAKE_STATS_DROP_NEXT_US        => drop_next_us: i32 [volatile],
        /// The probability, as a part of 2 to the power of 32.
        15 = TCA_CAKE_STATS_P_DROP              => p_drop: u32 [volatile],
        16 = TCA_CAKE_STATS_BLUE_TIMER_US       => blue_timer_us: i32 [volatile],
        /// How many of a device's queues are busy.
        17 = TCA_CAKE_STATS_ACTIVE_QUEUES       => active_queues: u32 [volatile],
    }
}

attrs! {
    /// A priority: `TCA_CAKE_TIN_STATS_*`.
    pub struct CakeTin {
        1  = TCA_CAKE_TIN_STATS_PAD                  => pad: Bytes [ro],
        2  = TCA_CAKE_TIN_STATS_SENT_PACKETS         => sent_packets: u32 [volatile],
        3  = TCA_CAKE_TIN_STATS_SENT_BYTES64         => sent_bytes64: u64 [volatile],
        4  = TCA_CAKE_TIN_STATS_DROPPED_PACKETS      => dropped_packets: u32 [volatile],
        5  = TCA_CAKE_TIN_STATS_DROPPED_BYTES64      => dropped_bytes64: u64 [volatile],
        6  = TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS => acks_dropped_packets: u32 [volatile],
        7  = TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64 => acks_dropped_bytes64: u64 [volatile],
        8  = TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS   => ecn_marked_packets: u32 [volatile],
        9  = TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64   => ecn_marked_bytes64: u64 [volatile],
        10 = TCA_CAKE_TIN_STATS_BACKLOG_PACKETS      => backlog_packets: u32 [volatile],
        11 = TCA_CAKE_TIN_STATS_BACKLOG_BYTES        => backlog_bytes: u32 [volatile],
        /// In bytes a second.
        12 = TCA_CAKE_TIN_STATS_THRESHOLD_RATE64     => threshold_rate64: u64 [volatile],
        13 = TCA_CAKE_TIN_STATS_TARGET_US            => target_us: u32 [volatile],
        14 = TCA_CAKE_TIN_STATS_INTERVAL_US          => interval_us: u32 [volatile],
        15 = TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS    => way_indirect_hits: u32 [volatile],
        16 = TCA_CAKE_TIN_STATS_WAY_MISSES           => way_misses: u32 [volatile],
        17 = TCA_CAKE_TIN_STATS_WAY_COLLISIONS       => way_collisions: u32 [volatile],
        18 = TCA_CAKE_TIN_STATS_PEAK_DELAY_US        => peak_delay_us: u32 [volatile],
        19 = TCA_CAKE_TIN_STATS_AVG_DELAY_US         => avg_delay_us: u32 [volatile],
        20 = TCA_CAKE_TIN_STATS_BASE_DELAY_US        => base_delay_us: u32 [volatile],
        21 = TCA_CAKE_TIN_STATS_SPARSE_FLOWS         => sparse_flows: u32 [volatile],
        22 = TCA_CAKE_TIN_STATS_BULK_FLOWS           => bulk_flows: u32 [volatile],
        23 = TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS   => unresponsive_flows: u32 [volatile],
        24 = TCA_CAKE_TIN_STATS_MAX_SKBLEN           => max_skblen: u32 [volatile],
        25 = TCA_CAKE_TIN_STATS_FLOW_QUANTUM         => flow_quantum: u32 [volatile],
    }
}
