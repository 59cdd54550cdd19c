//! Several values in one attribute, and attributes that occur several times.

use crate::{Attr, AttrSet, Attrs, Kind, Layout, Payload, Record, StructField, align};
use core::marker::PhantomData;

/// A nest whose attributes are the items of a list; their numbers say nothing, or count from `FIRST`.
pub struct Indexed<T, const FIRST: u16 = 0>(PhantomData<fn() -> T>);
impl<T: Payload, const FIRST: u16> Payload for Indexed<T, FIRST> {
    const KIND: Kind = Kind::List(Layout::Indexed(FIRST), &T::KIND);
    type View<'a> = Vec<T::View<'a>>;
    type Owned = Vec<T::Owned>;
    fn view(bytes: &[u8]) -> Option<Vec<T::View<'_>>> {
        items(bytes).map(|attr| if attr.whole { T::view(attr.payload) } else { None }).collect()
    }
    fn put(view: Vec<T::View<'_>>, out: &mut Vec<u8>) {
        for (number, item) in (FIRST..).zip(view) {
            let number = number | T::KIND.nested_bit();
            let _ = crate::put::attribute(out, number, |out| T::put(item, out));
        }
    }
    fn read(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        items(bytes).map(|attr| if attr.whole { T::read(attr.payload) } else { None }).collect()
    }
    fn write(value: &Vec<T::Owned>, out: &mut Vec<u8>) {
        for (number, item) in (FIRST..).zip(value) {
            T::scatter(item, number, out);
        }
    }
}

fn items(bytes: &[u8]) -> impl Iterator<Item = Attr<'_>> {
    Attrs::<()>::new(bytes)
}

/// Values of one size, one behind the other.
pub struct Packed<T>(PhantomData<fn() -> T>);
impl<T: StructField> Payload for Packed<T> {
    const KIND: Kind = Kind::List(Layout::Packed(T::SIZE as u32), &T::KIND);
    type View<'a> = Vec<T::Owned>;
    type Owned = Vec<T::Owned>;
    fn view(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        bytes.len().is_multiple_of(T::SIZE.max(1)).then(|| Self::take(bytes))
    }
    fn put(view: Vec<T::Owned>, out: &mut Vec<u8>) {
        Self::write(&view, out);
    }
    fn read(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        Self::view(bytes)
    }
    fn write(value: &Vec<T::Owned>, out: &mut Vec<u8>) {
        value.iter().for_each(|item| T::write(item, out));
    }
}

/// Values that each begin with their length in two bytes, aligned to four: the next hops of
/// `RTA_MULTIPATH`.
pub struct Chunked<T>(PhantomData<fn() -> T>);
impl<T: Payload> Payload for Chunked<T> {
    const KIND: Kind = Kind::List(Layout::Chunked, &T::KIND);
    type View<'a> = Vec<T::View<'a>>;
    type Owned = Vec<T::Owned>;
    fn view(bytes: &[u8]) -> Option<Vec<T::View<'_>>> {
        chunks(Layout::Chunked, bytes).map(|chunk| T::view(chunk.ok()?)).collect()
    }
    fn put(view: Vec<T::View<'_>>, out: &mut Vec<u8>) {
        view.into_iter().for_each(|item| chunk(out, |out| T::put(item, out)));
    }
    fn read(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        chunks(Layout::Chunked, bytes).map(|chunk| T::read(chunk.ok()?)).collect()
    }
    fn write(value: &Vec<T::Owned>, out: &mut Vec<u8>) {
        value.iter().for_each(|item| chunk(out, |out| T::write(item, out)));
    }
}

pub(crate) fn chunk(out: &mut Vec<u8>, fill: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    fill(out);
    let length = (out.len() - start) as u16;
    if let Some(place) = out.get_mut(start..start + 2) {
        place.copy_from_slice(&length.to_ne_bytes());
    }
    out.resize(align(out.len()), 0);
}

fn chunks(layout: Layout, mut bytes: &[u8]) -> impl Iterator<Item = Result<&[u8], &[u8]>> {
    core::iter::from_fn(move || split_chunk(layout, &mut bytes))
}

/// Takes a chunk off `bytes`; the error is all that is left, where the chunk states an impossible length.
#[inline]
pub(crate) fn split_chunk<'a>(
    layout: Layout,
    bytes: &mut &'a [u8],
) -> Option<Result<&'a [u8], &'a [u8]>> {
    let all = *bytes;
    if all.is_empty() {
        return None;
    }
    let length = all.first_chunk::<2>().map_or(0, |l| match layout {
        Layout::Eights => usize::from(l[1]) * 8,
        _ => usize::from(u16::from_ne_bytes(*l)),
    });
    match all.get(..length).filter(|chunk| chunk.len() >= 4) {
        Some(chunk) => {
            *bytes = all.get(align(length)..).unwrap_or_default();
            Some(Ok(chunk))
        }
        None => {
            *bytes = &[];
            Some(Err(all))
        }
    }
}

/// Values that each have their length, in units of eight bytes, in their second byte: the options of
/// neighbour discovery (RFC 4861, 4.6).
pub struct Eights<T>(PhantomData<fn() -> T>);
impl<T: Payload> Payload for Eights<T> {
    const KIND: Kind = Kind::List(Layout::Eights, &T::KIND);
    type View<'a> = Vec<T::View<'a>>;
    type Owned = Vec<T::Owned>;
    fn view(bytes: &[u8]) -> Option<Vec<T::View<'_>>> {
        chunks(Layout::Eights, bytes).map(|chunk| T::view(chunk.ok()?)).collect()
    }
    fn put(view: Vec<T::View<'_>>, out: &mut Vec<u8>) {
        view.into_iter().for_each(|item| eights(out, |out| T::put(item, out)));
    }
    fn read(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        chunks(Layout::Eights, bytes).map(|chunk| T::read(chunk.ok()?)).collect()
    }
    fn write(value: &Vec<T::Owned>, out: &mut Vec<u8>) {
        value.iter().for_each(|item| eights(out, |out| T::write(item, out)));
    }
}

/// As many as are left over.
impl<T: Payload> StructField for Eights<T> {
    const SIZE: usize = 0;
    const ALIGN: usize = 1;
    const OPEN: bool = true;
    fn take(bytes: &[u8]) -> Vec<T::Owned> {
        Self::read(bytes).unwrap_or_default()
    }
}

pub(crate) fn eights(out: &mut Vec<u8>, fill: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    fill(out);
    let length = (out.len() - start).next_multiple_of(8);
    out.resize(start + length, 0);
    if let Some(place) = out.get_mut(start + 1) {
        *place = (length / 8) as u8;
    }
}

/// An attribute that the set may hold several times (`IFLA_ALT_IFNAME`). [`Attrs::get`] gives the
/// last, [`Attrs::get_all`] all of them.
pub struct Many<T>(PhantomData<fn() -> T>);
impl<T: Payload> Payload for Many<T> {
    const KIND: Kind = Kind::Many(&T::KIND);
    type View<'a> = T::View<'a>;
    type Owned = Vec<T::Owned>;
    #[inline]
    fn view(bytes: &[u8]) -> Option<T::View<'_>> {
        T::view(bytes)
    }
    fn put(view: T::View<'_>, out: &mut Vec<u8>) {
        T::put(view, out);
    }
    fn read(bytes: &[u8]) -> Option<Vec<T::Owned>> {
        T::read(bytes).map(|one| vec![one])
    }
    fn write(value: &Vec<T::Owned>, out: &mut Vec<u8>) {
        value.iter().for_each(|item| T::write(item, out));
    }
    fn gather(field: &mut Option<Vec<T::Owned>>, bytes: &[u8]) -> bool {
        let value = T::read(bytes);
        let fits = value.is_some();
        if let Some(value) = value {
            field.get_or_insert_default().push(value);
        }
        fits
    }
    fn scatter(value: &Vec<T::Owned>, number: u16, out: &mut Vec<u8>) {
        value.iter().for_each(|item| T::scatter(item, number, out));
    }
}

/// A C structure `H` with attributes of `S` behind it.
pub struct Headed<H, S>(PhantomData<fn() -> (H, S)>);
impl<H, S> Payload for Headed<H, S>
where
    H: StructField<Owned = H> + AsRecord + Clone + core::fmt::Debug + PartialEq,
    S: AttrSet + Payload,
{
    const KIND: Kind = Kind::Headed(H::RECORD, S::set);
    type View<'a> = (H, Attrs<'a, S>);
    type Owned = (H, S::Owned);
    fn view(bytes: &[u8]) -> Option<(H, Attrs<'_, S>)> {
        let (head, rest) = bytes.split_at_checked(H::SIZE)?;
        Some((H::take(head), Attrs::new(aligned(H::SIZE, bytes, rest))))
    }
    fn put(view: (H, Attrs<'_, S>), out: &mut Vec<u8>) {
        let start = out.len();
        H::write(&view.0, out);
        out.resize(start + align(out.len() - start), 0);
        out.extend_from_slice(view.1.bytes());
    }
    fn read(bytes: &[u8]) -> Option<(H, S::Owned)> {
        let (head, rest) = bytes.split_at_checked(H::SIZE)?;
        Some((H::take(head), S::read(aligned(H::SIZE, bytes, rest))?))
    }
    fn write(value: &(H, S::Owned), out: &mut Vec<u8>) {
        let start = out.len();
        H::write(&value.0, out);
        out.resize(start + align(out.len() - start), 0);
        S::write(&value.1, out);
    }
}

fn aligned<'a>(size: usize, bytes: &'a [u8], rest: &'a [u8]) -> &'a [u8] {
    if size == align(size) { rest } else { bytes.get(align(size)..).unwrap_or_default() }
}

/// A `T` whose owned form is its bytes, because it may hold itself: to read and write it level by level
/// would take as much stack as a message has levels.
pub struct Kept<T>(PhantomData<fn() -> T>);
impl<T: Payload> Payload for Kept<T> {
    const KIND: Kind = T::KIND;
    type View<'a> = T::View<'a>;
    type Owned = Vec<u8>;
    #[inline]
    fn view(bytes: &[u8]) -> Option<T::View<'_>> {
        T::view(bytes)
    }
    fn put(view: T::View<'_>, out: &mut Vec<u8>) {
        T::put(view, out);
    }
    fn read(bytes: &[u8]) -> Option<Vec<u8>> {
        T::view(bytes).map(|_| bytes.to_vec())
    }
    fn write(value: &Vec<u8>, out: &mut Vec<u8>) {
        out.extend_from_slice(value);
    }
}

/// A declared C structure: what [`record!`](crate::record) makes of a declaration.
pub trait AsRecord {
    /// The declaration as data.
    const RECORD: &'static Record;
}
