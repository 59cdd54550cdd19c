//! `IFLA_AF_SPEC` of bridge notices (linux/if_bridge.h, linux/mrp_bridge.h, linux/cfm_bridge.h).

use super::kind::PortState;
use route2_wire::{Bytes, IfIndex, Mac, Many, attrs, bits, names, record};

attrs! {
    /// What a bridge says of a port, or of itself: `IFLA_BRIDGE_*`.
    pub struct BridgeSpec {
        /// Whom a request is for; of an answer, who speaks.
        0 = IFLA_BRIDGE_FLAGS            => flags: BridgeFlags,
        /// How a device switches between its functions.
        1 = IFLA_BRIDGE_MODE             => mode: BridgeMode,
        /// A VLAN, or the first or last of a range.
        2 = IFLA_BRIDGE_VLAN_INFO        => vlan_info: Many<BridgeVlanInfo>,
        /// The tunnel that a VLAN is mapped to, or the first or last of a range.
        3 = IFLA_BRIDGE_VLAN_TUNNEL_INFO => vlan_tunnel_info: Many<BridgeVlanTunnelInfo>,
        /// Media redundancy.
        4 = IFLA_BRIDGE_MRP              => mrp: Mrp,
        /// Connectivity fault management.
        5 = IFLA_BRIDGE_CFM              => cfm: Cfm,
        /// Multiple spanning trees.
        6 = IFLA_BRIDGE_MST              => mst: Mst,
    }
}

bits! {
    /// The bridge above a port, or the port's own device: `BRIDGE_FLAGS_*`.
    pub struct BridgeFlags: u16 {
        0x1 = MASTER "master",
        0x2 = SELF "self",
    }
}

names! {
    /// How a device switches between its functions: `BRIDGE_MODE_*`.
    pub struct BridgeMode: u16 {
        0      = VEB "VEB",
        1      = VEPA "VEPA",
        0xffff = UNDEF "UNDEF",
    }
}

record! {
    /// `struct bridge_vlan_info`.
    pub struct BridgeVlanInfo {
        flags: BridgeVlanFlags,
        vid: u16,
    }
}

bits! {
    /// `BRIDGE_VLAN_INFO_*`.
    pub struct BridgeVlanFlags: u16 {
        0x01 = MASTER "MASTER",
        0x02 = PVID "PVID",
        0x04 = UNTAGGED "Egress Untagged",
        0x08 = RANGE_BEGIN "RANGE_BEGIN",
        0x10 = RANGE_END "RANGE_END",
        0x20 = BRENTRY "BRENTRY",
        0x40 = ONLY_OPTS "ONLY_OPTS",
    }
}

attrs! {
    /// A VLAN and its tunnel: `IFLA_BRIDGE_VLAN_TUNNEL_*`.
    pub struct BridgeVlanTunnelInfo {
        /// The tunnel's id.
        1 = IFLA_BRIDGE_VLAN_TUNNEL_ID    => id: u32,
        2 = IFLA_BRIDGE_VLAN_TUNNEL_VID   => vid: u16,
        3 = IFLA_BRIDGE_VLAN_TUNNEL_FLAGS => flags: BridgeVlanFlags,
    }
}

attrs! {
    /// Media redundancy (IEC 62439-2): `IFLA_BRIDGE_MRP_*`. The kernel states `info` alone; the
    /// rest are requests.
    pub struct Mrp {
        1  = IFLA_BRIDGE_MRP_INSTANCE      => instance: MrpInstance [wo],
        2  = IFLA_BRIDGE_MRP_PORT_STATE    => port_state: MrpPortStateSet [wo],
        3  = IFLA_BRIDGE_MRP_PORT_ROLE     => port_role: MrpPortRoleSet [wo],
        4  = IFLA_BRIDGE_MRP_RING_STATE    => ring_state: MrpRingStateSet [wo],
        5  = IFLA_BRIDGE_MRP_RING_ROLE     => ring_role: MrpRingRoleSet [wo],
        6  = IFLA_BRIDGE_MRP_START_TEST    => start_test: MrpStartTest [wo],
        /// One ring.
        7  = IFLA_BRIDGE_MRP_INFO          => info: Many<MrpInfo> [ro],
        8  = IFLA_BRIDGE_MRP_IN_ROLE       => in_role: MrpInRoleSet [wo],
        9  = IFLA_BRIDGE_MRP_IN_STATE      => in_state: MrpInStateSet [wo],
        10 = IFLA_BRIDGE_MRP_START_IN_TEST => start_in_test: MrpStartInTest [wo],
    }
}

attrs! {
    /// Makes a ring, or deletes it: `IFLA_BRIDGE_MRP_INSTANCE_*`.
    pub struct MrpInstance {
        1 = IFLA_BRIDGE_MRP_INSTANCE_RING_ID   => ring_id: u32,
        /// The primary port.
        2 = IFLA_BRIDGE_MRP_INSTANCE_P_IFINDEX => p_ifindex: IfIndex,
        /// The secondary port.
        3 = IFLA_BRIDGE_MRP_INSTANCE_S_IFINDEX => s_ifindex: IfIndex,
        4 = IFLA_BRIDGE_MRP_INSTANCE_PRIO      => prio: u16,
    }
}

attrs! {
    /// `IFLA_BRIDGE_MRP_PORT_STATE_*`.
    pub struct MrpPortStateSet {
        1 = IFLA_BRIDGE_MRP_PORT_STATE_STATE => state: MrpPortState,
    }
}

names! {
    /// `BR_MRP_PORT_STATE_*`.
    pub struct MrpPortState: u32 {
        0 = DISABLED "disabled",
        1 = BLOCKED "blocked",
        2 = FORWARDING "forwarding",
        3 = NOT_CONNECTED "not-connected",
    }
}

attrs! {
    /// `IFLA_BRIDGE_MRP_PORT_ROLE_*`.
    pub struct MrpPortRoleSet {
        1 = IFLA_BRIDGE_MRP_PORT_ROLE_ROLE => role: MrpPortRole,
    }
}

names! {
    /// `BR_MRP_PORT_ROLE_*`.
    pub struct MrpPortRole: u32 {
        0 = PRIMARY "primary",
        1 = SECONDARY "secondary",
        2 = INTER "inter",
    }
}

attrs! {
    /// `IFLA_BRIDGE_MRP_RING_STATE_*`.
    pub struct MrpRingStateSet {
        1 = IFLA_BRIDGE_MRP_RING_STATE_RING_ID => ring_id: u32,
        2 = IFLA_BRIDGE_MRP_RING_STATE_STATE   => state: MrpRingState,
    }
}

names! {
    /// Of a ring, and of the one that connects rings: `BR_MRP_RING_STATE_*`, `BR_MRP_IN_STATE_*`.
    pub struct MrpRingState: u32 {
        0 = OPEN "open",
        1 = CLOSED "closed",
    }
}

attrs! {
    /// `IFLA_BRIDGE_MRP_RING_ROLE_*`.
    pub struct MrpRingRoleSet {
        1 = IFLA_BRIDGE_MRP_RING_ROLE_RING_ID => ring_id: u32,
        2 = IFLA_BRIDGE_MRP_RING_ROLE_ROLE    => role: MrpRingRole,
    }
}

names! {
    /// In a ring: `BR_MRP_RING_ROLE_*`.
    pub struct MrpRingRole: u32 {
        0 = DISABLED "disabled",
        1 = MRC "mrc",
        2 = MRM "mrm",
        3 = MRA "mra",
    }
}

attrs! {
    /// Sends test frames around the ring: `IFLA_BRIDGE_MRP_START_TEST_*`.
    pub struct MrpStartTest {
        1 = IFLA_BRIDGE_MRP_START_TEST_RING_ID  => ring_id: u32,
        /// Between two frames, in microseconds; 0 stops.
        2 = IFLA_BRIDGE_MRP_START_TEST_INTERVAL => interval: u32,
        /// How many may be lost before the ring counts as open.
        3 = IFLA_BRIDGE_MRP_START_TEST_MAX_MISS => max_miss: u32,
        /// How long they are sent, in microseconds.
        4 = IFLA_BRIDGE_MRP_START_TEST_PERIOD   => period: u32,
        /// Whether it watches others' frames and sends none.
        5 = IFLA_BRIDGE_MRP_START_TEST_MONITOR  => monitor: u32,
    }
}

attrs! {
    /// A ring: `IFLA_BRIDGE_MRP_INFO_*`.
    pub struct MrpInfo {
        1  = IFLA_BRIDGE_MRP_INFO_RING_ID          => ring_id: u32 [ro],
        /// The primary port.
        2  = IFLA_BRIDGE_MRP_INFO_P_IFINDEX        => p_ifindex: IfIndex [ro],
        /// The secondary port.
        3  = IFLA_BRIDGE_MRP_INFO_S_IFINDEX        => s_ifindex: IfIndex [ro],
        4  = IFLA_BRIDGE_MRP_INFO_PRIO             => prio: u16 [ro],
        5  = IFLA_BRIDGE_MRP_INFO_RING_STATE       => ring_state: MrpRingState [ro],
        6  = IFLA_BRIDGE_MRP_INFO_RING_ROLE        => ring_role: MrpRingRole [ro],
        /// Between two test frames, in microseconds.
        7  = IFLA_BRIDGE_MRP_INFO_TEST_INTERVAL    => test_interval: u32 [ro],
        8  = IFLA_BRIDGE_MRP_INFO_TEST_MAX_MISS    => test_max_miss: u32 [ro],
        9  = IFLA_BRIDGE_MRP_INFO_TEST_MONITOR     => test_monitor: u32 [ro],
        /// The port to the other ring.
        10 = IFLA_BRIDGE_MRP_INFO_I_IFINDEX        => i_ifindex: IfIndex [ro],
        11 = IFLA_BRIDGE_MRP_INFO_IN_STATE         => in_state: MrpRingState [ro],
        12 = IFLA_BRIDGE_MRP_INFO_IN_ROLE          => in_role: MrpInRole [ro],
        13 = IFLA_BRIDGE_MRP_INFO_IN_TEST_INTERVAL => in_test_interval: u32 [ro],
        14 = IFLA_BRIDGE_MRP_INFO_IN_TEST_MAX_MISS => in_test_max_miss: u32 [ro],
    }
}

attrs! {
    /// `IFLA_BRIDGE_MRP_IN_STATE_*`.
    pub struct MrpInStateSet {
        /// The connection between rings.
        1 = IFLA_BRIDGE_MRP_IN_STATE_IN_ID => in_id: u32,
        2 = IFLA_BRIDGE_MRP_IN_STATE_STATE => state: MrpRingState,
    }
}

attrs! {
    /// `IFLA_BRIDGE_MRP_IN_ROLE_*`.
    pub struct MrpInRoleSet {
        1 = IFLA_BRIDGE_MRP_IN_ROLE_RING_ID   => ring_id: u32,
        /// The connection between rings.
        2 = IFLA_BRIDGE_MRP_IN_ROLE_IN_ID     => in_id: u16,
        3 = IFLA_BRIDGE_MRP_IN_ROLE_ROLE      => role: MrpInRole,
        /// The port to the other ring.
        4 = IFLA_BRIDGE_MRP_IN_ROLE_I_IFINDEX => i_ifindex: IfIndex,
    }
}

names! {
    /// Between rings: `BR_MRP_IN_ROLE_*`.
    pub struct MrpInRole: u32 {
        0 = DISABLED "disabled",
        1 = MIC "mic",
        2 = MIM "mim",
    }
}

attrs! {
    /// Sends test frames between rings: `IFLA_BRIDGE_MRP_START_IN_TEST_*`.
    pub struct MrpStartInTest {
        /// The connection between rings.
        1 = IFLA_BRIDGE_MRP_START_IN_TEST_IN_ID    => in_id: u32,
        /// Between two frames, in microseconds; 0 stops.
        2 = IFLA_BRIDGE_MRP_START_IN_TEST_INTERVAL => interval: u32,
        3 = IFLA_BRIDGE_MRP_START_IN_TEST_MAX_MISS => max_miss: u32,
        /// How long they are sent, in microseconds.
        4 = IFLA_BRIDGE_MRP_START_IN_TEST_PERIOD   => period: u32,
    }
}

attrs! {
    /// Connectivity fault management (IEEE 802.1ag) between maintenance end points:
    /// `IFLA_BRIDGE_CFM_*`. The kernel states those that end with `info`; the rest are requests.
    pub struct Cfm {
        1  = IFLA_BRIDGE_CFM_MEP_CREATE          => mep_create: CfmMepCreate [wo],
        2  = IFLA_BRIDGE_CFM_MEP_DELETE          => mep_delete: CfmMepDelete [wo],
        3  = IFLA_BRIDGE_CFM_MEP_CONFIG          => mep_config: CfmMepConfig [wo],
        4  = IFLA_BRIDGE_CFM_CC_CONFIG           => cc_config: CfmCcConfig [wo],
        5  = IFLA_BRIDGE_CFM_CC_PEER_MEP_ADD     => cc_peer_mep_add: CfmPeerMep [wo],
        6  = IFLA_BRIDGE_CFM_CC_PEER_MEP_REMOVE  => cc_peer_mep_remove: CfmPeerMep [wo],
        7  = IFLA_BRIDGE_CFM_CC_RDI              => cc_rdi: CfmRdi [wo],
        8  = IFLA_BRIDGE_CFM_CC_CCM_TX           => cc_ccm_tx: CfmCcmTx [wo],
        9  = IFLA_BRIDGE_CFM_MEP_CREATE_INFO     => mep_create_info: Many<CfmMepCreate> [ro],
        10 = IFLA_BRIDGE_CFM_MEP_CONFIG_INFO     => mep_config_info: Many<CfmMepConfig> [ro],
        11 = IFLA_BRIDGE_CFM_CC_CONFIG_INFO      => cc_config_info: Many<CfmCcConfig> [ro],
        12 = IFLA_BRIDGE_CFM_CC_RDI_INFO         => cc_rdi_info: Many<CfmRdi> [ro],
        13 = IFLA_BRIDGE_CFM_CC_CCM_TX_INFO      => cc_ccm_tx_info: Many<CfmCcmTx> [ro],
        14 = IFLA_BRIDGE_CFM_CC_PEER_MEP_INFO    => cc_peer_mep_info: Many<CfmPeerMep> [ro],
        15 = IFLA_BRIDGE_CFM_MEP_STATUS_INFO     => mep_status_info: Many<CfmMepStatus> [ro],
        16 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_INFO => cc_peer_status_info: Many<CfmPeerStatus> [ro],
    }
}

attrs! {
    /// An end point: `IFLA_BRIDGE_CFM_MEP_CREATE_*`.
    pub struct CfmMepCreate {
        /// The end point, by a number of the user's.
        1 = IFLA_BRIDGE_CFM_MEP_CREATE_INSTANCE  => instance: u32,
        2 = IFLA_BRIDGE_CFM_MEP_CREATE_DOMAIN    => domain: CfmDomain,
        3 = IFLA_BRIDGE_CFM_MEP_CREATE_DIRECTION => direction: CfmDirection,
        /// The port that it is on.
        4 = IFLA_BRIDGE_CFM_MEP_CREATE_IFINDEX   => ifindex: IfIndex,
    }
}

names! {
    /// What an end point stands on: `BR_CFM_PORT`, `BR_CFM_VLAN`.
    pub struct CfmDomain: u32 {
        0 = PORT "port",
        1 = VLAN "vlan",
    }
}

names! {
    /// Which way an end point looks: `BR_CFM_MEP_DIRECTION_*`.
    pub struct CfmDirection: u32 {
        0 = DOWN "down",
        1 = UP "up",
    }
}

attrs! {
    /// `IFLA_BRIDGE_CFM_MEP_DELETE_*`.
    pub struct CfmMepDelete {
        1 = IFLA_BRIDGE_CFM_MEP_DELETE_INSTANCE => instance: u32,
    }
}

attrs! {
    /// `IFLA_BRIDGE_CFM_MEP_CONFIG_*`.
    pub struct CfmMepConfig {
        1 = IFLA_BRIDGE_CFM_MEP_CONFIG_INSTANCE    => instance: u32,
        /// The address that its frames come from.
        2 = IFLA_BRIDGE_CFM_MEP_CONFIG_UNICAST_MAC => unicast_mac: Mac,
        /// The maintenance level, 0 to 7.
        3 = IFLA_BRIDGE_CFM_MEP_CONFIG_MDLEVEL     => mdlevel: u32,
        /// Its id on the wire.
        4 = IFLA_BRIDGE_CFM_MEP_CONFIG_MEPID       => mepid: u32,
    }
}

attrs! {
    /// The check that peers are heard: `IFLA_BRIDGE_CFM_CC_CONFIG_*`.
    pub struct CfmCcConfig {
        1 = IFLA_BRIDGE_CFM_CC_CONFIG_INSTANCE     => instance: u32,
        /// 1 where it is on.
        2 = IFLA_BRIDGE_CFM_CC_CONFIG_ENABLE       => enable: u32,
        /// How often a peer shall be heard.
        3 = IFLA_BRIDGE_CFM_CC_CONFIG_EXP_INTERVAL => exp_interval: CfmInterval,
        /// The maintenance association's id, 48 bytes.
        4 = IFLA_BRIDGE_CFM_CC_CONFIG_EXP_MAID     => exp_maid: Bytes,
    }
}

names! {
    /// `BR_CFM_CCM_INTERVAL_*`.
    pub struct CfmInterval: u32 {
        0 = NONE "none",
        1 = MS_3_3 "3.3ms",
        2 = MS_10 "10ms",
        3 = MS_100 "100ms",
        4 = SEC_1 "1s",
        5 = SEC_10 "10s",
        6 = MIN_1 "1min",
        7 = MIN_10 "10min",
    }
}

attrs! {
    /// A peer: `IFLA_BRIDGE_CFM_CC_PEER_*`.
    pub struct CfmPeerMep {
        1 = IFLA_BRIDGE_CFM_CC_PEER_MEP_INSTANCE => instance: u32,
        2 = IFLA_BRIDGE_CFM_CC_PEER_MEPID        => mepid: u32,
    }
}

attrs! {
    /// Whether frames say that a peer is not heard: `IFLA_BRIDGE_CFM_CC_RDI_*`.
    pub struct CfmRdi {
        1 = IFLA_BRIDGE_CFM_CC_RDI_INSTANCE => instance: u32,
        2 = IFLA_BRIDGE_CFM_CC_RDI_RDI      => rdi: u32,
    }
}

attrs! {
    /// The frames that an end point sends: `IFLA_BRIDGE_CFM_CC_CCM_TX_*`.
    pub struct CfmCcmTx {
        1 = IFLA_BRIDGE_CFM_CC_CCM_TX_INSTANCE       => instance: u32,
        2 = IFLA_BRIDGE_CFM_CC_CCM_TX_DMAC           => dmac: Mac,
        /// 1 where the sequence number is not to grow.
        3 = IFLA_BRIDGE_CFM_CC_CCM_TX_SEQ_NO_UPDATE  => seq_no_update: u32,
        /// How long they are sent, in seconds; 0 stops.
        4 = IFLA_BRIDGE_CFM_CC_CCM_TX_PERIOD         => period: u32,
        /// 1 where they state the interface's status.
        5 = IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV         => if_tlv: u32,
        6 = IFLA_BRIDGE_CFM_CC_CCM_TX_IF_TLV_VALUE   => if_tlv_value: u8,
        /// 1 where they state the port's status.
        7 = IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV       => port_tlv: u32,
        8 = IFLA_BRIDGE_CFM_CC_CCM_TX_PORT_TLV_VALUE => port_tlv_value: u8,
    }
}

attrs! {
    /// What an end point has seen since it was last asked: `IFLA_BRIDGE_CFM_MEP_STATUS_*`.
    pub struct CfmMepStatus {
        1 = IFLA_BRIDGE_CFM_MEP_STATUS_INSTANCE           => instance: u32 [ro],
        /// A frame of an unknown kind.
        2 = IFLA_BRIDGE_CFM_MEP_STATUS_OPCODE_UNEXP_SEEN  => opcode_unexp_seen: u32 [volatile],
        /// A frame of an unknown version.
        3 = IFLA_BRIDGE_CFM_MEP_STATUS_VERSION_UNEXP_SEEN => version_unexp_seen: u32 [volatile],
        /// A frame of a lower level.
        4 = IFLA_BRIDGE_CFM_MEP_STATUS_RX_LEVEL_LOW_SEEN  => rx_level_low_seen: u32 [volatile],
    }
}

attrs! {
    /// What an end point knows of a peer: `IFLA_BRIDGE_CFM_CC_PEER_STATUS_*`. What was seen, was
    /// since it was last asked.
    pub struct CfmPeerStatus {
        1 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_INSTANCE       => instance: u32 [ro],
        2 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_PEER_MEPID     => peer_mepid: u32 [ro],
        /// 1 where the peer is not heard.
        3 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_CCM_DEFECT     => ccm_defect: u32 [ro],
        /// 1 where the peer says that it hears nothing.
        4 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_RDI            => rdi: u32 [ro],
        5 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_PORT_TLV_VALUE => port_tlv_value: u8 [ro],
        6 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_IF_TLV_VALUE   => if_tlv_value: u8 [ro],
        /// A frame.
        7 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEEN           => seen: u32 [volatile],
        /// A frame with a status.
        8 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_TLV_SEEN       => tlv_seen: u32 [volatile],
        /// A frame out of sequence.
        9 = IFLA_BRIDGE_CFM_CC_PEER_STATUS_SEQ_UNEXP_SEEN => seq_unexp_seen: u32 [volatile],
    }
}

attrs! {
    /// Multiple spanning trees: `IFLA_BRIDGE_MST_*`.
    pub struct Mst {
        /// The port's state in one tree.
        1 = IFLA_BRIDGE_MST_ENTRY => entry: Many<MstEntry>,
    }
}

attrs! {
    /// A port's state in one tree: `IFLA_BRIDGE_MST_ENTRY_*`.
    pub struct MstEntry {
        /// The tree.
        1 = IFLA_BRIDGE_MST_ENTRY_MSTI  => msti: u16,
        2 = IFLA_BRIDGE_MST_ENTRY_STATE => state: PortState,
    }
}
