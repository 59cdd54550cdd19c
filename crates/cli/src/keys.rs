//! Which keys there are.

use route2::schema::rtnl::Table;
use route2::schema::wire::{Kind, Set};

/// Calls `visit` with every key that an object of the table can have.
pub(crate) fn each_key(table: &'static Table, visit: &mut dyn FnMut(&'static str)) {
    table.header.fields.iter().filter(|f| !f.is_padding()).for_each(|f| visit(f.name));
    table.derived.iter().for_each(|derived| visit(derived.key));
    each_row(table.set, visit);
}

fn each_row(set: &'static Set, visit: &mut dyn FnMut(&'static str)) {
    for row in set.rows {
        match row.kind {
            Kind::Flat(inner) => {
                visit(row.key);
                each_flat(inner, visit);
            }
            _ => visit(row.key),
        }
    }
}

fn each_flat(kind: &'static Kind, visit: &mut dyn FnMut(&'static str)) {
    match kind {
        Kind::Set(inner) => each_row(inner(), visit),
        Kind::Select(choice) => {
            for (_, kind) in choice.cases {
                each_flat(kind, visit);
            }
        }
        _ => {}
    }
}

/// Has any of these tables this key?
pub(crate) fn is_known(key: &str, among: &[&'static Table]) -> bool {
    let mut known = false;
    among.iter().for_each(|table| each_key(table, &mut |k| known |= k == key));
    known
}

/// All keys of these tables.
pub(crate) fn all(among: &[&'static Table]) -> Vec<&'static str> {
    let mut keys = Vec::new();
    among.iter().for_each(|table| each_key(table, &mut |key| keys.push(key)));
    keys
}

/// A hint for a word that is not among the known ones: the one that is most like it.
pub(crate) fn nearest(word: &str, known: impl IntoIterator<Item = &'static str>) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(&word.to_lowercase(), known);
    let best = known.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best {
        Some(best) if likeness(best) > 0.7 => format!("; did you mean `{best}`?"),
        _ => String::new(),
    }
}
