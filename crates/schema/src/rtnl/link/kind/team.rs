//! A team of links. All it has to say is in generic netlink.

use route2_wire::attrs;

attrs! {
    /// A team: it has no settings here.
    pub struct Team: link kind "team" {
    }
}
