//! Which keys a table's objects can have, and where each comes from.

use super::table::{Derived, Table};
use route2_wire::{Kind, RecordField, Row, Set};

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
}

impl Table {
    /// Calls `visit` with every key that an object can have: the header's members, derived keys, then
    /// attributes, those of all kinds included. A key may come twice, where a derived one stands for it.
    pub fn each_key(&self, visit: &mut dyn FnMut(KeySource)) {
        let members = self.header.fields.iter().filter(|field| !field.is_padding());
        members.for_each(|field| visit(KeySource::Member(field)));
        self.derived.iter().for_each(|derived| visit(KeySource::Derived(derived)));
        each_row(self.set, visit);
    }
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
