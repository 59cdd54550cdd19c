//! Virtual functions of a device, and its port profiles (linux/if_link.h).

use crate::rtnl::names::EtherType;
use route2_wire::{
    As, By, Bytes, Case, Choice, Choose, Mac, Many, Payload, Select, Str, attrs, names, record,
};

attrs! {
    /// The virtual functions: `IFLA_VFINFO_LIST`.
    pub struct VfInfoList {
        /// One virtual function.
        1 = IFLA_VF_INFO => vf_info: Many<VfInfo>,
    }
}

attrs! {
    /// A virtual function: `IFLA_VF_*`. Each structure begins with its number.
    pub struct VfInfo {
        1  = IFLA_VF_MAC          => mac: VfMac,
        /// Its VLAN; `vlan_list` says the protocol too.
        2  = IFLA_VF_VLAN         => vlan: VfVlan,
        /// The most that it sends, as older programs set it; `rate` has the least too.
        3  = IFLA_VF_TX_RATE      => tx_rate: VfTxRate,
        /// Are packets dropped that it sends from an address that is not its own?
        4  = IFLA_VF_SPOOFCHK     => spoofchk: VfSetting,
        5  = IFLA_VF_LINK_STATE   => link_state: VfLinkState,
        6  = IFLA_VF_RATE         => rate: VfRate,
        /// May it ask how packets are spread over queues?
        7  = IFLA_VF_RSS_QUERY_EN => rss_query_en: VfSetting,
        8  = IFLA_VF_STATS        => stats: VfStats [volatile],
        /// May it do what only trusted ones may (promiscuous mode, other addresses)?
        9  = IFLA_VF_TRUST        => trust: VfSetting,
        /// InfiniBand's identifier of the node.
        10 = IFLA_VF_IB_NODE_GUID => ib_node_guid: VfGuid,
        /// InfiniBand's identifier of the port.
        11 = IFLA_VF_IB_PORT_GUID => ib_port_guid: VfGuid,
        /// Its VLANs (drivers know one only).
        12 = IFLA_VF_VLAN_LIST    => vlan_list: VfVlanList,
        13 = IFLA_VF_BROADCAST    => broadcast: VfBroadcast [ro],
    }
}

record! {
    /// `struct ifla_vf_mac`. The address is at the start of 32 bytes.
    pub struct VfMac {
        vf: u32,
        /// Of InfiniBand, the first 6 of 20 bytes.
        mac: Mac,
        _more: [u8; 26],
    }
}

record! {
    /// `struct ifla_vf_broadcast`. The address is at the start of 32 bytes.
    pub struct VfBroadcast {
        /// Of InfiniBand, the first 6 of 20 bytes.
        broadcast: Mac,
        _more: [u8; 26],
    }
}

record! {
    /// `struct ifla_vf_vlan`.
    pub struct VfVlan {
        vf: u32,
        /// 0 is none.
        vlan: u32,
        qos: u32,
    }
}

attrs! {
    /// The VLANs of a virtual function: `IFLA_VF_VLAN_LIST`.
    pub struct VfVlanList {
        1 = IFLA_VF_VLAN_INFO => vlan_info: Many<VfVlanInfo>,
    }
}

record! {
    /// `struct ifla_vf_vlan_info`.
    pub struct VfVlanInfo {
        vf: u32,
        /// 0 is none.
        vlan: u32,
        qos: u32,
        vlan_proto: EtherType,
    }
}

record! {
    /// `struct ifla_vf_tx_rate`.
    pub struct VfTxRate {
        vf: u32,
        /// The most, in Mbit/s; 0 is no limit.
        rate: u32,
    }
}

record! {
    /// `struct ifla_vf_rate`.
    pub struct VfRate {
        vf: u32,
        /// The least, in Mbit/s.
        min_tx_rate: u32,
        /// The most, in Mbit/s; 0 is no limit.
        max_tx_rate: u32,
    }
}

record! {
    /// `struct ifla_vf_spoofchk`, `ifla_vf_rss_query_en` and `ifla_vf_trust`, which are alike.
    pub struct VfSetting {
        vf: u32,
        setting: VfSwitch,
    }
}

names! {
    /// A switch of a virtual function.
    pub struct VfSwitch: u32 {
        0           = OFF "off",
        1           = ON "on",
        0xffff_ffff = UNKNOWN "unknown",
    }
}

record! {
    /// `struct ifla_vf_link_state`.
    pub struct VfLinkState {
        vf: u32,
        link_state: VfLinkMode,
    }
}

names! {
    /// When a virtual function has a carrier: `IFLA_VF_LINK_STATE_*`.
    pub struct VfLinkMode: u32 {
        0 = AUTO "auto",
        1 = ENABLE "enable",
        2 = DISABLE "disable",
    }
}

record! {
    /// `struct ifla_vf_guid`.
    pub struct VfGuid {
        vf: u32,
        guid: u64,
    }
}

attrs! {
    /// What a virtual function has counted: `IFLA_VF_STATS_*`.
    pub struct VfStats {
        0 = IFLA_VF_STATS_RX_PACKETS => rx_packets: u64 [volatile],
        1 = IFLA_VF_STATS_TX_PACKETS => tx_packets: u64 [volatile],
        2 = IFLA_VF_STATS_RX_BYTES   => rx_bytes: u64 [volatile],
        3 = IFLA_VF_STATS_TX_BYTES   => tx_bytes: u64 [volatile],
        /// Received.
        4 = IFLA_VF_STATS_BROADCAST  => broadcast: u64 [volatile],
        /// Received.
        5 = IFLA_VF_STATS_MULTICAST  => multicast: u64 [volatile],
        /// Empty; only where the processor needs 64-bit numbers aligned.
        6 = IFLA_VF_STATS_PAD        => pad: Bytes [ro],
        7 = IFLA_VF_STATS_RX_DROPPED => rx_dropped: u64 [volatile],
        8 = IFLA_VF_STATS_TX_DROPPED => tx_dropped: u64 [volatile],
    }
}

attrs! {
    /// The port profiles of the virtual functions: `IFLA_VF_PORTS`.
    pub struct VfPorts {
        /// That of one virtual function.
        1 = IFLA_VF_PORT => vf_port: Many<PortSelf>,
    }
}

attrs! {
    /// A port profile (IEEE 802.1Qbg): `IFLA_PORT_*`.
    pub struct PortSelf {
        /// The virtual function; -1 is the device itself.
        1 = IFLA_PORT_VF            => vf: i32,
        /// The profile's name.
        2 = IFLA_PORT_PROFILE       => profile: Str,
        3 = IFLA_PORT_VSI_TYPE      => vsi_type: PortVsi,
        /// The UUID of the virtual machine's interface.
        4 = IFLA_PORT_INSTANCE_UUID => instance_uuid: Bytes,
        5 = IFLA_PORT_HOST_UUID     => host_uuid: Bytes,
        /// What was asked of the switch. A request has it in one byte, an answer in two.
        6 = IFLA_PORT_REQUEST       => request: Select<PortRequestBySize>,
        /// What the switch said.
        7 = IFLA_PORT_RESPONSE      => response: PortResponse [ro],
    }
}

record! {
    /// `struct ifla_port_vsi`.
    pub struct PortVsi {
        vsi_mgr_id: u8,
        vsi_type_id: [u8; 3],
        vsi_type_version: u8,
        _pad: [u8; 3],
    }
}

/// `IFLA_PORT_REQUEST`, by its length.
#[derive(Clone, Copy, Debug)]
pub enum PortRequestBySize {}
impl Choose for PortRequestBySize {
    const CHOICE: &'static Choice = &Choice {
        by: By::Payload(|payload| payload.len() as u32),
        cases: &[
            (Case::number(1), As::<u8, PortRequest>::KIND),
            (Case::number(2), PortRequest::KIND),
        ],
        otherwise: None,
    };
}

names! {
    /// What a switch is asked to do with a port profile: `PORT_REQUEST_*`.
    pub struct PortRequest: u16 {
        0 = PREASSOCIATE "preassociate",
        1 = PREASSOCIATE_RR "preassociate-rr",
        2 = ASSOCIATE "associate",
        3 = DISASSOCIATE "disassociate",
    }
}

names! {
    /// What a switch answers: `PORT_VDP_RESPONSE_*`, `PORT_PROFILE_RESPONSE_*`.
    pub struct PortResponse: u16 {
        0     = VDP_SUCCESS "vdp-success",
        1     = VDP_INVALID_FORMAT "vdp-invalid-format",
        2     = VDP_INSUFFICIENT_RESOURCES "vdp-insufficient-resources",
        3     = VDP_UNUSED_VTID "vdp-unused-vtid",
        4     = VDP_VTID_VIOLATION "vdp-vtid-violation",
        5     = VDP_VTID_VERSION_VIOLATION "vdp-vtid-version-violation",
        6     = VDP_OUT_OF_SYNC "vdp-out-of-sync",
        0x100 = PROFILE_SUCCESS "success",
        0x101 = PROFILE_INPROGRESS "in-progress",
        0x102 = PROFILE_INVALID "invalid",
        0x103 = PROFILE_BADSTATE "bad-state",
        0x104 = PROFILE_INSUFFICIENT_RESOURCES "insufficient-resources",
        0x105 = PROFILE_ERROR "error",
    }
}
