//! One VLAN of another link (linux/if_link.h, linux/if_vlan.h).

use crate::rtnl::names::EtherType;
use route2_wire::{Many, Row, attrs, bits, record};

attrs! {
    /// A VLAN: `IFLA_VLAN_*`.
    pub struct Vlan: link kind "vlan" {
        1 = IFLA_VLAN_ID          => vlan_id: u16,
        2 = IFLA_VLAN_FLAGS       => vlan_flags: VlanSettings,
        /// From a packet's priority here to that in its tag.
        3 = IFLA_VLAN_EGRESS_QOS  => vlan_egress_qos: VlanQos,
        /// From the priority in a packet's tag to that here.
        4 = IFLA_VLAN_INGRESS_QOS => vlan_ingress_qos: VlanQos,
        /// 802.1Q or 802.1ad.
        5 = IFLA_VLAN_PROTOCOL    => vlan_protocol: EtherType,
    }
}

record! {
    /// `struct ifla_vlan_flags`.
    pub struct VlanSettings {
        flags: VlanFlags,
        /// Which flags a request is about.
        mask: u32,
    }
}

bits! {
    /// `VLAN_FLAG_*`.
    pub struct VlanFlags: u32 {
        0x01 = REORDER_HDR "REORDER_HDR",
        0x02 = GVRP "GVRP",
        0x04 = LOOSE_BINDING "LOOSE_BINDING",
        0x08 = MVRP "MVRP",
        0x10 = BRIDGE_BINDING "BRIDGE_BINDING",
    }
}

attrs! {
    /// A map of priorities: `IFLA_VLAN_QOS_*`.
    pub struct VlanQos {
        1 = IFLA_VLAN_QOS_MAPPING => mapping: Many<VlanQosMapping>,
    }
}

record! {
    /// `struct ifla_vlan_qos_mapping`.
    pub struct VlanQosMapping {
        from: u32,
        to: u32,
    }
}

/// The kernel states that all flags count, and takes only those that it knows.
pub(crate) fn vlan_as_asked(row: &Row, payload: &mut [u8]) {
    const KNOWN: u32 = 0x1f;
    if row.name == "IFLA_VLAN_FLAGS"
        && let Some(mask) = payload.get_mut(4..8)
    {
        mask.copy_from_slice(&KNOWN.to_ne_bytes());
    }
}
