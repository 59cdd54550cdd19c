//! Queueing disciplines, and classes in them.

use super::{Case, device};

pub(super) const QDISCS: &[Case] = &[
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
];
