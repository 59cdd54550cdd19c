//! What actions say: all of them, and each kind.

use super::spell;
use crate::{Cases, Node, PLAIN, Pair, Row::*, Rules, rules, same};
use serde_json::{Value as Json, json};

/// An action in a list of them.
pub(super) static ACTION_ITEM: Rules = rules(
    &["options.", "flags.value.", ""],
    &[
        When("kind", ACTION_KINDS),
        // Those of a filter are numbered from 1, those of a dump from 0.
        Is("order", "", |pair| {
            let first = usize::from(pair.object.table.name != "action");
            *pair.theirs == pair.position + first
        }),
        Is("kind", "kind", same),
        Is("control_action", "", |pair| {
            let number = general(pair, "action");
            number.is_some_and(|(number, name)| spell::verdict(pair.theirs, number, &name))
        }),
        Is("index", "", |pair| is_general(pair, "index")),
        Is("ref", "", |pair| is_general(pair, "refcnt")),
        Is("bind", "", |pair| is_general(pair, "bindcnt")),
        Is("installed", "options.tm.install", crate::spell::timer),
        Is("last_used", "options.tm.lastuse", crate::spell::timer),
        Is("first_used", "options.tm.firstuse", crate::spell::timer),
        Is("expires", "options.tm.expires", crate::spell::timer),
        In("stats", "", &rules(&["stats.basic.", "stats.queue."], &[])),
        Is("not_in_hw", "in_hw_count", |pair| pair.theirs == true && pair.number() == Some(0)),
        Is("used_hw_stats", "used_hw_stats.value", statistics),
        Is("hw_stats", "hw_stats.value", statistics),
        Is("cookie", "cookie", bytes),
    ],
);

/// What a member is that every kind has in one structure or another.
fn general(pair: &Pair<'_>, member: &str) -> Option<(u64, String)> {
    let places =
        ["parms", "parms_ex", "act", "tbf"].map(|place| format!("options.{place}.{member}"));
    let value = places.iter().find_map(|path| pair.around.at(path))?;
    Some((value.number()?, value.to_string()))
}

fn is_general(pair: &Pair<'_>, member: &str) -> bool {
    let ours = general(pair, member).map(|(number, _)| number);
    ours.is_some() && ours == pair.theirs.as_u64()
}

/// Which statistics of hardware, by name; none of them is `disabled`.
fn statistics(pair: &Pair<'_>) -> bool {
    match pair.items().as_slice() {
        [] => pair.ours().is_some() && *pair.theirs == json!(["disabled"]),
        names => *pair.theirs == json!(names),
    }
}

/// Bytes as hexadecimal digits.
fn bytes(pair: &Pair<'_>) -> bool {
    crate::spell::hex_of(pair).is_some_and(|ours| *pair.theirs == ours)
}

static ACTION_KINDS: Cases = &[
    (&["bpf"], &rules(&[], &[In("bytecode", "options", &super::filter::BYTECODE)])),
    (
        &["csum"],
        &rules(
            &[],
            &[Is("csum", "options.parms.update_flags", |pair| {
                *pair.theirs == pair.items().join(", ")
            })],
        ),
    ),
    (&["ct"], &CT),
    (
        &["ctinfo"],
        &rules(
            &[],
            &[
                Is("dscpmask", "options.parms_dscp_mask", spell::hexadecimal),
                Is("dscpstatemask", "options.parms_dscp_statemask", spell::hexadecimal),
                Is("cpmark", "options.parms_cpmark_mask", spell::hexadecimal),
                Is("dscpset", "options.stats_dscp_set", same),
                Is("dscperror", "options.stats_dscp_error", same),
                Is("cpmarkset", "options.stats_cpmark_set", same),
            ],
        ),
    ),
    (&["connmark"], &rules(&["options.parms."], &[])),
    (&["gact"], &rules(&[], &[In("prob", "", &PROBABILITY)])),
    (
        &["gate"],
        &rules(
            &[],
            &[
                Is("flags", "options.flags", spell::hexadecimal),
                Each(
                    "schedule",
                    "options.entry_list.entries",
                    &rules(
                        &[""],
                        &[
                            Is("number", "index", same),
                            Is("gate_state", "gate", |pair| {
                                pair.theirs == if pair.ours().is_some() { "open" } else { "close" }
                            }),
                        ],
                    ),
                ),
            ],
        ),
    ),
    (
        &["ife"],
        &rules(
            &[],
            &[
                Is("mode", "options.parms.flags", same),
                Is("type", "options.type", spell::hexadecimal),
                Is("dst", "options.dmac", same),
                Is("src", "options.smac", same),
                Is("mark", "options.metalst.skbmark", metadata),
                Is("prio", "options.metalst.prio", metadata),
                Is("tcindex", "options.metalst.tcindex", metadata),
            ],
        ),
    ),
    (
        &["mirred"],
        &rules(
            &[],
            &[
                Is("mirred_action", "options.parms.eaction", |pair| eaction(pair, 1)),
                Is("direction", "options.parms.eaction", |pair| eaction(pair, 0)),
                Is("to_dev", "options.parms.ifindex", crate::spell::interface),
                Is("to_blockid", "options.blockid", same),
            ],
        ),
    ),
    (
        &["mpls"],
        &rules(
            &[],
            &[
                Is("mpls_action", "options.parms.m_action", same),
                Is("protocol", "options.proto", same),
            ],
        ),
    ),
    (
        &["nat"],
        &rules(
            &["options.parms."],
            &[
                Is("type", "kind", same),
                Is("direction", "options.parms.flags.egress", |pair| {
                    pair.theirs == if pair.number() == Some(1) { "egress" } else { "ingress" }
                }),
                Is("old_addr", "", |pair| {
                    let text = |member| pair.around.text(&format!("options.parms.{member}"));
                    let mask = text("mask").parse().unwrap_or(std::net::Ipv4Addr::UNSPECIFIED);
                    let length = spell::prefix_length(&mask.octets()).unwrap_or_default();
                    *pair.theirs == format!("{}/{length}", text("old_addr"))
                }),
            ],
        ),
    ),
    (
        &["pedit"],
        &rules(
            &[],
            &[
                Is("nkeys", "", |pair| is_general(pair, "nkeys")),
                Is("keys", "", |pair| {
                    let theirs = pair.theirs.as_array().map_or(&[][..], Vec::as_slice);
                    let ours = pedit_keys(pair.around);
                    ours.iter().eq(theirs)
                }),
            ],
        ),
    ),
    (&["police"], &POLICE),
    (&["sample"], &rules(&[], &[Is("group", "options.psample_group", same)])),
    (&["simple"], &rules(&[], &[Is("simple", "options.data", same)])),
    (
        &["skbedit"],
        &rules(
            &[],
            &[
                Is("mask", "options.mask", spell::hexadecimal),
                Is("inheritdsfield", "options.flags.inheritdsfield", is_one),
            ],
        ),
    ),
    (
        &["skbmod"],
        &rules(
            &[],
            &[
                Is("etype", "options.etype", spell::hexadecimal),
                Is("swapmac", "options.parms.flags.swap_mac", is_one),
                Is("ecn", "options.parms.flags.ecn", is_one),
            ],
        ),
    ),
    (&["tunnel_key"], &TUNNEL_KEY),
    (
        &["vlan"],
        &rules(
            &["options.push_vlan_"],
            &[
                Is("vlan_action", "options.parms.v_action", same),
                Is("dst_mac", "options.push_eth_dst", same),
                Is("src_mac", "options.push_eth_src", same),
            ],
        ),
    ),
];

/// A switch that is stated where it is on.
fn is_one(pair: &Pair<'_>) -> bool {
    pair.theirs.is_null() && pair.number() == Some(1)
}

/// The words of `egress-mirror`.
fn eaction(pair: &Pair<'_>, word: usize) -> bool {
    let text = pair.text().unwrap_or_default();
    text.split('-').nth(word).is_some_and(|word| pair.theirs == word)
}

/// The packet's own, or a value.
fn metadata(pair: &Pair<'_>) -> bool {
    match pair.theirs {
        Json::String(word) => word == "allow" && pair.ours().is_some() && pair.number().is_none(),
        _ => same(pair),
    }
}

/// Now and then another verdict. tc states it even where there is none.
static PROBABILITY: Rules = rules(
    &[],
    &[
        Is("random_type", "options.prob.ptype", |pair| {
            *pair.theirs == pair.text().unwrap_or("none".to_owned())
        }),
        Is("control_action", "options.prob.paction", |pair| match pair.ours() {
            None => pair.theirs["type"] == "pass",
            Some(_) => spell::control(pair),
        }),
        Is("val", "options.prob.pval", spell::or_zero),
    ],
);

static CT: Rules = rules(
    &[],
    &[
        Is("action", "options.action", |pair| {
            let words: Vec<_> =
                pair.items().into_iter().filter(|word| !word.starts_with("nat")).collect();
            *pair.theirs == words.join(" ")
        }),
        Is("mark_mask", "options.mark_mask", spell::hexadecimal),
        Is("label", "options.labels", |pair| {
            let text = |path| spell::packed(&pair.around.text(path));
            let (label, mask) = (text("options.labels"), text("options.labels_mask"));
            match mask.chars().all(|digit| digit == 'f') {
                true => *pair.theirs == label,
                false => *pair.theirs == format!("{label}/{mask}"),
            }
        }),
        Is("nat", "", |pair| *pair.theirs == translation(pair.around)),
        Is("helper", "", |pair| {
            let text = |member| pair.around.text(&format!("options.helper_{member}"));
            let family = if text("family") == "inet" { "ipv4" } else { "ipv6" };
            *pair.theirs == format!("{family}-{}-{}", text("proto"), text("name"))
        }),
    ],
);

/// `src addr 10.0.0.1-10.0.0.9 port 1000-2000`.
fn translation(action: Node<'_>) -> String {
    let has = |bit: &str| action.number(&format!("options.action.{bit}")) == Some(1);
    let range = |word: &str, keys: &[&str]| {
        let ends = keys.iter().find_map(|key| {
            let end = |end| action.at(&format!("options.nat_{key}_{end}"));
            Some((end("min")?.to_string(), end("max").map(|end| end.to_string())))
        });
        ends.map(|(first, last)| match last.filter(|last| *last != first) {
            Some(last) => format!("{word} {first}-{last}"),
            None => format!("{word} {first}"),
        })
    };
    let direction = match (has("nat_src"), has("nat_dst")) {
        (true, _) => Some("src".to_owned()),
        (_, true) => Some("dst".to_owned()),
        _ => None,
    };
    let parts = [direction, range("addr", &["ipv4", "ipv6"]), range("port", &["port"])];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The words that are changed, as tc writes them; those of the network's header have no more about them.
fn pedit_keys(action: Node<'_>) -> Vec<Json> {
    let keys = ["options.parms_ex.keys", "options.parms.keys"].map(|path| action.items(path));
    let keys = keys.into_iter().find(|keys| !keys.is_empty()).unwrap_or_default();
    let more = action.items("options.keys_ex.keys");
    let key = |(i, key)| {
        let (key, more) = (Node::Value(key), more.get(i).copied().map(Node::Value));
        let number = |name| key.number(name).unwrap_or_default();
        let word = |name, or: &str| more.map_or(or.to_owned(), |more| more.text(name));
        json!({
            "htype": word("htype", "network"),
            "offset": number("off"),
            "cmd": word("cmd", "set"),
            "val": format!("{:x}", number("val")),
            "mask": format!("{:x}", number("mask")),
        })
    };
    keys.into_iter().enumerate().map(key).collect()
}

/// tc leaves the rates out of its JSON.
static POLICE: Rules = rules(
    &[],
    &[
        // For packets beyond the limit, then for those within where that is not to go on.
        Is("control_action", "", |pair| {
            let ours = ["options.tbf.action", "options.result"].map(|path| pair.around.at(path));
            let theirs = crate::engine::items(pair.theirs);
            theirs.iter().zip(ours).all(|(theirs, ours)| {
                let ours = ours.and_then(|ours| Some((ours.number()?, ours.to_string())));
                ours.is_some_and(|(number, name)| spell::verdict(theirs, number, &name))
            })
        }),
        Is("overhead", "options.tbf.rate.overhead", same),
        Is("linklayer", "options.tbf.rate.linklayer", same),
        Is("pkts_rate", "options.pktrate64", same),
        Is("pkts_burst", "options.pktburst64", |pair| {
            spell::burst(pair, pair.around.number("options.pktrate64"))
        }),
        Is("mtu", "options.tbf.mtu", same),
    ],
);

static TUNNEL_KEY: Rules = rules(
    &["options.enc_"],
    &[
        Is("mode", "options.parms.t_action", same),
        Is("src_ip", "", |pair| either(pair, "src")),
        Is("dst_ip", "", |pair| either(pair, "dst")),
        Is("flag", "options.no_csum", |pair| {
            pair.theirs == if pair.number() == Some(1) { "nocsum" } else { "csum" }
        }),
        Is("nofrag", "options.no_frag", same),
        Is("geneve_opts", "options.enc_opts.geneve", super::flower::geneve),
        Each("vxlan_opts", "options.enc_opts.vxlan", &PLAIN),
        Each("erspan_opts", "options.enc_opts.erspan", &super::flower::ERSPAN),
    ],
);

/// An address of either family.
fn either(pair: &Pair<'_>, which: &str) -> bool {
    let address =
        ["ipv4", "ipv6"].map(|family| pair.around.at(&format!("options.enc_{family}_{which}")));
    address.into_iter().flatten().any(|address| *pair.theirs == address.to_string())
}
