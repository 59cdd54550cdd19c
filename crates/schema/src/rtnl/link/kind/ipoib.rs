//! IP over InfiniBand (linux/if_link.h).

use route2_wire::{attrs, names};

attrs! {
    /// A part of an InfiniBand device: `IFLA_IPOIB_*`.
    pub struct Ipoib: link kind "ipoib" {
        /// The partition's key.
        1 = IFLA_IPOIB_PKEY   => ipoib_pkey: u16,
        2 = IFLA_IPOIB_MODE   => ipoib_mode: IpoibMode,
        /// 1 where programs join multicast groups themselves.
        3 = IFLA_IPOIB_UMCAST => ipoib_umcast: u16,
    }
}

names! {
    /// How packets are sent: `IPOIB_MODE_*`.
    pub struct IpoibMode: u16, always {
        0 = DATAGRAM "datagram",
        1 = CONNECTED "connected",
    }
}
