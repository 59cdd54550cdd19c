//! What the kernel has, read without the mirror: fresh dumps, walked attribute by attribute.

use route2::schema::rtnl::Object;
use route2::schema::rtnl::names::Family;
use route2::schema::wire::{Access, Fields, Parts, Value};
use route2::{Driver, Error, KEPT, Kept, Narrow, Netns, Snapshot};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How often each object is there, by table and text.
pub(crate) type State = BTreeMap<(&'static str, String), i64>;

/// The state that a mirror shows.
pub(crate) fn mirrored(snapshot: &Snapshot) -> State {
    let mut state = State::new();
    for table in snapshot.tables() {
        for found in table.objects() {
            *state.entry((table.kept().name, text(*found))).or_default() += 1;
        }
    }
    state
}

/// The state that the kernel lists.
pub(crate) fn listed(netns: &Netns, tables: &[&'static str]) -> Result<State, Error> {
    let mut driver = Driver::open(netns)?;
    let mut state = State::new();
    for kept in KEPT.iter().filter(|kept| tables.contains(&kept.name)) {
        // Forwarding databases are neighbours; a list of all families has none of them.
        let families: &[Family] = match kept.name {
            "neigh" => &[Family::UNSPEC, Family::BRIDGE],
            _ => &[kept.family],
        };
        for family in families {
            let narrow = Narrow { family: *family, ..Narrow::default() };
            let dump = match driver.list(kept.table, narrow) {
                Err(Error::NoTable { .. }) => continue,
                other => other?,
            };
            for object in dump.objects().filter(|object| is_told_of(kept, *object)) {
                *state.entry((kept.name, text(object))).or_default() += 1;
            }
        }
    }
    Ok(state)
}

/// What one has more of than the other: above zero the first, below zero the second.
pub(crate) fn differences(one: &State, other: &State) -> State {
    let mut difference = one.clone();
    for (key, count) in other {
        *difference.entry(key.clone()).or_default() -= count;
    }
    difference.retain(|_, count| *count != 0);
    difference
}

/// The kernel lists some things of which it never tells, neither that they come nor that they go.
fn is_told_of(kept: &Kept, object: Object<'_>) -> bool {
    let number = |key| object.header().number(key).unwrap_or(0);
    let has = |key: &&str| object.key(key).is_some();
    match kept.name {
        // Multicast routes (RTNL_FAMILY_IPMR, _IP6MR) come in a dump of all families; they are another table.
        "route" => [2, 10, 28].contains(&object.family()),
        // AF_BRIDGE, NTF_SELF: the addresses that a device listens to, which drivers list from their filters.
        // Those of a VXLAN are told, and have a destination.
        "neigh" if object.family() == 7 => {
            number("flags") & 2 == 0 || ["master", "dst", "vni", "src_vni", "nh_id"].iter().any(has)
        }
        // NUD_NONE and NUD_NOARP (of multicast and the loopback: made with the first packet, thrown away at
        // will), and NUD_INCOMPLETE: the kernel tells of a neighbour once it has an answer, or none came.
        "neigh" => number("flags") & 8 != 0 || ![0, 1, 0x40].contains(&number("state")),
        _ => true,
    }
}

/// All that lasts of an object.
pub(crate) fn text(object: Object<'_>) -> String {
    let mut out = String::new();
    let mut header = String::new();
    parts(object.header(), &mut header);
    // NUD_DELAY comes of NUD_STALE, with a packet that is sent, and of NUD_REACHABLE, and none of it is told.
    out.push_str(&header);
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
        value(field.value(), out);
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
