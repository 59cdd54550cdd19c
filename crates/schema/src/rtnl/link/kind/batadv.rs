//! B.A.T.M.A.N. mesh (linux/batman_adv.h). All but its making is in generic netlink.

use route2_wire::{Str, attrs};

attrs! {
    /// A mesh: `IFLA_BATADV_*`.
    pub struct Batadv: link kind "batadv" {
        /// The routing algorithm: `BATMAN_IV` or `BATMAN_V`.
        1 = IFLA_BATADV_ALGO_NAME => batadv_algo_name: Str [wo],
    }
}
