//! What tests of transactions have in common: transactions in words, and the kernel's whole state as text.
#![allow(dead_code, clippy::unwrap_used)]

mod say;

use super::{PATIENCE, text};
use route2::schema::rtnl::Object;
use route2::schema::rtnl::neigh::{Neigh, NeighState};
use route2::{CommitError, Driver, Ipdb, KEPT, Narrow, Netns, Rollback, Snapshot, Transaction};
use route2_oracle::lasting::is_told_of;
use std::time::{Duration, Instant};

/// A mirror of all tables there are.
pub(crate) fn ipdb() -> Ipdb {
    let all = KEPT.iter().map(|kept| kept.name);
    Ipdb::builder().tables(all).unwrap().open().unwrap()
}

/// Says what is wanted, a line a wish.
pub(crate) fn say(tx: &mut Transaction, wishes: &str) {
    for line in wishes.lines().map(str::trim).filter(|line| !line.is_empty()) {
        say::line(tx, line).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
}

/// The whole state as the kernel lists it now, what is volatile apart, and neighbours that it learned. Where the
/// order means something, it is kept.
pub(crate) fn state(ipdb: &Ipdb) -> Vec<String> {
    assert!(ipdb.settle(Some(PATIENCE)).unwrap(), "{:?}", ipdb.stats());
    let mut driver = Driver::open(&Netns::Current).unwrap();
    let mut state = Vec::new();
    for kept in KEPT {
        for family in kept.families {
            let narrow = Narrow { family: *family, ..Narrow::default() };
            let Ok(dump) = driver.list(kept.table, narrow) else { continue };
            if kept.name == "mdb" {
                // What ports joined by themselves comes and goes.
                let all = route2_sandbox::sh("bridge mdb show");
                let mut lines: Vec<_> =
                    all.lines().filter(|l| l.contains("permanent")).map(str::to_owned).collect();
                lines.sort();
                state.extend(lines);
                continue;
            }
            let lasting = dump.objects().filter(|o| is_told_of(kept.name, *o) && is_lasting(*o));
            let mut lines: Vec<_> =
                lasting.map(|object| format!("{}: {}", kept.name, text(object))).collect();
            if !matches!(kept.name, "addr" | "route" | "rule" | "filter") {
                lines.sort();
            }
            // In which order the kernel made IPv6's routes to nets that several links have means nothing, and that
            // of IPv6's addresses little.
            let is_own = |line: &String| {
                line.contains("inet6") && (kept.name == "addr" || line.contains("proto=kernel"))
            };
            lines.sort_by_cached_key(|line| is_own(line).then(|| line.clone()));
            state.extend(lines);
        }
    }
    state
}

fn is_lasting(object: Object<'_>) -> bool {
    let lasts = NeighState::PERMANENT.0 | NeighState::NOARP.0;
    object.of::<Neigh>().is_none_or(|(header, _)| header.state.0 & lasts != 0)
}

/// The state when nothing has happened for longer than the kernel waits with what it has to say: of carriers, and
/// of addresses that it has found to be free.
pub(crate) fn at_rest(ipdb: &Ipdb) -> Snapshot {
    loop {
        assert!(ipdb.settle(Some(PATIENCE)).unwrap());
        let now = ipdb.snapshot();
        let is_news = |later: &Snapshot| later.revision() != now.revision();
        if !ipdb.wait(Some(Duration::from_millis(2500)), is_news).unwrap() {
            return now;
        }
    }
}

/// What differs, or nothing. The kernel is given some time to come to what it was: of a carrier it tells late.
pub(crate) fn differs(ipdb: &Ipdb, before: &[String]) -> String {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let after = state(ipdb);
        if after == before {
            return String::new();
        }
        if Instant::now() > until {
            return differences(before, &after);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The lines that are gone and new; of those about one object, the words.
fn differences(before: &[String], after: &[String]) -> String {
    let gone: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
    let mut new: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
    let mut all = String::new();
    for was in gone {
        let alike = |is: &&String| is.split(' ').take(5).eq(was.split(' ').take(5));
        let Some(at) = new.iter().position(alike) else {
            all += &format!("- {was}\n");
            continue;
        };
        let is = new.remove(at);
        let only = |one: &str, other: &str| -> String {
            let words = one.split(' ').filter(|word| !other.split(' ').any(|w| w == *word));
            words.collect::<Vec<_>>().join(" ")
        };
        let head: Vec<_> = was.split(' ').take(8).collect();
        all += &format!("! {}: - {} + {}\n", head.join(" "), only(was, is), only(is, was));
    }
    all.extend(new.iter().map(|line| format!("+ {line}\n")));
    if !all.is_empty() {
        return all;
    }
    let mut pairs = before.iter().zip(after);
    let (was, is) = pairs.find(|(was, is)| was != is).unwrap();
    format!("another order: {was}\n  now {is}\n")
}

/// How a step failed, and what became of what was done before; what is wrong with that, or nothing.
pub(crate) fn wrong_in(error: &CommitError, step: Option<usize>) -> String {
    let mut wrong = String::new();
    let rollback = match error {
        CommitError::Step(failure) => {
            if step.is_some_and(|step| step + 1 != failure.number) || failure.step.is_empty() {
                wrong += &format!("not this step: {error}\n");
            }
            &failure.rollback
        }
        CommitError::NotSo { rollback, .. } | CommitError::Io { rollback, .. } => rollback,
        _ => return wrong,
    };
    if *rollback != Rollback::Complete {
        wrong += &format!("{error}\n");
    }
    wrong
}
