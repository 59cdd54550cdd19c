//! A bond, and its ports (linux/if_link.h, linux/if_bonding.h).

use route2_wire::{
    As, Bool, Bytes, IfIndex, In, Indexed, Ip4, Ip6, LinkAddr, Mac, Millis, attrs, bits, names,
};

attrs! {
    /// A bond: `IFLA_BOND_*`. Times are in milliseconds.
    pub struct Bond: link kind "bond" {
        0  = IFLA_BOND_UNSPEC            => bond_unspec: Bytes [ro],
        1  = IFLA_BOND_MODE              => bond_mode: BondMode,
        /// The port in use, where the mode uses one at a time; 0 is none.
        2  = IFLA_BOND_ACTIVE_SLAVE      => bond_active_slave: IfIndex,
        /// How often carriers are looked at; 0 is never.
        3  = IFLA_BOND_MIIMON            => bond_miimon: In<u32, Millis>,
        /// How long a carrier must be there before a port is used.
        4  = IFLA_BOND_UPDELAY           => bond_updelay: In<u32, Millis>,
        /// How long a carrier must be gone before a port is no longer used.
        5  = IFLA_BOND_DOWNDELAY         => bond_downdelay: In<u32, Millis>,
        /// Does `miimon` believe the driver's carrier (and not ask the device)?
        6  = IFLA_BOND_USE_CARRIER       => bond_use_carrier: Bool,
        /// How often the ARP targets are asked; 0 is never.
        7  = IFLA_BOND_ARP_INTERVAL      => bond_arp_interval: In<u32, Millis>,
        8  = IFLA_BOND_ARP_IP_TARGET     => bond_arp_ip_target: Indexed<Ip4>,
        9  = IFLA_BOND_ARP_VALIDATE      => bond_arp_validate: BondArpValidate,
        10 = IFLA_BOND_ARP_ALL_TARGETS   => bond_arp_all_targets: BondArpAllTargets,
        /// The port that is preferred; 0 is none.
        11 = IFLA_BOND_PRIMARY           => bond_primary: IfIndex,
        12 = IFLA_BOND_PRIMARY_RESELECT  => bond_primary_reselect: BondPrimaryReselect,
        13 = IFLA_BOND_FAIL_OVER_MAC     => bond_fail_over_mac: BondFailOverMac,
        14 = IFLA_BOND_XMIT_HASH_POLICY  => bond_xmit_hash_policy: BondXmitHashPolicy,
        /// How many IGMP reports are sent after a change of ports.
        15 = IFLA_BOND_RESEND_IGMP       => bond_resend_igmp: u32,
        /// How many gratuitous ARPs are sent after a change of ports.
        16 = IFLA_BOND_NUM_PEER_NOTIF    => bond_num_peer_notif: u8,
        /// Are packets kept that arrive at ports not in use?
        17 = IFLA_BOND_ALL_SLAVES_ACTIVE => bond_all_slaves_active: Bool,
        /// How many ports must be up before the bond is.
        18 = IFLA_BOND_MIN_LINKS         => bond_min_links: u32,
        /// Between the packets that teach switches, in seconds.
        19 = IFLA_BOND_LP_INTERVAL       => bond_lp_interval: u32,
        /// How many packets go through a port before the next one's turn; 0 is at random.
        20 = IFLA_BOND_PACKETS_PER_SLAVE => bond_packets_per_slave: u32,
        21 = IFLA_BOND_AD_LACP_RATE      => bond_ad_lacp_rate: BondLacpRate,
        22 = IFLA_BOND_AD_SELECT         => bond_ad_select: BondAdSelect,
        /// The aggregator in use.
        23 = IFLA_BOND_AD_INFO           => bond_ad_info: BondAdInfo [ro],
        /// The kernel tells root alone.
        24 = IFLA_BOND_AD_ACTOR_SYS_PRIO => bond_ad_actor_sys_prio: u16,
        /// The kernel tells root alone.
        25 = IFLA_BOND_AD_USER_PORT_KEY  => bond_ad_user_port_key: u16,
        /// The kernel tells root alone.
        26 = IFLA_BOND_AD_ACTOR_SYSTEM   => bond_ad_actor_system: Mac,
        /// Does load move flows between ports?
        27 = IFLA_BOND_TLB_DYNAMIC_LB    => bond_tlb_dynamic_lb: Bool,
        /// Between two of the gratuitous ARPs.
        28 = IFLA_BOND_PEER_NOTIF_DELAY  => bond_peer_notif_delay: In<u32, Millis>,
        /// Does it send LACP frames unasked?
        29 = IFLA_BOND_AD_LACP_ACTIVE    => bond_ad_lacp_active: Bool,
        /// How many ARP answers may be missing before a port counts as down.
        30 = IFLA_BOND_MISSED_MAX        => bond_missed_max: u8,
        /// As `bond_arp_ip_target`, with neighbour discovery.
        31 = IFLA_BOND_NS_IP6_TARGET     => bond_ns_ip6_target: Indexed<Ip6>,
        /// Do ports collect and distribute at once?
        32 = IFLA_BOND_COUPLED_CONTROL   => bond_coupled_control: Bool,
        /// Are ARP and neighbour discovery sent through all ports?
        33 = IFLA_BOND_BROADCAST_NEIGH   => bond_broadcast_neigh: Bool,
        /// Is it down while no partner speaks LACP?
        34 = IFLA_BOND_LACP_STRICT       => bond_lacp_strict: Bool,
    }
}

names! {
    /// How ports share the traffic: `BOND_MODE_*`.
    pub struct BondMode: u8 {
        0 = ROUNDROBIN "balance-rr",
        1 = ACTIVEBACKUP "active-backup",
        2 = XOR "balance-xor",
        3 = BROADCAST "broadcast",
        4 = IEEE_8023AD "802.3ad",
        5 = TLB "balance-tlb",
        6 = ALB "balance-alb",
    }
}

names! {
    /// Which ports' ARP answers are checked, and whether other packets count as a sign of life.
    pub struct BondArpValidate: u32 {
        0 = NONE "none",
        1 = ACTIVE "active",
        2 = BACKUP "backup",
        3 = ALL "all",
        4 = FILTER "filter",
        5 = FILTER_ACTIVE "filter_active",
        6 = FILTER_BACKUP "filter_backup",
    }
}

names! {
    /// How many ARP targets must answer.
    pub struct BondArpAllTargets: u32 {
        0 = ANY "any",
        1 = ALL "all",
    }
}

names! {
    /// When the primary port is taken again after it was down.
    pub struct BondPrimaryReselect: u8 {
        0 = ALWAYS "always",
        1 = BETTER "better",
        2 = FAILURE "failure",
    }
}

names! {
    /// Whose MAC address an active-backup bond has.
    pub struct BondFailOverMac: u8 {
        0 = NONE "none",
        1 = ACTIVE "active",
        2 = FOLLOW "follow",
    }
}

names! {
    /// What decides through which port a packet goes: `BOND_XMIT_POLICY_*`.
    pub struct BondXmitHashPolicy: u8 {
        0 = LAYER2 "layer2",
        1 = LAYER34 "layer3+4",
        2 = LAYER23 "layer2+3",
        3 = ENCAP23 "encap2+3",
        4 = ENCAP34 "encap3+4",
        5 = VLAN_SRCMAC "vlan+srcmac",
    }
}

names! {
    /// How often the partner shall send LACP frames: every 30 seconds or every second.
    pub struct BondLacpRate: u8 {
        0 = SLOW "slow",
        1 = FAST "fast",
    }
}

names! {
    /// How an aggregator is chosen.
    pub struct BondAdSelect: u8 {
        0 = STABLE "stable",
        1 = BANDWIDTH "bandwidth",
        2 = COUNT "count",
        3 = ACTOR_PORT_PRIO "actor_port_prio",
    }
}

attrs! {
    /// The aggregator in use: `IFLA_BOND_AD_INFO_*`.
    pub struct BondAdInfo {
        /// Its id.
        1 = IFLA_BOND_AD_INFO_AGGREGATOR  => aggregator: u16 [ro],
        2 = IFLA_BOND_AD_INFO_NUM_PORTS   => num_ports: u16 [ro],
        3 = IFLA_BOND_AD_INFO_ACTOR_KEY   => actor_key: u16 [ro],
        4 = IFLA_BOND_AD_INFO_PARTNER_KEY => partner_key: u16 [ro],
        5 = IFLA_BOND_AD_INFO_PARTNER_MAC => partner_mac: Mac [ro],
    }
}

attrs! {
    /// A bond's port: `IFLA_BOND_SLAVE_*`.
    pub struct BondPort: port kind "bond" {
        1  = IFLA_BOND_SLAVE_STATE              => bond_slave_state: BondPortState [ro],
        2  = IFLA_BOND_SLAVE_MII_STATUS         => bond_slave_mii_status: BondPortMiiStatus [ro],
        /// How often it failed.
        3  = IFLA_BOND_SLAVE_LINK_FAILURE_COUNT => bond_slave_link_failure_count: u32 [volatile],
        /// The address that it had before it was a port.
        4  = IFLA_BOND_SLAVE_PERM_HWADDR        => bond_slave_perm_hwaddr: LinkAddr [ro],
        /// Packets of this transmit queue go through it; 0 is none.
        5  = IFLA_BOND_SLAVE_QUEUE_ID           => bond_slave_queue_id: u16,
        6  = IFLA_BOND_SLAVE_AD_AGGREGATOR_ID   => bond_slave_ad_aggregator_id: u16 [ro],
        7  = IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE => bond_slave_ad_actor_oper_port_state: As<u8, LacpState> [ro],
        /// The same of the partner's port.
        8  = IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE => bond_slave_ad_partner_oper_port_state: LacpState [ro],
        /// The highest is made the active port.
        9  = IFLA_BOND_SLAVE_PRIO               => bond_slave_prio: i32,
        10 = IFLA_BOND_SLAVE_ACTOR_PORT_PRIO    => bond_slave_actor_port_prio: u16,
        11 = IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE => bond_slave_ad_churn_actor_state: LacpChurn [ro],
        12 = IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE => bond_slave_ad_churn_partner_state: LacpChurn [ro],
    }
}

names! {
    /// Is a port in use: `BOND_STATE_*`.
    pub struct BondPortState: u8 {
        0 = ACTIVE "ACTIVE",
        1 = BACKUP "BACKUP",
    }
}

names! {
    /// Is a port fit for use: `BOND_LINK_*`.
    pub struct BondPortMiiStatus: u8 {
        0 = UP "UP",
        1 = FAIL "GOING_DOWN",
        2 = DOWN "DOWN",
        3 = BACK "GOING_BACK",
    }
}

bits! {
    /// State of a port in LACP: `LACP_STATE_*`.
    pub struct LacpState: u16 {
        0x01 = LACP_ACTIVITY "active",
        0x02 = LACP_TIMEOUT "short_timeout",
        0x04 = AGGREGATION "aggregating",
        0x08 = SYNCHRONIZATION "in_sync",
        0x10 = COLLECTING "collecting",
        0x20 = DISTRIBUTING "distributing",
        0x40 = DEFAULTED "defaulted",
        0x80 = EXPIRED "expired",
    }
}

names! {
    /// Whether a port comes into synchrony.
    pub struct LacpChurn: u8 {
        0 = MONITORING "monitoring",
        1 = CHURNED "churned",
        2 = NONE "none",
    }
}
