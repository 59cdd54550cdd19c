//! Headers of the packet are compared, of all layers and of tunnels (linux/pkt_cls.h).

use crate::rtnl::names::{EtherType, IpProto};
use crate::rtnl::tc::FilterFlags;
use crate::rtnl::tc::act::Action;
use route2_wire::{Be, Bool, Bytes, Handle, Indexed, Ip4, Ip6, Mac, Many, Str, attrs, bits, names};

attrs! {
    /// `TCA_FLOWER_*`. What ends in `mask` says which bits of the key before it count; without one, all
    /// do.
    pub struct Flower: tc kind "flower" {
        /// The class that packets go to.
        1   = TCA_FLOWER_CLASSID                   => classid: Handle,
        /// The name of the interface that packets came in by.
        2   = TCA_FLOWER_INDEV                     => indev: Str,
        3   = TCA_FLOWER_ACT                       => act: Indexed<Action, 1>,
        4   = TCA_FLOWER_KEY_ETH_DST               => key_eth_dst: Mac,
        5   = TCA_FLOWER_KEY_ETH_DST_MASK          => key_eth_dst_mask: Mac,
        6   = TCA_FLOWER_KEY_ETH_SRC               => key_eth_src: Mac,
        7   = TCA_FLOWER_KEY_ETH_SRC_MASK          => key_eth_src_mask: Mac,
        /// The protocol above Ethernet (and its VLAN tags).
        8   = TCA_FLOWER_KEY_ETH_TYPE              => key_eth_type: EtherType,
        9   = TCA_FLOWER_KEY_IP_PROTO              => key_ip_proto: IpProto,
        10  = TCA_FLOWER_KEY_IPV4_SRC              => key_ipv4_src: Ip4,
        11  = TCA_FLOWER_KEY_IPV4_SRC_MASK         => key_ipv4_src_mask: Ip4,
        12  = TCA_FLOWER_KEY_IPV4_DST              => key_ipv4_dst: Ip4,
        13  = TCA_FLOWER_KEY_IPV4_DST_MASK         => key_ipv4_dst_mask: Ip4,
        14  = TCA_FLOWER_KEY_IPV6_SRC              => key_ipv6_src: Ip6,
        15  = TCA_FLOWER_KEY_IPV6_SRC_MASK         => key_ipv6_src_mask: Ip6,
        16  = TCA_FLOWER_KEY_IPV6_DST              => key_ipv6_dst: Ip6,
        17  = TCA_FLOWER_KEY_IPV6_DST_MASK         => key_ipv6_dst_mask: Ip6,
        18  = TCA_FLOWER_KEY_TCP_SRC               => key_tcp_src: Be<u16>,
        19  = TCA_FLOWER_KEY_TCP_DST               => key_tcp_dst: Be<u16>,
        20  = TCA_FLOWER_KEY_UDP_SRC               => key_udp_src: Be<u16>,
        21  = TCA_FLOWER_KEY_UDP_DST               => key_udp_dst: Be<u16>,
        22  = TCA_FLOWER_FLAGS                     => flags: FilterFlags,
        23  = TCA_FLOWER_KEY_VLAN_ID               => key_vlan_id: u16,
        24  = TCA_FLOWER_KEY_VLAN_PRIO             => key_vlan_prio: u8,
        /// The protocol above the VLAN tag.
        25  = TCA_FLOWER_KEY_VLAN_ETH_TYPE         => key_vlan_eth_type: EtherType,
        /// Of the tunnel that a packet came by: its key, addresses, ports, TOS, TTL, options.
        26  = TCA_FLOWER_KEY_ENC_KEY_ID            => key_enc_key_id: Be<u32>,
        27  = TCA_FLOWER_KEY_ENC_IPV4_SRC          => key_enc_ipv4_src: Ip4,
        28  = TCA_FLOWER_KEY_ENC_IPV4_SRC_MASK     => key_enc_ipv4_src_mask: Ip4,
        29  = TCA_FLOWER_KEY_ENC_IPV4_DST          => key_enc_ipv4_dst: Ip4,
        30  = TCA_FLOWER_KEY_ENC_IPV4_DST_MASK     => key_enc_ipv4_dst_mask: Ip4,
        31  = TCA_FLOWER_KEY_ENC_IPV6_SRC          => key_enc_ipv6_src: Ip6,
        32  = TCA_FLOWER_KEY_ENC_IPV6_SRC_MASK     => key_enc_ipv6_src_mask: Ip6,
        33  = TCA_FLOWER_KEY_ENC_IPV6_DST          => key_enc_ipv6_dst: Ip6,
        34  = TCA_FLOWER_KEY_ENC_IPV6_DST_MASK     => key_enc_ipv6_dst_mask: Ip6,
        35  = TCA_FLOWER_KEY_TCP_SRC_MASK          => key_tcp_src_mask: Be<u16>,
        36  = TCA_FLOWER_KEY_TCP_DST_MASK          => key_tcp_dst_mask: Be<u16>,
        37  = TCA_FLOWER_KEY_UDP_SRC_MASK          => key_udp_src_mask: Be<u16>,
        38  = TCA_FLOWER_KEY_UDP_DST_MASK          => key_udp_dst_mask: Be<u16>,
        39  = TCA_FLOWER_KEY_SCTP_SRC_MASK         => key_sctp_src_mask: Be<u16>,
        40  = TCA_FLOWER_KEY_SCTP_DST_MASK         => key_sctp_dst_mask: Be<u16>,
        41  = TCA_FLOWER_KEY_SCTP_SRC              => key_sctp_src: Be<u16>,
        42  = TCA_FLOWER_KEY_SCTP_DST              => key_sctp_dst: Be<u16>,
        43  = TCA_FLOWER_KEY_ENC_UDP_SRC_PORT      => key_enc_udp_src_port: Be<u16>,
        44  = TCA_FLOWER_KEY_ENC_UDP_SRC_PORT_MASK => key_enc_udp_src_port_mask: Be<u16>,
        45  = TCA_FLOWER_KEY_ENC_UDP_DST_PORT      => key_enc_udp_dst_port: Be<u16>,
        46  = TCA_FLOWER_KEY_ENC_UDP_DST_PORT_MASK => key_enc_udp_dst_port_mask: Be<u16>,
        /// What else is known of a packet.
        47  = TCA_FLOWER_KEY_FLAGS                 => key_flags: FlowerFlags,
        48  = TCA_FLOWER_KEY_FLAGS_MASK            => key_flags_mask: FlowerFlags,
        49  = TCA_FLOWER_KEY_ICMPV4_CODE           => key_icmpv4_code: u8,
        50  = TCA_FLOWER_KEY_ICMPV4_CODE_MASK      => key_icmpv4_code_mask: u8,
        51  = TCA_FLOWER_KEY_ICMPV4_TYPE           => key_icmpv4_type: u8,
        52  = TCA_FLOWER_KEY_ICMPV4_TYPE_MASK      => key_icmpv4_type_mask: u8,
        53  = TCA_FLOWER_KEY_ICMPV6_CODE           => key_icmpv6_code: u8,
        54  = TCA_FLOWER_KEY_ICMPV6_CODE_MASK      => key_icmpv6_code_mask: u8,
        55  = TCA_FLOWER_KEY_ICMPV6_TYPE           => key_icmpv6_type: u8,
        56  = TCA_FLOWER_KEY_ICMPV6_TYPE_MASK      => key_icmpv6_type_mask: u8,
        /// The sender's IPv4 address.
        57  = TCA_FLOWER_KEY_ARP_SIP               => key_arp_sip: Ip4,
        58  = TCA_FLOWER_KEY_ARP_SIP_MASK          => key_arp_sip_mask: Ip4,
        /// The target's IPv4 address.
        59  = TCA_FLOWER_KEY_ARP_TIP               => key_arp_tip: Ip4,
        60  = TCA_FLOWER_KEY_ARP_TIP_MASK          => key_arp_tip_mask: Ip4,
        61  = TCA_FLOWER_KEY_ARP_OP                => key_arp_op: FlowerArpOp,
        62  = TCA_FLOWER_KEY_ARP_OP_MASK           => key_arp_op_mask: u8,
        /// The sender's MAC address.
        63  = TCA_FLOWER_KEY_ARP_SHA               => key_arp_sha: Mac,
        64  = TCA_FLOWER_KEY_ARP_SHA_MASK          => key_arp_sha_mask: Mac,
        /// The target's MAC address.
        65  = TCA_FLOWER_KEY_ARP_THA               => key_arp_tha: Mac,
        66  = TCA_FLOWER_KEY_ARP_THA_MASK          => key_arp_tha_mask: Mac,
        /// Of the first MPLS label: TTL, whether it is the last, traffic class, label.
        67  = TCA_FLOWER_KEY_MPLS_TTL              => key_mpls_ttl: u8,
        68  = TCA_FLOWER_KEY_MPLS_BOS              => key_mpls_bos: u8,
        69  = TCA_FLOWER_KEY_MPLS_TC               => key_mpls_tc: u8,
        70  = TCA_FLOWER_KEY_MPLS_LABEL            => key_mpls_label: u32,
        71  = TCA_FLOWER_KEY_TCP_FLAGS             => key_tcp_flags: FlowerTcpFlags,
        72  = TCA_FLOWER_KEY_TCP_FLAGS_MASK        => key_tcp_flags_mask: FlowerTcpFlags,
        73  = TCA_FLOWER_KEY_IP_TOS                => key_ip_tos: u8,
        74  = TCA_FLOWER_KEY_IP_TOS_MASK           => key_ip_tos_mask: u8,
        75  = TCA_FLOWER_KEY_IP_TTL                => key_ip_ttl: u8,
        76  = TCA_FLOWER_KEY_IP_TTL_MASK           => key_ip_ttl_mask: u8,
        /// The second VLAN tag.
        77  = TCA_FLOWER_KEY_CVLAN_ID              => key_cvlan_id: u16,
        78  = TCA_FLOWER_KEY_CVLAN_PRIO            => key_cvlan_prio: u8,
        /// The protocol above the second VLAN tag.
        79  = TCA_FLOWER_KEY_CVLAN_ETH_TYPE        => key_cvlan_eth_type: EtherType,
        80  = TCA_FLOWER_KEY_ENC_IP_TOS            => key_enc_ip_tos: u8,
        81  = TCA_FLOWER_KEY_ENC_IP_TOS_MASK       => key_enc_ip_tos_mask: u8,
        82  = TCA_FLOWER_KEY_ENC_IP_TTL            => key_enc_ip_ttl: u8,
        83  = TCA_FLOWER_KEY_ENC_IP_TTL_MASK       => key_enc_ip_ttl_mask: u8,
        84  = TCA_FLOWER_KEY_ENC_OPTS              => key_enc_opts: FlowerEncOpts,
        85  = TCA_FLOWER_KEY_ENC_OPTS_MASK         => key_enc_opts_mask: FlowerEncOpts,
        /// How many devices do it in hardware.
        86  = TCA_FLOWER_IN_HW_COUNT               => in_hw_count: u32 [ro],
        /// A range of source ports.
        87  = TCA_FLOWER_KEY_PORT_SRC_MIN          => key_port_src_min: Be<u16>,
        88  = TCA_FLOWER_KEY_PORT_SRC_MAX          => key_port_src_max: Be<u16>,
        /// A range of destination ports.
        89  = TCA_FLOWER_KEY_PORT_DST_MIN          => key_port_dst_min: Be<u16>,
        90  = TCA_FLOWER_KEY_PORT_DST_MAX          => key_port_dst_max: Be<u16>,
        /// What connection tracking knows of a packet.
        91  = TCA_FLOWER_KEY_CT_STATE              => key_ct_state: FlowerCtState,
        92  = TCA_FLOWER_KEY_CT_STATE_MASK         => key_ct_state_mask: FlowerCtState,
        93  = TCA_FLOWER_KEY_CT_ZONE               => key_ct_zone: u16,
        94  = TCA_FLOWER_KEY_CT_ZONE_MASK          => key_ct_zone_mask: u16,
        95  = TCA_FLOWER_KEY_CT_MARK               => key_ct_mark: u32,
        96  = TCA_FLOWER_KEY_CT_MARK_MASK          => key_ct_mark_mask: u32,
        97  = TCA_FLOWER_KEY_CT_LABELS             => key_ct_labels: Bytes,
        98  = TCA_FLOWER_KEY_CT_LABELS_MASK        => key_ct_labels_mask: Bytes,
        /// MPLS labels of any depth.
        99  = TCA_FLOWER_KEY_MPLS_OPTS             => key_mpls_opts: FlowerMpls,
        /// The packet's hash.
        100 = TCA_FLOWER_KEY_HASH                  => key_hash: u32,
        101 = TCA_FLOWER_KEY_HASH_MASK             => key_hash_mask: u32,
        /// How many VLAN tags.
        102 = TCA_FLOWER_KEY_NUM_OF_VLANS          => key_num_of_vlans: u8,
        /// The PPPoE session.
        103 = TCA_FLOWER_KEY_PPPOE_SID             => key_pppoe_sid: Be<u16>,
        /// The protocol in PPP.
        104 = TCA_FLOWER_KEY_PPP_PROTO             => key_ppp_proto: FlowerPppProto,
        /// The L2TPv3 session.
        105 = TCA_FLOWER_KEY_L2TPV3_SID            => key_l2tpv3_sid: Be<u32>,
        /// Did a bridge not know where to send it?
        106 = TCA_FLOWER_L2_MISS                   => l2_miss: Bool,
        /// Connectivity fault management.
        107 = TCA_FLOWER_KEY_CFM                   => key_cfm: FlowerCfm,
        /// The IPsec security parameter index.
        108 = TCA_FLOWER_KEY_SPI                   => key_spi: Be<u32>,
        109 = TCA_FLOWER_KEY_SPI_MASK              => key_spi_mask: Be<u32>,
        /// What else is known of the tunnel that a packet came by.
        110 = TCA_FLOWER_KEY_ENC_FLAGS             => key_enc_flags: FlowerFlags,
        111 = TCA_FLOWER_KEY_ENC_FLAGS_MASK        => key_enc_flags_mask: FlowerFlags,
    }
}

names! {
    /// What an ARP packet does: `ARPOP_*` in linux/if_arp.h.
    pub struct FlowerArpOp: u8 {
        1 = REQUEST "request",
        2 = REPLY "reply",
    }
}

names! {
    /// A protocol in PPP, whose numbers are not Ethernet's: `PPP_*` in linux/ppp_defs.h.
    pub struct FlowerPppProto: Be<u16> {
        0x0021 = IP "ip",
        0x0057 = IPV6 "ipv6",
        0x0281 = MPLS_UC "mpls_uc",
        0x0283 = MPLS_MC "mpls_mc",
    }
}

bits! {
    /// What is known of a packet, or of the tunnel that it came by: `TCA_FLOWER_KEY_FLAGS_*`.
    pub struct FlowerFlags: Be<u32> {
        0x01 = IS_FRAGMENT "frag",
        0x02 = FRAG_IS_FIRST "firstfrag",
        0x04 = TUNNEL_CSUM "csum",
        0x08 = TUNNEL_DONT_FRAGMENT "dontfrag",
        0x10 = TUNNEL_OAM "oam",
        0x20 = TUNNEL_CRIT_OPT "crit",
    }
}

bits! {
    /// The flags of a TCP header.
    pub struct FlowerTcpFlags: Be<u16> {
        0x001 = FIN "fin",
        0x002 = SYN "syn",
        0x004 = RST "rst",
        0x008 = PSH "psh",
        0x010 = ACK "ack",
        0x020 = URG "urg",
        0x040 = ECE "ece",
        0x080 = CWR "cwr",
        0x100 = AE "ae",
    }
}

bits! {
    /// What connection tracking knows of a packet: `TCA_FLOWER_KEY_CT_FLAGS_*`.
    pub struct FlowerCtState: u16 {
        0x01 = NEW "new",
        0x02 = ESTABLISHED "est",
        0x04 = RELATED "rel",
        0x08 = TRACKED "trk",
        0x10 = INVALID "inv",
        0x20 = REPLY "rpl",
    }
}

attrs! {
    /// Options of the tunnel that a packet came by: `TCA_FLOWER_KEY_ENC_OPTS_*`.
    pub struct FlowerEncOpts {
        /// In a request one nest an option; the kernel states all in one.
        1 = TCA_FLOWER_KEY_ENC_OPTS_GENEVE => geneve: Many<FlowerGeneve>,
        2 = TCA_FLOWER_KEY_ENC_OPTS_VXLAN  => vxlan: FlowerVxlan,
        3 = TCA_FLOWER_KEY_ENC_OPTS_ERSPAN => erspan: FlowerErspan,
        4 = TCA_FLOWER_KEY_ENC_OPTS_GTP    => gtp: FlowerGtp,
        5 = TCA_FLOWER_KEY_ENC_OPTS_PFCP   => pfcp: FlowerPfcp,
    }
}

attrs! {
    /// Options of Geneve, class, type and data in turn: `TCA_FLOWER_KEY_ENC_OPT_GENEVE_*`.
    pub struct FlowerGeneve {
        1 = TCA_FLOWER_KEY_ENC_OPT_GENEVE_CLASS => class: Many<Be<u16>>,
        2 = TCA_FLOWER_KEY_ENC_OPT_GENEVE_TYPE  => r#type: Many<u8>,
        /// 4 to 128 bytes.
        3 = TCA_FLOWER_KEY_ENC_OPT_GENEVE_DATA  => data: Many<Bytes>,
    }
}

attrs! {
    /// VXLAN: `TCA_FLOWER_KEY_ENC_OPT_VXLAN_*`.
    pub struct FlowerVxlan {
        /// The group based policy.
        1 = TCA_FLOWER_KEY_ENC_OPT_VXLAN_GBP => gbp: u32,
    }
}

attrs! {
    /// ERSPAN: `TCA_FLOWER_KEY_ENC_OPT_ERSPAN_*`.
    pub struct FlowerErspan {
        1 = TCA_FLOWER_KEY_ENC_OPT_ERSPAN_VER   => ver: u8,
        /// Of version 1.
        2 = TCA_FLOWER_KEY_ENC_OPT_ERSPAN_INDEX => index: Be<u32>,
        /// Of version 2.
        3 = TCA_FLOWER_KEY_ENC_OPT_ERSPAN_DIR   => dir: u8,
        /// Of version 2.
        4 = TCA_FLOWER_KEY_ENC_OPT_ERSPAN_HWID  => hwid: u8,
    }
}

attrs! {
    /// GTP: `TCA_FLOWER_KEY_ENC_OPT_GTP_*`.
    pub struct FlowerGtp {
        1 = TCA_FLOWER_KEY_ENC_OPT_GTP_PDU_TYPE => pdu_type: u8,
        2 = TCA_FLOWER_KEY_ENC_OPT_GTP_QFI      => qfi: u8,
    }
}

attrs! {
    /// PFCP: `TCA_FLOWER_KEY_ENC_OPT_PFCP_*`.
    pub struct FlowerPfcp {
        1 = TCA_FLOWER_KEY_ENC_OPT_PFCP_TYPE => r#type: u8,
        2 = TCA_FLOWER_KEY_ENC_OPT_PFCP_SEID => seid: Be<u64>,
    }
}

attrs! {
    /// MPLS labels.
    pub struct FlowerMpls {
        1 = TCA_FLOWER_KEY_MPLS_OPTS_LSE => labels: Many<FlowerMplsLabel>,
    }
}

attrs! {
    /// An MPLS label: `TCA_FLOWER_KEY_MPLS_OPT_LSE_*`.
    pub struct FlowerMplsLabel {
        /// 1 is the outermost.
        1 = TCA_FLOWER_KEY_MPLS_OPT_LSE_DEPTH => depth: u8,
        2 = TCA_FLOWER_KEY_MPLS_OPT_LSE_TTL   => ttl: u8,
        /// 1 is the last.
        3 = TCA_FLOWER_KEY_MPLS_OPT_LSE_BOS   => bos: u8,
        /// The traffic class.
        4 = TCA_FLOWER_KEY_MPLS_OPT_LSE_TC    => tc: u8,
        5 = TCA_FLOWER_KEY_MPLS_OPT_LSE_LABEL => label: u32,
    }
}

attrs! {
    /// Connectivity fault management: `TCA_FLOWER_KEY_CFM_*`.
    pub struct FlowerCfm {
        1 = TCA_FLOWER_KEY_CFM_MD_LEVEL => md_level: u8,
        2 = TCA_FLOWER_KEY_CFM_OPCODE   => opcode: u8,
    }
}
