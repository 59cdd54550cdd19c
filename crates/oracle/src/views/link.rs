//! `ip -d -s link`.

use super::link_kind::{KINDS, PORT_KINDS, XSTATS};
use crate::{PLAIN, Pair, Row::*, Rules, View, listed, rules, same, spell};
use route2_schema::wire::Value;
use serde_json::Value as Json;
use std::net::Ipv6Addr;

/// `ip -d -s -s -j link show`.
pub static LINK: View = View { rules: &RULES, items: listed, each: "", keep: |_| true };

pub(super) static RULES: Rules = rules(
    &[""],
    &[
        Is("ifindex", "index", same),
        Is("flags", "flags", flags),
        Is("master", "master", spell::interface),
        Is("link", "link", link_below),
        Is("link_index", "link", same),
        Is("linkmode", "linkmode", spell::any_case),
        Is("group", "group", group),
        Is("link_type", "ifi_type", link_type),
        Is("link_pointtopoint", "flags.POINTOPOINT", same),
        Is("address", "address", address),
        Is("broadcast", "broadcast", address),
        Is("permaddr", "perm_address", address),
        Is("altnames", "prop_list.altnames", same),
        Is("parentbus", "parent_dev_bus_name", same),
        Is("parentdev", "parent_dev_name", same),
        // iproute2's text has room for 31 bytes, an identifier for 32.
        Is("phys_switch_id", "phys_switch_id", |pair| {
            let ours = spell::hex_of(pair).unwrap_or_default();
            pair.theirs == &ours[..ours.len().min(62)]
        }),
        Is("phys_port_id", "phys_port_id", |pair| {
            spell::hex_of(pair).is_some_and(|ours| pair.theirs == &ours)
        }),
        Is("proto_down_reason", "proto_down_reason.value", reasons),
        Is("inet6_addr_gen_mode", "af_spec.inet6.addr_gen_mode", same),
        Is("inet6_token", "af_spec.inet6.token", same),
        In("linkinfo", "", &LINKINFO),
        In("stats64", "stats64", &STATS),
        Each("vfinfo_list", "vfinfo_list.vf_info", &VF),
        In("xdp", "xdp", &XDP),
    ],
);

static LINKINFO: Rules = rules(
    &[],
    &[
        Is("info_kind", "kind", same),
        By("info_data", "kind", KINDS),
        By("info_xstats", "kind", XSTATS),
        Is("info_slave_kind", "slave_kind", same),
        By("info_slave_data", "slave_kind", PORT_KINDS),
    ],
);

pub(super) static STATS: Rules = rules(
    &[],
    &[
        In(
            "rx",
            "",
            &rules(
                &["rx_"],
                &[
                    Is("bytes", "rx_bytes", spell::counter),
                    Is("packets", "rx_packets", spell::counter),
                    Is("errors", "rx_errors", spell::counter),
                    Is("dropped", "rx_dropped", spell::counter),
                    Is("multicast", "multicast", spell::counter),
                    Is("otherhost", "rx_otherhost_dropped", same),
                ],
            ),
        ),
        In(
            "tx",
            "",
            &rules(
                &["tx_"],
                &[
                    Is("bytes", "tx_bytes", spell::counter),
                    Is("packets", "tx_packets", spell::counter),
                    Is("errors", "tx_errors", spell::counter),
                    Is("dropped", "tx_dropped", spell::counter),
                    Is("collisions", "collisions", same),
                    Is("carrier_changes", "", |pair| {
                        pair.theirs.as_u64() == pair.top().number("carrier_changes")
                    }),
                ],
            ),
        ),
    ],
);

static VF: Rules = rules(
    &[],
    &[
        Is("vf", "mac.vf", same),
        Is("link_type", "", |pair| pair.theirs == &pair.top().text("ifi_type")),
        Is("address", "mac.mac", same),
        Is("broadcast", "broadcast.broadcast", same),
        Each("vlan_list", "vlan_list.vlan_info", &PLAIN),
        Is("tx_rate", "tx_rate.rate", same),
        In(
            "rate",
            "rate",
            &rules(&[], &[Is("min_tx", "min_tx_rate", same), Is("max_tx", "max_tx_rate", same)]),
        ),
        Is("spoofchk", "spoofchk.setting", |pair| {
            pair.theirs.as_bool() == pair.text().map(|text| text == "on")
        }),
        Is("link_state", "link_state.link_state", same),
        Is("trust", "trust.setting", same),
        Is("query_rss_en", "rss_query_en.setting", same),
        In(
            "stats",
            "stats",
            &rules(
                &[],
                &[In("rx", "", &rules(&["rx_", ""], &[])), In("tx", "", &rules(&["", "tx_"], &[]))],
            ),
        ),
    ],
);

static XDP: Rules = rules(
    &[""],
    &[
        Is("mode", "attached", same),
        In(
            "prog",
            "",
            &rules(
                &["prog_"],
                &[
                    Skip("name", "bpf states it, not the link"),
                    Skip("tag", "bpf states it, not the link"),
                    Skip("jited", "bpf states it, not the link"),
                ],
            ),
        ),
    ],
);

/// iproute2 leaves out what it says otherwise (`IFF_RUNNING` is the operational state), and adds that there
/// is no carrier, and that the link below is down.
pub(super) fn flags(pair: &Pair<'_>) -> bool {
    let mut ours = pair.items();
    let is = |name: &str| ours.iter().any(|flag| flag == name);
    let no_carrier = is("UP") && !is("RUNNING");
    ours.retain(|flag| flag != "RUNNING");
    if no_carrier {
        ours.push("NO-CARRIER".to_owned());
    }
    let is_below = |flag: &Json| flag == "M-DOWN";
    if pair.theirs.as_array().is_some_and(|theirs| theirs.iter().any(is_below)) {
        ours.extend(pair.top().number("link").map(|_| "M-DOWN".to_owned()));
    }
    spell::is_set(pair.theirs, ours)
}

/// A tunnel that is bound to no link states 0.
pub(super) fn link_below(pair: &Pair<'_>) -> bool {
    match pair.theirs {
        Json::Null => pair.number() == Some(0),
        _ => spell::interface(pair),
    }
}

/// A group's number, or the name that it has by default.
pub(super) fn group(pair: &Pair<'_>) -> bool {
    match pair.theirs.as_str() {
        Some("default") => pair.number() == Some(0),
        _ => spell::digits(pair),
    }
}

/// Bits by their positions.
fn reasons(pair: &Pair<'_>) -> bool {
    let value = pair.number().unwrap_or(0);
    let ours = (0..32).filter(|bit| value & 1 << bit != 0).map(|bit| bit.to_string());
    spell::is_set(pair.theirs, ours.collect())
}

/// A type without a name is a number in brackets.
fn link_type(pair: &Pair<'_>) -> bool {
    let number = pair.number().map(|number| format!("[{number}]"));
    same(pair) || number.is_some_and(|number| pair.theirs == &number)
}

/// iproute2 writes addresses of 16 bytes as IPv6 addresses (a shorter permanent one with zeros behind it),
/// and those of 4 as IPv4 addresses where it knows the link as a tunnel.
fn address(pair: &Pair<'_>) -> bool {
    let (Some(Value::LinkAddr(ours)), Some(theirs)) = (pair.ours(), pair.theirs.as_str()) else {
        return false;
    };
    let digits: Vec<_> = ours.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut padded = ours.to_vec();
    padded.resize(16, 0);
    same(pair)
        || theirs == digits.join(":")
        || theirs.parse().is_ok_and(|ip: Ipv6Addr| padded == ip.octets())
}
