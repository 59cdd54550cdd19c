//! Links for IPsec (linux/if_link.h).

use route2_wire::{Flag, IfIndex, attrs};

attrs! {
    /// A link whose packets IPsec takes: `IFLA_XFRM_*`.
    pub struct Xfrm: link kind "xfrm" {
        /// The link that packets leave through; 0 is any.
        1 = IFLA_XFRM_LINK             => xfrm_link: IfIndex,
        /// The policies and states with this id are for it.
        2 = IFLA_XFRM_IF_ID            => xfrm_if_id: u32,
        /// Routes or programs decide the id of each packet.
        3 = IFLA_XFRM_COLLECT_METADATA => xfrm_collect_metadata: Flag,
    }
}
