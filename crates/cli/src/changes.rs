//! What became of an object, attribute by attribute.

use crate::columns;
use crate::error::Failure;
use crate::interfaces::Names;
use crate::output;
use crate::text::{self, KEY, NAME};
use route2::schema::rtnl::Object;
use route2::schema::wire::{Json, Shape, Value};
use route2::{Change, Origin, What};
use std::fmt::Write;

/// Labelled columns that tell objects apart, besides those that speak for themselves.
const TELLING: &[&str] = &["oif", "table", "priority", "handle", "parent", "vlan"];

/// What one attribute, or a part of one, was and is.
pub(crate) struct Changed<'a> {
    /// The key, or the path to the part, as filters say it.
    pub(crate) path: String,
    /// What it was; `None` where it was not there.
    pub(crate) old: Option<Value<'a>>,
    /// What it is; `None` where it is not there any more.
    pub(crate) new: Option<Value<'a>>,
}

/// In what two states of an object differ.
pub(crate) fn between<'a>(old: Object<'a>, new: Object<'a>) -> Vec<Changed<'a>> {
    let mut changed = Vec::new();
    route2::differences(old, new, &mut |difference| {
        let before = changed.len();
        parts(difference.key, difference.old, difference.new, &mut changed);
        // What differs in nothing that can be named: bytes that nobody declared, or their order.
        if changed.len() == before {
            let (path, old, new) = (difference.key.to_owned(), difference.old, difference.new);
            changed.push(Changed { path, old, new });
        }
    });
    changed
}

/// The parts of a nest that differ; a value that is no nest is the only part of itself.
fn parts<'a>(
    key: &str,
    old: Option<Value<'a>>,
    new: Option<Value<'a>>,
    changed: &mut Vec<Changed<'a>>,
) {
    let leaves_of = |value: Option<Value<'a>>| {
        let mut found = Vec::new();
        if let Some(value) = value {
            leaves(key, value, &mut found);
        }
        found
    };
    let (mut was, is) = (leaves_of(old), leaves_of(new));
    for (path, new) in is {
        let at = was.iter().position(|(old, _)| *old == path);
        let old = at.map(|at| was.remove(at).1);
        if old.is_none_or(|old| old.to_string() != new.to_string()) {
            changed.push(Changed { path, old, new: Some(new) });
        }
    }
    let gone = was.into_iter().map(|(path, old)| Changed { path, old: Some(old), new: None });
    changed.extend(gone);
}

fn leaves<'a>(path: &str, value: Value<'a>, found: &mut Vec<(String, Value<'a>)>) {
    match value {
        Value::Record(parts) => {
            for member in parts.filter(|member| !member.field.access.is_volatile()) {
                leaves(&format!("{path}.{}", member.field.name), member.value, found);
            }
        }
        Value::Set(fields) => {
            for field in fields {
                match field.row {
                    Some(row) if row.access.is_volatile() => {}
                    Some(row) => leaves(&format!("{path}.{}", row.key), field.value(), found),
                    None => leaves(&format!("{path}.UNKNOWN"), field.value(), found),
                }
            }
        }
        Value::Headed(body) => {
            leaves(path, Value::Record(body.parts()), found);
            leaves(path, Value::Set(body.fields()), found);
        }
        leaf => found.push((path.to_owned(), leaf)),
    }
}

/// Prints what a change changed: `~ link br0 mtu 1500 -> 9000`. What changed nothing is not printed.
pub(crate) fn print(
    change: &Change,
    json: bool,
    names: &dyn Names,
    time: &str,
) -> Result<(), Failure> {
    let Some(object) = change.after().or(change.before()) else { return Ok(()) };
    if json {
        return output::json_line(|out| out.map(|out| write_json(change, object, names, out)));
    }
    let line = match (change.before(), change.after()) {
        (Some(old), Some(new)) => changed_line(new, &between(old, new), names),
        (None, Some(new)) => text::line(new, false, names),
        _ => change.object().map_or_else(String::new, |object| text::line(object, false, names)),
    };
    output::line(&format!("{time} {line}{}", text::origin(change.origin())))
}

/// One line: the sign, what tells the object from others, and each difference.
pub(crate) fn changed_line(
    object: Object<'_>,
    changed: &[Changed<'_>],
    names: &dyn Names,
) -> String {
    let (sign, style) = text::sign(object.op, true);
    let mut line = format!("{style}{sign}{style:#} {}", object.table.name);
    name_of(object, changed, names, &mut line);
    for Changed { path, old, new } in changed {
        let value = |value: &Option<Value<'_>>| match value {
            Some(Value::Flag) => "set".to_owned(),
            Some(value) if columns::is_nothing(*value) => "none".to_owned(),
            Some(value) => text::value(*value, names),
            None => "none".to_owned(),
        };
        let (old, new) = (value(old), value(new));
        let _ = write!(line, " {KEY}{path}{KEY:#} {old} -> {new}");
    }
    line
}

/// A link by its name; of others, columns that have not changed.
fn name_of(object: Object<'_>, changed: &[Changed<'_>], names: &dyn Names, line: &mut String) {
    if object.table.name == "link"
        && let Some(name) = object.key("ifname")
    {
        let _ = write!(line, " {NAME}{name}{NAME:#}");
        return;
    }
    let is_same = |path: &str| changed.iter().all(|changed| changed.path != path);
    let columns = object.table.columns;
    let mut is_first = true;
    columns::each_line(object, names, &mut Vec::new(), &mut |texts| {
        let telling = columns.iter().zip(texts).filter(|(column, text)| {
            let tells = !column.labelled || TELLING.contains(&column.path);
            is_first && tells && column.items.is_empty() && !text.is_empty() && is_same(column.path)
        });
        for (column, text) in telling {
            let _ = match column.labelled {
                true => write!(line, " {KEY}{}{KEY:#} {text}", column.title),
                false => write!(line, " {NAME}{text}{NAME:#}"),
            };
        }
        is_first = false;
    });
}

fn write_json(change: &Change, object: Object<'_>, names: &dyn Names, json: &mut Json) {
    json.key("table").text(change.kept().map_or(object.table.name, |kept| kept.name));
    json.key("what").text(what(change.what()));
    if let Some(dev) = device(object, names) {
        json.key("dev").text(&dev);
    }
    if let (Some(old), Some(new)) = (change.before(), change.after()) {
        json.key("changes").map(|json| write_changes(&between(old, new), json));
    }
    object.write_json(json.key("object"), Shape::Plain);
    json.key("origin").text(origin(change.origin()));
    json.key("revision").uint(change.revision());
}

/// Writes `key: [old, new]` for each.
pub(crate) fn write_changes(changed: &[Changed<'_>], json: &mut Json) {
    for Changed { path, old, new } in changed {
        json.key(path).list(|json| {
            for value in [old, new] {
                match value {
                    Some(value) => json.value(*value, Shape::Plain),
                    None => json.null(),
                }
            }
        });
    }
}

/// What a change is, in a word.
pub(crate) const fn what(what: What) -> &'static str {
    match what {
        What::Nothing => "nothing",
        What::Added => "added",
        What::Changed => "changed",
        What::Removed => "removed",
    }
}

/// Where a change was learnt from, in a word.
pub(crate) const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Kernel => "kernel",
        Origin::Inferred => "inferred",
        Origin::Resync => "resync",
    }
}

/// The name of the interface that an object is about, or its number where it has no name that is known.
pub(crate) fn device(object: Object<'_>, names: &dyn Names) -> Option<String> {
    let mut device = None;
    for path in route2::Filter::DEV_PATHS {
        object.each_at(path, &mut |value| {
            if device.is_none() && !columns::is_nothing(value) {
                device = Some(text::value(value, names));
            }
        });
    }
    device
}
