//! `tc -d -s`: queueing disciplines, classes, filters, chains and actions. What one kind says has rows of
//! its own, by the kind's name.

mod action;
mod class;
mod ematch;
mod filter;
mod flower;
mod qdisc;
mod spell;

use crate::{PLAIN, Pair, Row::*, Rules, View, listed, rules, same};
use action::ACTION_ITEM;
use class::{CLASS_KINDS, CLASS_STATS_KINDS};
use filter::FILTER_KINDS;
use qdisc::{QDISC_KINDS, QDISC_STATS_KINDS};
use route2_schema::rtnl::Object;
use serde_json::{Map, Value as Json};

/// `tc -d -s -j qdisc show`.
pub static QDISC: View = View { rules: &QDISC_RULES, items: listed, each: "", keep: |_| true };

/// `tc -d -s -j class show`.
pub static CLASS: View = View { rules: &CLASS_RULES, items: listed, each: "", keep: |_| true };

/// `tc -d -s -j filter show`.
pub static FILTER: View = View { rules: &FILTER_RULES, items: listed, each: "", keep: |_| true };

/// `tc -d -s -j chain show`.
pub static CHAIN: View = View { rules: &CHAIN_RULES, items: listed, each: "", keep: |_| true };

/// `tc -d -s -j actions ls`. (The end of a dump of actions is no object, though of their type.)
pub static ACTION: View =
    View { rules: &ACTION_RULES, items: actions, each: "", keep: has_actions };

static QDISC_RULES: Rules = rules(
    &["", "stats2.app.", "stats2.basic.", "stats2.queue."],
    &[
        Is("handle", "handle", spell::handle),
        Is("parent", "parent", spell::handle),
        Is("root", "parent", is_root),
        Is("dev", "index", crate::spell::interface),
        Is("offloaded", "hw_offload", same),
        Is("rate", "stats2.rate_est.bps", spell::falling),
        Is("pps", "stats2.rate_est.pps", spell::falling),
        In("options", "", &rules(&["options."], &[When("kind", QDISC_KINDS)])),
        In("stab", "stab.base", &PLAIN),
        When("kind", QDISC_STATS_KINDS),
    ],
);

static CLASS_RULES: Rules = rules(
    &["", "options."],
    &[
        Is("class", "kind", same),
        Is("handle", "handle", spell::handle),
        Is("parent", "parent", spell::handle),
        Is("root", "parent", is_root),
        // Only the major number of the queueing discipline inside.
        Is("leaf", "leaf", |pair| spell::hex(pair.theirs) == pair.number().map(|leaf| leaf >> 16)),
        In(
            "stats",
            "",
            &rules(
                &["stats2.basic.", "stats2.queue.", "stats2.app."],
                &[
                    Is("rate", "stats2.rate_est.bps", spell::falling),
                    Is("pps", "stats2.rate_est.pps", spell::falling),
                    When("kind", CLASS_STATS_KINDS),
                ],
            ),
        ),
        When("kind", CLASS_KINDS),
    ],
);

static FILTER_RULES: Rules = rules(
    &["", "stats."],
    &[
        Is("parent", "parent", spell::handle),
        // Of an action of old, as all of the filter's statistics.
        Is("dropped", "stats.drop", same),
        In("options", "", &FILTER_OPTIONS),
    ],
);

static FILTER_OPTIONS: Rules = rules(
    &["options.", "options.flags."],
    &[
        Is("handle", "handle", spell::number),
        Is("flowid", "options.classid", spell::handle),
        Is("classid", "options.classid", spell::handle),
        Each("actions", "options.act", &ACTION_ITEM),
        When("kind", FILTER_KINDS),
    ],
);

static CHAIN_RULES: Rules =
    rules(&[""], &[Is("parent", "parent", spell::handle), In("options", "", &FILTER_OPTIONS)]);

static ACTION_RULES: Rules =
    rules(&[], &[Is("total acts", "count", same), Each("actions", "actions", &ACTION_ITEM)]);

fn is_root(pair: &Pair<'_>) -> bool {
    pair.theirs == true && pair.text().is_some_and(|parent| parent == "root")
}

fn has_actions(object: Object<'_>) -> bool {
    object.key("actions").is_some()
}

/// tc prints two objects for each message: how many actions there are, and the actions.
fn actions(json: &Json) -> Vec<Json> {
    let entries = |object: &Json| object.as_object().cloned().unwrap_or_default();
    let pairs = listed(json);
    pairs
        .chunks(2)
        .map(|pair| pair.iter().flat_map(entries).collect::<Map<_, _>>().into())
        .collect()
}
