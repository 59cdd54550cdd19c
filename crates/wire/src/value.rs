//! The dynamic reading: any set, walked through its table. Nothing is decoded before it is asked for,
//! and nothing is allocated.

use crate::{
    Attr, Body, By, Case, Choice, Items, Kind, Layout, Malformed, Num, Numbers, Parts, Payload,
    Row, Set, Spelling,
};
use core::net::IpAddr;

/// Nests deeper than this are not walked into. The kernel's own parser gives up at 10.
const DEPTH_MAX: u8 = 32;

/// What a value's meaning can depend on, beyond its own bytes and the set it lies in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scope<'a> {
    /// The attributes of the set around.
    pub(crate) around: &'a [u8],
    /// The address family in the message's header.
    pub(crate) family: u16,
    pub(crate) depth: u8,
}

/// A decoded value. Views of nests, structures and lists are walked when they are iterated.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// An attribute that says something by being there.
    Flag,
    /// An unsigned number.
    Uint(u64),
    /// A signed number.
    Int(i64),
    /// A number with names.
    Spelled(u64, &'static Spelling),
    /// Text.
    Str(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A link-layer address.
    LinkAddr(&'a [u8]),
    /// An IP address.
    Ip(IpAddr),
    /// An IP address with a prefix length; made from two values of a message.
    Prefix(IpAddr, u8),
    /// Nested attributes.
    Set(Fields<'a>),
    /// A C structure.
    Record(Parts<'a>),
    /// A C structure with attributes behind it.
    Headed(Body<'a>),
    /// Several values.
    List(Items<'a>),
    /// A domain name, as DNS has it.
    Domain(&'a [u8]),
    /// A stack of MPLS labels.
    Labels(&'a [u8]),
    /// A payload that does not fit its type.
    Malformed(&'a [u8]),
}

impl<'a> Value<'a> {
    /// The number, where it is one (spelled or not).
    pub const fn number(&self) -> Option<u64> {
        match self {
            Self::Uint(n) | Self::Spelled(n, _) => Some(*n),
            Self::Int(n) => Some(*n as u64),
            _ => None,
        }
    }

    /// The text, where it is text.
    pub const fn text(&self) -> Option<&'a str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The IP address, where it is one.
    pub const fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Ip(ip) | Self::Prefix(ip, _) => Some(*ip),
            _ => None,
        }
    }
}

/// The attributes of a set that is known as a table only.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    pub(crate) set: &'static Set,
    pub(crate) bytes: &'a [u8],
    pub(crate) rest: &'a [u8],
    pub(crate) scope: Scope<'a>,
}

impl<'a> Fields<'a> {
    /// Walks `bytes` through `set`, where nothing depends on a message's header.
    #[inline]
    pub const fn of(set: &'static Set, bytes: &'a [u8]) -> Self {
        Self::in_family(set, bytes, 0)
    }

    /// Walks `bytes` through `set` as part of a message of this address family.
    #[inline]
    pub const fn in_family(set: &'static Set, bytes: &'a [u8], family: u16) -> Self {
        Self { set, bytes, rest: bytes, scope: Scope { around: &[], family, depth: 0 } }
    }

    /// Walks a nest; `None` where it lies too deep.
    #[inline]
    fn nested(set: &'static Set, bytes: &'a [u8], scope: Scope<'a>) -> Option<Self> {
        let depth = scope.depth + 1;
        (depth <= DEPTH_MAX).then_some(Self {
            set,
            bytes,
            rest: bytes,
            scope: Scope { depth, ..scope },
        })
    }

    /// The table.
    #[inline]
    pub const fn set(&self) -> &'static Set {
        self.set
    }

    /// The bytes of the set, whole.
    #[inline]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The attribute with the kernel's name (`IFLA_MTU`); the last where it is repeated.
    pub fn by_name(self, name: &str) -> Option<Field<'a>> {
        self.numbered(self.set.by_name(name)?.number)
    }

    /// The attribute with this number; the last where it is repeated.
    #[inline]
    pub fn numbered(self, number: u16) -> Option<Field<'a>> {
        let attr = crate::Attrs::<()>::new(self.rest).find(number)?;
        Some(self.field(attr))
    }

    /// Where in the set's bytes the next attribute begins.
    #[doc(hidden)]
    pub const fn offset(&self) -> usize {
        self.bytes.len() - self.rest.len()
    }

    /// The value of the attribute with this number; of the first one.
    #[doc(hidden)]
    #[inline]
    pub fn first_value(self, number: u16) -> Option<Value<'a>> {
        let mut attrs = crate::Attrs::<()>::new(self.bytes);
        let attr = Iterator::find(&mut attrs, |attr| attr.number() == number)?;
        Some(self.field(attr).value())
    }

    /// The attribute that begins there.
    #[doc(hidden)]
    #[inline]
    pub fn at(self, offset: usize) -> Option<Field<'a>> {
        Self { rest: self.bytes.get(offset..)?, ..self }.next()
    }

    #[inline]
    fn field(&self, attr: Attr<'a>) -> Field<'a> {
        let Self { set, bytes, scope, .. } = *self;
        Field { row: set.row(attr.number()), attr, set, siblings: bytes, scope }
    }

    /// The value under a key (`mtu`, and through flat nests `br_ageing_time`); a list of all where the attribute
    /// may be repeated.
    pub fn by_key(self, key: &str) -> Option<Value<'a>> {
        let mut found = None;
        for field in self {
            let Some(row) = field.row else { continue };
            match row.kind {
                Kind::Many(item) if row.key == key => {
                    found = Some(Value::List(self.repeated(row.number, item)));
                }
                Kind::Flat(_) => match field.value() {
                    Value::Set(inner) => found = inner.by_key(key).or(found),
                    value if row.key == key => found = Some(value),
                    _ => {}
                },
                _ if row.key == key => found = Some(field.value()),
                _ => {}
            }
        }
        found
    }

    /// Adds the attributes' numbers to those that were there: true where one is now there twice.
    #[inline]
    pub fn add_numbers(&self, numbers: &mut Numbers) -> bool {
        // In a copy that can be in registers.
        let (mut all, mut repeats) = (*numbers, false);
        for attr in crate::Attrs::<()>::new(self.rest) {
            repeats |= !all.insert(attr.number());
        }
        *numbers = all;
        repeats
    }

    /// The values of all attributes with this number.
    pub(crate) fn repeated(self, number: u16, item: &'static Kind) -> Items<'a> {
        let scope = Scope { around: self.bytes, ..self.scope };
        Items::new(Layout::Repeated(number), item, self.bytes, scope)
    }

    /// Calls `visit` with each declared attribute that is present; those in flat nests included, the
    /// nests themselves not.
    pub fn each_key(self, visit: &mut dyn FnMut(&'static Row, Value<'a>)) {
        self.for_each(|field| field.each_key(visit));
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    #[inline]
    fn next(&mut self) -> Option<Field<'a>> {
        let attr = crate::attrs::split(&mut self.rest)?;
        Some(self.field(attr))
    }
}

/// One attribute of a set that is known as a table only.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The declaration; `None` where there is none for the number.
    pub row: Option<&'static Row>,
    /// The attribute as it lies in the buffer.
    pub attr: Attr<'a>,
    set: &'static Set,
    siblings: &'a [u8],
    scope: Scope<'a>,
}

impl<'a> Field<'a> {
    /// The kernel's name, or `UNKNOWN`.
    #[inline]
    pub fn name(&self) -> &'static str {
        self.row.map_or("UNKNOWN", |row| row.name)
    }

    /// The value; that of an undeclared attribute is its bytes.
    #[inline]
    pub fn value(&self) -> Value<'a> {
        match self.row {
            _ if !self.attr.whole => Value::Malformed(self.attr.payload),
            Some(row) => row.kind.value(self.attr.payload, self.siblings, self.scope),
            None => Value::Bytes(self.attr.payload),
        }
    }

    /// Calls `visit` with the attribute, where it is declared; with those in it instead, where it is a flat
    /// nest.
    pub fn each_key(&self, visit: &mut dyn FnMut(&'static Row, Value<'a>)) {
        let Some(row) = self.row else { return };
        match (row.kind, self.value()) {
            (Kind::Flat(_), Value::Set(inner)) => inner.each_key(visit),
            (_, value) => visit(row, value),
        }
    }

    /// The attributes in it, where it is a nest; nothing else is decoded.
    #[inline]
    pub fn nest(&self) -> Option<Fields<'a>> {
        let row = self.row?;
        if !row.nests || !self.attr.whole {
            return None;
        }
        let Scope { around, family, depth } = self.scope;
        row.kind.enter(self.attr.payload, self.siblings, around, family, depth)
    }

    /// The error that says which attribute does not fit its type, where that is so.
    pub fn malformed(&self) -> Option<Malformed> {
        matches!(self.value(), Value::Malformed(_))
            .then(|| self.set.malformed(self.attr.number(), self.attr.payload.len()))
    }
}

impl Kind {
    /// Decodes a payload that lies among `siblings`; what does not fit is [`Value::Malformed`].
    ///
    /// Numbers, of which most of a message consists, are decoded here, so that a loop over attributes
    /// has them inline; all else is one call away.
    #[inline]
    pub(crate) fn value<'a>(
        &'static self,
        payload: &'a [u8],
        siblings: &'a [u8],
        scope: Scope<'a>,
    ) -> Value<'a> {
        match self {
            Self::Num(num) => number(num, payload),
            other => other.compound(payload, siblings, scope),
        }
    }

    /// The attributes in an attribute that lies among `siblings`, where it is a nest. (The scope comes in
    /// pieces, in registers: passed whole it would have to lie in memory, for every attribute.)
    #[inline(never)]
    fn enter<'a>(
        &'static self,
        payload: &'a [u8],
        siblings: &'a [u8],
        around: &'a [u8],
        family: u16,
        depth: u8,
    ) -> Option<Fields<'a>> {
        let scope = Scope { around, family, depth };
        let mut kind = self;
        loop {
            kind = match kind {
                Self::Flat(inner) | Self::Many(inner) => inner,
                Self::Select(choice) => pick(choice, payload, siblings, scope)?,
                Self::Set(set) => {
                    return Fields::nested(set(), payload, Scope { around: siblings, ..scope });
                }
                _ => return None,
            };
        }
    }

    fn compound<'a>(
        &'static self,
        payload: &'a [u8],
        siblings: &'a [u8],
        scope: Scope<'a>,
    ) -> Value<'a> {
        let inner = Scope { around: siblings, ..scope };
        match self {
            Self::Flag if payload.is_empty() => Value::Flag,
            Self::Num(num) => number(num, payload),
            Self::Str => crate::Str::view(payload).map_or(Value::Malformed(payload), Value::Str),
            Self::Bytes => Value::Bytes(payload),
            Self::LinkAddr => Value::LinkAddr(payload),
            Self::Mac if payload.len() == 6 => Value::LinkAddr(payload),
            Self::Ip4 | Self::Ip6 | Self::Ip => match (self, crate::Ip::view(payload)) {
                (Self::Ip, Some(ip)) => Value::Ip(ip),
                (Self::Ip4, Some(ip @ IpAddr::V4(_))) => Value::Ip(ip),
                (Self::Ip6, Some(ip @ IpAddr::V6(_))) => Value::Ip(ip),
                _ => Value::Malformed(payload),
            },
            Self::Labels if payload.len().is_multiple_of(4) => Value::Labels(payload),
            Self::Domain if crate::domain::labels(payload).is_some() => Value::Domain(payload),
            Self::Set(set) => {
                Fields::nested(set(), payload, inner).map_or(Value::Malformed(payload), Value::Set)
            }
            Self::Record(record) if self.fits(payload) => {
                Value::Record(Parts::new(record, payload, inner))
            }
            Self::Headed(record, set)
                if payload.len() >= record.size && scope.depth < DEPTH_MAX =>
            {
                Value::Headed(Body { record, set: set(), payload, scope: inner })
            }
            Self::List(Layout::Packed(size), _)
                if !payload.len().is_multiple_of((*size).max(1) as usize) =>
            {
                Value::Malformed(payload)
            }
            Self::List(layout, item) => Value::List(Items::new(*layout, item, payload, inner)),
            Self::Select(choice) => match pick(choice, payload, siblings, scope) {
                Some(kind) => kind.value(payload, siblings, scope),
                None => Value::Bytes(payload),
            },
            Self::Flat(kind) | Self::Many(kind) => kind.value(payload, siblings, scope),
            Self::Flag
            | Self::Domain
            | Self::Labels
            | Self::Mac
            | Self::Record(_)
            | Self::Headed(..) => Value::Malformed(payload),
        }
    }
}

#[inline]
fn number<'a>(num: &Num, payload: &'a [u8]) -> Value<'a> {
    match num.plain(payload) {
        Some(n) => Value::Uint(n),
        None => uncommon_number(num, payload),
    }
}

#[inline(never)]
fn uncommon_number<'a>(num: &Num, payload: &'a [u8]) -> Value<'a> {
    let Some(n) = num.read(payload) else { return Value::Malformed(payload) };
    match num.spelling {
        Some(spelling) => Value::Spelled(n, spelling),
        None if num.signed => Value::Int(n as i64),
        None => Value::Uint(n),
    }
}

fn pick(
    choice: &'static Choice,
    payload: &[u8],
    siblings: &[u8],
    scope: Scope<'_>,
) -> Option<&'static Kind> {
    let find = |bytes, number| crate::Attrs::<()>::new(bytes).find(number).map(|a| a.payload);
    match choice.by {
        By::Sibling(number) => choice.of_sibling(find(siblings, number)?),
        By::Outer(number) => choice.of_sibling(find(scope.around, number)?),
        By::Family => choice.of(Case::number(scope.family.into())),
        By::Payload(number_of) => choice.of(Case::number(number_of(payload))),
        By::Siblings(number_of) => choice.of(Case::number(number_of(siblings))),
    }
    .or(choice.otherwise.as_ref())
}
