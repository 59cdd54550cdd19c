//! `ip netconf`, `ip netns list-id` and `ip stats`.

use super::link::STATS;
use crate::{PLAIN, Row::*, Rules, View, flat, listed, rules, same, spell};
use serde_json::{Map, Value as Json};

/// `ip netconf`.
pub static NETCONF: View = View {
    rules: &rules(
        &[""],
        &[
            Is("interface", "ifindex", |pair| same(pair) || spell::interface(pair)),
            Is("rp_filter", "rp_filter", |pair| match pair.number() {
                Some(mode @ 0..3) => pair.theirs == ["off", "strict", "loose"][mode as usize],
                _ => false,
            }),
        ],
    ),
    items: listed,
    each: "",
    keep: |_| true,
};

/// `ip netns list-id`.
pub static NSID: View = View {
    rules: &rules(&[""], &[Skip("name", "a file's, not the kernel's")]),
    items: listed,
    each: "",
    keep: |_| true,
};

/// `ip addrlabel`.
pub static ADDRLABEL: View = View {
    rules: &rules(
        &[""],
        &[Is("address", "address", same), Is("ifname", "index", spell::interface)],
    ),
    items: listed,
    each: "",
    keep: |_| true,
};

/// `ip -6 maddr`.
pub static MADDR: View = View {
    rules: &rules(
        &[""],
        &[
            Is("ifname", "index", spell::interface),
            Is("ifindex", "index", same),
            Is("address", "multicast", same),
            Skip("users", "the kernel states them in a file alone"),
        ],
    ),
    items: |theirs| flat(theirs, "maddr"),
    each: "",
    keep: |object| object.family() == 10,
};

/// `ip stats`.
pub static STATS_SHOW: View = View { rules: &STATS_RULES, items: links, each: "", keep: |_| true };

/// iproute2 prints an object for each group of a link's statistics; here they are one.
fn links(theirs: &Json) -> Vec<Json> {
    let mut all: Vec<Json> = Vec::new();
    for group in listed(theirs) {
        let Json::Object(mut group) = group else { continue };
        let index = group.remove("ifindex").unwrap_or_default();
        if all.last().is_none_or(|last| last["ifindex"] != index) {
            let mut link = Map::new();
            link.insert("ifindex".to_owned(), index);
            link.extend(group.remove("ifname").map(|name| ("ifname".to_owned(), name)));
            all.push(Json::Object(link));
        }
        group.remove("ifname");
        let words = ["group", "subgroup", "suite"].map(|word| group.remove(word));
        let words: Vec<_> = words.iter().flatten().filter_map(Json::as_str).collect();
        if let (Some(Json::Object(link)), false) = (all.last_mut(), group.is_empty()) {
            link.insert(words.join(" "), Json::Object(group));
        }
    }
    all
}

static STATS_RULES: Rules = rules(
    &[""],
    &[
        Is("ifname", "ifindex", spell::interface),
        In("link", "link_64", &rules(&[], &[In("stats64", "", &STATS)])),
        In("afstats mpls", "af_spec.mpls.link", &rules(&[], &[In("mpls_stats", "", &STATS)])),
        In(
            "offload l3_stats",
            "link_offload_xstats.hw_s_info.l3_stats",
            &rules(&[], &[In("info", "", &PLAIN)]),
        ),
        In(
            "offload hw_stats_info",
            "link_offload_xstats.hw_s_info",
            &rules(&[], &[In("info", "", &rules(&[], &[In("l3_stats", "l3_stats", &PLAIN)]))]),
        ),
        In("xstats bridge mcast", "link_xstats.bridge.mcast", &MULTICAST),
        In("xstats_slave bridge mcast", "link_xstats_slave.bridge.mcast", &MULTICAST),
        In("xstats bridge stp", "link_xstats.bridge.stp", &STP),
        In("xstats_slave bridge stp", "link_xstats_slave.bridge.stp", &STP),
        In("xstats bond 802.3ad", "link_xstats.bond.lacp", &LACP),
        In("xstats_slave bond 802.3ad", "link_xstats_slave.bond.lacp", &LACP),
    ],
);

static STP: Rules = rules(&[], &[In("stp", "", &PLAIN)]);

static LACP: Rules = rules(
    &[],
    &[In(
        "802.3ad",
        "",
        &rules(
            &[""],
            &[
                Is("marker_response_rx", "marker_resp_rx", same),
                Is("marker_response_tx", "marker_resp_tx", same),
            ],
        ),
    )],
);

/// The kernel counts what is received and what is sent side by side.
macro_rules! both_ways {
    ($($theirs:literal $ours:literal,)*) => {
        &rules(&[], &[$(
                Is(concat!("rx", $theirs), concat!($ours, ".0"), same),
                Is(concat!("tx", $theirs), concat!($ours, ".1"), same),
            )*])
    };
}

static MULTICAST: Rules = rules(
    &[],
    &[In(
        "multicast",
        "",
        &rules(
            &[""],
            &[
                In(
                    "igmp_queries",
                    "",
                    both_ways! {
                        "_v1" "igmp_v1queries", "_v2" "igmp_v2queries", "_v3" "igmp_v3queries",
                    },
                ),
                In(
                    "igmp_reports",
                    "",
                    both_ways! {
                        "_v1" "igmp_v1reports", "_v2" "igmp_v2reports", "_v3" "igmp_v3reports",
                    },
                ),
                In("igmp_leaves", "", both_ways! { "" "igmp_leaves", }),
                In("mld_queries", "", both_ways! { "_v1" "mld_v1queries", "_v2" "mld_v2queries", }),
                In("mld_reports", "", both_ways! { "_v1" "mld_v1reports", "_v2" "mld_v2reports", }),
                In("mld_leaves", "", both_ways! { "" "mld_leaves", }),
            ],
        ),
    )],
);
