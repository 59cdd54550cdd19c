//! The two shapes of a value in JSON (or any other format that serde serves).
//!
//! [`Value`] itself serializes in the **whole** shape, pyroute2's: attributes as a list of pairs of
//! the kernel's name and the value, nests as `{"attrs": [...]}`, structures by member. [`Plain`] is
//! the **plain** shape: objects by key, numbers with names as names, sets of bits as lists.

use crate::text::Hex;
use crate::{Field, Fields, Items, Kind, Parts, Spelling, Value};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A value in the plain shape.
#[derive(Clone, Copy, Debug)]
pub struct Plain<T>(pub T);

/// What both shapes show alike: all that is neither a nest nor a structure nor spelled.
fn scalar<S: Serializer>(value: Value<'_>, s: S) -> Result<S::Ok, S::Error> {
    match value {
        Value::Flag => s.serialize_bool(true),
        Value::Uint(n) => s.serialize_u64(n),
        Value::Int(n) => s.serialize_i64(n),
        Value::Str(text) => s.serialize_str(text),
        Value::Malformed(bytes) => {
            let mut map = s.serialize_map(Some(1))?;
            map.serialize_entry("malformed", &Raw { length: bytes.len(), data: bytes })?;
            map.end()
        }
        other => s.collect_str(&other),
    }
}

struct Raw<'a> {
    length: usize,
    data: &'a [u8],
}
impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(2))?;
        map.serialize_entry("length", &self.length)?;
        map.serialize_entry("data", &format_args!("{}", Hex(self.data, "")))?;
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match *self {
            Value::Spelled(n, spelling @ Spelling::NameAlways(_)) => match spelling.name(n) {
                Some(name) => s.serialize_str(name),
                None => s.serialize_u64(n),
            },
            Value::Spelled(n, Spelling::Label) => {
                let mut map = s.serialize_map(Some(4))?;
                map.serialize_entry("label", &(n >> 12))?;
                map.serialize_entry("tc", &(n >> 9 & 7))?;
                map.serialize_entry("bos", &(n >> 8 & 1))?;
                map.serialize_entry("ttl", &(n & 0xff))?;
                map.end()
            }
            Value::Spelled(n, _) => s.serialize_u64(n),
            Value::Set(fields) => {
                let mut map = s.serialize_map(Some(1))?;
                map.serialize_entry("attrs", &fields)?;
                map.end()
            }
            Value::Record(parts) => {
                let mut map = s.serialize_map(None)?;
                members(parts, &mut map)?;
                map.end()
            }
            Value::Headed(body) => {
                let mut map = s.serialize_map(None)?;
                members(body.parts(), &mut map)?;
                map.serialize_entry("attrs", &body.fields())?;
                map.end()
            }
            Value::List(items) => s.collect_seq(items),
            other => scalar(other, s),
        }
    }
}

/// The members of a structure, and the bytes of a newer kernel behind them.
fn members<M: SerializeMap>(parts: Parts<'_>, map: &mut M) -> Result<(), M::Error> {
    for member in parts {
        map.serialize_entry(member.field.name, &member.value)?;
    }
    match parts.rest() {
        [] => Ok(()),
        rest => map.serialize_entry("UNKNOWN", &format_args!("{}", Hex(rest, ""))),
    }
}

impl Parts<'_> {
    /// Writes the members as entries of `map`, in the whole shape.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize_into<M: SerializeMap>(self, map: &mut M) -> Result<(), M::Error> {
        members(self, map)
    }
}

/// A list of pairs: `[["IFLA_IFNAME", "lo"], ...]`.
impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(*self)
    }
}

/// A pair: `["IFLA_IFNAME", "lo"]`, or `["UNKNOWN", {"header": {...}, "data": "..."}]`.
impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if self.row.is_some() {
            (self.name(), self.value()).serialize(s)
        } else {
            (self.name(), Undeclared(*self)).serialize(s)
        }
    }
}

struct Undeclared<'a>(Field<'a>);
impl Serialize for Undeclared<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        struct Header(usize, u16);
        impl Serialize for Header {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                let mut map = s.serialize_map(Some(2))?;
                map.serialize_entry("length", &self.0)?;
                map.serialize_entry("type", &self.1)?;
                map.end()
            }
        }
        let attr = self.0.attr;
        let mut map = s.serialize_map(Some(2))?;
        map.serialize_entry("header", &Header(attr.payload.len() + 4, attr.raw_type))?;
        map.serialize_entry("data", &format_args!("{}", Hex(attr.payload, "")))?;
        map.end()
    }
}

impl Serialize for Plain<Value<'_>> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Spelled(n, spelling @ (Spelling::Name(_) | Spelling::NameAlways(_))) => {
                match spelling.name(n) {
                    Some(name) => s.serialize_str(name),
                    None => s.serialize_u64(n),
                }
            }
            Value::Spelled(n, spelling @ Spelling::Bits(_)) => {
                let (names, unnamed) = spelling.bits(n);
                let mut seq = s.serialize_seq(None)?;
                for name in names {
                    seq.serialize_element(name)?;
                }
                if unnamed != 0 {
                    seq.serialize_element(&format_args!("{unnamed:#x}"))?;
                }
                seq.end()
            }
            Value::Spelled(n, Spelling::Interface) => s.serialize_u64(n),
            Value::Spelled(n, Spelling::Label) => s.serialize_u64(n >> 12),
            Value::Set(fields) => Plain(fields).serialize(s),
            Value::Record(parts) => {
                let mut map = s.serialize_map(None)?;
                plain_members(parts, &mut map)?;
                map.end()
            }
            Value::Headed(body) => {
                let mut map = s.serialize_map(None)?;
                plain_members(body.parts(), &mut map)?;
                plain_fields(body.fields(), &mut map, &|_| false)?;
                map.end()
            }
            Value::List(items) => Plain(items).serialize(s),
            other => scalar(other, s),
        }
    }
}

impl Serialize for Plain<Items<'_>> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.0.map(Plain))
    }
}

/// An object by key.
impl Serialize for Plain<Fields<'_>> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        plain_fields(self.0, &mut map, &|_| false)?;
        map.end()
    }
}

impl Fields<'_> {
    /// Writes the attributes as entries of `map`, in the plain shape, without the keys that `skip` says
    /// yes to.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize_plain_into<M: SerializeMap>(
        self,
        map: &mut M,
        skip: &dyn Fn(&str) -> bool,
    ) -> Result<(), M::Error> {
        plain_fields(self, map, skip)
    }
}

fn plain_members<M: SerializeMap>(parts: Parts<'_>, map: &mut M) -> Result<(), M::Error> {
    for member in parts {
        map.serialize_entry(member.field.name, &Plain(member.value))?;
    }
    Ok(())
}

/// Each key once: the last of repeated attributes, but a list of those that may be repeated.
fn plain_fields<M: SerializeMap>(
    fields: Fields<'_>,
    map: &mut M,
    skip: &dyn Fn(&str) -> bool,
) -> Result<(), M::Error> {
    let repeats = repeats(fields);
    let mut done = 0u64;
    let mut rest = fields;
    while let Some(field) = rest.next() {
        let (Some(row), number) = (field.row, field.attr.number()) else { continue };
        match (row.kind, field.value()) {
            _ if skip(row.key) => {}
            (Kind::Many(item), _) if number < 64 => {
                if done & 1 << number == 0 {
                    map.serialize_entry(row.key, &Plain(fields.repeated(number, item)))?;
                }
                done |= 1 << number;
            }
            _ if repeats && rest.clone().any(|f| f.attr.number() == number) => {}
            (Kind::Flat(_), Value::Set(inner)) => plain_fields(inner, map, skip)?,
            (_, value) => map.serialize_entry(row.key, &Plain(value))?,
        }
    }
    Ok(())
}

/// Is any attribute there twice? (The kernel repeats none but those that are declared so.)
fn repeats(fields: Fields<'_>) -> bool {
    let mut seen = [0u64; 4];
    fields.into_iter().any(|field| {
        let number = usize::from(field.attr.number()).min(255);
        let (word, bit) = (&mut seen[number / 64], 1 << (number % 64));
        let again = *word & bit != 0;
        *word |= bit;
        again
    })
}
