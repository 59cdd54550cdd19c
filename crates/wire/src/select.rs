//! Payloads whose type depends on something else: on a sibling (`IFLA_INFO_DATA` on
//! `IFLA_INFO_KIND`), on the family in the message's header, or on the payload itself.

use crate::{AttrSet, Attrs, Key, Kind, Malformed, Payload, Put};
use core::marker::PhantomData;

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

/// One case of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// Where what decides is a number.
    Number(u32),
    /// Where what decides is text.
    Name(&'static str),
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
    /// The type for a name.
    pub fn named(&'static self, name: &[u8]) -> Option<&'static Kind> {
        let found = self.cases.binary_search_by(|(case, _)| match case {
            Case::Number(_) => core::cmp::Ordering::Less,
            Case::Name(n) => n.as_bytes().cmp(name),
        });
        found.ok().map(|i| &self.cases[i].1)
    }

    /// The type for a number.
    pub fn numbered(&'static self, number: u32) -> Option<&'static Kind> {
        let found = self.cases.binary_search_by(|(case, _)| case.cmp(&Case::Number(number)));
        found.ok().map(|i| &self.cases[i].1)
    }

    /// The type for a sibling's payload, which is text or a number.
    pub(crate) fn of(&'static self, selector: &[u8]) -> Option<&'static Kind> {
        match self.cases.first()?.0 {
            Case::Name(_) => {
                let end = selector.iter().position(|b| *b == 0).unwrap_or(selector.len());
                self.named(&selector[..end])
            }
            Case::Number(_) => self.numbered(match *selector {
                [a] => a.into(),
                [a, b] => u16::from_ne_bytes([a, b]).into(),
                [a, b, c, d] => u32::from_ne_bytes([a, b, c, d]),
                _ => return None,
            }),
        }
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
