//! Packets of the packet forwarding control protocol, for traffic control.

use route2_wire::attrs;

attrs! {
    /// A link that sees PFCP: it has no settings here.
    pub struct Pfcp: link kind "pfcp" {
    }
}
