//! The dynamic reading of C structures: their members, and the attributes that may follow.

use crate::value::Scope;
use crate::{Fields, Kind, Record, RecordField, Set, Value};

/// A C structure with attributes behind it.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    pub(crate) record: &'static Record,
    pub(crate) set: &'static Set,
    pub(crate) payload: &'a [u8],
    pub(crate) scope: Scope<'a>,
}

impl<'a> Body<'a> {
    /// The members of the structure.
    pub fn parts(self) -> Parts<'a> {
        let head = self.payload.get(..self.record.size).unwrap_or(self.payload);
        Parts::new(self.record, head, self.scope)
    }

    /// The attributes.
    pub fn fields(self) -> Fields<'a> {
        let bytes = self.payload.get(crate::align(self.record.size)..).unwrap_or_default();
        let scope = Scope { depth: self.scope.depth + 1, ..self.scope };
        Fields { set: self.set, bytes, rest: bytes, scope }
    }
}

/// The members of a structure, in order, padding left out.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    pub(crate) record: &'static Record,
    pub(crate) bytes: &'a [u8],
    pub(crate) next: u32,
    pub(crate) scope: Scope<'a>,
}

/// One member with its value.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The declaration.
    pub field: &'static RecordField,
    /// Which member it is, padding counted.
    pub place: u32,
    /// What it says.
    pub value: Value<'a>,
}

impl<'a> Parts<'a> {
    /// Sees `bytes` as `record`, in a message of this address family.
    pub const fn in_family(record: &'static Record, bytes: &'a [u8], family: u16) -> Self {
        Self::new(record, bytes, Scope { around: &[], family, depth: 0 })
    }

    pub(crate) const fn new(record: &'static Record, bytes: &'a [u8], scope: Scope<'a>) -> Self {
        Self { record, bytes, next: 0, scope }
    }

    /// The bytes behind the view.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The members that are no padding, with their places: those of which there are no bytes too.
    #[inline]
    pub(crate) fn members(&self) -> impl Iterator<Item = (u32, &'static RecordField)> {
        let fields = self.record.fields.get(self.next as usize..).unwrap_or_default();
        (self.next..).zip(fields).filter(|(_, field)| !field.is_padding())
    }

    /// The value of a member with these bytes.
    #[inline]
    pub(crate) fn value(&self, field: &'static RecordField, payload: &'a [u8]) -> Value<'a> {
        // A member's siblings are the attributes around the structure.
        field.kind.value(payload, self.scope.around, self.scope)
    }

    /// The value of the member with this name.
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        let place = self.record.fields.iter().position(|field| field.name == name)?;
        Self { next: place as u32, ..self }.next().map(|m| m.value)
    }

    /// The value of the member with this name, where it is a number.
    pub fn number(self, name: &str) -> Option<u64> {
        let field = self.record.fields.iter().find(|field| field.name == name)?;
        match &field.kind {
            Kind::Num(num) => num.read(field.of(self.bytes)?),
            _ => None,
        }
    }

    /// The value of the member at this place, where it is a number.
    #[inline]
    pub fn number_at(self, place: usize) -> Option<u64> {
        let field = self.record.fields.get(place)?;
        match &field.kind {
            Kind::Num(num) => num.read(field.of(self.bytes)?),
            _ => None,
        }
    }

    /// What a newer kernel wrote behind the members that are declared.
    pub fn rest(&self) -> &'a [u8] {
        match RecordField::is_open(self.record.fields) {
            true => &[],
            false => self.bytes.get(self.record.size..).unwrap_or_default(),
        }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Member<'a>;

    #[inline]
    fn next(&mut self) -> Option<Member<'a>> {
        let (place, field) = self.members().next()?;
        self.next = place + 1;
        let value = self.value(field, field.of(self.bytes)?);
        Some(Member { field, place, value })
    }
}
