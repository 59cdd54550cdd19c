//! Payloads whose type depends on something else: on a sibling (`IFLA_INFO_DATA` on
//! `IFLA_INFO_KIND`), on the family in the message's header, or on the payload itself.

use crate::{AttrSet, Attrs, Key, Kind, Malformed, Payload, Put};
use core::{fmt, marker::PhantomData};

/// What decides.
#[derive(Clone, Copy, Debug)]
pub enum By {
    /// The attribute with this number in the same set.
    Sibling(u16),
    /// The attribute with this number in the set around this one.
    Outer(u16),
    /// The address family of the message.
    Family,
    /// The payload, through a function that makes a number of it.
    Payload(fn(&[u8]) -> u32),
    /// The attributes of the same set, through a function that makes a number of them.
    Siblings(fn(&[u8]) -> u32),
}

/// One case of a choice: a number, or a name of up to 16 bytes (no kind's is longer), as one number to
/// compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case(u128);

impl Case {
    /// Where what decides is a number.
    pub const fn number(number: u32) -> Self {
        Self(number as u128)
    }

    /// Where what decides is text: its bytes in front of zeros, so that the order is that of the names,
    /// and no name is a number.
    pub const fn name(name: &'static str) -> Self {
        assert!(name.len() <= 16, "a kind's name has at most 16 bytes");
        let mut bytes = [0; 16];
        let mut i = 0;
        while i < name.len() {
            bytes[i] = name.as_bytes()[i];
            i += 1;
        }
        Self(u128::from_be_bytes(bytes))
    }

    /// The case of a text that ends with its bytes or its first NUL; `None` where no name is as long.
    fn of_text(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; 16];
        for (i, byte) in text.iter().take_while(|byte| **byte != 0).enumerate() {
            *bytes.get_mut(i)? = *byte;
        }
        Some(Self(u128::from_be_bytes(bytes)))
    }

    const fn is_number(self) -> bool {
        self.0 <= u32::MAX as u128
    }
}

/// The number, or the name.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_number() {
            true => write!(f, "{}", self.0),
            false => {
                f.write_str(String::from_utf8_lossy(&self.0.to_be_bytes()).trim_end_matches('\0'))
            }
        }
    }
}

/// A choice between types.
#[derive(Debug)]
pub struct Choice {
    /// What decides.
    pub by: By,
    /// The cases, sorted.
    pub cases: &'static [(Case, Kind)],
    /// The type where no case fits: `None` leaves it bytes.
    pub otherwise: Option<Kind>,
}

impl Choice {
    /// Is one of the types a nest?
    pub(crate) const fn nests(&self) -> bool {
        let mut i = 0;
        while i < self.cases.len() {
            if self.cases[i].1.nests() {
                return true;
            }
            i += 1;
        }
        matches!(&self.otherwise, Some(kind) if kind.nests())
    }

    /// Is it what the kernel tells in a byte and takes as a flag?
    pub(crate) const fn is_told_flag(&self) -> bool {
        matches!((self.by, self.cases, &self.otherwise),
            (By::Payload(_), [(_, Kind::Flag)], Some(Kind::Num(num))) if num.size == 1)
    }

    /// Is it decided, and is what it is, by nothing but the payload and the message's header?
    pub(crate) const fn is_alone(&self) -> bool {
        let mut i = 0;
        while i < self.cases.len() {
            if !self.cases[i].1.is_alone() {
                return false;
            }
            i += 1;
        }
        let otherwise = match &self.otherwise {
            Some(kind) => kind.is_alone(),
            None => true,
        };
        otherwise && matches!(self.by, By::Family | By::Payload(_))
    }

    /// The type for a case.
    #[inline]
    pub fn of(&'static self, case: Case) -> Option<&'static Kind> {
        // Families are the most frequent cases, and IP's come before those that have a case of their own.
        if self.cases.first().is_none_or(|(first, _)| case < *first) {
            return None;
        }
        let found = self.cases.binary_search_by_key(&case, |(case, _)| *case);
        found.ok().map(|i| &self.cases[i].1)
    }

    /// The type for a name.
    pub fn named(&'static self, name: &[u8]) -> Option<&'static Kind> {
        self.of(Case::of_text(name)?)
    }

    /// The type for a sibling's payload, which is text or a number.
    pub(crate) fn of_sibling(&'static self, selector: &[u8]) -> Option<&'static Kind> {
        self.of(match *selector {
            _ if !self.cases.first()?.0.is_number() => Case::of_text(selector)?,
            [a] => Case::number(a.into()),
            [a, b] => Case::number(u16::from_ne_bytes([a, b]).into()),
            [a, b, c, d] => Case::number(u32::from_ne_bytes([a, b, c, d])),
            _ => return None,
        })
    }
}

/// A type that names a [`Choice`].
pub trait Choose {
    /// The choice.
    const CHOICE: &'static Choice;
}

/// A payload that `C` decides on. Its view is the bytes; [`Attrs::get_as`] and [`Put::nest_as`] give
/// them a type.
pub struct Select<C>(PhantomData<fn() -> C>);
impl<C: Choose> Payload for Select<C> {
    const KIND: Kind = Kind::Select(C::CHOICE);
    type View<'a> = &'a [u8];
    type Owned = Vec<u8>;
    #[inline]
    fn view(bytes: &[u8]) -> Option<&[u8]> {
        Some(bytes)
    }
    fn put(view: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(view);
    }
    fn read(bytes: &[u8]) -> Option<Vec<u8>> {
        Some(bytes.to_vec())
    }
    fn write(value: &Vec<u8>, out: &mut Vec<u8>) {
        out.extend_from_slice(value);
    }
}

/// A payload that is a `T` but for a few cases: its view is a `T`'s, which does not take those; as data, it
/// is what `C` decides. (What decides can be out of sight of a view: then it takes what fits.)
pub struct Mostly<T, C>(PhantomData<fn() -> (T, C)>);
impl<T: Payload, C: Choose> Mostly<T, C> {
    /// Does the payload itself say that it is no `T`?
    fn is_other(bytes: &[u8]) -> bool {
        let By::Payload(number_of) = C::CHOICE.by else { return false };
        let kind = C::CHOICE.of(Case::number(number_of(bytes))).or(C::CHOICE.otherwise.as_ref());
        kind.is_none_or(|kind| !kind.is(&T::KIND))
    }
}
impl<T: Payload, C: Choose> Payload for Mostly<T, C> {
    const KIND: Kind = Kind::Select(C::CHOICE);
    type View<'a> = T::View<'a>;
    type Owned = T::Owned;
    #[inline]
    fn view(bytes: &[u8]) -> Option<T::View<'_>> {
        if Self::is_other(bytes) { None } else { T::view(bytes) }
    }
    fn put(view: T::View<'_>, out: &mut Vec<u8>) {
        T::put(view, out);
    }
    fn read(bytes: &[u8]) -> Option<T::Owned> {
        if Self::is_other(bytes) { None } else { T::read(bytes) }
    }
    fn write(value: &T::Owned, out: &mut Vec<u8>) {
        T::write(value, out);
    }
    fn scatter(value: &T::Owned, number: u16, out: &mut Vec<u8>) {
        T::scatter(value, number, out);
    }
}

/// A [`Select`], with or without wrappers.
pub trait Selected {
    /// The choice.
    const CHOICE: &'static Choice;
}
impl<C: Choose> Selected for Select<C> {
    const CHOICE: &'static Choice = C::CHOICE;
}
impl<T: Selected> Selected for crate::Flat<T> {
    const CHOICE: &'static Choice = T::CHOICE;
}

/// A set or record that names select: `pub struct Bridge: link kind "bridge"`.
pub trait Kinded: Payload {
    /// The names. Where there are several, the same declaration serves them all.
    const KINDS: &'static [&'static str];
}

impl<'a, S: AttrSet> Attrs<'a, S> {
    /// The attribute that `key` names as a `K`: `None` where it is absent, or where its sibling names
    /// another kind.
    ///
    /// # Errors
    /// [`Malformed`] where the payload does not fit `K`.
    pub fn get_as<K: Kinded>(
        self,
        key: Key<S, impl Payload + Selected>,
    ) -> Result<Option<K::View<'a>>, Malformed> {
        let (Some(attr), Some(sibling)) = (self.find(key.number), self.sibling_of(key)) else {
            return Ok(None);
        };
        let end = sibling.iter().position(|b| *b == 0).unwrap_or(sibling.len());
        if !K::KINDS.iter().any(|kind| kind.as_bytes() == &sibling[..end]) {
            return Ok(None);
        }
        if attr.whole { K::view(attr.payload) } else { None }
            .map(Some)
            .ok_or_else(|| S::SET.malformed(key.number, attr.payload.len()))
    }

    fn sibling_of<T: Selected>(self, _: Key<S, T>) -> Option<&'a [u8]> {
        match T::CHOICE.by {
            By::Sibling(number) => self.find(number).map(|attr| attr.payload),
            _ => None,
        }
    }
}

impl<S: AttrSet> Put<S> {
    /// Writes the attribute that `key` names as a nest of `K`. The sibling that says so is the
    /// caller's to put.
    pub fn nest_as<K: AttrSet + Kinded>(
        &mut self,
        key: Key<S, impl Payload + Selected>,
        fill: impl FnOnce(&mut Put<K>),
    ) -> &mut Self {
        self.nest_raw(key.number, fill)
    }
}
