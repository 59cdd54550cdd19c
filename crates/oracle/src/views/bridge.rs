//! `bridge -d link`, `vlan`, `mst` and `vni`.

use super::link::{flags, link_below};
use super::link_kind::{bridge_id, port_rows};
use crate::{Node, Pair, Row::*, Rules, View, listed, rules, same, spell};
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

/// `bridge -d -s vlan`, of the bridge's own table.
pub static VLAN: View =
    View { rules: &VLAN_RULES, items: vlans_by_link, each: "entry", keep: |_| true };

/// `bridge vlan global`.
pub static VLAN_GLOBAL: View =
    View { rules: &GLOBAL_RULES, items: vlans_by_link, each: "global_options", keep: |_| true };

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

/// iproute2 lists links with their VLANs; the kernel spreads those of a link over several messages.
fn vlans_by_link(theirs: &Json) -> Vec<Json> {
    let mut all = Vec::new();
    for link in listed(theirs) {
        for vlan in link["vlans"].as_array().into_iter().flatten() {
            let mut vlan = vlan.clone();
            vlan["ifname"] = link["ifname"].clone();
            all.push(vlan);
        }
    }
    all
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
