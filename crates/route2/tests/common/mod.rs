//! What tests of the mirror have in common: the kernel's own dumps to compare with, read without the mirror's code.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod tx;

use route2::{
    Change, Driver, Event, Events, Ipdb, KEPT, Kept, Narrow, Netns, Origin, Snapshot, What,
};
use route2_oracle::lasting::is_told_of;
pub(crate) use route2_oracle::lasting::text;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// More than enough for anything that a test waits for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A mirror of all tables there are, and all that happens in it.
pub(crate) fn mirror_of_all() -> (Ipdb, Events) {
    let all = KEPT.iter().map(|kept| kept.name);
    let ipdb = Ipdb::builder().tables(all).unwrap().open().unwrap();
    let events = ipdb.events();
    (ipdb, events)
}

/// Waits until nothing is in doubt, and compares every table with a fresh dump. Where something happens meanwhile
/// (an address is found to be free, a carrier comes), it is compared again.
pub(crate) fn assert_same_as_kernel(ipdb: &Ipdb) {
    let settle = || {
        let settled = ipdb.settle(Some(PATIENCE)).unwrap();
        assert!(settled, "the mirror does not settle: {:?}", ipdb.stats());
        ipdb.snapshot()
    };
    let mut before = settle();
    for _ in 0..20 {
        let wrong = differences(&before);
        let after = settle();
        if wrong.is_empty() {
            return;
        }
        let is_quiet = after.revision() == before.revision();
        assert!(!is_quiet, "mirror (+) and kernel (-) differ:\n{wrong}");
        before = after;
    }
    panic!("the network state does not come to rest");
}

fn differences(now: &Snapshot) -> String {
    let mut wrong = String::new();
    for kept in KEPT.iter().filter(|kept| now.keeps(kept)) {
        let mut mirrored = BTreeMap::<String, i32>::new();
        for found in now.table(kept).objects() {
            *mirrored.entry(text(*found)).or_default() += 1;
        }
        for listed in listed(kept) {
            *mirrored.entry(listed).or_default() -= 1;
        }
        for (object, count) in mirrored.iter().filter(|(_, count)| **count != 0) {
            let _ = writeln!(wrong, "{}: {count:+} {object}", kept.name);
        }
    }
    wrong
}

fn listed(kept: &'static Kept) -> Vec<String> {
    let mut driver = Driver::open(&Netns::Current).unwrap();
    let mut listed = Vec::new();
    for family in kept.families {
        let narrow = Narrow { family: *family, ..Narrow::default() };
        let Ok(dump) = driver.list(kept.table, narrow) else { continue };
        listed.extend(dump.objects().filter(|o| is_told_of(kept.name, *o)).map(text));
    }
    listed
}

/// All changes that wait.
pub(crate) fn changes(events: &mut Events) -> Vec<Change> {
    std::iter::from_fn(|| events.try_next())
        .filter_map(|event| match event {
            Event::Change(change) => Some(change),
            Event::Overrun | Event::Lagged => None,
        })
        .collect()
}

/// How many objects of a table were found to be gone although the kernel had said nothing.
pub(crate) fn inferred(changes: &[Change], table: &str, what: What) -> usize {
    let is_it = |change: &&Change| {
        change.origin() == Origin::Inferred
            && change.what() == what
            && change.kept().is_some_and(|kept| kept.name == table)
    };
    changes.iter().filter(is_it).count()
}
