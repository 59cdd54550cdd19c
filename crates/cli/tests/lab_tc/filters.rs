//! Filters, and actions of theirs.

use super::{Case, EGRESS, HTB, INGRESS, filter};

pub(super) const FILTERS: &[Case] = &[
    filter(
        "u32",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 4 u32 match ip src 10.1.0.0/16 match ip dport 443 0xffff match u8 17 0xff at 9 flowid 1:2 action mirred egress mirror dev t1",
            "filter add dev t0 ingress protocol ip pref 5 handle 1: u32 divisor 16",
            "filter add dev t0 ingress protocol ip pref 5 u32 match ip dst 10.2.0.0/16 hashkey mask 0x0000000f at 16 link 1:",
            "filter add dev t0 ingress protocol ip pref 5 u32 ht 1:a: match ip dst 10.2.0.10 flowid 1:3",
            "filter add dev t0 ingress protocol ip pref 5 u32 match u32 0 0 offset at 0 mask 0f00 shift 6 plus 4 eat link 1:",
            "filter add dev t0 ingress protocol ip pref 5 u32 match tcp src 25 0xffff indev t0 flowid 1:4",
        ],
    ),
    filter(
        "u32 by mark",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 6 u32 match u32 0 0 match mark 3 0x0f flowid 1:5",
        ],
    ),
    filter(
        "police of old",
        EGRESS,
        &[
            "filter add dev t0 egress protocol ip pref 7 u32 match u32 0 0 police rate 3mbit burst 12k drop flowid :7",
        ],
    ),
    filter(
        "matchall",
        INGRESS,
        &[
            "filter add dev t0 ingress pref 8 protocol all matchall skip_hw classid 1:6 action continue",
        ],
    ),
    filter(
        "basic",
        EGRESS,
        &["filter add dev t0 egress protocol ip pref 9 basic classid 1:7 action pass"],
    ),
    filter(
        "ematches",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 basic match 'cmp(u16 at 2 layer network gt 100) and not (meta(priority lt 5) or u32(u32 0x0a010000 0xffff0000 at 16)) and nbyte(\"xyz\" at 4 layer 1)' classid 1:8 action drop",
            "filter add dev t0 ingress protocol ip pref 2 basic match 'meta(vlan mask 0xfff eq 12) and meta(random lt 7)' action drop",
            "filter add dev t0 ingress protocol ip pref 3 basic match 'canid(sff 0x321)' action drop",
        ],
    ),
    filter(
        "bpf",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol all pref 1 bpf bytecode '4,40 0 0 12,21 0 1 2054,6 0 0 4294967295,6 0 0 0' classid 1:9",
        ],
    ),
    filter(
        "cgroup",
        HTB,
        &["filter add dev t0 parent 1: protocol all pref 1 handle 2 cgroup action pass"],
    ),
    filter(
        "flow",
        HTB,
        &[
            "filter add dev t0 parent 1: protocol all pref 1 handle 3 flow hash keys src,dst,proto-src,mark divisor 32 perturb 11 baseclass 1:1",
            "filter add dev t0 parent 1: protocol all pref 2 handle 4 flow map key src and 0xf0 rshift 4 addend 3 divisor 16",
        ],
    ),
    filter(
        "fw",
        HTB,
        &[
            "filter add dev t0 parent 1: protocol all pref 1 handle 0x2a/0xfe fw classid 1:1",
            "filter add dev t0 parent 1: protocol all pref 2 handle 9 fw indev t1 classid 1:2",
        ],
    ),
    filter(
        "route",
        HTB,
        &[
            "filter add dev t0 parent 1: protocol ip pref 1 route from 7 to 12 classid 1:1",
            "filter add dev t0 parent 1: protocol ip pref 1 route fromif t1 classid 1:2",
        ],
    ),
    filter(
        "chains",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 chain 0 flower dst_ip 10.3.0.1 action goto chain 6",
            "filter add dev t0 ingress protocol ip pref 1 chain 6 flower src_ip 10.3.0.2 action drop",
            "chain add dev t0 ingress chain 8 protocol ip flower dst_ip 0.0.0.0/16",
        ],
    ),
    filter(
        "flower",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 flower dst_mac 02:00:00:00:00:05/ff:ff:00:00:00:00 src_mac 02:00:00:00:00:06 ip_proto tcp ip_tos 0x20/0xf0 ip_ttl 60/0xfe src_ip 10.4.0.0/16 dst_ip 192.0.2.5 src_port 2000-3000 dst_port 70-75 tcp_flags 0x10/0x12 action drop",
            "filter add dev t0 ingress protocol ip pref 2 flower ip_flags nofrag/firstfrag classid 1:5 skip_hw action pass",
            "filter add dev t0 ingress protocol ip pref 3 flower ip_proto udp src_port 67/0xff0f dst_port 68 indev t0 action pass",
            "filter add dev t0 ingress protocol ip pref 4 flower ip_proto sctp src_port 7 dst_port 8 action pass",
            "filter add dev t0 ingress protocol ip pref 5 flower ip_proto icmp type 8 code 0 action pass",
            "filter add dev t0 ingress protocol ipv6 pref 6 flower ip_proto icmpv6 src_ip 2001:db8:5::/48 dst_ip 2001:db8::5 type 129 code 1 action pass",
            "filter add dev t0 ingress protocol 802.1ad pref 7 flower vlan_id 12 vlan_prio 2 vlan_ethtype 802.1q cvlan_id 22 cvlan_prio 5 cvlan_ethtype ip src_ip 10.4.0.3 action drop",
            "filter add dev t0 ingress protocol mpls_uc pref 8 flower mpls_label 300 mpls_tc 2 mpls_bos 1 mpls_ttl 9 action drop",
            "filter add dev t0 ingress protocol mpls_uc pref 9 flower mpls lse depth 1 label 301 tc 2 bos 0 ttl 60 lse depth 2 label 302 action drop",
            "filter add dev t0 ingress protocol arp pref 10 flower arp_tip 10.4.0.4 arp_sip 10.4.0.0/24 arp_op reply arp_tha 02:00:00:00:00:07 arp_sha 02:00:00:00:00:08 action drop",
            "filter add dev t0 ingress protocol ip pref 11 flower ct_state +trk+new-inv ct_zone 6 ct_mark 4/0xf0 ct_label 00000000000000aa/00000000000000ff action drop",
        ],
    ),
    filter(
        "flower, tunnels",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 flower enc_key_id 52 enc_src_ip 192.0.2.6 enc_dst_ip 192.0.2.0/28 enc_dst_port 6081 enc_tos 0x20 enc_ttl 61 geneve_opts 2:3:0a0b0c0d/ffff:ff:ffff0000 action drop",
            "filter add dev t0 ingress protocol ip pref 2 flower enc_key_id 53 enc_src_ip 2001:db8::6 vxlan_opts 6/0xf0 action drop",
            "filter add dev t0 ingress protocol ip pref 3 flower enc_key_id 54 erspan_opts 1:9:0:0/1:4294967295:0:0 action drop",
        ],
    ),
    filter(
        "flower, GTP",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 flower enc_key_id 6 gtp_opts 2:3/ff:f0 action drop",
        ],
    ),
    filter(
        "flower, PFCP",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 flower enc_key_id 7 pfcp_opts 1:3/ff:f0 action drop",
        ],
    ),
    filter(
        "flower, flags of tunnels",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 flower enc_flags tuncsum/notunoam action drop",
        ],
    ),
    filter(
        "flower, how many VLANs",
        INGRESS,
        &["filter add dev t0 ingress protocol 802.1q pref 1 flower num_of_vlans 3 action pass"],
    ),
    filter(
        "flower, PPPoE",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ppp_ses pref 1 flower pppoe_sid 6 ppp_proto ipv6 action drop",
        ],
    ),
    filter(
        "flower, L2TP",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 flower ip_proto l2tp l2tpv3_sid 13 action drop",
        ],
    ),
    filter(
        "flower, IPsec",
        INGRESS,
        &["filter add dev t0 ingress protocol ip pref 1 flower ip_proto esp spi 78 action drop"],
    ),
    filter(
        "flower, CFM",
        INGRESS,
        &["filter add dev t0 ingress protocol 0x8902 pref 1 flower cfm mdl 4 op 6 action drop"],
    ),
    filter(
        "flower, bridges",
        INGRESS,
        &["filter add dev t0 ingress protocol all pref 1 flower l2_miss 1 action drop"],
    ),
    filter(
        "actions of a filter",
        INGRESS,
        &[
            "filter add dev t0 ingress protocol ip pref 1 flower dst_ip 10.5.0.1 action vlan push id 14 priority 2 protocol 802.1ad pipe action mirred egress mirror dev t1 pipe action skbedit mark 6 priority 1:4 pipe action csum ip4h icmp pipe action gact drop random determ pass 4",
        ],
    ),
];
