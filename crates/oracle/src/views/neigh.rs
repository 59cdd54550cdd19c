//! `ip -d -s neigh`, `bridge -d -s fdb` and `ip -s ntable`.

use crate::{Node, Pair, Row::*, Rules, View, listed, rules, same, spell};
use route2_schema::rtnl::Object;

/// `ip neigh`.
pub static NEIGH: View =
    View { rules: &NEIGH_RULES, items: listed, each: "", keep: |object| !is_proxy(object) };

/// `ip neigh show proxy`.
pub static NEIGH_PROXY: View =
    View { rules: &NEIGH_RULES, items: listed, each: "", keep: is_proxy };

/// `bridge fdb`.
pub static FDB: View = View { rules: &FDB_RULES, items: listed, each: "", keep: |_| true };

/// `ip ntable`.
pub static NTABLE: View = View { rules: &NTABLE_RULES, items: listed, each: "", keep: |_| true };

static NEIGH_RULES: Rules = rules(
    &["", "flags.", "flags_ext."],
    &[
        Is("dev", "ifindex", spell::interface),
        // Of an address of no bytes, iproute2 prints what lies behind it.
        Is("lladdr", "lladdr", |pair| pair.text().as_deref() == Some("") || same(pair)),
        Is("probes", "probes", spell::counter),
        Is("state", "state", |pair| {
            let ours = pair.items().into_iter().map(|name| name.to_uppercase());
            spell::is_set(pair.theirs, ours.collect())
        }),
        Is("protocol", "protocol", spell::name),
        Is("refcnt", "cacheinfo.ndm_refcnt", same),
        Is("used", "cacheinfo.ndm_used", seconds),
        Is("confirmed", "cacheinfo.ndm_confirmed", seconds),
        Is("updated", "cacheinfo.ndm_updated", seconds),
    ],
);

static FDB_RULES: Rules = rules(
    &[""],
    &[
        Is("mac", "lladdr", same),
        Is("ifname", "ifindex", spell::interface),
        // What it is a port of has a value of its own.
        Is("flags", "", |pair| {
            let mut ours = pair.of("flags").items();
            ours.extend(pair.of("flags_ext").items());
            ours.retain(|flag| flag != "master");
            spell::is_set(pair.theirs, ours)
        }),
        Is("state", "state", |pair| {
            let ours = pair.items();
            let spellings = [
                ("permanent", "permanent"),
                ("noarp", "static"),
                ("stale", "stale"),
                ("reachable", ""),
            ];
            let first = spellings.iter().find(|(name, _)| ours.iter().any(|ours| ours == name));
            first.is_some_and(|(_, spelling)| pair.theirs == spelling)
        }),
        Is("master", "master", spell::interface),
        Is("viaIf", "via", spell::interface),
        Is("nhid", "nh_id", same),
        Is("used", "cacheinfo.ndm_used", seconds),
        Is("updated", "cacheinfo.ndm_updated", seconds),
    ],
);

static NTABLE_RULES: Rules = rules(
    &["", "config.", "stats.", "parms."],
    &[
        // A table's own message has the settings of interfaces to come.
        Is("dev", "parms.ifindex", |pair| match pair.theirs.as_str() {
            Some("*") => pair.number() == Some(0),
            _ => spell::interface(pair),
        }),
        Is("key_length", "config.key_len", same),
        Is("hash_mask", "config.hash_mask", spell::digits),
        Skip("last_flush", "iproute2 makes a time of it"),
        Skip("last_rand", "iproute2 makes a time of it"),
        Is("allocs", "stats.allocs", spell::counter),
        Is("destroys", "stats.destroys", spell::counter),
        Is("lookups", "stats.lookups", spell::counter),
        Is("hits", "stats.hits", spell::counter),
        Is("res_failed", "stats.res_failed", spell::counter),
        Is("periodic_gc_runs", "stats.periodic_gc_runs", spell::counter),
        Is("reachable", "parms.reachable_time", same),
        Is("base_reachable", "parms.base_reachable_time", same),
        Is("retrans", "parms.retrans_time", same),
        Is("gc_stale", "parms.gc_staletime", same),
        Is("delay_probe", "parms.delay_probe_time", same),
        Is("queue", "parms.queue_len", same),
        Is("proxy_queue", "parms.proxy_qlen", same),
    ],
);

fn is_proxy(object: Object<'_>) -> bool {
    Node::Object(object).number("flags.proxy") == Some(1)
}

/// Whole seconds, ours hundredths of them, that pass between the two looks.
fn seconds(pair: &Pair<'_>) -> bool {
    let ours = pair.number().map(|ticks| ticks / 100);
    pair.theirs.as_u64().zip(ours).is_some_and(|(theirs, ours)| theirs.abs_diff(ours) < 3)
}
