//! What each kind of filter says.

use super::{ematch, flower, spell};
use crate::{Cases, PLAIN, Pair, Row::*, Rules, rules, same};
use serde_json::json;

/// What tc calls `options`.
pub(super) static FILTER_KINDS: Cases = &[
    (
        &["basic", "cgroup"],
        &rules(&[], &[Is("text", "options.ematches", |pair| *pair.theirs == ematch::text(pair))]),
    ),
    (
        &["bpf"],
        &rules(
            &["options.flags_gen."],
            &[
                In("bytecode", "options", &BYTECODE),
                Is("direct-action", "options.flags.direct-action", same),
            ],
        ),
    ),
    (
        &["flow"],
        &rules(
            &[],
            &[
                Is("keys", "options.keys", same),
                Is("baseclass", "options.baseclass", spell::handle),
                Is("and", "options.mask", spell::hexadecimal),
                Is("xor", "options.xor", spell::hexadecimal),
                Is("addend", "options.addend", spell::hexadecimal),
            ],
        ),
    ),
    (&["flower"], &rules(&[], &[In("keys", "options", &flower::KEYS)])),
    (
        &["fw"],
        &rules(
            &[],
            &[In(
                "fw",
                "",
                &rules(
                    &[],
                    &[
                        Is("mark", "handle", spell::hexadecimal),
                        // All bits count where the kernel states no mask.
                        Is("mask", "options.mask", |pair| {
                            let mask = pair.number().unwrap_or(u32::MAX.into());
                            spell::hex(pair.theirs) == Some(mask)
                        }),
                    ],
                ),
            )],
        ),
    ),
    (&["matchall"], &rules(&[], &[Is("rule_hit", "options.pcnt.rhit", same)])),
    (
        &["route"],
        &rules(
            &[],
            &[
                Is("fh", "handle", spell::hexadecimal),
                // The realm of the destination, and that of the source.
                Is("name", "", |pair| {
                    let realms = ["options.to", "options.from"].map(|path| pair.around.at(path));
                    let realms: Vec<_> = realms.iter().flatten().map(ToString::to_string).collect();
                    match realms.as_slice() {
                        [realm] => *pair.theirs == *realm,
                        realms => *pair.theirs == json!(realms),
                    }
                }),
                Is("fromif", "options.iif", crate::spell::interface),
            ],
        ),
    ),
    (&["u32"], &U32),
];

/// A classic program.
pub(super) static BYTECODE: Rules =
    rules(&[], &[Is("length", "ops_len", same), Each("insns", "ops", &PLAIN)]);

static U32: Rules = rules(
    &[],
    &[
        Is("fh", "handle", same),
        Is("ht_divisor", "options.divisor", same),
        // The handle's own parts.
        Is("order", "handle", |pair| part(pair, 0, 0xfff) == pair.theirs.as_u64()),
        Is("key_ht", "options.hash", |pair| part(pair, 20, 0xfff) == spell::hex(pair.theirs)),
        Is("bkt", "options.hash", |pair| part(pair, 12, 0xff) == spell::hex(pair.theirs)),
        Is("link", "options.link", same),
        Is("input_dev", "options.indev", same),
        Is("rule_hit", "options.pcnt.rcnt", same),
        // Of the filter, and of each of its keys.
        Is("success", "", |pair| {
            let keys = pair.around.items("options.pcnt.kcnts");
            let all = pair.around.at("options.pcnt.rhit").into_iter().chain(keys);
            let all: Vec<_> = all.map(|count| count.number()).collect();
            *pair.theirs == json!(all)
        }),
        Each(
            "match",
            "options.sel.keys",
            &rules(
                &[],
                &[
                    Is("value", "key_val", spell::hexadecimal),
                    Is("mask", "key_mask", spell::hexadecimal),
                    Is("off", "key_off", same),
                    Is("offmask", "key_offmask", |pair| {
                        pair.theirs == if pair.number() == Some(0) { "" } else { "nexthdr+" }
                    }),
                ],
            ),
        ),
        Is("hash_mask", "options.sel.hmask", spell::hexadecimal),
        Is("hash_off", "options.sel.hoff", same),
        Is("offset_mask", "options.sel.offmask", spell::hexadecimal),
        Is("offset_shift", "options.sel.offshift", same),
        Is("offset_off", "options.sel.offoff", same),
        Is("plus", "options.sel.off", same),
        Is("text", "options.sel.flags", |pair| {
            let words = crate::engine::items(pair.theirs).iter();
            let bits = pair.items();
            // Old versions have the one word in JSON too.
            let flags = words.map(|word| {
                if *word == "offset" { "varoffset" } else { word.as_str().unwrap_or_default() }
            });
            flags.into_iter().all(|flag| bits.iter().any(|bit| bit == flag))
        }),
        Is("fwmark_value", "options.mark.val", spell::hexadecimal),
        Is("fwmark_mask", "options.mark.mask", spell::hexadecimal),
        // An action of old: what its set says lies flat among the filter's options.
        Is("kind", "options.police", |pair| pair.theirs == "police" && pair.ours().is_some()),
        Is("index", "options.police.tbf.index", same),
        Is("control_action", "options.police.tbf.action", spell::control),
        Is("overhead", "options.police.tbf.rate.overhead", same),
        Is("linklayer", "options.police.tbf.rate.linklayer", same),
        Is("ref", "options.police.tbf.refcnt", same),
        Is("bind", "options.police.tbf.bindcnt", same),
        Is("installed", "options.police.tm.install", crate::spell::timer),
        Is("last_used", "options.police.tm.lastuse", crate::spell::timer),
        Is("first_used", "options.police.tm.firstuse", crate::spell::timer),
        Is("fwmark_success", "options.mark.success", same),
    ],
);

fn part(pair: &Pair<'_>, shift: u32, mask: u64) -> Option<u64> {
    pair.number().map(|handle| handle >> shift & mask)
}
