//! What each kind of queueing discipline says.

use super::spell::{self, rate_at};
use crate::spell::on_off;
use crate::{Cases, Pair, Row, Row::*, Rules, rules, same};
use serde_json::{Value as Json, json};

/// A value that no rule is about has its name with this before it.
pub(super) const fn only(rows: &'static [Row]) -> Rules {
    rules(&[], rows)
}

/// What tc calls `options`.
pub(super) static QDISC_KINDS: Cases = &[
    (
        &["prio", "pfifo_fast"],
        &only(&[Skip("multiqueue", "an attribute that the kernel has no more")]),
    ),
    (&["cake"], &CAKE),
    (&["cbs"], &rules(&["options.parms."], &[])),
    (&["choke"], &rules(&["options.parms.", "options.parms.flags."], RED)),
    (
        &["etf"],
        &only(&[
            Is("clockid", "options.parms.clockid", same),
            Is("delta", "options.parms.delta", same),
            Is("offload", "options.parms.flags.offload", on_off),
            Is("deadline_mode", "options.parms.flags.deadline_mode", on_off),
            Is("skip_sock_check", "options.parms.flags.skip_sock_check", on_off),
        ]),
    ),
    (
        &["ets"],
        &only(&[
            Is("bands", "options.nbands", same),
            Is("strict", "options.nstrict", same),
            Is("quanta", "options.quanta.bands", same),
            Is("priomap", "options.priomap.bands", same),
        ]),
    ),
    (&["fq"], &FQ),
    (&["fq_codel"], &only(&[Is("drop_batch", "options.drop_batch_size", same)])),
    (&["gred"], &GRED),
    (
        &["hfsc"],
        &only(&[Is("text", "options.defcls", |pair| {
            pair.number().is_some_and(|class| *pair.theirs == format!("default {class:x}"))
        })]),
    ),
    (
        &["hhf"],
        &only(&[
            Is("limit", "options.backlog_limit", same),
            Is("hh_limit", "options.hh_flows_limit", same),
        ]),
    ),
    (&["htb"], &HTB),
    (
        &["mqprio"],
        &only(&[
            Is("tc", "options.num_tc", same),
            Is("map", "options.prio_tc_map", same),
            // The first queue and the last of each traffic class.
            Is("queues", "", |pair| {
                *pair.theirs
                    == queues(pair, "options")
                        .iter()
                        .map(|(offset, count)| json!([offset, offset + count - 1]))
                        .collect::<Json>()
            }),
            Is("mode", "options.mode", or_dcb),
            Is("shaper", "options.shaper", or_dcb),
            Is("fp", "options.tc_entry", preemption),
            Is("min_rate", "options.min_rate64.rates", rates),
            Is("max_rate", "options.max_rate64.rates", rates),
        ]),
    ),
    (
        &["multiq"],
        &only(&[Is("text", "", |pair| {
            let number = |path| pair.around.text(path);
            let (bands, most) = (number("options.bands"), number("options.max_bands"));
            *pair.theirs == format!("bands {bands}/{most}")
        })]),
    ),
    (&["netem"], &NETEM),
    (&["red"], &rules(&["options.parms.", "options.flags.value."], RED)),
    (&["sfb"], &SFB),
    (&["sfq"], &SFQ),
    (&["taprio"], &TAPRIO),
    (&["tbf"], &TBF),
];

/// What tc states of a queueing discipline beside its options.
pub(super) static QDISC_STATS_KINDS: Cases = &[
    (
        &["cake"],
        &only(&[
            Is("capacity_estimate", "stats2.app.capacity_estimate64", same),
            Is("min_network_size", "stats2.app.min_netlen", same),
            Is("max_network_size", "stats2.app.max_netlen", same),
            Is("min_adj_size", "stats2.app.min_adjlen", same),
            Is("max_adj_size", "stats2.app.max_adjlen", same),
            Is("avg_hdr_offset", "stats2.app.avg_netoff", same),
            Each(
                "tins",
                "stats2.app.tin_stats",
                &rules(
                    &[""],
                    &[
                        Is("threshold_rate", "threshold_rate64", same),
                        Is("sent_bytes", "sent_bytes64", same),
                        Is("drops", "dropped_packets", same),
                        Is("ecn_mark", "ecn_marked_packets", same),
                        Is("ack_drops", "acks_dropped_packets", same),
                        Is("max_pkt_len", "max_skblen", same),
                    ],
                ),
            ),
        ]),
    ),
    (
        &["fq"],
        &only(&[
            Is("inactive", "stats2.app.inactive_flows", same),
            // How many flows are, and how often one was.
            Is("throttled", "", |pair| {
                let number = |path| pair.around.number(path);
                *pair.theirs
                    == json!([number("stats2.app.throttled_flows"), number("stats2.app.throttled")])
            }),
            // Linux has bands since 6.7; tc states them anyway.
            Is("band0_pkts", "stats2.app.band_pkt_count.0", spell::or_zero),
            Is("band1_pkts", "stats2.app.band_pkt_count.1", spell::or_zero),
            Is("band2_pkts", "stats2.app.band_pkt_count.2", spell::or_zero),
            Is("gc", "stats2.app.gc_flows", same),
            Is("highprio", "stats2.app.highprio_packets", same),
            Is("fastpath", "stats2.app.fastpath_packets", same),
        ]),
    ),
    (
        &["fq_pie"],
        &only(&[
            Is("pkts_in", "stats2.app.packets_in", same),
            Is("memory_used", "stats2.app.memory_usage", same),
        ]),
    ),
    (
        &["hhf"],
        &only(&[
            Is("tot_hh", "stats2.app.hh_tot_count", same),
            Is("cur_hh", "stats2.app.hh_cur_count", same),
        ]),
    ),
    (
        &["pie"],
        &only(&[
            Is("prob", "stats2.app.prob", spell::chance64),
            Is("pkts_in", "stats2.app.packets_in", same),
        ]),
    ),
    (
        &["sfb"],
        &only(&[
            Is("maxprob", "stats2.app.maxprob", spell::chance16),
            Is("avgprob", "stats2.app.avgprob", spell::chance16),
        ]),
    ),
];

static CAKE: Rules = only(&[
    Is("bandwidth", "options.base_rate64", |pair| match pair.theirs {
        Json::String(text) => text == "unlimited" && pair.number() == Some(0),
        _ => same(pair),
    }),
    Is("autorate", "options.autorate", |pair| {
        pair.theirs == "autorate-ingress" && pair.number() == Some(1)
    }),
    Is("diffserv", "options.diffserv_mode", same),
    Is("flowmode", "options.flow_mode", same),
    Is("ack-filter", "options.ack_filter", same),
    Is("raw", "options.raw", |pair| pair.theirs.as_bool() == Some(pair.ours().is_some())),
    Is("memlimit", "options.memory", same),
    Is("fwmark", "options.fwmark", spell::hexadecimal),
]);

static FQ: Rules = only(&[
    Is("limit", "options.plimit", same),
    Is("flow_limit", "options.flow_plimit", same),
    Is("buckets", "options.buckets_log", power),
    Is("bands", "options.priomap.bands", same),
    Is("priomap ", "options.priomap.priomap", same),
    Is("weights ", "options.weights", same),
    Is("pacing", "options.rate_enable", same),
    Is("maxrate", "options.flow_max_rate", same),
    Is("defrate", "options.flow_default_rate", same),
    Is("refill_delay", "options.flow_refill_delay", same),
    Is("horizon_cap", "options.horizon_drop", |pair| pair.number() == Some(0)),
    Is("horizon_drop", "options.horizon_drop", |pair| pair.number() == Some(1)),
]);

/// Random early detection, in a structure.
const RED: &[Row] = &[
    Is("min", "options.parms.qth_min", same),
    Is("max", "options.parms.qth_max", same),
    Is("ewma", "options.parms.wlog", same),
    Is("probability", "options.max_p", spell::chance),
    Is("Scell_log", "options.parms.scell_log", same),
    Is("qevents", "", |pair| {
        let places = [("early_drop", "options.early_drop_block"), ("mark", "options.mark_block")];
        let blocks = places.iter().filter_map(|(kind, path)| {
            let block = pair.around.number(path).filter(|block| *block != 0)?;
            Some(json!({"kind": kind, "block": block}))
        });
        *pair.theirs == blocks.collect::<Json>()
    }),
];

static GRED: Rules = rules(
    &["options.dps.flags.", "options."],
    &[
        Is("dp_cnt", "options.dps.dps", same),
        Is("dp_default", "options.dps.def_dp", same),
        Is("grio", "options.dps.grio", same),
        Each(
            "vqs",
            "options.vq_list.entries",
            &rules(
                &["stat_", "flags."],
                &[
                    Is("vq", "dp", same),
                    Is("prio", "", |pair| virtual_queue(pair, "prio")),
                    Is("limit", "", |pair| virtual_queue(pair, "limit")),
                    Is("min", "", |pair| virtual_queue(pair, "qth_min")),
                    Is("max", "", |pair| virtual_queue(pair, "qth_max")),
                    Is("ewma", "", |pair| virtual_queue(pair, "wlog")),
                    Is("Scell_log", "", |pair| virtual_queue(pair, "scell_log")),
                    Is("qave", "", |pair| virtual_queue(pair, "qave")),
                    // The kernel states it in the structure of old alone.
                    Is("other", "", |pair| virtual_queue(pair, "other")),
                    Is("probability", "", |pair| {
                        let path = format!("options.max_p.{}", pair.around.text("dp"));
                        let all = pair.top().all(&path);
                        spell::chance(&Pair { all, ..pair.clone() })
                    }),
                ],
            ),
        ),
    ],
);

/// The virtual queue that we are in has its settings in another attribute, under its number.
fn virtual_queue(pair: &Pair<'_>, member: &str) -> bool {
    let path = format!("options.parms.{}.{member}", pair.around.text("dp"));
    pair.theirs.as_u64().is_some() && pair.theirs.as_u64() == pair.top().number(&path)
}

static HTB: Rules = only(&[
    Is("r2q", "options.init.rate2quantum", same),
    Is("default", "options.init.defcls", spell::hexadecimal),
    Is("direct_packets_stat", "options.init.direct_pkts", same),
    Is("ver", "options.init.version", |pair| {
        let version = pair.number().unwrap_or_default();
        *pair.theirs == format!("{}.{}", version >> 16, version & 0xffff)
    }),
    Is("offload", "options.offload", same),
]);

static NETEM: Rules = only(&[
    Is("ecn", "options.ecn", same),
    Is("seed", "options.prng_seed", same),
    In(
        "delay",
        "options",
        &only(&[
            Is("delay", "latency64", spell::seconds),
            Is("jitter", "jitter64", spell::seconds),
            Is("correlation", "corr.delay_corr", spell::chance),
        ]),
    ),
    In(
        "loss-random",
        "options",
        &only(&[
            Is("loss", "loss", spell::chance),
            Is("correlation", "corr.loss_corr", spell::chance),
        ]),
    ),
    In(
        "loss-state",
        "options.loss_model.gi",
        &only(&[
            Is("p13", "p13", spell::chance),
            Is("p31", "p31", spell::chance),
            Is("p32", "p32", spell::chance),
            Is("p23", "p23", spell::chance),
            Is("p14", "p14", spell::chance),
        ]),
    ),
    In(
        "loss-gemodel",
        "options.loss_model.ge",
        &only(&[
            Is("p", "p", spell::chance),
            Is("r", "r", spell::chance),
            Is("1-h", "h", |pair| {
                let ours = pair.number().map(|h| (1 << 32) - h);
                ours.is_some_and(|ours| spell::about(pair.theirs, ours as f64 / 2f64.powi(32)))
            }),
            Is("1-k", "k1", spell::chance),
        ]),
    ),
    In(
        "duplicate",
        "options",
        &only(&[
            Is("duplicate", "duplicate", spell::chance),
            Is("correlation", "corr.dup_corr", spell::chance),
        ]),
    ),
    In(
        "reorder",
        "options.reorder",
        &only(&[
            Is("reorder", "probability", spell::chance),
            Is("correlation", "correlation", spell::chance),
        ]),
    ),
    In(
        "corrupt",
        "options.corrupt",
        &only(&[
            Is("corrupt", "probability", spell::chance),
            Is("correlation", "correlation", spell::chance),
        ]),
    ),
    In(
        "rate",
        "options",
        &only(&[
            Is("rate", "", |pair| rate_at(pair, "rate64", "rate.rate") == pair.theirs.as_u64()),
            Is("packetoverhead", "rate.packet_overhead", same),
            Is("cellsize", "rate.cell_size", same),
            Is("celloverhead", "rate.cell_overhead", same),
        ]),
    ),
    In(
        "slot",
        "options.slot",
        &only(&[
            Is("min-delay", "min_delay", spell::seconds),
            Is("max-delay", "max_delay", spell::seconds),
            Is("distribution", "dist_delay", spell::seconds),
            Is("jitter", "dist_jitter", spell::seconds),
            Is("packets", "max_packets", same),
            Is("bytes", "max_bytes", same),
        ]),
    ),
]);

static SFB: Rules = rules(
    &["options.parms."],
    &[
        Is("rehash", "options.parms.rehash_interval", spell::thousands),
        Is("db", "options.parms.warmup_time", spell::thousands),
        Is("target", "options.parms.bin_size", same),
        Is("increment", "options.parms.increment", spell::chance16),
        Is("decrement", "options.parms.decrement", spell::chance16),
    ],
);

static SFQ: Rules = rules(
    &["options.flags.", "options.stats."],
    &[
        Is("limit", "options.v0.limit", same),
        Is("quantum", "options.v0.quantum", same),
        Is("flows", "options.v0.flows", same),
        Is("divisor", "options.v0.divisor", same),
        Is("perturb", "options.v0.perturb_period", same),
        Is("ewma", "options.wlog", same),
        Is("min", "options.qth_min", same),
        Is("max", "options.qth_max", same),
        Is("probability", "options.max_p", spell::chance),
    ],
);

static TAPRIO: Rules = only(&[
    Is("tc", "options.priomap.num_tc", same),
    Is("map", "options.priomap.prio_tc_map", same),
    Is("queues", "", |pair| {
        *pair.theirs
            == queues(pair, "options.priomap")
                .iter()
                .map(|(offset, count)| json!({"offset": offset, "count": count}))
                .collect::<Json>()
    }),
    Is("clockid", "options.sched_clockid", same),
    Is("flags", "options.flags", spell::hexadecimal),
    Is("base_time", "options.sched_base_time", same),
    Is("cycle_time", "options.sched_cycle_time", same),
    Is("cycle_time_extension", "options.sched_cycle_time_extension", same),
    Each(
        "schedule",
        "options.sched_entry_list.entries",
        &rules(&[""], &[Is("gatemask", "gate_mask", spell::hexadecimal)]),
    ),
    Is("max-sdu", "", |pair| {
        let classes = pair.around.items("options.tc_entry").into_iter();
        let sizes = classes.map(|class| crate::Node::Value(class).number("max_sdu"));
        *pair.theirs == sizes.collect::<Json>()
    }),
    Is("fp", "options.tc_entry", preemption),
]);

static TBF: Rules = only(&[
    Is("rate", "", |pair| tbf_rate(pair) == pair.theirs.as_u64()),
    Is("burst", "options.parms.buffer", |pair| {
        spell::burst_text(pair, tbf_rate(pair), "options.parms.rate.cell_log")
    }),
    Is("mtu", "options.parms.mtu", |pair| {
        spell::burst_text(pair, tbf_peak_rate(pair), "options.parms.peakrate.cell_log")
    }),
    // Of the rate, and of the peak rate where there is one.
    Is("mpu", "", |pair| {
        let mpu = |rate| pair.around.number(&format!("options.parms.{rate}.mpu"));
        match pair.theirs {
            Json::Array(_) => *pair.theirs == json!([mpu("rate"), mpu("peakrate")]),
            _ => pair.theirs.as_u64() == mpu("rate"),
        }
    }),
    Is("lat", "", |pair| {
        let number = |path: &str| pair.around.number(path).unwrap_or_default();
        let mut buckets =
            vec![(tbf_rate(pair).unwrap_or_default(), number("options.parms.buffer"))];
        buckets.extend(
            tbf_peak_rate(pair)
                .filter(|rate| *rate != 0)
                .map(|rate| (rate, number("options.parms.mtu"))),
        );
        spell::latency(pair, number("options.parms.limit"), &buckets)
    }),
    Is("limit", "options.parms.limit", same),
    Is("overhead", "options.parms.rate.overhead", same),
    Is("linklayer", "options.parms.rate.linklayer", same),
]);

fn tbf_rate(pair: &Pair<'_>) -> Option<u64> {
    rate_at(pair, "options.rate64", "options.parms.rate.rate")
}

fn tbf_peak_rate(pair: &Pair<'_>) -> Option<u64> {
    rate_at(pair, "options.prate64", "options.parms.peakrate.rate")
}

/// 2 to the power of ours.
pub(super) fn power(pair: &Pair<'_>) -> bool {
    pair.number().map(|log| 1 << log) == pair.theirs.as_u64()
}

/// The first queue of each traffic class, and how many it has.
fn queues(pair: &Pair<'_>, at: &str) -> Vec<(u64, u64)> {
    let number = |path: &str| pair.around.number(&format!("{at}.{path}")).unwrap_or_default();
    let classes = 0..number("num_tc");
    classes.map(|i| (number(&format!("offset.{i}")), number(&format!("count.{i}")))).collect()
}

/// Whether the frames of each traffic class may be interrupted, by a letter.
fn preemption(pair: &Pair<'_>) -> bool {
    let classes = pair.all.iter();
    let letters = classes.map(|class| match crate::Node::Value(*class).text("fp").as_str() {
        "preemptible" => "P",
        _ => "E",
    });
    *pair.theirs == letters.collect::<Json>()
}

/// The first of the names is what the kernel does not state.
fn or_dcb(pair: &Pair<'_>) -> bool {
    *pair.theirs == pair.text().unwrap_or("dcb".to_owned())
}

/// The rates of the traffic classes that there are.
fn rates(pair: &Pair<'_>) -> bool {
    let theirs = pair.theirs.as_array().map_or(&[][..], Vec::as_slice);
    let ours = pair.items();
    theirs.iter().map(Json::to_string).eq(ours.into_iter().take(theirs.len()))
}
