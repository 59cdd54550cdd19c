//! Keys made of several parts of a message, and what they stand for.

use super::table::{Object, Op, TABLES, Table};
use core::cell::Cell;
use core::net::IpAddr;
use route2_wire::{Attrs, Fields, Json, Key, Numbers, Parts, Quoted, Row, Shape, Value, same};

/// A key whose value is made of several parts of a message.
#[derive(Debug)]
pub struct Derived {
    /// The key.
    pub key: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// The members of the header and the attributes, by key, that it stands for.
    pub instead_of: &'static [&'static str],
    /// The value; `None` where there is nothing to say.
    pub value: for<'a> fn(&Sources<'a>) -> Option<Value<'a>>,
}

/// What derived keys are made of: a message's parts, found once for all of them.
#[derive(Debug)]
pub struct Sources<'a> {
    /// What the message does.
    pub op: Op,
    /// The address family in the header.
    pub family: u16,
    /// The members of the header.
    pub header: Parts<'a>,
    /// The attributes. Private, so that it is known which were asked for.
    pub(super) fields: Fields<'a>,
    /// Those that were asked for, a bit each.
    looked_at: Cell<u64>,
    present: Numbers,
    /// May there be an attribute twice?
    pub(super) repeats: bool,
}

impl<'a> Sources<'a> {
    /// Of an object.
    #[inline]
    pub(super) fn new(object: &Object<'a>) -> Self {
        let Object { op, .. } = *object;
        let (header, fields) = object.parts();
        let (looked_at, present) = (Cell::new(0), Numbers::ALL);
        Self { op, family: object.family(), header, fields, looked_at, present, repeats: true }
    }

    /// Where more than one key is wanted: looks which attributes are there, so that nobody has to look for
    /// others.
    #[inline]
    pub(super) fn look(&mut self) {
        self.present = Numbers::NONE;
        self.repeats = self.fields.add_numbers(&mut self.present);
    }

    /// The value of an attribute; the last where it is repeated.
    pub(super) fn value<S, T>(&self, key: Key<S, T>) -> Option<Value<'a>> {
        self.numbered(key.number)
    }

    /// An attribute's bytes; of the last where it is repeated.
    #[inline]
    pub(super) fn payload<S, T>(&self, key: Key<S, T>) -> Option<&'a [u8]> {
        let bit = if key.number < 64 { 1 << key.number } else { u64::MAX };
        self.looked_at.set(self.looked_at.get() | bit);
        let mut attrs = Attrs::<()>::new(self.fields.bytes());
        let attr = match (self.present.contains(key.number), self.repeats) {
            (false, _) => None,
            (true, true) => attrs.find(key.number),
            (true, false) => Iterator::find(&mut attrs, |attr| attr.number() == key.number),
        };
        attr.filter(|attr| attr.whole).map(|attr| attr.payload)
    }

    /// The value of an attribute or, where there is none, of a member of the header.
    pub(super) fn value_or<S, T>(&self, key: Key<S, T>, member: &str) -> Option<Value<'a>> {
        self.numbered(key.number).or_else(|| self.header.get(member))
    }

    /// Apart, because then the value is made where it is wanted, and need not be moved there.
    #[inline(never)]
    fn numbered(&self, number: u16) -> Option<Value<'a>> {
        self.looked_at.set(self.looked_at.get() | made_of(self.fields.set().row(number)));
        match (self.present.contains(number), self.repeats) {
            (false, _) => None,
            (true, true) => self.fields.numbered(number).map(|field| field.value()),
            (true, false) => self.fields.first_value(number),
        }
    }

    /// An address and the length that the member of the header at this place has; what is no IP address as it is.
    pub(super) fn prefix(&self, value: &Value<'a>, length: usize) -> Option<Value<'a>> {
        let length = self.header.number_at(length)? as u8;
        Some(match *value {
            // Each by itself: to move what may be either takes longer.
            Value::Ip(IpAddr::V4(ip)) => Value::Prefix(ip.into(), length),
            Value::Ip(IpAddr::V6(ip)) => Value::Prefix(ip.into(), length),
            other => other,
        })
    }
}

/// The attributes that the value of one depends on, a bit each.
#[inline]
fn made_of(row: Option<&Row>) -> u64 {
    match row {
        Some(row) if row.is_alone && row.number < 64 => 1 << row.number,
        _ => u64::MAX,
    }
}

/// The tables by their message types divided by four. Where several have a type, the first.
pub(super) static BY_TYPE: [Option<&Place>; 32] = {
    let (mut places, mut i) = ([None; 32], 0);
    while i < PLACES.len() {
        let place = &mut places[PLACES[i].table.first_type as usize / 4];
        if place.is_none() {
            *place = Some(&PLACES[i]);
        }
        i += 1;
    }
    places
};

/// Of each of [`TABLES`].
static PLACES: [Place; TABLES.len()] = {
    let (mut places, mut i) = ([const { Place::of(TABLES[0]) }; TABLES.len()], 1);
    while i < places.len() {
        places[i] = Place::of(TABLES[i]);
        i += 1;
    }
    places
};

/// Parts of an object's text with lower numbers are derived keys.
pub(super) const FIRST_ATTRIBUTE: u32 = 64;

/// The most derived keys that a table has.
const DERIVED_MAX: usize = 5;

/// A table, and what is not shown by itself because a derived key stands for it.
pub(super) struct Place {
    pub(super) table: &'static Table,
    /// Members of the header, a bit each.
    pub(super) members: u64,
    pub(super) attributes: Numbers,
    /// The derived keys as JSON text has them.
    quoted: [Quoted; DERIVED_MAX],
}

impl Place {
    /// Of an object's table, which is one of [`TABLES`].
    pub(super) fn of_object(object: &Object<'_>) -> &'static Self {
        let is_own = |place: &&Self| std::ptr::eq(place.table, object.table);
        let first = BY_TYPE.get(usize::from(object.table.first_type / 4)).copied().flatten();
        first.filter(is_own).or_else(|| PLACES.iter().find(is_own)).unwrap_or(&PLACES[0])
    }

    /// Writes a part of an object's text: a derived key, or the attribute that begins so far behind the first.
    /// Which attributes is it made of?
    #[inline]
    pub(super) fn write_part(&self, which: u32, sources: &Sources<'_>, json: &mut Json) -> u64 {
        let Some(offset) = which.checked_sub(FIRST_ATTRIBUTE) else {
            self.write_derived(which as usize, sources, json);
            return sources.looked_at.take();
        };
        let field = sources.fields.at(offset as usize);
        if let Some((field, row)) = field.and_then(|field| Some((field, field.row?))) {
            json.entry(row, &field, sources.fields);
        }
        made_of(field.and_then(|field| field.row))
    }

    fn write_derived(&self, at: usize, sources: &Sources<'_>, json: &mut Json) {
        let derived = self.table.derived.get(at).zip(self.quoted.get(at));
        if let Some((derived, key)) = derived
            && let Some(value) = &(derived.value)(sources)
        {
            json.quoted_key(key).value_at(value, Shape::Plain);
        }
    }

    /// The derived keys.
    pub(super) fn derived(&self) -> impl Iterator<Item = &'static Derived> {
        self.table.derived.iter()
    }

    const fn of(table: &'static Table) -> Self {
        let (mut members, mut attributes, mut i) = (0, Numbers::NONE, 0);
        let (fields, rows) = (table.header.fields, table.set.rows);
        while i < fields.len() || i < rows.len() {
            if i < fields.len() && is_replaced(table, fields[i].name) {
                members |= 1 << i;
            }
            if i < rows.len() && is_replaced(table, rows[i].key) {
                attributes.insert(rows[i].number);
            }
            i += 1;
        }
        let (mut quoted, mut i) = ([Quoted::key(""); DERIVED_MAX], 0);
        while i < table.derived.len() {
            quoted[i] = Quoted::key(table.derived[i].key);
            i += 1;
        }
        Self { table, members, attributes, quoted }
    }
}

/// Does a derived key stand for what has this name?
const fn is_replaced(table: &Table, name: &str) -> bool {
    let mut i = 0;
    while i < table.derived.len() {
        let (instead_of, mut k) = (table.derived[i].instead_of, 0);
        while k < instead_of.len() {
            if same(instead_of[k], name) {
                return true;
            }
            k += 1;
        }
        i += 1;
    }
    false
}
