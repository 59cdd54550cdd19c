//! Writing attributes and messages.

use crate::{AttrSet, Header, Key, Malformed, Payload, StructField, align, flag};
use core::{fmt, marker::PhantomData};

const NESTED: u16 = 0x8000;

/// Writes attributes of the set `S`: a message's, or a nest's.
pub struct Put<S> {
    bytes: Vec<u8>,
    /// Whether `bytes` begins with netlink's header, whose length is set at the end.
    message: bool,
    too_long: Option<TooLong>,
    set: PhantomData<fn() -> S>,
}

/// An attribute whose payload is longer than the 65,531 bytes that one can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Which attribute, as it would be reported if it were read.
    pub attribute: Malformed,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Malformed { set, attribute, length } = self.attribute;
        write!(f, "{attribute} ({set}): {length} bytes are more than an attribute can hold")
    }
}

impl core::error::Error for TooLong {}

impl<S: AttrSet> Default for Put<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: AttrSet> Put<S> {
    /// Attributes alone.
    pub const fn new() -> Self {
        Self { bytes: Vec::new(), message: false, too_long: None, set: PhantomData }
    }

    /// A request: netlink's header (sequence number and port are set when it is sent), the family's
    /// header, then what is put.
    pub fn message<H: StructField>(message_type: u16, flags: u16, header: &H::Owned) -> Self {
        let mut bytes = Vec::with_capacity(128);
        let flags = flags | flag::REQUEST;
        bytes.extend_from_slice(&Header { message_type, flags, ..Header::default() }.bytes());
        H::write(header, &mut bytes);
        bytes.resize(align(bytes.len()), 0);
        Self { bytes, message: true, too_long: None, set: PhantomData }
    }

    /// Writes an attribute.
    pub fn put<T: Payload>(&mut self, key: Key<S, T>, view: T::View<'_>) -> &mut Self {
        self.attribute(key.number, |out| T::put(view, out))
    }

    /// Writes an attribute from its owned value.
    pub fn put_owned<T: Payload>(&mut self, key: Key<S, T>, value: &T::Owned) -> &mut Self {
        self.attribute(key.number, |out| T::write(value, out))
    }

    /// Writes a nest.
    pub fn nest<'v, N, T>(&mut self, key: Key<S, T>, fill: impl FnOnce(&mut Put<N>)) -> &mut Self
    where
        N: AttrSet,
        T: Payload<View<'v> = crate::Attrs<'v, N>>,
    {
        self.nest_raw(key.number, fill)
    }

    /// Writes an attribute by its number, its payload as bytes; the flag bits of `raw_type` are kept.
    pub fn raw(&mut self, raw_type: u16, payload: &[u8]) -> &mut Self {
        self.attribute(raw_type, |out| out.extend_from_slice(payload))
    }

    pub(crate) fn nest_raw<N: AttrSet>(
        &mut self,
        number: u16,
        fill: impl FnOnce(&mut Put<N>),
    ) -> &mut Self {
        let mut too_long = None;
        self.attribute(number | NESTED, |out| {
            let mut inner = Put { bytes: core::mem::take(out), ..Put::new() };
            fill(&mut inner);
            *out = inner.bytes;
            too_long = inner.too_long;
        });
        self.too_long = self.too_long.or(too_long);
        self
    }

    fn attribute(&mut self, raw_type: u16, fill: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        if let Err(length) = attribute(&mut self.bytes, raw_type, fill) {
            let attribute = S::SET.malformed(raw_type & 0x3fff, length);
            self.too_long = self.too_long.or(Some(TooLong { attribute }));
        }
        self
    }

    /// The bytes written; a message's header has its length now.
    ///
    /// # Errors
    /// [`TooLong`] names the first attribute that could not hold its payload.
    pub fn finish(mut self) -> Result<Vec<u8>, TooLong> {
        if let Some(error) = self.too_long {
            return Err(error);
        }
        if self.message {
            let length = self.bytes.len() as u32;
            self.bytes[..4].copy_from_slice(&length.to_ne_bytes());
        }
        Ok(self.bytes)
    }
}

/// Appends one attribute and its padding; where `fill` writes too much, nothing but its length.
pub(crate) fn attribute(
    out: &mut Vec<u8>,
    raw_type: u16,
    fill: impl FnOnce(&mut Vec<u8>),
) -> Result<(), usize> {
    let start = out.len();
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&raw_type.to_ne_bytes());
    fill(out);
    let length = out.len() - start;
    match u16::try_from(length) {
        Ok(length) => {
            out[start..start + 2].copy_from_slice(&length.to_ne_bytes());
            out.resize(align(out.len()), 0);
            Ok(())
        }
        Err(_) => {
            out.truncate(start);
            Err(length - 4)
        }
    }
}
