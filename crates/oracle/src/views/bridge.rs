//! `bridge -d link`, `vlan`, `mst` and `vni`.

use super::link::{flags, link_below};
use super::link_kind::{bridge_id, port_rows};
use crate::{Node, Pair, Row::*, Rules, View, flat, listed, rules, same, spell};
use serde_json::Value as Json;

/// `bridge -d link`: ports alone; the kernel lists the bridges too.
pub static LINK: View = View {
    rules: &LINK_RULES,
    items: listed,
    each: "",
    keep: |object| object.key("brport_state").is_some(),
};

/// `bridge vlan`, of the links of the bridge's family.
pub static LINK_VLAN: View = View {
    rules: &rules(&[], &[Is("ifname", "ifname", same), Is("vlans", "af_spec.vlan_info", vlans)]),
    items: listed,
    each: "",
    keep: |object| object.key("af_spec").is_some(),
};

/// `bridge -d -s vlan`, of the bridge's own table, which spreads a link's VLANs over several messages.
pub static VLAN: View = View {
    rules: &VLAN_RULES,
    items: |theirs| flat(theirs, "vlans"),
    each: "entry",
    keep: |_| true,
};

/// `bridge vlan global`.
pub static VLAN_GLOBAL: View = View {
    rules: &GLOBAL_RULES,
    items: |theirs| flat(theirs, "vlans"),
    each: "global_options",
    keep: |_| true,
};

/// `bridge -d -s mdb`: the groups.
pub static MDB: View =
    View { rules: &MDB_RULES, items: groups, each: "mdb.entry.info", keep: |_| true };

/// The ports of routers, as they are listed with the groups.
pub static MDB_ROUTER: View =
    View { rules: &ROUTER_RULES, items: routers, each: "router.port", keep: |_| true };

/// `bridge vni`.
pub static VNI: View = View {
    rules: &rules(
        &[],
        &[
            Is("ifname", "ifindex", spell::interface),
            Each(
                "vnis",
                "vni",
                &rules(
                    &[""],
                    &[
                        Is("vni", "start", same),
                        Is("vniEnd", "end", same),
                        Is("remote", "group", same),
                    ],
                ),
            ),
        ],
    ),
    items: listed,
    each: "",
    keep: |_| true,
};

static LINK_RULES: Rules = rules(
    &["", "brport_"],
    port_rows! {
        Is("ifindex", "index", same),
        Is("link", "link", link_below),
        Is("flags", "flags", flags),
        Is("master", "master", spell::interface),
        Is("state", "brport_state", same),
        Is("priority", "brport_priority", same),
        Is("mcast_router", "brport_multicast_router", same),
    },
);

static VLAN_RULES: Rules = rules(
    &["", "stats."],
    &[
        Is("ifname", "", of_link),
        Is("vlan", "info.vid", same),
        Is("vlanEnd", "range", same),
        Is("flags", "info.flags", spell::set),
    ],
);

static GLOBAL_RULES: Rules = rules(
    &[""],
    &[
        Is("ifname", "", of_link),
        Is("vlan", "id", same),
        Is("vlanEnd", "range", same),
        Is("mcast_last_member_count", "mcast_last_member_cnt", same),
        Is("mcast_last_member_interval", "mcast_last_member_intvl", same),
        Is("mcast_startup_query_count", "mcast_startup_query_cnt", same),
        Is("mcast_startup_query_interval", "mcast_startup_query_intvl", same),
        Is("mcast_membership_interval", "mcast_membership_intvl", same),
        Is("mcast_querier_interval", "mcast_querier_intvl", same),
        Is("mcast_query_interval", "mcast_query_intvl", same),
        Is("mcast_query_response_interval", "mcast_query_response_intvl", same),
        Each(
            "router_ports",
            "mcast_router_ports.router.port",
            &rules(&[""], &[Is("port", "ifindex", spell::interface)]),
        ),
    ],
);

static MDB_RULES: Rules = rules(
    &[""],
    &[
        Is("dev", "", of_link),
        Is("index", "", |pair| pair.theirs.as_u64() == pair.top().number("ifindex")),
        Is("port", "ifindex", spell::interface),
        Is("grp", "addr", same),
        Is("src", "source", same),
        Is("vid", "vid", same),
        Is("protocol", "rtprot", spell::name),
        Is("filter_mode", "group_mode", same),
        Is("flags", "flags", spell::set),
        Is("timer", "timer", text_timer),
        Each("source_list", "src_list.entry", &rules(&[""], &[Is("timer", "timer", text_timer)])),
    ],
);

static ROUTER_RULES: Rules = rules(
    &[""],
    &[
        Is("port", "ifindex", spell::interface),
        Is("timer", "timer", text_timer),
        Is("inet_timer", "inet_timer", text_timer),
        Is("inet6_timer", "inet6_timer", text_timer),
    ],
);

fn groups(theirs: &Json) -> Vec<Json> {
    listed(theirs).iter().flat_map(|bridges| listed(&bridges["mdb"])).collect()
}

fn routers(theirs: &Json) -> Vec<Json> {
    let all = listed(theirs);
    let bridges = all.iter().filter_map(|bridges| bridges["router"].as_object());
    bridges.flat_map(|bridges| bridges.values().flat_map(listed)).collect()
}

/// A timer as text.
fn text_timer(pair: &Pair<'_>) -> bool {
    let theirs = pair.theirs.as_str().and_then(|text| text.trim().parse::<f64>().ok());
    theirs.is_some_and(|theirs| spell::timer(&Pair { theirs: &theirs.into(), ..pair.clone() }))
}

/// The link that the message is about.
fn of_link(pair: &Pair<'_>) -> bool {
    let name = pair.top().number("ifindex").and_then(|index| pair.interfaces.name(index));
    pair.theirs.as_str() == name
}

/// iproute2 states ranges. The kernel lists each VLAN, or the first and the last of a range.
fn vlans(pair: &Pair<'_>) -> bool {
    let mut ours = Vec::new();
    let mut first = None;
    for info in pair.all.iter().copied().map(Node::Value) {
        let vid = info.number("vid").unwrap_or(0);
        if info.number("flags.RANGE_BEGIN") == Some(1) {
            first = Some(vid);
            continue;
        }
        let is = |bit: &str| info.number(bit) == Some(1);
        let (pvid, untagged) = (is("flags.PVID"), is("flags.Egress Untagged"));
        ours.extend((first.take().unwrap_or(vid)..=vid).map(|vid| (vid, pvid, untagged)));
    }
    let mut theirs = Vec::new();
    for vlans in pair.theirs.as_array().into_iter().flatten() {
        let first = vlans["vlan"].as_u64().unwrap_or(0);
        let last = vlans["vlanEnd"].as_u64().unwrap_or(first);
        let is =
            |flag: &str| vlans["flags"].as_array().is_some_and(|all| all.iter().any(|f| f == flag));
        let (pvid, untagged) = (is("PVID"), is("Egress Untagged"));
        theirs.extend((first..=last).map(|vid| (vid, pvid, untagged)));
    }
    ours == theirs
}
