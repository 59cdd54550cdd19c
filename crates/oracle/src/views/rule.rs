//! `ip -d rule`.

use super::link::group;
use crate::{Pair, Row::*, Rules, View, listed, rules, same, spell};
use route2_schema::wire::Value;

/// `ip rule` of one family.
pub static RULE: View = View { rules: &RULES, items: listed, each: "", keep: |_| true };

static RULES: Rules = rules(
    &[""],
    &[
        Is("src", "src", |pair| match pair.ours() {
            None => pair.theirs == "all",
            Some(_) => spell::host(pair),
        }),
        Is("srclen", "src", length),
        Is("dst", "dst", spell::host),
        Is("dstlen", "dst", length),
        Is("table", "table", spell::name),
        Is("protocol", "protocol", spell::name),
        Is("tos", "tos", spell::digits),
        Is("dscp", "dscp", dscp),
        Is("fwmark", "fwmark", spell::digits),
        Is("fwmask", "fwmask", spell::digits),
        Is("iif", "iifname", same),
        Is("oif", "oifname", same),
        Is("not", "flags.not", same),
        Is("uid_start", "uid_range.start", same),
        Is("uid_end", "uid_range.end", same),
        Is("ipproto", "ip_proto", spell::name),
        Is("sport", "sport_range.start", same),
        Is("sport_start", "sport_range.start", same),
        Is("sport_end", "sport_range.end", same),
        Is("dport", "dport_range.start", same),
        Is("dport_start", "dport_range.start", same),
        Is("dport_end", "dport_range.end", same),
        Is("flowlabel", "flowlabel", spell::digits),
        Is("flowlabel_mask", "flowlabel_mask", spell::digits),
        Is("suppress_ifgroup", "suppress_ifgroup", group),
        Is("flow_from", "flow", |pair| {
            spell::is_digits(pair.theirs, pair.number().map(|n| n >> 16))
        }),
        Is("flow_to", "flow", |pair| {
            spell::is_digits(pair.theirs, pair.number().map(|n| n & 0xffff))
        }),
        Is("unresolved", "flags.unresolved", same),
        Is("nop", "action", |pair| pair.text().as_deref() == Some("nop")),
    ],
);

fn length(pair: &Pair<'_>) -> bool {
    matches!(pair.ours(), Some(Value::Prefix(_, length)) if pair.theirs == length)
}

/// The names that RFC 2474, 2597 and 3246 give: class selectors, assured and expedited forwarding.
fn dscp(pair: &Pair<'_>) -> bool {
    let name = pair.number().map(|dscp| match (dscp >> 3, dscp & 7) {
        (class, 0) => format!("CS{class}"),
        (class @ 1..=4, drop @ (2 | 4 | 6)) => format!("AF{class}{}", drop / 2),
        (5, 6) => "EF".to_owned(),
        _ => dscp.to_string(),
    });
    name.is_some_and(|name| pair.theirs == &name) || spell::digits(pair)
}
