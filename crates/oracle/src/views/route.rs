//! `ip -d -s route` and `ip -d nexthop`.

use crate::{Node, PLAIN, Pair, Row::*, Rules, View, listed, rules, same, spell};
use route2_schema::wire::Value;
use serde_json::Value as Json;

/// `ip route show table all`.
pub static ROUTE: View = View { rules: &RULES, items: listed, each: "", keep: |_| true };

/// `ip -6 route show table all`, of routes of all families.
pub static ROUTE6: View =
    View { rules: &RULES, items: listed, each: "", keep: |object| object.family() == 10 };

/// `ip nexthop`.
pub static NEXTHOP: View = View { rules: &NEXTHOP_RULES, items: listed, each: "", keep: |_| true };

/// `ip nexthop bucket`.
pub static NEXTHOP_BUCKET: View = View {
    rules: &rules(
        &[""],
        &[
            Is("flags", "flags", spell::set),
            In(
                "bucket",
                "res_bucket",
                &rules(
                    &[""],
                    &[Is("idle_time", "idle_time", spell::timer), Is("nhid", "nh_id", same)],
                ),
            ),
        ],
    ),
    items: listed,
    each: "",
    keep: |_| true,
};

static RULES: Rules = rules(
    &[""],
    &[
        Is("dst", "dst", spell::net),
        Is("from", "src", spell::net),
        Is("type", "type", spell::name),
        Is("dev", "oif", spell::interface),
        Is("table", "table", spell::name),
        Is("protocol", "proto", spell::name),
        Is("scope", "scope", spell::name),
        Is("flags", "flags", spell::set),
        Is("tos", "tos", spell::digits),
        Is("metric", "priority", same),
        // Seconds: of IPv6, all routes state them; 0 is never.
        Is("expires", "cacheinfo.rta_expires", |pair| {
            let ours = pair.number().map(|ticks| ticks as i64 / 100);
            pair.theirs.as_i64().zip(ours).is_some_and(|(t, o)| t.abs_diff(o) < 3)
        }),
        Is("nhid", "nh_id", same),
        Skip("nh_info", "iproute2 asked the table of next hops for it"),
        In("flow", "", &FLOW),
        In(
            "via",
            "via",
            &rules(
                &[],
                &[
                    Is("family", "", |pair| {
                        let family = match pair.around.at("").map(|via| via.ip()) {
                            Some(Some(ip)) if ip.is_ipv4() => "inet",
                            Some(Some(_)) => "inet6",
                            _ => "link",
                        };
                        pair.theirs == family
                    }),
                    Is("host", "", |pair| pair.theirs == &pair.around.text("")),
                ],
            ),
        ),
        Is("as", "newdst", labels),
        Is("to", "newdst", labels),
        Is("ttl-propagate", "ttl_propagate", same),
        Each("metrics", "metrics", &METRICS),
        Each("nexthops", "multipath", &HOP),
        By("encap", "encap_type", ENCAP),
    ],
);

/// One of several next hops.
static HOP: Rules = rules(
    &[""],
    &[
        Is("dev", "oif", spell::interface),
        Is("weight", "hops", one_more),
        Is("flags", "flags", spell::set),
        In("flow", "", &FLOW),
        In("via", "via", &rules(&[""], &[Is("host", "addr", same)])),
        Is("as", "newdst", labels),
        Is("to", "newdst", labels),
        By("encap", "encap_type", ENCAP),
    ],
);

/// Where from and to, in the two halves of one number.
static FLOW: Rules = rules(
    &[],
    &[
        Is("from", "flow", |pair| spell::is_digits(pair.theirs, pair.number().map(|n| n >> 16))),
        Is("to", "flow", |pair| spell::is_digits(pair.theirs, pair.number().map(|n| n & 0xffff))),
    ],
);

static METRICS: Rules = rules(
    &["", "features."],
    &[
        // Milliseconds, in which the kernel counts by eighths and by quarters.
        Is("rtt", "rtt", |pair| pair.theirs.as_u64() == pair.number().map(|eighths| eighths / 8)),
        Is("rttvar", "rttvar", |pair| {
            pair.theirs.as_u64() == pair.number().map(|quarters| quarters / 4)
        }),
        Is("congestion", "cc_algo", same),
    ],
);

static NEXTHOP_RULES: Rules = rules(
    &[""],
    &[
        Is("dev", "oif", spell::interface),
        Is("scope", "scope", spell::name),
        Is("protocol", "protocol", spell::name),
        Is("flags", "flags", spell::set),
        Is("type", "group_type", same),
        Each(
            "group",
            "group",
            &rules(
                &[""],
                &[Is("weight", "", |pair| {
                    let byte = |name| pair.around.number(name);
                    let weight = byte("weight").zip(byte("weight_high"));
                    pair.theirs.as_u64() == weight.map(|(low, high)| (high << 8 | low) + 1)
                })],
            ),
        ),
        In(
            "resilient_args",
            "res_group",
            &rules(
                &[""],
                &[
                    Is("idle_timer", "idle_timer", spell::ticks),
                    Is("unbalanced_timer", "unbalanced_timer", spell::ticks),
                    Is("unbalanced_time", "unbalanced_time", spell::timer),
                ],
            ),
        ),
        By("encap", "encap_type", ENCAP),
    ],
);

/// What is put around packets, by its type.
static ENCAP: crate::Cases = &[
    (&["mpls"], &rules(&["encap."], &[TYPE, Is("dst", "encap.dst", labels)])),
    (
        &["ip", "ip6"],
        &rules(
            &["encap.", "encap.flags."],
            &[
                TYPE,
                Is("geneve_opts", "encap.opts.geneve", geneve_options),
                Each("vxlan_opts", "encap.opts.vxlan", &PLAIN),
                Each("erspan_opts", "encap.opts.erspan", &ERSPAN_OPTIONS),
            ],
        ),
    ),
    (
        &["seg6"],
        &rules(
            &["encap."],
            &[
                TYPE,
                Is("mode", "encap.srh.encapmode", same),
                Is("segs", "encap.srh.segs", segments),
            ],
        ),
    ),
    (
        &["seg6local"],
        &rules(
            &["encap."],
            &[
                TYPE,
                Is("oif", "encap.oif", spell::interface),
                Is("iif", "encap.iif", spell::interface),
                Is("table", "encap.table", spell::name),
                Is("vrftable", "encap.vrftable", spell::name),
                In("srh", "encap.srh", &rules(&[], &[Is("segs", "segs", segments)])),
                In("stats64", "encap.counters", &PLAIN),
                Is("flavors", "encap.flavors.operation", spell::set),
                Is("lblen", "encap.flavors.lcblock_bits", same),
                Is("nflen", "encap.flavors.lcnode_fn_bits", same),
            ],
        ),
    ),
];

/// iproute2 states all, whichever of them the version has.
static ERSPAN_OPTIONS: Rules = rules(
    &[""],
    &[Is("index", "index", or_none), Is("dir", "dir", or_none), Is("hwid", "hwid", or_none)],
);

const TYPE: crate::Row = Is("encap_type", "encap_type", same);

fn or_none(pair: &Pair<'_>) -> bool {
    pair.theirs.as_u64() == Some(pair.number().unwrap_or(0))
}

/// One after the other. The kernel lists all classes, types and data of one nest side by side.
fn geneve_options(pair: &Pair<'_>) -> bool {
    let (mut classes, mut types, mut data) = (Vec::new(), Vec::new(), Vec::new());
    for options in pair.all.iter().copied().map(Node::Value) {
        classes.extend(options.all("class").iter().filter_map(Value::number));
        types.extend(options.all("type").iter().filter_map(Value::number));
        data.extend(options.all("data").iter().map(|data| data.to_string().replace(':', "")));
    }
    let theirs = pair.theirs.as_array().map_or(&[][..], Vec::as_slice);
    [classes.len(), types.len(), data.len()] == [theirs.len(); 3]
        && theirs.iter().enumerate().all(|(i, option)| {
            option["class"] == classes[i] && option["type"] == types[i] && option["data"] == data[i]
        })
}

fn one_more(pair: &Pair<'_>) -> bool {
    pair.theirs.as_u64() == pair.number().map(|number| number + 1)
}

/// `16/17/18`.
fn labels(pair: &Pair<'_>) -> bool {
    matches!(pair.ours(), Some(labels @ Value::Labels(_)) if pair.theirs == &labels.to_string())
}

/// The way through the network: the kernel has the last segment first.
fn segments(pair: &Pair<'_>) -> bool {
    let mut ours = pair.items();
    ours.reverse();
    pair.theirs.as_array().is_some_and(|theirs| {
        theirs.iter().map(Json::as_str).eq(ours.iter().map(|s| Some(s.as_str())))
    })
}
