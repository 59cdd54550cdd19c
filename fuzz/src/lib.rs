//! What must hold of any object, whatever its bytes. What does not hold panics.

mod generate;
mod json;

pub use generate::Generator;
pub use json::check as json;
use route2_schema::rtnl::Object;
use route2_schema::rtnl::link::Link;
use route2_schema::wire::{Attrs, Fields, Header, Message, Shape, Value, agree};
use std::collections::BTreeMap;

/// Longer ones are read, but not written back: what is written is longer where structures were short,
/// and may then no longer fit into an attribute.
const WRITTEN_BYTES_MAX: usize = 2048;

/// The type of rtnetlink's first message.
pub const FIRST: u16 = 16;

/// A message of this type.
pub fn message(message_type: u16, payload: &[u8]) -> Vec<u8> {
    let length = (Header::SIZE + payload.len()) as u32;
    let header = Header { length, message_type, ..Header::default() };
    [&header.bytes(), payload].concat()
}

/// The only message in `bytes`, as an object.
pub fn object(bytes: &[u8]) -> Option<Object<'_>> {
    Object::new(Message { header: Header::read(bytes)?, bytes })
}

/// Reads an object in every way there is.
pub fn check(object: Object<'_>) {
    for shape in [Shape::Whole, Shape::Plain] {
        json(|json| object.write_json(json, shape));
    }
    let _ = Value::Set(object.fields()).to_string();
    places(object, object.fields());
    copies(object);
    if object.message.bytes.len() <= WRITTEN_BYTES_MAX {
        keys(object);
        for value in [Value::Record(object.header()), Value::Set(object.fields())] {
            agree(value).unwrap_or_else(|error| {
                panic!("{}{error}: {:02x?}", object.event(), object.message.bytes)
            });
        }
    }
}

/// What is copied attribute by attribute is the same attributes.
fn copies(object: Object<'_>) {
    let mut copy = Vec::new();
    let attrs = object.fields().map(|field| field.attr).filter(|attr| attr.whole);
    attrs.clone().for_each(|attr| attr.copy_to(&mut copy));
    assert!(Attrs::<Link>::new(&copy).eq(attrs));
}

/// Asked for by its key, an object has the value that it has among all: the last, or all that may be there.
fn keys(object: Object<'_>) {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    object.each_key(&mut |key, value| all.entry(key).or_default().push(value.to_string()));
    for (key, values) in all {
        let value = object.key(key).map(|value| value.to_string());
        let is_one = value.as_ref() == values.last();
        assert!(is_one || value == Some(values.join(" ")), "{key}: {value:?}, not {values:?}");
    }
}

/// The kernel names an attribute by where it begins.
fn places(object: Object<'_>, fields: Fields<'_>) {
    for field in fields.take(100).filter(|field| field.attr.whole) {
        let start = object.message.bytes.as_ptr() as usize;
        let offset = field.attr.payload.as_ptr() as usize - 4 - start;
        let way = object.attribute_at(offset);
        assert_eq!(way.and_then(|way| way.last().copied()), Some(field.name()), "at {offset}");
        if let Some(nest) = field.nest() {
            let row = nest.set().rows.first();
            let named = row.and_then(|row| object.attribute_in(Some(offset), row.number.into()));
            assert_eq!(named, row.map(|row| row.name), "at {offset}");
            places(object, nest);
        }
    }
}
