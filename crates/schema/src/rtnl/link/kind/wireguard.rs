//! WireGuard. All it has to say is in generic netlink.

use route2_wire::attrs;

attrs! {
    /// A WireGuard tunnel: it has no settings here.
    pub struct Wireguard: link kind "wireguard" {
    }
}
