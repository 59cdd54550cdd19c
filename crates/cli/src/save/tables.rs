//! Which objects are saved, and what of them: not what the kernel makes by itself, nor what is meant without being said.

use super::{Pairs, Settable, take};
use route2::Snapshot;
use route2::schema::rtnl::Object;
use route2::schema::rtnl::names::{Family, RtProto, RtScope};
use route2::schema::rtnl::neigh::{NDA_DST, Neigh, NeighFlags, NeighState};
use route2::schema::rtnl::other::{NHA_ID, NextHops};
use route2::schema::rtnl::route::Route;
use route2::schema::rtnl::rule::{FRA_PROTOCOL, Rule};
use route2::schema::rtnl::tc::Tc;
use route2::schema::wire::Given;

/// Kinds of classes that somebody makes; those of others are there with their discipline.
const MADE_CLASSES: [&str; 4] = ["htb", "hfsc", "drr", "qfq"];

/// Has somebody made it?
pub(super) fn is_saved(object: Object<'_>) -> bool {
    match object.table.name {
        "route" => object.of::<Route>().is_some_and(|(header, _)| {
            !matches!(header.proto, RtProto::KERNEL | RtProto::RA | RtProto::REDIRECT)
        }),
        "rule" => object.of::<Rule>().is_some_and(|(_, attrs)| {
            attrs.get(FRA_PROTOCOL).ok().flatten() != Some(RtProto::KERNEL)
        }),
        "neigh" => object.of::<Neigh>().is_some_and(|(header, attrs)| {
            let lasts = header.state.0 & NeighState::PERMANENT.0 != 0
                || header.flags.0 & NeighFlags::PROXY.0 != 0;
            lasts && header.family != Family::BRIDGE && attrs.find(NDA_DST.number).is_some()
        }),
        "nexthop" => object.of::<NextHops>().is_some_and(|(header, attrs)| {
            header.protocol != RtProto::KERNEL && attrs.find(NHA_ID.number).is_some()
        }),
        "qdisc" => handle(object) != 0,
        // (That without a minor number is there with its discipline.)
        "class" => MADE_CLASSES.contains(&kind(object)) && handle(object) & 0xffff != 0,
        // A table of `u32` that is there with the filter.
        "filter" => {
            let is_table = object.key("options").is_none_or(|options| {
                let mut divisor = None;
                options.each_at("divisor", &mut |value| divisor = value.number());
                divisor == Some(1)
            });
            handle(object) != 0 && !is_table
        }
        _ => false,
    }
}

fn handle(object: Object<'_>) -> u32 {
    object.of::<Tc>().map_or(0, |(header, _)| header.handle.0)
}

fn kind<'a>(object: Object<'a>) -> &'a str {
    object.key("kind").and_then(|kind| kind.text()).unwrap_or_default()
}

/// What is said of an object.
pub(super) fn pairs(object: Object<'_>, settable: &Settable, now: &Snapshot) -> Pairs {
    let mut pairs = settable.pairs(object, now);
    // Of members of the header and of numbers that have no place in a set, nothing is zero.
    pairs.retain(|(key, given)| *given != Given::Number(0) || matches!(key.as_str(), "priority"));
    for (from, to) in [("oif", "dev"), ("ifindex", "dev"), ("index", "dev")] {
        if let Some(pair) = pairs.iter_mut().find(|(key, _)| key == from) {
            pair.0 = to.to_owned();
        }
    }
    match object.table.name {
        "route" => route(object, &mut pairs),
        "rule" => {
            family(object, &mut pairs, true);
            without(&mut pairs, &[("action", "lookup"), ("protocol", "unspec")]);
            flags(&mut pairs, &["not", "find-saddr"]);
        }
        "nexthop" => nexthop(object, &mut pairs),
        "neigh" => {
            take(&mut pairs, "family");
            flags(&mut pairs, &["proxy", "router", "extern_learn", "sticky"]);
            without(&mut pairs, &[("state", "permanent"), ("ndm_type", "unicast")]);
            without(&mut pairs, &[("protocol", "unspec")]);
        }
        table => traffic(&mut pairs, table == "qdisc"),
    }
    pairs
}

/// The family: where it follows from an address, it need not be said.
fn family(object: Object<'_>, pairs: &mut Pairs, is_needed: bool) {
    if !is_needed || Family(object.family()) == Family::INET {
        take(pairs, "family");
    }
}

/// Takes out what has this value, which it has without being said.
fn without(pairs: &mut Pairs, meant: &[(&str, &str)]) {
    pairs.retain(|(key, given)| {
        !meant.iter().any(|(other, value)| key == other && given.to_string() == *value)
    });
}

/// Keeps the flags that somebody can set.
fn flags(pairs: &mut Pairs, settable: &[&str]) {
    let Some(flags) = take(pairs, "flags") else { return };
    let text = flags.to_string();
    let kept: Vec<_> = text.split(',').filter(|flag| settable.contains(flag)).collect();
    if !kept.is_empty() {
        pairs.push(("flags".to_owned(), kept.join(",").into()));
    }
}

fn route(object: Object<'_>, pairs: &mut Pairs) {
    let Some((header, _)) = object.of::<Route>() else { return };
    let has = |pairs: &Pairs, key: &str| pairs.iter().any(|(other, _)| other == key);
    if has(pairs, "nh_id") {
        for key in ["gateway", "via", "dev", "multipath", "encap", "encap_type"] {
            take(pairs, key);
        }
    }
    family(object, pairs, !has(pairs, "gateway") && header.dst_len == 0 || has(pairs, "nh_id"));
    flags(pairs, &["onlink", "pervasive"]);
    without(
        pairs,
        &[("proto", "static"), ("type", "unicast"), ("table", "main"), ("pref", "medium")],
    );
    let is_through =
        ["gateway", "via", "multipath", "nh_id"].into_iter().any(|key| has(pairs, key));
    let meant = match header.family {
        Family::INET if !is_through && header.r#type.0 == 1 => RtScope::LINK,
        _ => RtScope::UNIVERSE,
    };
    if header.scope == meant || header.family == Family::INET6 {
        take(pairs, "scope");
    } else if !has(pairs, "scope") {
        pairs.push(("scope".to_owned(), "global".into()));
    }
    if header.family == Family::INET6 {
        without(pairs, &[("priority", "1024")]);
    }
    if let Some(Given::List(hops)) = take(pairs, "multipath") {
        let hops = hops.into_iter().map(hop).collect();
        pairs.push(("multipath".to_owned(), Given::List(hops)));
    }
}

/// A next hop, with its weight as people count.
fn hop(hop: Given) -> Given {
    let Given::Map(mut pairs) = hop else { return hop };
    flags(&mut pairs, &["onlink", "pervasive"]);
    if let Some(dev) = take(&mut pairs, "oif") {
        pairs.push(("dev".to_owned(), dev));
    }
    if let Some(less) = take(&mut pairs, "hops").and_then(|hops| hops.number()) {
        pairs.push(("weight".to_owned(), Given::Number(less + 1)));
    }
    Given::Map(pairs)
}

fn nexthop(object: Object<'_>, pairs: &mut Pairs) {
    take(pairs, "scope");
    take(pairs, "op_flags");
    flags(pairs, &["onlink"]);
    let is_group = pairs.iter().any(|(key, _)| key == "group");
    let has_gateway = pairs.iter().any(|(key, _)| key == "gateway");
    family(object, pairs, !is_group && !has_gateway);
    without(pairs, &[("protocol", "static"), ("group_type", "mpath")]);
    if !is_group {
        take(pairs, "group_type");
    }
    if let Some(Given::List(members)) = take(pairs, "group") {
        let members = members.into_iter().map(member).collect();
        pairs.push(("group".to_owned(), Given::List(members)));
    }
}

/// A member of a group: its id alone, where all count the same.
fn member(member: Given) -> Given {
    let Given::Map(pairs) = &member else { return member };
    let number = |key: &str| {
        let pair = pairs.iter().find(|(other, _)| other == key);
        pair.and_then(|(_, given)| given.number()).unwrap_or(0)
    };
    let (id, weight) = (number("id"), 1 + number("weight") + (number("weight_high") << 8));
    match weight {
        1 => Given::Number(id),
        _ => Given::Map(vec![
            ("id".to_owned(), Given::Number(id)),
            ("weight".to_owned(), Given::Number(weight)),
        ]),
    }
}

/// What the hardware does is not to be said.
fn traffic(pairs: &mut Pairs, is_qdisc: bool) {
    take(pairs, "family");
    if is_qdisc {
        without(pairs, &[("parent", "root")]);
    }
    let is_mqprio = pairs.iter().any(|(key, kind)| key == "kind" && kind.text() == Some("mqprio"));
    if let Some((_, Given::Map(options))) = pairs.iter_mut().find(|(key, _)| key == "options") {
        if is_mqprio && !options.iter().any(|(key, _)| key == "hw") {
            // Of what the hardware would do, the kernel tells and does not take.
            options.retain(|(key, _)| {
                !matches!(
                    key.as_str(),
                    "mode" | "shaper" | "min_rate64" | "max_rate64" | "tc_entry"
                )
            });
        }
        let is_hardware = |given: &Given| matches!(given.text(), Some("not_in_hw" | "in_hw"));
        options.retain(|(key, given)| !(key.starts_with("flags") && is_hardware(given)));
        options.retain_mut(|(_, given)| !without_nothing(given));
    }
}

/// Takes out lists of nothing, of which the kernel takes none. Is nothing left?
fn without_nothing(given: &mut Given) -> bool {
    match given {
        Given::List(items) => {
            items.iter_mut().for_each(|item| {
                without_nothing(item);
            });
            items.is_empty()
        }
        Given::Map(pairs) => {
            pairs.retain_mut(|(_, given)| !without_nothing(given));
            pairs.is_empty()
        }
        _ => false,
    }
}
