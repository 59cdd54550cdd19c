//! Where a nest lies in a message, for those who keep the message and look into it later.

use crate::value::Scope;
use crate::{Body, Fields, Record, Set, Value};
use core::ops::Range;

/// A nest of a message, told by its place: a [`Value`] without a borrow.
///
/// ```
/// use route2_wire::{Attrs, Fields, Spot, Value, attrs};
///
/// attrs! {
///     /// A number in a nest.
///     pub struct Inner { 1 = X_NUMBER => number: u8, }
/// }
/// attrs! {
///     /// A nest.
///     pub struct Outer { 1 = X_INNER => inner: Inner, }
/// }
/// use route2_wire::AttrSet;
///
/// let bytes = [12, 0, 1, 0, 5, 0, 1, 0, 7, 0, 0, 0];
/// let value = Fields::of(Outer::SET, &bytes).by_name("X_INNER").unwrap().value();
/// let spot = Spot::of(&value, &bytes).unwrap();
/// let Some(Value::Set(fields)) = spot.value(&bytes) else { panic!() };
/// assert_eq!(fields.by_name("X_NUMBER").unwrap().value().number(), Some(7));
/// ```
#[derive(Clone, Debug)]
pub struct Spot {
    what: What,
    bytes: Range<u32>,
    around: Range<u32>,
    family: u16,
    depth: u8,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Set(&'static Set),
    Headed(&'static Record, &'static Set),
}

impl Spot {
    /// The place of a value in the message that it is a view of. `None` where it is no nest, nor a structure with
    /// attributes behind it; or lies elsewhere.
    pub fn of(value: &Value<'_>, message: &[u8]) -> Option<Self> {
        let (what, bytes, scope) = match value {
            Value::Set(fields) => (What::Set(fields.set), fields.bytes, fields.scope),
            Value::Headed(body) => (What::Headed(body.record, body.set), body.payload, body.scope),
            _ => return None,
        };
        let Scope { around, family, depth } = scope;
        let (bytes, around) = (range_in(bytes, message)?, range_in(around, message)?);
        Some(Self { what, bytes, around, family, depth })
    }

    /// The value that lies there; `None` where the message is another one, and ends before.
    pub fn value<'a>(&self, message: &'a [u8]) -> Option<Value<'a>> {
        let part = |range: &Range<u32>| message.get(range.start as usize..range.end as usize);
        let (bytes, around) = (part(&self.bytes)?, part(&self.around)?);
        let scope = Scope { around, family: self.family, depth: self.depth };
        Some(match self.what {
            What::Set(set) => Value::Set(Fields { set, bytes, rest: bytes, scope }),
            What::Headed(record, set) => Value::Headed(Body { record, set, payload: bytes, scope }),
        })
    }
}

/// Places are compared as addresses, because views know theirs.
fn range_in(part: &[u8], whole: &[u8]) -> Option<Range<u32>> {
    if part.is_empty() {
        return Some(0..0);
    }
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    let end = start.checked_add(part.len()).filter(|end| *end <= whole.len())?;
    Some(start.try_into().ok()?..end.try_into().ok()?)
}
