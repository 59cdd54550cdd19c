//! C structures: headers of families, and payloads such as `struct rtnl_link_stats64`.
//!
//! A structure on the wire may be shorter or longer than the declaration, because the kernel that
//! wrote it is older or newer. Shorter: the dynamic reading stops with the last whole member, the
//! typed one has zeros for the rest. Longer: what is known is read, the rest is [`Parts::rest`](crate::Parts::rest).

use crate::{Access, Ip, Ip4, Ip6, Kind, Mac, Num, Packed, Payload, Quoted};
use core::marker::PhantomData;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A type that a member of a C structure can have.
pub trait StructField: Payload {
    /// `sizeof`; 0 where the member takes all that is left.
    const SIZE: usize;
    /// `alignof`.
    const ALIGN: usize;
    /// The member takes all that is left, so it is the last.
    const OPEN: bool = false;
    /// Where in the structure the two bytes lie that state how much of what is left the member takes.
    const STATED: Option<usize> = None;
    /// The next member shares its bytes.
    const SHARED: bool = false;
    /// Reads exactly the member's bytes (all that is left, where it is open).
    fn take(bytes: &[u8]) -> Self::Owned;
    /// Writes the member so that it begins at `at`.
    fn write_at(value: &Self::Owned, at: usize, out: &mut Vec<u8>) {
        out.resize(at, 0);
        Self::write(value, out);
    }
}

/// A member of a [`Record`](crate::Record) as data.
#[derive(Clone, Copy, Debug)]
pub struct RecordField {
    /// The member's name, which is its key too. Padding begins with `_`.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What it is, from the declaration.
    pub doc: &'static str,
    /// Who states it.
    pub access: Access,
    /// Where it begins.
    pub offset: usize,
    /// How many bytes it takes.
    pub size: usize,
    /// The name as JSON text has it.
    pub(crate) quoted: &'static Quoted,
    align: usize,
    open: bool,
    stated: Option<usize>,
    shared: bool,
    padding: bool,
}

impl RecordField {
    /// For the declaring macro: a member without its place.
    #[doc(hidden)]
    pub const fn new<T: StructField>(
        name: &'static str,
        quoted: &'static Quoted,
        doc: &'static str,
        access: Access,
    ) -> Self {
        Self {
            name: crate::unraw(name),
            kind: T::KIND,
            doc,
            access,
            offset: 0,
            size: T::SIZE,
            quoted,
            align: T::ALIGN,
            open: T::OPEN,
            stated: T::STATED,
            shared: T::SHARED,
            padding: matches!(name.as_bytes(), [b'_', ..]),
        }
    }

    /// For the declaring macro: members at the places that C gives them.
    #[doc(hidden)]
    pub const fn place<const N: usize>(mut fields: [Self; N]) -> [Self; N] {
        let (mut at, mut i) = (0usize, 0);
        while i < N {
            at = at.next_multiple_of(fields[i].align);
            fields[i].offset = at;
            at += if fields[i].shared { 0 } else { fields[i].size };
            i += 1;
        }
        fields
    }

    /// The structure's alignment.
    #[doc(hidden)]
    pub const fn align_of(fields: &[Self]) -> usize {
        let (mut most, mut i) = (1, 0);
        while i < fields.len() {
            if fields[i].align > most {
                most = fields[i].align;
            }
            i += 1;
        }
        most
    }

    /// The structure's size: that of its members, padded at the end unless it is open there.
    #[doc(hidden)]
    pub const fn size_of(fields: &[Self]) -> usize {
        match fields {
            [] => 0,
            [.., last] if last.open => last.offset,
            [.., last] => (last.offset + last.size).next_multiple_of(Self::align_of(fields)),
        }
    }

    /// The end of the first member that is no padding.
    #[doc(hidden)]
    pub const fn least(fields: &[Self]) -> usize {
        let mut i = 0;
        while i < fields.len() {
            if !fields[i].is_padding() {
                return fields[i].offset + fields[i].size;
            }
            i += 1;
        }
        0
    }

    /// Does the last member take all that is left?
    #[doc(hidden)]
    pub const fn is_open(fields: &[Self]) -> bool {
        matches!(fields, [.., last] if last.open)
    }

    /// Is it there only to fill a gap?
    #[inline]
    pub const fn is_padding(&self) -> bool {
        self.padding
    }

    /// The member's bytes in a structure's; `None` where that ends before.
    #[inline]
    pub fn of<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        match self.open {
            true => match self.stated(bytes) {
                Some(length) => bytes.get(self.offset..self.offset + length),
                None => bytes.get(self.offset..),
            },
            false => bytes.get(self.offset..self.offset + self.size),
        }
    }

    /// The length that the structure states for the member; `None` where it states none.
    pub(crate) fn stated(&self, bytes: &[u8]) -> Option<usize> {
        let length = bytes.get(self.stated?..).and_then(<[u8]>::first_chunk);
        Some(length.map_or(0, |length| u16::from_ne_bytes(*length).into()))
    }
}

macro_rules! addresses {
    ($($T:ty, $Addr:ty, $size:literal, $align:literal;)*) => { $(
        impl StructField for $T {
            const SIZE: usize = $size;
            const ALIGN: usize = $align;
            fn take(bytes: &[u8]) -> $Addr {
                <[u8; $size]>::try_from(bytes).unwrap_or_default().into()
            }
        }
    )* };
}
addresses! { Mac, [u8; 6], 6, 1; Ip4, Ipv4Addr, 4, 4; Ip6, Ipv6Addr, 16, 4; }

/// Some bits of a number: `WIDTH` of them, from `SHIFT` on. A structure's members that are bits of one
/// number stand from the highest bits to the lowest, whose `SHIFT` is 0.
///
/// ```
/// use route2_wire::{Be, Part, Payload, record};
///
/// record! {
///     /// A number of three parts.
///     pub struct Parted {
///         upper: Part<Be<u16>, 12, 4>,
///         middle: Part<Be<u16>, 8, 4>,
///         lower: Part<Be<u16>, 0, 8>,
///     }
/// }
///
/// let parted = Parted::view(&[0x12, 0x34]).unwrap();
/// assert_eq!(parted, Parted { upper: 1, middle: 2, lower: 0x34 });
/// let mut bytes = Vec::new();
/// Parted::write(&parted, &mut bytes);
/// assert_eq!(bytes, [0x12, 0x34]);
/// ```
pub struct Part<T, const SHIFT: u8, const WIDTH: u8>(PhantomData<fn() -> T>);
impl<T: StructField, const SHIFT: u8, const WIDTH: u8> Part<T, SHIFT, WIDTH> {
    const NUM: Num = match T::KIND {
        Kind::Num(num) => num.part(SHIFT, WIDTH),
        _ => panic!("only a number has bits"),
    };
}
impl<T: StructField, const SHIFT: u8, const WIDTH: u8> Payload for Part<T, SHIFT, WIDTH> {
    const KIND: Kind = Kind::Num(Self::NUM);
    type View<'a> = u32;
    type Owned = u32;
    fn view(bytes: &[u8]) -> Option<u32> {
        Self::NUM.read(bytes).map(|bits| bits as u32)
    }
    fn put(view: u32, out: &mut Vec<u8>) {
        Self::write_at(&view, out.len(), out);
    }
    fn read(bytes: &[u8]) -> Option<u32> {
        Self::view(bytes)
    }
    fn write(value: &u32, out: &mut Vec<u8>) {
        Self::put(*value, out);
    }
}
impl<T: StructField, const SHIFT: u8, const WIDTH: u8> StructField for Part<T, SHIFT, WIDTH> {
    const SIZE: usize = T::SIZE;
    const ALIGN: usize = T::ALIGN;
    const SHARED: bool = SHIFT != 0;
    fn take(bytes: &[u8]) -> u32 {
        Self::view(bytes).unwrap_or_default()
    }
    fn write_at(value: &u32, at: usize, out: &mut Vec<u8>) {
        let end = at + T::SIZE;
        if out.len() < end {
            out.resize(end, 0);
        }
        Self::NUM.set((*value).into(), &mut out[at..end]);
    }
}

/// An address of the family that the bytes left over make up; unspecified where they make up none.
impl StructField for Ip {
    const SIZE: usize = 0;
    const ALIGN: usize = 1;
    const OPEN: bool = true;
    fn take(bytes: &[u8]) -> IpAddr {
        Self::view(bytes).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }
}

/// The text left over.
impl StructField for crate::Str {
    const SIZE: usize = 0;
    const ALIGN: usize = 1;
    const OPEN: bool = true;
    fn take(bytes: &[u8]) -> String {
        Self::read(bytes).unwrap_or_default()
    }
}

/// The bytes left over.
impl StructField for crate::Bytes {
    const SIZE: usize = 0;
    const ALIGN: usize = 1;
    const OPEN: bool = true;
    fn take(bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }
}

/// As many as are left over.
impl<T: StructField> StructField for Packed<T> {
    const SIZE: usize = 0;
    const ALIGN: usize = T::ALIGN;
    const OPEN: bool = true;
    fn take(bytes: &[u8]) -> Vec<T::Owned> {
        bytes.chunks_exact(T::SIZE.max(1)).map(T::take).collect()
    }
}

/// A member at a structure's end whose length in bytes the structure states in the two bytes at `AT`. Something
/// else can follow it: the attributes of a message.
pub struct Stated<const AT: usize, T>(PhantomData<fn() -> T>);
impl<const AT: usize, T: Payload> Payload for Stated<AT, T> {
    const KIND: Kind = T::KIND;
    type View<'a> = T::View<'a>;
    type Owned = T::Owned;
    fn view(bytes: &[u8]) -> Option<T::View<'_>> {
        T::view(bytes)
    }
    fn put(view: T::View<'_>, out: &mut Vec<u8>) {
        T::put(view, out);
    }
    fn read(bytes: &[u8]) -> Option<T::Owned> {
        T::read(bytes)
    }
    fn write(value: &T::Owned, out: &mut Vec<u8>) {
        T::write(value, out);
    }
}
impl<const AT: usize, T: StructField> StructField for Stated<AT, T> {
    const SIZE: usize = 0;
    const ALIGN: usize = T::ALIGN;
    const OPEN: bool = true;
    const STATED: Option<usize> = Some(AT);
    fn take(bytes: &[u8]) -> T::Owned {
        T::take(bytes)
    }
}

impl<T: StructField, const N: usize> Payload for [T; N] {
    const KIND: Kind = Kind::List(crate::Layout::Packed(T::SIZE as u32), &T::KIND);
    type View<'a> = Vec<T::Owned>;
    type Owned = Vec<T::Owned>;
    fn view(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        (bytes.len() == N * T::SIZE).then(|| Self::take(bytes))
    }
    fn put(view: Vec<T::Owned>, out: &mut Vec<u8>) {
        Self::write(&view, out);
    }
    fn read(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        Self::view(bytes)
    }
    /// Writes exactly `N`: what is missing as zeros, what is too much not at all.
    fn write(value: &Vec<T::Owned>, out: &mut Vec<u8>) {
        let start = out.len();
        value.iter().take(N).for_each(|item| T::write(item, out));
        out.resize(start + N * T::SIZE, 0);
    }
}
impl<T: StructField, const N: usize> StructField for [T; N] {
    const SIZE: usize = N * T::SIZE;
    const ALIGN: usize = T::ALIGN;
    fn take(bytes: &[u8]) -> Vec<T::Owned> {
        bytes.chunks_exact(T::SIZE.max(1)).map(T::take).collect()
    }
}

impl crate::Parts<'_> {
    /// The structure.
    pub const fn record(&self) -> &'static crate::Record {
        self.record
    }
}
