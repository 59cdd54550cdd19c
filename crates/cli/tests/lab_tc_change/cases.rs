//! What is made, one kind a row.

/// What is made (table and keys, with spaces between); what has to be there before; what `tc -j` says of it then, as
/// paths below its object, with values; how it is changed; what is said then.
pub(crate) struct Case {
    pub(crate) kind: &'static str,
    pub(crate) before: &'static str,
    pub(crate) add: &'static [&'static str],
    /// The list of `tc` that it is in.
    pub(crate) list: &'static str,
    pub(crate) says: &'static [(&'static str, &'static str)],
    pub(crate) set: &'static [&'static str],
    pub(crate) then: &'static [(&'static str, &'static str)],
}

pub(crate) const QDISC: &str = "qdisc show dev v0";

/// A queueing discipline at the root.
const fn qdisc(
    kind: &'static str,
    add: &'static [&'static str],
    says: &'static [(&'static str, &'static str)],
    set: &'static [&'static str],
    then: &'static [(&'static str, &'static str)],
) -> Case {
    Case { kind, before: "", add, list: QDISC, says, set, then }
}

pub(crate) const CASES: &[Case] = &[
    qdisc(
        "tbf",
        &["rate=1mbit", "burst=15k", "latency=50ms"],
        &[("options.rate", "125000"), ("options.burst", "\"15Kb/1\""), ("options.lat", "50000")],
        &["rate=2mbit", "burst=20k"],
        &[("options.rate", "250000"), ("options.burst", "\"20Kb/1\"")],
    ),
    qdisc(
        "fq_codel",
        &[
            "limit=2000",
            "flows=512",
            "target=10ms",
            "interval=200ms",
            "quantum=1514b",
            "memory_limit=16mb",
            "ce_threshold=3ms",
            "ecn=1",
            "drop_batch_size=32",
        ],
        &[
            ("options.limit", "2000"),
            ("options.flows", "512"),
            ("options.target", "9999"),
            ("options.interval", "199999"),
            ("options.quantum", "1514"),
            ("options.ecn", "true"),
            ("options.memory_limit", "16777216"),
        ],
        &["target=15ms", "ecn=0"],
        &[("options.target", "14999"), ("options.limit", "2000")],
    ),
    qdisc(
        "fq",
        &[
            "plimit=5000",
            "flow_plimit=50",
            "quantum=3028",
            "initial_quantum=15140",
            "flow_max_rate=10mbit",
            "flow_refill_delay=40ms",
            "low_rate_threshold=550kbit",
            "timer_slack=10us",
            "horizon=5s",
            "horizon_drop=0",
            "ce_threshold=2ms",
        ],
        &[
            ("options.limit", "5000"),
            ("options.flow_limit", "50"),
            ("options.quantum", "3028"),
            ("options.maxrate", "1250000"),
            ("options.refill_delay", "40000"),
            ("options.low_rate_threshold", "68750"),
        ],
        &["flow_max_rate=20mbit", "plimit=6000"],
        &[("options.maxrate", "2500000"), ("options.limit", "6000"), ("options.flow_limit", "50")],
    ),
    qdisc(
        "sfq",
        &["perturb_period=10s", "quantum=3k", "v0.limit=100", "flows=64"],
        &[("options.perturb", "10"), ("options.quantum", "3072"), ("options.limit", "100")],
        &["perturb_period=20"],
        &[("options.perturb", "20"), ("options.quantum", "3072")],
    ),
    qdisc(
        "cake",
        &[
            "base_rate64=50mbit",
            "rtt=80ms",
            "diffserv_mode=besteffort",
            "flow_mode=dual-srchost",
            "overhead=18",
            "mpu=64",
            "nat=1",
            "memory=8mb",
            "ack_filter=enabled",
            "wash=1",
        ],
        &[
            ("options.bandwidth", "6250000"),
            ("options.rtt", "80000"),
            ("options.diffserv", "\"besteffort\""),
            ("options.overhead", "18"),
            ("options.nat", "true"),
            ("options.memlimit", "8388608"),
        ],
        &["base_rate64=100mbit", "nat=0"],
        &[("options.bandwidth", "12500000"), ("options.nat", "false"), ("options.rtt", "80000")],
    ),
    qdisc(
        "codel",
        &["limit=500", "target=10ms", "interval=150ms", "ecn=1", "ce_threshold=1ms"],
        &[
            ("options.limit", "500"),
            ("options.target", "9999"),
            ("options.interval", "149999"),
            ("options.ecn", "true"),
        ],
        &["limit=600"],
        &[("options.limit", "600"), ("options.target", "9999")],
    ),
    qdisc(
        "pie",
        &["limit=700", "target=20ms", "tupdate=40ms", "alpha=3", "beta=21", "ecn=1"],
        &[
            ("options.limit", "700"),
            ("options.alpha", "3"),
            ("options.beta", "21"),
            ("options.ecn", "true"),
        ],
        &["limit=800", "target=25ms"],
        &[("options.limit", "800")],
    ),
    qdisc(
        "netem",
        &[
            "limit=900",
            "latency=10ms",
            "jitter=2ms",
            "loss=42949672",
            "rate=1mbit",
            "reorder={probability: 429496729, correlation: 0}",
            "gap=5",
        ],
        &[
            ("options.limit", "900"),
            ("options.delay.delay", "0.01"),
            ("options.delay.jitter", "0.002"),
            ("options.rate.rate", "125000"),
        ],
        &["limit=950"],
        &[("options.limit", "950"), ("options.delay.delay", "0.01")],
    ),
    qdisc("drr", &[], &[], &[], &[]),
    qdisc(
        "ets",
        &["nbands=4", "nstrict=2", "quanta={bands: [4k, 3k]}"],
        &[("options.bands", "4"), ("options.strict", "2"), ("options.quanta", "[4096,3072]")],
        &["nstrict=1", "quanta={bands: [5k, 4k, 3k]}"],
        &[("options.strict", "1"), ("options.quanta", "[5120,4096,3072]")],
    ),
    qdisc(
        "red",
        &[
            "limit=400k",
            "qth_min=30k",
            "qth_max=90k",
            "wlog=6",
            "plog=20",
            "scell_log=9",
            "max_p=85899345",
            "stab=@RED",
        ],
        &[("options.limit", "409600"), ("options.min", "30720"), ("options.max", "92160")],
        &["limit=500k", "stab=@RED"],
        &[("options.limit", "512000"), ("options.min", "30720")],
    ),
    qdisc(
        "pfifo",
        &["limit=77"],
        &[("options.limit", "77")],
        &["limit=88"],
        &[("options.limit", "88")],
    ),
    qdisc(
        "bfifo",
        &["limit=15k"],
        &[("options.limit", "15360")],
        &["limit=20k"],
        &[("options.limit", "20480")],
    ),
    qdisc("multiq", &["bands=4"], &[], &[], &[]),
    qdisc(
        "mqprio",
        &["num_tc=2", "prio_tc_map=[0, 1, 1, 1]", "count=[2, 2]", "offset=[0, 2]"],
        &[("options.tc", "2")],
        &[],
        &[],
    ),
    qdisc("prio", &["bands=4"], &[("options.bands", "4")], &["bands=5"], &[("options.bands", "5")]),
    qdisc("hfsc", &["defcls=16"], &[], &["defcls=32"], &[]),
    qdisc(
        "htb",
        &["defcls=16", "direct_qlen=99"],
        &[("options.default", "\"0x10\""), ("options.direct_qlen", "99")],
        &[],
        &[],
    ),
    Case {
        kind: "ingress",
        before: "",
        add: &["qdisc", "kind=ingress"],
        list: QDISC,
        says: &[("handle", "\"ffff:\"")],
        set: &[],
        then: &[],
    },
    Case {
        kind: "clsact",
        before: "",
        add: &["qdisc", "kind=clsact"],
        list: QDISC,
        says: &[("handle", "\"ffff:\"")],
        set: &[],
        then: &[],
    },
    Case {
        kind: "htb",
        before: "tc qdisc add dev v0 root handle 1: htb default 10",
        add: &[
            "class",
            "parent=1:",
            "handle=1:10",
            "kind=htb",
            "rate=10mbit",
            "ceil=20mbit",
            "burst=15k",
            "cburst=20k",
            "prio=3",
            "quantum=3k",
        ],
        list: "class show dev v0",
        says: &[
            ("rate 10Mbit ceil 20Mbit", ""),
            ("burst 15Kb", ""),
            ("cburst 20Kb", ""),
            ("prio 3 rate 10Mbit", ""),
        ],
        set: &["ceil=30mbit", "prio=4"],
        then: &[("rate 10Mbit ceil 30Mbit", ""), ("prio 4", "")],
    },
    Case {
        kind: "drr",
        before: "tc qdisc add dev v0 root handle 1: drr",
        add: &["class", "parent=1:", "handle=1:10", "kind=drr", "quantum=2k"],
        list: "class show dev v0",
        says: &[("quantum 2Kb", "")],
        set: &["quantum=3k"],
        then: &[("quantum 3Kb", "")],
    },
    Case {
        kind: "hfsc",
        before: "tc qdisc add dev v0 root handle 1: hfsc default 10",
        add: &[
            "class",
            "parent=1:",
            "handle=1:10",
            "kind=hfsc",
            "rsc={m1: 2mbit, d: 10ms, m2: 1mbit}",
            "fsc={m2: 1mbit}",
            "usc={m2: 3mbit}",
        ],
        list: "class show dev v0",
        says: &[(
            "rt m1 2Mbit d 10ms m2 1Mbit ls m1 0bit d 0us m2 1Mbit ul m1 0bit d 0us m2 3Mbit",
            "",
        )],
        set: &["usc={m2: 4mbit}"],
        then: &[("ul m1 0bit d 0us m2 4Mbit", "")],
    },
    Case {
        kind: "qfq",
        before: "tc qdisc add dev v0 root handle 1: qfq",
        add: &["class", "parent=1:", "handle=1:10", "kind=qfq", "weight=7", "lmax=2k"],
        list: "class show dev v0",
        says: &[("weight 7 maxpkt 2048", "")],
        set: &["weight=8"],
        then: &[("weight 8 maxpkt 2048", "")],
    },
    filter(
        "fw",
        &["handle=0x6", "classid=1:10", "mask=0xff"],
        &[("options.classid", "\"1:10\"")],
        &["classid=1:11"],
        &[("options.classid", "\"1:11\"")],
    ),
    filter("basic", &["handle=0x1", "classid=1:10"], &[], &["classid=1:11"], &[]),
    filter("cgroup", &["handle=0x1"], &[], &[], &[]),
    filter(
        "flow",
        &["handle=0x1", "keys=src,dst", "mode=hash", "divisor=64", "baseclass=1:10"],
        &[],
        &["divisor=32"],
        &[],
    ),
    filter("route", &["handle=0xffff0005", "to=5", "classid=1:10"], &[], &[], &[]),
    filter(
        "bpf",
        &[
            "handle=0x1",
            "classid=1:10",
            "ops_len=1",
            "ops=[{code: 6, jt: 0, jf: 0, k: 4294967295}]",
        ],
        &[("options.bytecode.length", "1")],
        &[],
        &[],
    ),
    filter(
        "flower",
        &[
            "classid=1:10",
            "key_eth_type=ip",
            "key_ip_proto=tcp",
            "key_ipv4_dst=10.0.0.0",
            "key_ipv4_dst_mask=255.0.0.0",
            "key_tcp_dst=80",
            "key_tcp_dst_mask=0xffff",
        ],
        &[("options.keys.dst_port", "80")],
        &[],
        &[],
    ),
    filter("matchall", &["classid=1:10"], &[], &[], &[]),
    action(
        "gact",
        "[{kind: gact, options: {parms: {action: drop}}}]",
        &[("control_action.type", "\"drop\"")],
    ),
    action(
        "mirred",
        "[{kind: mirred, options: {parms: {action: stolen, eaction: egress-redirect, ifindex: v2}}}]",
        &[("mirred_action", "\"redirect\""), ("to_dev", "\"v2\"")],
    ),
    action(
        "police",
        "[{kind: police, options: {tbf: {rate: 1mbit, burst: 15k, mtu: 2k, action: drop}}}]",
        &[("control_action.type", "\"drop\"")],
    ),
    action(
        "vlan",
        "[{kind: vlan, options: {parms: {action: pipe, v_action: push}, push_vlan_id: 7, push_vlan_protocol: 802.1Q, push_vlan_priority: 3}}]",
        &[("vlan_action", "\"push\""), ("id", "7"), ("priority", "3")],
    ),
    action(
        "skbedit",
        "[{kind: skbedit, options: {parms: {action: pipe}, priority: '1:10', mark: 5, mask: 0xff}}]",
        &[("mark", "5")],
    ),
    action(
        "tunnel_key",
        "[{kind: tunnel_key, options: {parms: {action: pipe, t_action: set}, enc_ipv4_src: 10.0.0.1, enc_ipv4_dst: 10.0.0.2, enc_key_id: 9, enc_dst_port: 4789, no_csum: 0}}]",
        &[("mode", "\"set\""), ("key_id", "9"), ("dst_port", "4789")],
    ),
    action(
        "ct",
        "[{kind: ct, options: {parms: {action: pipe}, action: commit, zone: 5, mark: 7, mark_mask: 0xff}}]",
        &[("zone", "5"), ("action", "\"commit\"")],
    ),
    action(
        "csum",
        "[{kind: csum, options: {parms: {action: pipe, update_flags: 'iph,tcp'}}}]",
        &[],
    ),
    action(
        "nat",
        "[{kind: nat, options: {parms: {action: pipe, old_addr: 10.0.0.0, new_addr: 10.1.0.0, mask: 255.255.0.0, flags: egress}}}]",
        &[],
    ),
    action(
        "pedit",
        "[{kind: pedit, options: {parms_ex: {action: pipe, nkeys: 1, keys: [{mask: 0xffff0000, val: 0x0101, off: 0}]}, keys_ex: {keys: [{htype: network, cmd: set}]}}}]",
        &[],
    ),
    action(
        "skbmod",
        "[{kind: skbmod, options: {parms: {action: pipe, flags: set_dmac}, dmac: '02:00:00:00:00:09'}}]",
        &[],
    ),
    action("connmark", "[{kind: connmark, options: {parms: {action: pipe, zone: 3}}}]", &[]),
    action(
        "sample",
        "[{kind: sample, options: {parms: {action: pipe}, rate: 100, psample_group: 4}}]",
        &[],
    ),
    action(
        "bpf",
        "[{kind: bpf, options: {parms: {action: pipe}, ops_len: 1, ops: [{code: 6, jt: 0, jf: 0, k: 0}]}}]",
        &[],
    ),
];

/// A filter of a kind, below a discipline with classes.
const fn filter(
    kind: &'static str,
    add: &'static [&'static str],
    says: &'static [(&'static str, &'static str)],
    set: &'static [&'static str],
    then: &'static [(&'static str, &'static str)],
) -> Case {
    const BEFORE: &str = "tc qdisc add dev v0 root handle 1: htb; for c in 10 11; do tc class add dev v0 parent 1: classid 1:$c htb rate 1mbit; done";
    Case { kind, before: BEFORE, add, list: "filter show dev v0", says, set, then }
}

/// An action, of a filter that takes all.
const fn action(
    kind: &'static str,
    actions: &'static str,
    says: &'static [(&'static str, &'static str)],
) -> Case {
    Case {
        kind,
        before: "tc qdisc add dev v0 clsact",
        add: ACTION,
        list: actions,
        says,
        set: &[],
        then: &[],
    }
}

/// What stands for a filter with an action.
pub(crate) const ACTION: &[&str] = &["action"];
