//! A link that shows packets between virtual machines and their host.

use route2_wire::attrs;

attrs! {
    /// A link that shows packets of virtual sockets: it has no settings here.
    pub struct Vsockmon: link kind "vsockmon" {
    }
}
