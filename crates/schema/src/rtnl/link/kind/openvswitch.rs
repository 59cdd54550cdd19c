//! Open vSwitch's own ports. All they have to say is in generic netlink.

use route2_wire::attrs;

attrs! {
    /// A port of Open vSwitch's own: it has no settings here.
    pub struct Openvswitch: link kind "openvswitch" {
    }
}
