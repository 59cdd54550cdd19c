//! `ip -d addr`.

use super::link;
use crate::{Row::*, Rules, View, flat, listed, rules, same, spell};
use serde_json::{Value as Json, json};

/// The addresses.
pub static ADDR: View = View { rules: &RULES, items: addresses, each: "", keep: |_| true };

/// The links, as they are listed with their addresses.
pub static ADDR_LINK: View = View { rules: &link::RULES, items: links, each: "", keep: |_| true };

static RULES: Rules = rules(
    &["", "flags."],
    &[
        Is("ifindex", "index", same),
        Is("ifname", "index", spell::interface),
        Is("local", "prefix", spell::host),
        Is("address", "peer", spell::host),
        Is("metric", "rt_priority", same),
        Is("protocol", "proto", spell::name),
        Is("scope", "scope", spell::name),
        Is("dynamic", "flags.permanent", |pair| pair.number() == Some(0)),
        // One bit has two names: of IPv4 addresses it says `secondary`, of IPv6 addresses `temporary`.
        Is("temporary", "flags.secondary", same),
        Is("valid_life_time", "cacheinfo.ifa_valid", spell::countdown),
        Is("preferred_life_time", "cacheinfo.ifa_preferred", spell::countdown),
    ],
);

/// iproute2 lists links with their addresses; the kernel lists all addresses of one family, link by link.
fn addresses(theirs: &Json) -> Vec<Json> {
    let mut all = flat(theirs, "addr_info");
    all.sort_by_key(|address| address["family"] != json!("inet"));
    all
}

fn links(theirs: &Json) -> Vec<Json> {
    let mut links = listed(theirs);
    links
        .iter_mut()
        .filter_map(Json::as_object_mut)
        .for_each(|link| drop(link.remove("addr_info")));
    links
}
