//! Seamless redundancy over two links: HSR and PRP, IEC 62439-3 (linux/if_link.h).

use route2_wire::{IfIndex, Mac, attrs, names};

attrs! {
    /// A redundant link: `IFLA_HSR_*`.
    pub struct Hsr: link kind "hsr" {
        1 = IFLA_HSR_SLAVE1           => hsr_slave1: IfIndex,
        2 = IFLA_HSR_SLAVE2           => hsr_slave2: IfIndex,
        /// The last byte of `hsr_supervision_addr`.
        3 = IFLA_HSR_MULTICAST_SPEC   => hsr_multicast_spec: u8 [wo],
        /// Where supervision frames go.
        4 = IFLA_HSR_SUPERVISION_ADDR => hsr_supervision_addr: Mac [ro],
        /// The next frame's number.
        5 = IFLA_HSR_SEQ_NR           => hsr_seq_nr: u16 [volatile],
        /// HSR's version, 0 or 1.
        6 = IFLA_HSR_VERSION          => hsr_version: u8 [wo],
        7 = IFLA_HSR_PROTOCOL         => hsr_protocol: HsrProtocol,
        /// The link to nodes that know no HSR.
        8 = IFLA_HSR_INTERLINK        => hsr_interlink: IfIndex,
    }
}

names! {
    /// `HSR_PROTOCOL_*`.
    pub struct HsrProtocol: u8 {
        0 = HSR "hsr",
        1 = PRP "prp",
    }
}
