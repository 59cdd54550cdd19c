//! Encrypted Ethernet, IEEE 802.1AE (linux/if_link.h, linux/if_macsec.h). Keys are in generic
//! netlink.

use route2_wire::{Be, Bool, Bytes, attrs, names};

attrs! {
    /// A MACsec link: `IFLA_MACSEC_*`.
    pub struct Macsec: link kind "macsec" {
        /// Who it is on the wire: a MAC address and a port.
        1  = IFLA_MACSEC_SCI            => macsec_sci: Be<u64>,
        /// The port of `macsec_sci`, with the link's MAC address.
        2  = IFLA_MACSEC_PORT           => macsec_port: Be<u16> [wo],
        /// The length of a packet's check value, in bytes.
        3  = IFLA_MACSEC_ICV_LEN        => macsec_icv_len: u8,
        4  = IFLA_MACSEC_CIPHER_SUITE   => macsec_cipher_suite: MacsecCipher,
        /// How far out of order packets may come.
        5  = IFLA_MACSEC_WINDOW         => macsec_window: u32,
        /// Which association sends.
        6  = IFLA_MACSEC_ENCODING_SA    => macsec_encoding_sa: u8,
        7  = IFLA_MACSEC_ENCRYPT        => macsec_encrypt: Bool,
        /// Do packets that are sent have a check value?
        8  = IFLA_MACSEC_PROTECT        => macsec_protect: Bool,
        /// Is `macsec_sci` in every packet?
        9  = IFLA_MACSEC_INC_SCI        => macsec_inc_sci: Bool,
        /// Is the sender known by its MAC address?
        10 = IFLA_MACSEC_ES             => macsec_es: Bool,
        /// Single copy broadcast.
        11 = IFLA_MACSEC_SCB            => macsec_scb: Bool,
        12 = IFLA_MACSEC_REPLAY_PROTECT => macsec_replay_protect: Bool,
        13 = IFLA_MACSEC_VALIDATION     => macsec_validation: MacsecValidation,
        /// Empty; only where the processor needs 64-bit numbers aligned.
        14 = IFLA_MACSEC_PAD            => macsec_pad: Bytes [ro],
        15 = IFLA_MACSEC_OFFLOAD        => macsec_offload: MacsecOffload,
    }
}

names! {
    /// `MACSEC_CIPHER_ID_*`.
    pub struct MacsecCipher: u64 {
        0x0080_0200_0100_0001 = GCM_AES_128_OLD "GCM-AES-128",
        0x0080_c200_0100_0001 = GCM_AES_128 "GCM-AES-128",
        0x0080_c200_0100_0002 = GCM_AES_256 "GCM-AES-256",
        0x0080_c200_0100_0003 = GCM_AES_XPN_128 "GCM-AES-XPN-128",
        0x0080_c200_0100_0004 = GCM_AES_XPN_256 "GCM-AES-XPN-256",
    }
}

names! {
    /// What becomes of packets whose check value is wrong: `MACSEC_VALIDATE_*`.
    pub struct MacsecValidation: u8 {
        0 = DISABLED "disabled",
        1 = CHECK "check",
        2 = STRICT "strict",
    }
}

names! {
    /// Who encrypts, other than the kernel: `MACSEC_OFFLOAD_*`.
    pub struct MacsecOffload: u8 {
        0 = OFF "off",
        1 = PHY "phy",
        2 = MAC "mac",
    }
}
