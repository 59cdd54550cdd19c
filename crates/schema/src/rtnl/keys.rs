//! Which keys a table's objects can have, and where each comes from.

use super::derived::Derived;
use super::table::Table;
use route2_wire::{Access, Kind, Record, RecordField, Row, Set};

/// Where the value of a key comes from.
#[derive(Clone, Copy, Debug)]
pub enum KeySource {
    /// A member of the message's header.
    Member(&'static RecordField),
    /// Several parts of a message.
    Derived(&'static Derived),
    /// An attribute of this set: the table's own, or that of a nest whose keys are the table's.
    Attribute(&'static Row, &'static Set),
}

impl KeySource {
    /// The key.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Member(field) => field.name,
            Self::Derived(derived) => derived.key,
            Self::Attribute(row, _) => row.key,
        }
    }

    /// Is it stated by the kernel, and set by nobody?
    pub fn is_read_only(&self) -> bool {
        match self {
            Self::Member(field) => field.access == Access::ReadOnly,
            Self::Derived(_) => true,
            Self::Attribute(row, _) => !row.access.is_settable(),
        }
    }

    /// What its value is; `None` where that depends on the object.
    pub const fn kind(&self) -> Option<&'static Kind> {
        match self {
            Self::Member(field) => Some(&field.kind),
            Self::Derived(_) => None,
            Self::Attribute(row, _) => Some(&row.kind),
        }
    }
}

impl Table {
    /// Calls `visit` with every key that an object can have: the header's members, derived keys, then
    /// attributes, those of all kinds included. A key may come twice, where a derived one stands for it.
    pub fn each_key(&self, visit: &mut dyn FnMut(KeySource)) {
        each_member(self.header, visit);
        self.derived.iter().for_each(|derived| visit(KeySource::Derived(derived)));
        each_row(self.set, visit);
    }

    /// Calls `visit` with every key that can go on a path: all of the table's, where it is empty; those of
    /// the nest or structure at its end.
    pub fn each_key_below(&self, path: &str, visit: &mut dyn FnMut(KeySource)) {
        if path.is_empty() {
            return self.each_key(visit);
        }
        self.each_kind_at(path, &mut |kind| match kind {
            Some(Kind::Set(set)) => each_row(set(), visit),
            Some(Kind::Record(record)) => each_member(record, visit),
            Some(Kind::Headed(record, set)) => {
                each_member(record, visit);
                each_row(set(), visit);
            }
            _ => {}
        });
    }

    /// Calls `visit` with what can be at the end of a path, which begins with a key: `None` where that
    /// depends on the object, nothing where there is no such path.
    pub fn each_kind_at(&self, path: &str, visit: &mut dyn FnMut(Option<&'static Kind>)) {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        self.each_key(&mut |source| match source.kind() {
            _ if source.key() != first => {}
            Some(kind) => kind.each_at(rest, &mut |kind| visit(Some(kind))),
            None if rest.is_empty() => visit(None),
            None => {}
        });
    }
}

fn each_member(record: &'static Record, visit: &mut dyn FnMut(KeySource)) {
    let members = record.fields.iter().filter(|field| !field.is_padding());
    members.for_each(|field| visit(KeySource::Member(field)));
}

fn each_row(set: &'static Set, visit: &mut dyn FnMut(KeySource)) {
    for row in set.rows {
        visit(KeySource::Attribute(row, set));
        if let Kind::Flat(inner) = row.kind {
            each_flat(inner, visit);
        }
    }
}

fn each_flat(kind: &'static Kind, visit: &mut dyn FnMut(KeySource)) {
    match kind {
        Kind::Set(set) => each_row(set(), visit),
        Kind::Select(choice) => choice.cases.iter().for_each(|(_, kind)| each_flat(kind, visit)),
        _ => {}
    }
}
