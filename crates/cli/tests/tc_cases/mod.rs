//! What of traffic control is made, kind by kind.

#![allow(unreachable_pub, missing_docs, reason = "a table of one test program")]

/// What is made, on the interface `t0` with four queues, by commands of tc.
pub struct Case {
    pub name: &'static str,
    pub at: Place,
    pub commands: &'static [&'static str],
}

/// What is looked at afterwards: always queueing disciplines and classes.
#[derive(PartialEq, Eq)]
pub enum Place {
    Device,
    /// And the filters of a place: as tc calls it, and its handle.
    Filters(&'static str, u64),
    /// Actions of a kind by themselves.
    Actions,
}

pub const INGRESS: Place = Place::Filters("ingress", 0xffff_fff2);
pub const EGRESS: Place = Place::Filters("egress", 0xffff_fff3);
pub const HTB: Place = Place::Filters("parent 1:", 0x1_0000);

const fn device(name: &'static str, commands: &'static [&'static str]) -> Case {
    Case { name, at: Place::Device, commands }
}
const fn filter(name: &'static str, at: Place, commands: &'static [&'static str]) -> Case {
    Case { name, at, commands }
}
const fn action(name: &'static str, commands: &'static [&'static str]) -> Case {
    Case { name, at: Place::Actions, commands }
}

pub const CASES: &[Case] = &[
    device("pfifo", &["qdisc add dev t0 root handle 1: pfifo limit 70"]),
    device("bfifo", &["qdisc add dev t0 root handle 1: bfifo limit 70000"]),
    device("pfifo_head_drop", &["qdisc add dev t0 root handle 1: pfifo_head_drop limit 6"]),
    device("pfifo_fast", &["qdisc add dev t0 root handle 1: pfifo_fast"]),
    device("noqueue", &["qdisc add dev t0 root handle 1: noqueue"]),
    device("blackhole", &["qdisc add dev t0 root handle 1: blackhole"]),
    device("ingress", &["qdisc add dev t0 ingress"]),
    device("clsact", &["qdisc add dev t0 ingress_block 11 egress_block 12 clsact"]),
    device("mq", &["qdisc add dev t0 root handle 1: mq"]),
    device("multiq", &["qdisc add dev t0 root handle 1: multiq"]),
    device("plug", &["qdisc add dev t0 root handle 1: plug limit 50000"]),
    device("skbprio", &["qdisc add dev t0 root handle 1: skbprio limit 33"]),
    device("teql", &["qdisc add dev t0 root handle 1: teql0"]),
    device("dualpi2", &["qdisc add dev t0 root handle 1: dualpi2"]),
    device(
        "prio",
        &["qdisc add dev t0 root handle 1: prio bands 5 priomap 4 3 2 1 0 0 0 0 1 1 1 1 2 2 2 2"],
    ),
    device(
        "tbf",
        &[
            "qdisc add dev t0 root handle 1: tbf rate 6mbit burst 20k latency 80ms peakrate 12mbit mtu 1900 overhead 12 mpu 70 linklayer atm",
        ],
    ),
    device(
        "tbf, 64 bits",
        &["qdisc add dev t0 root handle 1: tbf rate 48gbit burst 9mb limit 8mb"],
    ),
    device(
        "htb",
        &[
            "qdisc add dev t0 root handle 1: htb default 20 r2q 7 direct_qlen 44",
            "class add dev t0 parent 1: classid 1:1 htb rate 90mbit ceil 180mbit burst 14k cburst 17k quantum 2500",
            "class add dev t0 parent 1:1 classid 1:20 htb rate 4mbit ceil 50gbit prio 2 mpu 60 overhead 20 linklayer atm",
            "class add dev t0 parent 1:1 classid 1:30 htb rate 45gbit",
            "qdisc add dev t0 parent 1:20 handle 20: pfifo limit 8",
        ],
    ),
    device(
        "stab and estimators",
        &[
            "qdisc add dev t0 root handle 1: estimator 1sec 4sec stab mtu 2000 tsize 256 mpu 60 overhead 24 linklayer atm htb default 1",
            "class add dev t0 parent 1: classid 1:1 estimator 250msec 1sec htb rate 2mbit",
        ],
    ),
    device(
        "hfsc",
        &[
            "qdisc add dev t0 root handle 1: hfsc default 12",
            "class add dev t0 parent 1: classid 1:12 hfsc sc rate 12mbit ul rate 24mbit",
            "class add dev t0 parent 1: classid 1:13 hfsc rt m1 6mbit d 12ms m2 3mbit ls m2 2mbit",
        ],
    ),
    device(
        "drr",
        &[
            "qdisc add dev t0 root handle 1: drr",
            "class add dev t0 parent 1: classid 1:1 drr quantum 3100",
        ],
    ),
    device(
        "qfq",
        &[
            "qdisc add dev t0 root handle 1: qfq",
            "class add dev t0 parent 1: classid 1:1 qfq weight 12 maxpkt 1800",
        ],
    ),
    device(
        "ets",
        &[
            "qdisc add dev t0 root handle 1: ets bands 5 strict 2 quanta 5000 2500 priomap 4 3 2 1 0",
        ],
    ),
    device(
        "sfq",
        &[
            "qdisc add dev t0 root handle 1: sfq limit 110 perturb 12 quantum 2900 depth 40 headdrop divisor 256 redflowlimit 90000 min 7000 max 50000 probability 0.2 ecn harddrop",
        ],
    ),
    device(
        "red",
        &[
            "qdisc add dev t0 root handle 1: red limit 300000 min 20000 max 60000 avpkt 900 burst 40 ecn adaptive bandwidth 12mbit probability 0.05",
        ],
    ),
    device(
        "red with events",
        &[
            "qdisc add dev t0 root handle 1: red limit 300000 min 20000 max 60000 avpkt 900 burst 40 ecn nodrop bandwidth 12mbit qevent early_drop block 10 qevent mark block 11",
        ],
    ),
    device(
        "gred",
        &[
            "qdisc add dev t0 root handle 1: gred setup DPs 5 default 3 grio limit 90000",
            "qdisc change dev t0 root gred limit 50KB min 14K max 24K burst 50 avpkt 1400 bandwidth 12Mbit DP 2 probability 0.03 prio 4 ecn",
        ],
    ),
    device(
        "choke",
        &[
            "qdisc add dev t0 root handle 1: choke limit 900 min 40 max 120 avpkt 900 burst 50 ecn bandwidth 12mbit",
        ],
    ),
    device(
        "sfb",
        &[
            "qdisc add dev t0 root handle 1: sfb rehash 500000 db 50000 limit 90 max 24 target 18 increment 0.02 decrement 0.002 penalty_rate 20 penalty_burst 30",
        ],
    ),
    device(
        "codel",
        &[
            "qdisc add dev t0 root handle 1: codel limit 900 target 7ms interval 120ms ecn ce_threshold 2ms",
        ],
    ),
    device(
        "fq_codel",
        &[
            "qdisc add dev t0 root handle 1: fq_codel limit 8888 flows 256 target 7ms interval 120ms quantum 1500 ce_threshold 3ms memory_limit 8mb drop_batch 16",
        ],
    ),
    device(
        "fq_codel by DS field",
        &[
            "qdisc add dev t0 root handle 1: fq_codel noecn ce_threshold 3ms ce_threshold_selector 0x2/0x3",
        ],
    ),
    device(
        "fq",
        &[
            "qdisc add dev t0 root handle 1: fq limit 4000 flow_limit 40 buckets 256 quantum 2800 initial_quantum 14000 maxrate 90mbit orphan_mask 255 refill_delay 20ms low_rate_threshold 400kbit ce_threshold 5ms timer_slack 30us horizon 4s horizon_cap",
        ],
    ),
    device("fq without pacing", &["qdisc add dev t0 root handle 1: fq nopacing horizon_drop"]),
    device(
        "fq_pie",
        &[
            "qdisc add dev t0 root handle 1: fq_pie limit 4000 flows 256 target 18ms tupdate 20ms alpha 4 beta 22 quantum 1500 memory_limit 8mb ecn_prob 25 ecn bytemode dq_rate_estimator",
        ],
    ),
    device(
        "pie",
        &[
            "qdisc add dev t0 root handle 1: pie limit 400 target 18ms tupdate 20ms alpha 4 beta 22 ecn bytemode dq_rate_estimator",
        ],
    ),
    device(
        "hhf",
        &[
            "qdisc add dev t0 root handle 1: hhf limit 800 quantum 1500 hh_limit 900 reset_timeout 60ms admit_bytes 90000 evict_timeout 800ms non_hh_weight 4",
        ],
    ),
    device(
        "cake",
        &[
            "qdisc add dev t0 root handle 1: cake bandwidth 40mbit diffserv8 dual-srchost nat wash ingress ack-filter-aggressive rtt 50ms overhead 20 mpu 70 atm memlimit 4mb split-gso fwmark 0xf0",
        ],
    ),
    device(
        "cake that finds its rate",
        &[
            "qdisc add dev t0 root handle 1: cake bandwidth 9mbit autorate-ingress precedence flows ptm no-split-gso ack-filter",
        ],
    ),
    device(
        "cake, unlimited",
        &["qdisc add dev t0 root handle 1: cake unlimited besteffort flowblind raw"],
    ),
    device(
        "netem",
        &[
            "qdisc add dev t0 root handle 1: netem limit 900 delay 60ms 15ms 30% distribution normal loss 2.5% 20% duplicate 3% 10% corrupt 0.2% reorder 6% 40% gap 4 rate 2mbit 16 8 4",
        ],
    ),
    device(
        "netem, Gilbert and Elliott",
        &["qdisc add dev t0 root handle 1: netem loss gemodel 2% 12% 60% 0.2% ecn"],
    ),
    device(
        "netem, four states",
        &["qdisc add dev t0 root handle 1: netem loss state 2% 21% 31% 41% 6%"],
    ),
    device(
        "netem with slots",
        &["qdisc add dev t0 root handle 1: netem delay 12ms slot 700us 2ms packets 12 bytes 14000"],
    ),
    device(
        "netem with distributed slots",
        &["qdisc add dev t0 root handle 1: netem rate 50gbit slot distribution pareto 2ms 200us"],
    ),
    device(
        "etf",
        &[
            "qdisc add dev t0 root handle 1: etf clockid CLOCK_TAI delta 250000 deadline_mode skip_sock_check",
        ],
    ),
    device(
        "cbs",
        &[
            "qdisc add dev t0 root handle 1: cbs idleslope 88000 sendslope -912000 hicredit 140 locredit -1300",
        ],
    ),
    device(
        "mqprio",
        &[
            "qdisc add dev t0 root handle 1: mqprio num_tc 3 map 0 1 2 2 1 1 0 0 0 0 0 0 0 0 0 0 queues 2@0 1@2 1@3 hw 0",
        ],
    ),
    device(
        "taprio",
        &[
            "qdisc add dev t0 root handle 1: taprio num_tc 3 map 0 1 2 2 1 1 0 0 queues 2@0 1@2 1@3 base-time 2000000000 sched-entry S 05 250000 sched-entry S 02 350000 max-sdu 0 600 clockid CLOCK_TAI",
        ],
    ),
    device(
        "taprio with assistance",
        &[
            "qdisc add dev t0 root handle 1: taprio num_tc 2 map 1 0 queues 1@0 1@1 base-time 2000 sched-entry S 01 250000 sched-entry S 02 250000 flags 0x1 txtime-delay 150000 clockid CLOCK_TAI",
        ],
    ),
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
