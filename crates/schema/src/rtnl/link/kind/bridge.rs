//! A bridge, and its ports (linux/if_link.h, linux/if_bridge.h).

use crate::rtnl::names::EtherType;
use route2_wire::{
    Bool, Bytes, Centis, Flag, IfIndex, In, Ip4, Ip6, Mac, attrs, bits, names, record,
};

attrs! {
    /// A bridge's own settings: `IFLA_BR_*`. Times are in USER_HZ ticks, hundredths of a second.
    pub struct Bridge: link kind "bridge" {
        0  = IFLA_BR_UNSPEC                     => br_unspec: Bytes [ro],
        /// Time spent in each of the listening and learning states.
        1  = IFLA_BR_FORWARD_DELAY              => br_forward_delay: In<u32, Centis>,
        /// Time between two of the root bridge's announcements.
        2  = IFLA_BR_HELLO_TIME                 => br_hello_time: In<u32, Centis>,
        /// Age at which an announcement is forgotten.
        3  = IFLA_BR_MAX_AGE                    => br_max_age: In<u32, Centis>,
        /// Age at which a learnt address is forgotten.
        4  = IFLA_BR_AGEING_TIME                => br_ageing_time: In<u32, Centis>,
        /// 0: no spanning tree, 1: the kernel's, 2: a user's program.
        5  = IFLA_BR_STP_STATE                  => br_stp_state: u32,
        6  = IFLA_BR_PRIORITY                   => br_priority: u16,
        7  = IFLA_BR_VLAN_FILTERING             => br_vlan_filtering: Bool,
        8  = IFLA_BR_VLAN_PROTOCOL              => br_vlan_protocol: EtherType,
        /// Which of the link-local groups 01:80:c2:00:00:0X are forwarded, a bit each.
        9  = IFLA_BR_GROUP_FWD_MASK             => br_group_fwd_mask: u16,
        10 = IFLA_BR_ROOT_ID                    => br_root_id: BridgeId [ro],
        11 = IFLA_BR_BRIDGE_ID                  => br_bridge_id: BridgeId [ro],
        12 = IFLA_BR_ROOT_PORT                  => br_root_port: u16 [ro],
        13 = IFLA_BR_ROOT_PATH_COST             => br_root_path_cost: u32 [ro],
        14 = IFLA_BR_TOPOLOGY_CHANGE            => br_topology_change: Bool [ro],
        15 = IFLA_BR_TOPOLOGY_CHANGE_DETECTED   => br_topology_change_detected: Bool [ro],
        16 = IFLA_BR_HELLO_TIMER                => br_hello_timer: u64 [volatile],
        17 = IFLA_BR_TCN_TIMER                  => br_tcn_timer: u64 [volatile],
        18 = IFLA_BR_TOPOLOGY_CHANGE_TIMER      => br_topology_change_timer: u64 [volatile],
        19 = IFLA_BR_GC_TIMER                   => br_gc_timer: u64 [volatile],
        20 = IFLA_BR_GROUP_ADDR                 => br_group_addr: Mac,
        /// Setting it empties the forwarding database.
        21 = IFLA_BR_FDB_FLUSH                  => br_fdb_flush: Flag [wo],
        /// 0: never, 1: where a querier is heard, 2: always.
        22 = IFLA_BR_MCAST_ROUTER               => br_mcast_router: u8,
        23 = IFLA_BR_MCAST_SNOOPING             => br_mcast_snooping: Bool,
        24 = IFLA_BR_MCAST_QUERY_USE_IFADDR     => br_mcast_query_use_ifaddr: Bool,
        25 = IFLA_BR_MCAST_QUERIER              => br_mcast_querier: Bool,
        26 = IFLA_BR_MCAST_HASH_ELASTICITY      => br_mcast_hash_elasticity: u32,
        27 = IFLA_BR_MCAST_HASH_MAX             => br_mcast_hash_max: u32,
        28 = IFLA_BR_MCAST_LAST_MEMBER_CNT      => br_mcast_last_member_cnt: u32,
        29 = IFLA_BR_MCAST_STARTUP_QUERY_CNT    => br_mcast_startup_query_cnt: u32,
        30 = IFLA_BR_MCAST_LAST_MEMBER_INTVL    => br_mcast_last_member_intvl: In<u64, Centis>,
        31 = IFLA_BR_MCAST_MEMBERSHIP_INTVL     => br_mcast_membership_intvl: In<u64, Centis>,
        32 = IFLA_BR_MCAST_QUERIER_INTVL        => br_mcast_querier_intvl: In<u64, Centis>,
        33 = IFLA_BR_MCAST_QUERY_INTVL          => br_mcast_query_intvl: In<u64, Centis>,
        34 = IFLA_BR_MCAST_QUERY_RESPONSE_INTVL => br_mcast_query_response_intvl: In<u64, Centis>,
        35 = IFLA_BR_MCAST_STARTUP_QUERY_INTVL  => br_mcast_startup_query_intvl: In<u64, Centis>,
        36 = IFLA_BR_NF_CALL_IPTABLES           => br_nf_call_iptables: Bool,
        37 = IFLA_BR_NF_CALL_IP6TABLES          => br_nf_call_ip6tables: Bool,
        38 = IFLA_BR_NF_CALL_ARPTABLES          => br_nf_call_arptables: Bool,
        39 = IFLA_BR_VLAN_DEFAULT_PVID          => br_vlan_default_pvid: u16,
        40 = IFLA_BR_PAD                        => br_pad: Bytes [ro],
        41 = IFLA_BR_VLAN_STATS_ENABLED         => br_vlan_stats_enabled: Bool,
        42 = IFLA_BR_MCAST_STATS_ENABLED        => br_mcast_stats_enabled: Bool,
        43 = IFLA_BR_MCAST_IGMP_VERSION         => br_mcast_igmp_version: u8,
        44 = IFLA_BR_MCAST_MLD_VERSION          => br_mcast_mld_version: u8,
        45 = IFLA_BR_VLAN_STATS_PER_PORT        => br_vlan_stats_per_port: Bool,
        46 = IFLA_BR_MULTI_BOOLOPT              => br_multi_boolopt: BoolOpts,
        /// Which queriers are heard.
        47 = IFLA_BR_MCAST_QUERIER_STATE        => br_mcast_querier_state: QuerierState [volatile],
        /// How many addresses are learnt.
        48 = IFLA_BR_FDB_N_LEARNED              => br_fdb_n_learned: u32 [volatile],
        /// How many may be; 0 is no limit.
        49 = IFLA_BR_FDB_MAX_LEARNED            => br_fdb_max_learned: u32,
        /// Whether the kernel or a program decides who runs the spanning tree.
        50 = IFLA_BR_STP_MODE                   => br_stp_mode: u32,
    }
}

record! {
    /// `struct ifla_bridge_id`.
    pub struct BridgeId {
        /// In network byte order: the first byte is the more significant.
        prio: route2_wire::Be<u16>,
        addr: Mac,
    }
}

record! {
    /// `struct br_boolopt_multi`.
    pub struct BoolOpts {
        optval: BoolOpt,
        /// Which of them the kernel knows, or a request sets.
        optmask: BoolOpt,
    }
}

bits! {
    /// Switches of a bridge: `BR_BOOLOPT_*`.
    pub struct BoolOpt: u32 {
        0x01 = NO_LL_LEARN "no_linklocal_learn",
        0x02 = MCAST_VLAN_SNOOPING "mcast_vlan_snooping",
        0x04 = MST_ENABLE "mst_enable",
        0x08 = MDB_OFFLOAD_FAIL_NOTIFICATION "mdb_offload_fail_notification",
        0x10 = FDB_LOCAL_VLAN_0 "fdb_local_vlan_0",
    }
}

attrs! {
    /// Which queriers are heard: `BRIDGE_QUERIER_*`.
    pub struct QuerierState {
        1 = BRIDGE_QUERIER_IP_ADDRESS       => ip_address: Ip4 [ro],
        2 = BRIDGE_QUERIER_IP_PORT          => ip_port: IfIndex [ro],
        3 = BRIDGE_QUERIER_IP_OTHER_TIMER   => ip_other_timer: u64 [volatile],
        4 = BRIDGE_QUERIER_PAD              => pad: Bytes [ro],
        5 = BRIDGE_QUERIER_IPV6_ADDRESS     => ipv6_address: Ip6 [ro],
        6 = BRIDGE_QUERIER_IPV6_PORT        => ipv6_port: IfIndex [ro],
        7 = BRIDGE_QUERIER_IPV6_OTHER_TIMER => ipv6_other_timer: u64 [volatile],
    }
}

attrs! {
    /// A bridge's port: `IFLA_BRPORT_*`. Its switches are bytes that are 0 or 1.
    pub struct BridgePort: port kind "bridge" {
        0  = IFLA_BRPORT_UNSPEC               => brport_unspec: Bytes [ro],
        1  = IFLA_BRPORT_STATE                => brport_state: PortState,
        2  = IFLA_BRPORT_PRIORITY             => brport_priority: u16,
        3  = IFLA_BRPORT_COST                 => brport_cost: u32,
        /// Does it send packets back where they came from (hairpin)?
        4  = IFLA_BRPORT_MODE                 => brport_mode: Bool,
        /// Does it refuse spanning tree announcements?
        5  = IFLA_BRPORT_GUARD                => brport_guard: Bool,
        /// Is it kept from becoming the root port?
        6  = IFLA_BRPORT_PROTECT              => brport_protect: Bool,
        7  = IFLA_BRPORT_FAST_LEAVE           => brport_fast_leave: Bool,
        8  = IFLA_BRPORT_LEARNING             => brport_learning: Bool,
        9  = IFLA_BRPORT_UNICAST_FLOOD        => brport_unicast_flood: Bool,
        10 = IFLA_BRPORT_PROXYARP             => brport_proxyarp: Bool,
        11 = IFLA_BRPORT_LEARNING_SYNC        => brport_learning_sync: Bool,
        12 = IFLA_BRPORT_PROXYARP_WIFI        => brport_proxyarp_wifi: Bool,
        13 = IFLA_BRPORT_ROOT_ID              => brport_root_id: BridgeId [ro],
        14 = IFLA_BRPORT_BRIDGE_ID            => brport_bridge_id: BridgeId [ro],
        15 = IFLA_BRPORT_DESIGNATED_PORT      => brport_designated_port: u16 [ro],
        16 = IFLA_BRPORT_DESIGNATED_COST      => brport_designated_cost: u16 [ro],
        17 = IFLA_BRPORT_ID                   => brport_id: u16 [ro],
        18 = IFLA_BRPORT_NO                   => brport_no: u16 [ro],
        19 = IFLA_BRPORT_TOPOLOGY_CHANGE_ACK  => brport_topology_change_ack: Bool [ro],
        20 = IFLA_BRPORT_CONFIG_PENDING       => brport_config_pending: Bool [ro],
        21 = IFLA_BRPORT_MESSAGE_AGE_TIMER    => brport_message_age_timer: u64 [volatile],
        22 = IFLA_BRPORT_FORWARD_DELAY_TIMER  => brport_forward_delay_timer: u64 [volatile],
        23 = IFLA_BRPORT_HOLD_TIMER           => brport_hold_timer: u64 [volatile],
        /// Setting it empties the port's part of the forwarding database.
        24 = IFLA_BRPORT_FLUSH                => brport_flush: Flag [wo],
        25 = IFLA_BRPORT_MULTICAST_ROUTER     => brport_multicast_router: u8,
        26 = IFLA_BRPORT_PAD                  => brport_pad: Bytes [ro],
        27 = IFLA_BRPORT_MCAST_FLOOD          => brport_mcast_flood: Bool,
        28 = IFLA_BRPORT_MCAST_TO_UCAST       => brport_mcast_to_ucast: Bool,
        29 = IFLA_BRPORT_VLAN_TUNNEL          => brport_vlan_tunnel: Bool,
        30 = IFLA_BRPORT_BCAST_FLOOD          => brport_bcast_flood: Bool,
        31 = IFLA_BRPORT_GROUP_FWD_MASK       => brport_group_fwd_mask: u16,
        32 = IFLA_BRPORT_NEIGH_SUPPRESS       => brport_neigh_suppress: Bool,
        33 = IFLA_BRPORT_ISOLATED             => brport_isolated: Bool,
        34 = IFLA_BRPORT_BACKUP_PORT          => brport_backup_port: IfIndex,
        35 = IFLA_BRPORT_MRP_RING_OPEN        => brport_mrp_ring_open: Bool [ro],
        36 = IFLA_BRPORT_MRP_IN_OPEN          => brport_mrp_in_open: Bool [ro],
        37 = IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT => brport_mcast_eht_hosts_limit: u32,
        38 = IFLA_BRPORT_MCAST_EHT_HOSTS_CNT  => brport_mcast_eht_hosts_cnt: u32 [volatile],
        39 = IFLA_BRPORT_LOCKED               => brport_locked: Bool,
        40 = IFLA_BRPORT_MAB                  => brport_mab: Bool,
        41 = IFLA_BRPORT_MCAST_N_GROUPS       => brport_mcast_n_groups: u32 [volatile],
        42 = IFLA_BRPORT_MCAST_MAX_GROUPS     => brport_mcast_max_groups: u32,
        43 = IFLA_BRPORT_NEIGH_VLAN_SUPPRESS  => brport_neigh_vlan_suppress: Bool,
        44 = IFLA_BRPORT_BACKUP_NHID          => brport_backup_nhid: u32,
        45 = IFLA_BRPORT_NEIGH_FORWARD_GRAT   => brport_neigh_forward_grat: Bool,
    }
}

names! {
    /// A port's state in the spanning tree: `BR_STATE_*`.
    pub struct PortState: u8 {
        0 = DISABLED "disabled",
        1 = LISTENING "listening",
        2 = LEARNING "learning",
        3 = FORWARDING "forwarding",
        4 = BLOCKING "blocking",
    }
}
