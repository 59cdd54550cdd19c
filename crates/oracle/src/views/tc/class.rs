//! What each kind of class says.

use super::qdisc::{only, power};
use super::spell::{self, rate_at};
use crate::{Cases, Pair, Row::*, rules, same};

/// What tc states of a class beside its statistics.
pub(super) static CLASS_KINDS: Cases = &[
    (&["ets"], &only(&[Is("quantum", "options.quanta_band", same)])),
    (&["hfsc"], &only(&[Is("text", "", curves)])),
    (
        &["htb"],
        &rules(
            &["options.parms."],
            &[
                Is("rate", "", |pair| htb_rate(pair, "rate") == pair.theirs.as_u64()),
                Is("ceil", "", |pair| htb_rate(pair, "ceil") == pair.theirs.as_u64()),
                Is("overhead", "options.parms.rate.overhead", same),
                Is("linklayer", "options.parms.rate.linklayer", same),
                Is("mpu_rate", "options.parms.rate.mpu", same),
                Is("mpu_ceil", "options.parms.ceil.mpu", same),
                Is("burst", "options.parms.buffer", |pair| {
                    spell::burst(pair, htb_rate(pair, "rate"))
                }),
                Is("cburst", "options.parms.cbuffer", |pair| {
                    spell::burst(pair, htb_rate(pair, "ceil"))
                }),
                Is("burst_cell", "options.parms.rate.cell_log", power),
                Is("cburst_cell", "options.parms.ceil.cell_log", power),
            ],
        ),
    ),
    (
        &["qfq"],
        &only(&[Is("text", "", |pair| {
            let (weight, lmax) =
                (pair.around.text("options.weight"), pair.around.text("options.lmax"));
            *pair.theirs == format!("weight {weight} maxpkt {lmax}")
        })]),
    ),
];

/// Its statistics.
pub(super) static CLASS_STATS_KINDS: Cases = &[
    (
        &["cake"],
        &only(&[
            Is("count", "stats2.app.cobalt_count", same),
            Is("blue_prob", "stats2.app.p_drop", spell::chance),
            Is("drop_next", "stats2.app.drop_next_us", same),
            Is("blue_timer", "stats2.app.blue_timer_us", same),
        ]),
    ),
    (
        &["htb"],
        &only(&[
            Is("lended", "stats2.app.lends", same),
            Is("borrowed", "stats2.app.borrows", same),
        ]),
    ),
    (
        &["hfsc"],
        &only(&[Is("text", "", |pair| {
            let number = |name| pair.around.number(name).unwrap_or_default();
            let (period, level) = (number("stats2.app.period"), number("stats2.app.level"));
            let works = [("work", "stats2.app.work"), ("rtwork", "stats2.app.rtwork")]
                .map(|(word, path)| (word, number(path)));
            let works = works.iter().filter(|(_, bytes)| *bytes != 0);
            let works: String =
                works.map(|(word, bytes)| format!("{word} {bytes} bytes ")).collect();
            *pair.theirs == format!("period {period} {works}level {level}")
        })]),
    ),
];

fn htb_rate(pair: &Pair<'_>, which: &str) -> Option<u64> {
    rate_at(pair, &format!("options.{which}64"), &format!("options.parms.{which}.rate"))
}

/// What a class of hfsc has: the shape of each curve; its rates are not in JSON.
fn curves(pair: &Pair<'_>) -> bool {
    let curve = |name: &str| {
        let member = |member| pair.around.number(&format!("options.{name}.{member}"));
        Some((member("m1")?, member("d")?, member("m2")?))
    };
    let spelled = |word: &str, curve: Option<(u64, u64, u64)>| {
        curve.map(|(_, d, _)| format!("{word} d {}", duration(d)))
    };
    let (real_time, link_share) = (curve("rsc"), curve("fsc"));
    let mut words: Vec<_> = match real_time == link_share {
        true => spelled("sc", real_time).into_iter().collect(),
        false => {
            [spelled("rt", real_time), spelled("ls", link_share)].into_iter().flatten().collect()
        }
    };
    words.extend(spelled("ul", curve("usc")));
    *pair.theirs == words.join(" ")
}

/// Microseconds as people write them.
fn duration(microseconds: u64) -> String {
    match microseconds {
        0..1000 => format!("{microseconds}us"),
        1000..1_000_000 => format!("{}ms", microseconds as f64 / 1e3),
        _ => format!("{}s", microseconds as f64 / 1e6),
    }
}
