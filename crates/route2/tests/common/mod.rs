//! What tests of the mirror have in common: the kernel's own dumps to compare with, read without the mirror's code.
#![allow(dead_code, clippy::unwrap_used)]

use route2::schema::rtnl::Object;
use route2::schema::rtnl::names::Family;
use route2::schema::wire::{Access, Fields, Parts, Value};
use route2::{
    Change, Driver, Event, Events, Ipdb, KEPT, Kept, Narrow, Netns, Origin, Snapshot, What,
};
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
    let families: &[Family] = match kept.name {
        "neigh" => &[Family::UNSPEC, Family::BRIDGE],
        _ => &[kept.family],
    };
    let mut driver = Driver::open(&Netns::Current).unwrap();
    let mut listed = Vec::new();
    for family in families {
        let narrow = Narrow { family: *family, ..Narrow::default() };
        let Ok(dump) = driver.list(kept.table, narrow) else { continue };
        listed.extend(dump.objects().filter(|o| is_told_of(kept, *o)).map(text));
    }
    listed
}

/// The kernel lists some things of which it never tells.
fn is_told_of(kept: &Kept, object: Object<'_>) -> bool {
    let number = |key| object.header().number(key).unwrap_or(0);
    match kept.name {
        "route" => [2, 10, 28].contains(&object.family()),
        // NTF_SELF: the addresses that a device listens to; of a VXLAN, with a destination, they are told.
        "neigh" if object.family() == 7 => {
            number("flags") & 2 == 0
                || ["master", "dst", "vni", "src_vni", "nh_id"]
                    .iter()
                    .any(|k| object.key(k).is_some())
        }
        // NUD_REACHABLE, STALE, DELAY, PROBE, PERMANENT; NTF_PROXY.
        "neigh" => number("state") & 0x9e != 0 && number("flags") & 8 == 0,
        _ => true,
    }
}

/// All that lasts of an object.
pub(crate) fn text(object: Object<'_>) -> String {
    let mut out = String::new();
    parts(object.header(), &mut out);
    fields(object.fields(), &mut out);
    out
}

fn parts(parts: Parts<'_>, out: &mut String) {
    for member in parts.filter(|member| member.field.access != Access::Volatile) {
        let _ = write!(out, "{}=", member.field.name);
        value(member.value, out);
    }
}

fn fields(fields: Fields<'_>, out: &mut String) {
    for field in fields {
        if field.row.is_some_and(|row| row.access == Access::Volatile) {
            continue;
        }
        let _ = write!(out, "{}=", field.name());
        match field.name() {
            // That routers were asked is noted without a word.
            "IFLA_INET6_FLAGS" => {
                let flags = field.value().to_string().replace("rs-sent,", "");
                let _ = write!(out, "{flags} ");
            }
            _ => value(field.value(), out),
        }
    }
}

fn value(it: Value<'_>, out: &mut String) {
    match it {
        Value::Set(inner) => {
            out.push('{');
            fields(inner, out);
            out.push_str("} ");
        }
        Value::Record(inner) => parts(inner, out),
        Value::Headed(body) => {
            parts(body.parts(), out);
            fields(body.fields(), out);
        }
        Value::List(items) => items.for_each(|item| value(item, out)),
        other => {
            let _ = write!(out, "{other} ");
        }
    }
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
