//! Attributes as the kernel wrote them: the walk, and the typed view.

use crate::{Payload, Set, align};
use core::{fmt, marker::PhantomData};

/// A declared set of attributes: what [`attrs!`](crate::attrs) makes of a declaration.
pub trait AttrSet: Sized + 'static {
    /// The declaration as data.
    const SET: &'static Set;

    /// The declaration as data, from a function: tables refer to each other through these, because a
    /// link's peer is a link again.
    fn set() -> &'static Set {
        Self::SET
    }
}

/// Names an attribute of the set `S` and fixes its type to `T`: the constant that a declaration's
/// row makes, called as the kernel calls the attribute (`IFLA_MTU`).
pub struct Key<S, T> {
    /// The attribute's number (`nla_type` without its flag bits).
    pub number: u16,
    types: PhantomData<fn() -> (S, T)>,
}

impl<S, T> Key<S, T> {
    /// For the declaring macro.
    #[doc(hidden)]
    pub const fn new(number: u16) -> Self {
        Self { number, types: PhantomData }
    }
}
impl<S, T> Clone for Key<S, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S, T> Copy for Key<S, T> {}
impl<S: AttrSet, T> fmt::Debug for Key<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(S::SET.row(self.number).map_or("Key", |row| row.name))
    }
}

/// An attribute whose payload does not fit the type that its table gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The set.
    pub set: &'static str,
    /// The attribute, by the kernel's name.
    pub attribute: &'static str,
    /// The length of the payload.
    pub length: usize,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { set, attribute, length } = self;
        write!(f, "{attribute} ({set}): a payload of {length} bytes does not fit its type")
    }
}

impl core::error::Error for Malformed {}

/// One attribute as it lies in the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attr<'a> {
    /// `nla_type` with its flag bits.
    pub raw_type: u16,
    /// What follows the attribute's header.
    pub payload: &'a [u8],
    /// False where the length that the attribute states is impossible (less than its own header, or
    /// more than there is). The payload is then all that is left, and no attribute can follow.
    pub whole: bool,
}

impl Attr<'_> {
    /// The attribute's number: `nla_type` without `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER`.
    #[inline]
    pub const fn number(&self) -> u16 {
        self.raw_type & 0x3fff
    }

    /// Appends the attribute as it came, with its padding. One that is not whole is left out: written
    /// with a length that is possible, it would say something that nobody said.
    pub fn copy_to(&self, out: &mut Vec<u8>) {
        if !self.whole {
            return;
        }
        let _ =
            crate::put::attribute(out, self.raw_type, |out| out.extend_from_slice(self.payload));
    }
}

/// The attributes of one set, still as the kernel wrote them. Iterating yields every [`Attr`], the
/// undeclared ones too.
pub struct Attrs<'a, S> {
    bytes: &'a [u8],
    set: PhantomData<fn() -> S>,
}

impl<S> Clone for Attrs<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Attrs<'_, S> {}

impl<'a, S> Attrs<'a, S> {
    /// Sees `bytes` as attributes of `S`.
    #[inline]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, set: PhantomData }
    }

    /// The bytes behind the view (what is left of them, while iterating).
    #[inline]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The attribute with this number; the last one where it is repeated, as in the kernel's parser.
    #[inline]
    pub fn find(self, number: u16) -> Option<Attr<'a>> {
        let mut found = None;
        for attr in self {
            if attr.number() == number {
                found = Some(attr);
            }
        }
        found
    }
}

impl<'a, S: AttrSet> Attrs<'a, S> {
    /// The value of the attribute that `key` names: `None` where it is absent.
    ///
    /// # Errors
    /// [`Malformed`] where the payload does not fit the type.
    #[inline]
    pub fn get<T: Payload>(self, key: Key<S, T>) -> Result<Option<T::View<'a>>, Malformed> {
        match self.find(key.number) {
            None => Ok(None),
            Some(attr) => view::<S, T>(attr).map(Some),
        }
    }

    /// The values of all attributes that `key` names, for those that may be repeated.
    #[inline]
    pub fn get_all<T: Payload>(
        self,
        key: Key<S, T>,
    ) -> impl Iterator<Item = Result<T::View<'a>, Malformed>> {
        self.filter(move |attr| attr.number() == key.number).map(view::<S, T>)
    }
}

impl<S: AttrSet> fmt::Debug for Attrs<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(crate::Fields::of(S::SET, self.bytes)).finish()
    }
}

#[inline]
fn view<S: AttrSet, T: Payload>(attr: Attr<'_>) -> Result<T::View<'_>, Malformed> {
    if attr.whole { T::view(attr.payload) } else { None }
        .ok_or_else(|| S::SET.malformed(attr.number(), attr.payload.len()))
}

impl<'a, S> Iterator for Attrs<'a, S> {
    type Item = Attr<'a>;

    #[inline]
    fn next(&mut self) -> Option<Attr<'a>> {
        split(&mut self.bytes)
    }
}

/// Takes the first attribute off `bytes`.
#[inline]
pub(crate) fn split<'a>(bytes: &mut &'a [u8]) -> Option<Attr<'a>> {
    if let Some((length, raw_type)) = header(bytes)
        && let Some(payload) = bytes[4..].get(..length.wrapping_sub(4))
        && let Some(rest) = bytes.get(align(length)..)
    {
        *bytes = rest;
        return Some(Attr { raw_type, payload, whole: true });
    }
    split_last(bytes)
}

/// Takes off what cannot have another attribute behind it: one that ends where the bytes end, without
/// its padding, or one that is not whole. Up to three bytes, too few for anything but padding, end the
/// walk in silence unless they are not zero.
#[cold]
fn split_last<'a>(bytes: &mut &'a [u8]) -> Option<Attr<'a>> {
    let all = core::mem::take(bytes);
    let Some((length, raw_type)) = header(all) else {
        let garbage = all.iter().any(|b| *b != 0);
        return garbage.then_some(Attr { raw_type: 0, payload: all, whole: false });
    };
    Some(match all.get(4..length) {
        Some(payload) => Attr { raw_type, payload, whole: true },
        None => Attr { raw_type, payload: &all[4..], whole: false },
    })
}

/// `nla_len` and `nla_type` of the attribute at the front, in one load.
#[inline]
fn header(bytes: &[u8]) -> Option<(usize, u16)> {
    let header = u32::from_ne_bytes(*bytes.first_chunk()?);
    Some(match cfg!(target_endian = "little") {
        true => (header as u16 as usize, (header >> 16) as u16),
        false => ((header >> 16) as usize, header as u16),
    })
}
