//! Domain names as DNS has them (RFC 1035, 3.1): labels, each behind its length, and an empty one at the end.

use crate::{Kind, Layout, Payload, StructField};

/// A domain name. One with a label that is not of visible ASCII characters, or has a dot in it, is malformed.
#[derive(Clone, Copy, Debug)]
pub enum Domain {}
impl Payload for Domain {
    const KIND: Kind = Kind::Domain;
    type View<'a> = String;
    type Owned = String;
    fn view(bytes: &[u8]) -> Option<String> {
        let labels: Option<Vec<_>> =
            labels(bytes)?.map(|label| str::from_utf8(label).ok()).collect();
        Some(labels?.join("."))
    }
    fn put(view: String, out: &mut Vec<u8>) {
        Self::write(&view, out);
    }
    fn read(bytes: &[u8]) -> Option<String> {
        Self::view(bytes)
    }
    fn write(value: &String, out: &mut Vec<u8>) {
        for label in value.split('.').filter(|label| !label.is_empty()) {
            let label = label.as_bytes().get(..LABEL_BYTES_MAX).unwrap_or(label.as_bytes());
            out.push(label.len() as u8);
            out.extend_from_slice(label);
        }
        out.push(0);
    }
}

/// A longer one is a reference to another name: those are for DNS itself.
const LABEL_BYTES_MAX: usize = 63;

/// Domain names, one behind the other; zeros may follow.
#[derive(Clone, Copy, Debug)]
pub enum Domains {}
impl Payload for Domains {
    const KIND: Kind = Kind::List(Layout::Domains, &Kind::Domain);
    type View<'a> = Vec<String>;
    type Owned = Vec<String>;
    fn view(mut bytes: &[u8]) -> Option<Vec<String>> {
        let names = core::iter::from_fn(|| split(&mut bytes));
        names.map(|name| Domain::view(name.ok()?)).collect()
    }
    fn put(view: Vec<String>, out: &mut Vec<u8>) {
        Self::write(&view, out);
    }
    fn read(bytes: &[u8]) -> Option<Vec<String>> {
        Self::view(bytes)
    }
    fn write(value: &Vec<String>, out: &mut Vec<u8>) {
        value.iter().for_each(|name| Domain::write(name, out));
    }
}

/// As many as are left over.
impl StructField for Domains {
    const SIZE: usize = 0;
    const ALIGN: usize = 1;
    const OPEN: bool = true;
    fn take(bytes: &[u8]) -> Vec<String> {
        Self::read(bytes).unwrap_or_default()
    }
}

/// The labels of a name; `None` where the bytes are not a name and nothing else.
pub(crate) fn labels(bytes: &[u8]) -> Option<impl Iterator<Item = &[u8]> + Clone> {
    let mut rest = bytes;
    let whole = split(&mut rest).is_some_and(|name| name.is_ok()) && rest.is_empty();
    let mut rest = if whole { bytes } else { return None };
    let labels = core::iter::from_fn(move || {
        let (length, behind) = rest.split_first().filter(|(length, _)| **length != 0)?;
        let (label, behind) = behind.split_at_checked((*length).into())?;
        rest = behind;
        Some(label)
    });
    let is_text = |label: &[u8]| label.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'.');
    labels.clone().all(is_text).then_some(labels)
}

/// Takes a name off `bytes`, of which zeros are none; the error is all that is left, where no name ends in it.
#[inline]
pub(crate) fn split<'a>(bytes: &mut &'a [u8]) -> Option<Result<&'a [u8], &'a [u8]>> {
    let all = *bytes;
    if all.iter().all(|byte| *byte == 0) {
        return None;
    }
    let mut end = 0;
    while let Some(length) = all.get(end).filter(|length| usize::from(**length) <= LABEL_BYTES_MAX)
    {
        end += 1 + usize::from(*length);
        if *length == 0 {
            let (name, rest) = all.split_at(end);
            *bytes = rest;
            return Some(Ok(name));
        }
    }
    *bytes = &[];
    Some(Err(all))
}
