//! Actions by themselves.

use super::{Case, action};

pub(super) const ACTIONS: &[Case] = &[
    action(
        "gact",
        &[
            "actions add action gact pass index 11",
            "actions add action gact drop random netrand pass 12 index 12",
            "actions add action gact pipe index 13 cookie c0ffee00",
            "actions add action gact jump 3 index 14",
            "actions add action gact continue index 15",
            "actions add action gact reclassify index 16",
            "actions add action gact trap index 17 skip_hw",
        ],
    ),
    action(
        "mirred",
        &[
            "actions add action mirred egress mirror dev t0 index 11",
            "actions add action mirred egress redirect dev t0 index 12",
            "actions add action mirred ingress redirect dev t0 index 13",
        ],
    ),
    action("mirred to a block", &["actions add action mirred egress mirror blockid 55 index 11"]),
    action(
        "police",
        &[
            "actions add action police rate 12mbit burst 30k mtu 3k conform-exceed drop/pipe index 11",
            "actions add action police rate 45gbit burst 2m peakrate 55gbit mtu 8k overhead 10 linklayer ethernet index 12",
            "actions add action police pkts_rate 1100 pkts_burst 220 conform-exceed continue index 13",
        ],
    ),
    action(
        "pedit",
        &[
            "actions add action pedit munge offset 4 u16 set 0x4321 index 11",
            "actions add action pedit ex munge eth src set 02:00:00:00:00:0a munge ip ttl add 0xfe munge ip6 dst set 2001:db8::a munge tcp dport set 81 pipe index 12",
            "actions add action pedit ex munge ip tos set 8 retain 0xf8 index 13",
        ],
    ),
    action(
        "nat",
        &[
            "actions add action nat ingress 10.6.0.0/16 192.0.2.7 index 11",
            "actions add action nat egress 10.6.0.1/32 192.0.2.8 pipe index 12",
        ],
    ),
    action(
        "skbedit",
        &[
            "actions add action skbedit mark 7/0xf0 priority 1:5 queue_mapping 3 ptype otherhost inheritdsfield index 11",
        ],
    ),
    action(
        "skbmod",
        &[
            "actions add action skbmod set dmac 02:00:00:00:00:0b set smac 02:00:00:00:00:0c set etype 0x0800 index 11",
            "actions add action skbmod swap mac index 12",
            "actions add action skbmod ecn index 13",
        ],
    ),
    action(
        "vlan",
        &[
            "actions add action vlan pop index 11",
            "actions add action vlan push protocol 802.1q id 88 priority 4 index 12",
            "actions add action vlan modify id 8 priority 2 index 13",
            "actions add action vlan pop_eth index 14",
            "actions add action vlan push_eth dst_mac 02:00:00:00:00:0d src_mac 02:00:00:00:00:0e index 15",
        ],
    ),
    action(
        "mpls",
        &[
            "actions add action mpls pop protocol ipv6 index 11",
            "actions add action mpls push protocol mpls_uc label 124 tc 2 ttl 63 bos 1 index 12",
            "actions add action mpls modify label 6 ttl 11 index 13",
            "actions add action mpls dec_ttl index 14",
            "actions add action mpls mac_push label 10 index 15",
        ],
    ),
    action(
        "tunnel_key",
        &[
            "actions add action tunnel_key set src_ip 192.0.2.9 dst_ip 192.0.2.10 id 80 dst_port 6081 tos 0x20 ttl 62 nocsum geneve_opts 2:3:0a0b0c0d,4:5:00000001 index 11",
            "actions add action tunnel_key unset index 12",
            "actions add action tunnel_key set src_ip 2001:db8::9 dst_ip 2001:db8::a id 81 vxlan_opts 6 index 13",
            "actions add action tunnel_key set src_ip 192.0.2.9 dst_ip 192.0.2.10 id 82 erspan_opts 2:0:1:8 index 14",
        ],
    ),
    action(
        "tunnel_key without fragments",
        &["actions add action tunnel_key set src_ip 192.0.2.9 dst_ip 192.0.2.10 nofrag index 11"],
    ),
    action("bpf", &["actions add action bpf bytecode '1,6 0 0 4294967295' pipe index 11"]),
    action("connmark", &["actions add action connmark zone 6 index 11"]),
    action(
        "ctinfo",
        &["actions add action ctinfo dscp 0x3f000000 0x00400000 cpmark 0x0fff zone 4 index 11"],
    ),
    action(
        "ct",
        &[
            "actions add action ct zone 8 nat src addr 10.7.0.1-10.7.0.9 port 3000-4000 commit force mark 6/0xf0 label 00000000000000000000000000000002 index 11",
            "actions add action ct clear index 12",
            "actions add action ct nat index 13",
            "actions add action ct commit nat dst addr 2001:db8::b index 14",
        ],
    ),
    action(
        "ct with a helper",
        &["actions add action ct commit zone 3 helper ipv4-tcp-ftp index 11"],
    ),
    action("csum", &["actions add action csum ip4h igmp tcp udplite sctp index 11"]),
    action("sample", &["actions add action sample rate 50 group 6 trunc 96 index 11"]),
    action(
        "gate",
        &[
            "actions add action gate base-time 2000000000 cycle-time 900000000 priority 2 clockid CLOCK_TAI sched-entry open 300000000 -1 -1 sched-entry open 200000000 3 9000 sched-entry close 100000000 -1 -1 index 11",
        ],
    ),
    action(
        "ife",
        &[
            "actions add action ife encode type 0xBEEF allow mark use prio 6 dst 02:00:00:00:00:0f src 02:00:00:00:00:10 index 11",
            "actions add action ife decode pipe index 12",
        ],
    ),
    action("simple", &["actions add action simple sdata 'good morning' index 11"]),
];
