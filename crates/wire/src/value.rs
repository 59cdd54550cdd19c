//! The dynamic reading: any set, walked through its table. Nothing is decoded before it is asked for,
//! and nothing is allocated.

use crate::{Attr, By, Choice, Kind, Layout, Malformed, Num, Parts, Row, Set, Spelling};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Nests deeper than this are not walked into. The kernel's own parser gives up at 10.
const DEPTH_MAX: u8 = 32;

/// What a value's meaning can depend on, beyond its own bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// The address family in the message's header.
    pub family: u16,
    depth: u8,
    siblings: &'a [u8],
    outer: &'a [u8],
}

impl Scope<'_> {
    /// The scope of a message of this family.
    pub const fn of_family(family: u16) -> Self {
        Self { family, depth: 0, siblings: &[], outer: &[] }
    }
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
    Headed(Parts<'a>, Fields<'a>),
    /// Several values.
    List(Items<'a>),
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
    set: &'static Set,
    rest: &'a [u8],
    scope: Scope<'a>,
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
        let scope = Scope { family, depth: 0, siblings: bytes, outer: &[] };
        Self { set, rest: bytes, scope }
    }

    /// Walks a nest; `None` where it lies too deep.
    #[inline]
    pub(crate) fn nested(set: &'static Set, bytes: &'a [u8], scope: Scope<'a>) -> Option<Self> {
        let depth = scope.depth + 1;
        let scope = Scope { depth, siblings: bytes, outer: scope.siblings, ..scope };
        (depth <= DEPTH_MAX).then_some(Self { set, rest: bytes, scope })
    }

    /// The table.
    #[inline]
    pub const fn set(&self) -> &'static Set {
        self.set
    }

    /// The bytes of the set, whole.
    #[inline]
    pub const fn bytes(&self) -> &'a [u8] {
        self.scope.siblings
    }

    /// The attribute with the kernel's name (`IFLA_MTU`); the last where it is repeated.
    pub fn by_name(self, name: &str) -> Option<Field<'a>> {
        let row = self.set.by_name(name)?;
        self.filter(|field| field.attr.number() == row.number).last()
    }

    /// The value under a key (`mtu`, and through flat nests `br_ageing_time`).
    pub fn by_key(self, key: &str) -> Option<Value<'a>> {
        let mut found = None;
        self.each_key(&mut |row, value| {
            if row.key == key {
                found = Some(value);
            }
        });
        found
    }

    /// Calls `visit` with each declared attribute that is present; those in flat nests included, the
    /// nests themselves not.
    pub fn each_key(self, visit: &mut dyn FnMut(&'static Row, Value<'a>)) {
        for field in self {
            let Some(row) = field.row else { continue };
            match (row.kind, field.value()) {
                (Kind::Flat(_), Value::Set(inner)) => inner.each_key(visit),
                (_, value) => visit(row, value),
            }
        }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    #[inline]
    fn next(&mut self) -> Option<Field<'a>> {
        let attr = crate::attrs::split(&mut self.rest)?;
        Some(Field { row: self.set.row(attr.number()), attr, set: self.set, scope: self.scope })
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
            Some(row) => row.kind.value(self.attr.payload, self.scope),
            None => Value::Bytes(self.attr.payload),
        }
    }

    /// The error that says which attribute does not fit its type, where that is so.
    pub fn malformed(&self) -> Option<Malformed> {
        matches!(self.value(), Value::Malformed(_))
            .then(|| self.set.malformed(self.attr.number(), self.attr.payload.len()))
    }
}

impl Kind {
    /// Decodes a payload; what does not fit is [`Value::Malformed`].
    #[inline]
    pub fn value<'a>(&self, payload: &'a [u8], scope: Scope<'a>) -> Value<'a> {
        match self {
            Self::Num(num) => number(*num, payload),
            _ => self.compound(payload, scope),
        }
        .unwrap_or(Value::Malformed(payload))
    }

    fn compound<'a>(&self, payload: &'a [u8], scope: Scope<'a>) -> Option<Value<'a>> {
        use crate::{Flag, Ip, Payload, Str};
        Some(match *self {
            Self::Flag => Flag::view(payload).map(|()| Value::Flag)?,
            Self::Num(num) => number(num, payload)?,
            Self::Str => Value::Str(Str::view(payload)?),
            Self::Bytes => Value::Bytes(payload),
            Self::LinkAddr => Value::LinkAddr(payload),
            Self::Ip4 => Value::Ip(IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(payload).ok()?))),
            Self::Ip6 => Value::Ip(IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(payload).ok()?))),
            Self::Ip => Value::Ip(Ip::view(payload)?),
            Self::Set(set) => Value::Set(Fields::nested(set(), payload, scope)?),
            Self::Record(record) => {
                self.fits(payload).then_some(())?;
                Value::Record(Parts::new(record, payload, scope))
            }
            Self::Headed(record, set) => {
                let (parts, fields) = crate::list::halves(record, set(), payload, scope)?;
                Value::Headed(parts, fields)
            }
            Self::List(layout, item) => {
                if let Layout::Packed(size) = layout {
                    payload.len().is_multiple_of(size.max(1)).then_some(())?;
                }
                Value::List(Items { layout, item, rest: payload, scope })
            }
            Self::Select(choice) => match pick(choice, payload, scope) {
                Some(kind) => kind.compound(payload, scope)?,
                None => Value::Bytes(payload),
            },
            Self::Flat(kind) | Self::Many(kind) => kind.compound(payload, scope)?,
        })
    }
}

#[inline]
fn number<'a>(num: Num, payload: &[u8]) -> Option<Value<'a>> {
    let n = num.read(payload)?;
    Some(match num.spelling {
        Some(spelling) => Value::Spelled(n, spelling),
        None if num.signed => Value::Int(n as i64),
        None => Value::Uint(n),
    })
}

fn pick(choice: &Choice, payload: &[u8], scope: Scope<'_>) -> Option<Kind> {
    let find = |bytes, number| crate::Attrs::<()>::new(bytes).find(number).map(|a| a.payload);
    match choice.by {
        By::Sibling(number) => choice.of(find(scope.siblings, number)?),
        By::Outer(number) => choice.of(find(scope.outer, number)?),
        By::Family => choice.numbered(scope.family.into()),
        By::Payload(number_of) => choice.numbered(number_of(payload)),
    }
    .or(choice.otherwise)
}

/// The values of a list.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    layout: Layout,
    item: &'static Kind,
    rest: &'a [u8],
    scope: Scope<'a>,
}

impl<'a> Items<'a> {
    /// What each item is.
    pub const fn item(&self) -> &'static Kind {
        self.item
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    #[inline]
    fn next(&mut self) -> Option<Value<'a>> {
        let payload = match self.layout {
            Layout::Indexed => {
                let attr = crate::attrs::split(&mut self.rest)?;
                if !attr.whole {
                    return Some(Value::Malformed(attr.payload));
                }
                attr.payload
            }
            Layout::Packed(size) => {
                if self.rest.is_empty() {
                    return None;
                }
                let (item, rest) = self.rest.split_at_checked(size.max(1))?;
                self.rest = rest;
                item
            }
            Layout::Chunked => match crate::list::split_chunk(&mut self.rest)? {
                Ok(chunk) => chunk,
                Err(rest) => return Some(Value::Malformed(rest)),
            },
        };
        Some(self.item.value(payload, self.scope))
    }
}
