//! Two states of an object: do they differ, and in what?

use route2_schema::rtnl::Object;
use route2_wire::{Field, Fields, Kind, Member, Parts, Value};

/// What one attribute (or member of the header) was and is.
#[derive(Clone, Copy, Debug)]
pub struct Difference<'a> {
    /// The key.
    pub key: &'static str,
    /// What it was; `None` where it was not there.
    pub old: Option<Value<'a>>,
    /// What it is; `None` where it is not there any more.
    pub new: Option<Value<'a>>,
}

/// Do two messages say the same, apart from what is volatile?
pub(crate) fn is_same(one: Object<'_>, other: Object<'_>) -> bool {
    one.message.payload() == other.message.payload()
        || (same_parts(one.header(), other.header()) && same_fields(one.fields(), other.fields()))
}

/// The same of everything but the members of the header with these names.
pub(crate) fn is_same_but(one: Object<'_>, other: Object<'_>, members: &[&str]) -> bool {
    let counts = |member: &Member<'_>| is_lasting(member) && !members.contains(&member.field.name);
    same_members(one.header().filter(counts), other.header().filter(counts))
        && same_fields(one.fields(), other.fields())
}

fn same_fields(mut one: Fields<'_>, mut other: Fields<'_>) -> bool {
    loop {
        match (next_lasting(&mut one), next_lasting(&mut other)) {
            (None, None) => return true,
            (Some(one), Some(other)) if is_same_field(&one, &other) => {}
            _ => return false,
        }
    }
}

fn is_same_field(one: &Field<'_>, other: &Field<'_>) -> bool {
    one.attr.number() == other.attr.number()
        && (one.attr.payload == other.attr.payload || same_nests(one.value(), other.value()))
}

fn next_lasting<'a>(fields: &mut Fields<'a>) -> Option<Field<'a>> {
    fields.find(|field| field.row.is_none_or(|row| !row.access.is_volatile()))
}

fn is_lasting(member: &Member<'_>) -> bool {
    !member.field.access.is_volatile()
}

fn same_parts(one: Parts<'_>, other: Parts<'_>) -> bool {
    one.bytes() == other.bytes()
        || (one.rest() == other.rest()
            && same_members(one.filter(is_lasting), other.filter(is_lasting)))
}

fn same_members<'a, 'b>(
    mut one: impl Iterator<Item = Member<'a>>,
    mut other: impl Iterator<Item = Member<'b>>,
) -> bool {
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(one), Some(other))
                if one.place == other.place && is_same_value(one.value, other.value) => {}
            _ => return false,
        }
    }
}

/// Of two payloads that are not the same bytes: do they differ in nothing but what is volatile?
fn same_nests(one: Value<'_>, other: Value<'_>) -> bool {
    match (one, other) {
        (Value::Set(one), Value::Set(other)) => same_fields(one, other),
        (Value::Record(one), Value::Record(other)) => same_parts(one, other),
        (Value::Headed(one), Value::Headed(other)) => {
            same_parts(one.parts(), other.parts()) && same_fields(one.fields(), other.fields())
        }
        (Value::List(mut one), Value::List(mut other)) => loop {
            match (one.next(), other.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if is_same_value(one, other) => {}
                _ => return false,
            }
        },
        _ => false,
    }
}

pub(crate) fn is_same_value(one: Value<'_>, other: Value<'_>) -> bool {
    match (one, other) {
        (Value::Flag, Value::Flag) => true,
        (Value::Int(one), Value::Int(other)) => one == other,
        (Value::Str(one), Value::Str(other)) => one == other,
        (Value::Bytes(one), Value::Bytes(other))
        | (Value::LinkAddr(one), Value::LinkAddr(other))
        | (Value::Domain(one), Value::Domain(other))
        | (Value::Labels(one), Value::Labels(other))
        | (Value::Malformed(one), Value::Malformed(other)) => one == other,
        (Value::Ip(one), Value::Ip(other)) => one == other,
        (Value::Prefix(one, length), Value::Prefix(other, other_length)) => {
            one == other && length == other_length
        }
        _ => match (one.number(), other.number()) {
            (Some(one), Some(other)) => one == other,
            _ => same_nests(one, other),
        },
    }
}

/// Calls `visit` with each member of the header and each attribute in which two states of an object differ;
/// what is volatile is left out. Of nests whose keys are the object's own, each attribute counts for itself.
pub fn differences<'a>(old: Object<'a>, new: Object<'a>, visit: &mut dyn FnMut(Difference<'a>)) {
    for member in new.header().filter(is_lasting) {
        let was = old.header().find(|old| old.place == member.place).map(|old| old.value);
        if !was.is_some_and(|was| is_same_value(was, member.value)) {
            visit(Difference { key: member.field.name, old: was, new: Some(member.value) });
        }
    }
    of_fields(old.fields(), new.fields(), visit);
}

/// Attributes with the same number are compared in their order.
fn of_fields<'a>(old: Fields<'a>, new: Fields<'a>, visit: &mut dyn FnMut(Difference<'a>)) {
    for (field, nth) in numbered(new) {
        let was = numbered(old).find(|(old, n)| *n == nth && is_namesake(old, &field));
        let was = was.map(|(old, _)| old);
        if !was.is_some_and(|was| is_same_field(&was, &field)) {
            of_field(was, Some(field), visit);
        }
    }
    for (field, nth) in numbered(old) {
        if !numbered(new).any(|(new, n)| n == nth && is_namesake(&new, &field)) {
            of_field(Some(field), None, visit);
        }
    }
}

fn is_namesake(one: &Field<'_>, other: &Field<'_>) -> bool {
    one.attr.number() == other.attr.number()
}

/// The lasting attributes, each with how many of its number stand before it.
fn numbered(mut fields: Fields<'_>) -> impl Iterator<Item = (Field<'_>, usize)> {
    let all = fields;
    std::iter::from_fn(move || {
        let field = next_lasting(&mut fields)?;
        let address = field.attr.payload.as_ptr();
        let before = all.take_while(|other| other.attr.payload.as_ptr() != address);
        Some((field, before.filter(|other| is_namesake(other, &field)).count()))
    })
}

fn of_field<'a>(
    old: Option<Field<'a>>,
    new: Option<Field<'a>>,
    visit: &mut dyn FnMut(Difference<'a>),
) {
    let row = new.or(old).and_then(|field| field.row);
    let (old, new) = (old.map(|field| field.value()), new.map(|field| field.value()));
    if let Some(row) = row
        && matches!(row.kind, Kind::Flat(_))
    {
        match (old, new) {
            (Some(Value::Set(old)), Some(Value::Set(new))) => return of_fields(old, new, visit),
            (Some(Value::Set(old)), None) => {
                return old.for_each(|field| of_field(Some(field), None, visit));
            }
            (None, Some(Value::Set(new))) => {
                return new.for_each(|field| of_field(None, Some(field), visit));
            }
            _ => {}
        }
    }
    visit(Difference { key: row.map_or("UNKNOWN", |row| row.key), old, new });
}
