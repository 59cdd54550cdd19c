//! Entries in one piece of memory, in order.

use super::Entry;
use crate::key::Key;

/// How many entries a leaf has at most.
const ENTRIES: usize = 128;
/// How many bytes a leaf has at most, unless one entry alone has more.
const BYTES: usize = 8 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// No greater than any key in it, and no less than any before it.
    pub(crate) first: Key,
    /// Of each entry a byte that says how long its key is, its key, and its message.
    bytes: Vec<u8>,
    /// Where each entry ends in the bytes.
    ends: Vec<u32>,
    revisions: Vec<u64>,
}

impl Leaf {
    pub(crate) const fn new(first: Key) -> Self {
        Self { first, bytes: Vec::new(), ends: Vec::new(), revisions: Vec::new() }
    }

    /// One that will be filled.
    pub(crate) fn large(first: Key) -> Self {
        let bytes = Vec::with_capacity(BYTES);
        let (ends, revisions) = (Vec::with_capacity(ENTRIES), Vec::with_capacity(ENTRIES));
        Self { first, bytes, ends, revisions }
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(crate) const fn has_room(&self, key: &Key, message: &[u8]) -> bool {
        let length = 1 + key.len() + message.len();
        self.ends.is_empty() || (self.ends.len() < ENTRIES && self.bytes.len() + length <= BYTES)
    }

    /// Has it so little that a neighbour of which that holds too can have it?
    pub(super) const fn is_sparse(&self) -> bool {
        self.ends.len() < ENTRIES / 4 && self.bytes.len() < BYTES / 4
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize)
    }

    /// An entry's key, and what is behind it.
    #[inline]
    fn parts(&self, at: usize) -> Option<(&[u8], &[u8])> {
        let end = *self.ends.get(at)? as usize;
        let (length, rest) = self.bytes.get(self.start(at)..end)?.split_first()?;
        rest.split_at_checked(usize::from(*length))
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<Entry<'_>> {
        let ((key, bytes), revision) = (self.parts(at)?, *self.revisions.get(at)?);
        Some(Entry { key, bytes, revision })
    }

    /// How many entries `is_before` says yes to, by their keys: those at the beginning.
    #[inline]
    pub(super) fn partition_point(&self, is_before: impl Fn(&[u8]) -> bool) -> usize {
        // What arrives in order belongs behind the last.
        let is_at = |at| self.parts(at).is_some_and(|(key, _)| is_before(key));
        let (mut low, mut high) = (0, self.ends.len());
        if high > 0 && is_at(high - 1) {
            return high;
        }
        while low < high {
            let middle = low.midpoint(high);
            match is_at(middle) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Puts an entry behind the last.
    #[inline]
    pub(crate) fn push(&mut self, key: &Key, message: &[u8], revision: u64) {
        self.bytes.push(key.len() as u8);
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.extend_from_slice(message);
        self.ends.push(self.bytes.len() as u32);
        self.revisions.push(revision);
    }

    pub(super) fn insert(&mut self, at: usize, key: &Key, message: &[u8], revision: u64) {
        if at == self.ends.len() {
            return self.push(key, message, revision);
        }
        let (start, length) = (self.start(at), 1 + key.len() + message.len());
        self.make_room(start, start, length);
        let (for_key, for_message) = self.bytes[start..start + length].split_at_mut(1 + key.len());
        for_key[0] = key.len() as u8;
        for_key[1..].copy_from_slice(key.as_bytes());
        for_message.copy_from_slice(message);
        self.shift(at, length as i64);
        self.ends.insert(at, (start + length) as u32);
        self.revisions.insert(at, revision);
    }

    /// Writes another message over an entry's, which has the same key.
    pub(super) fn replace(&mut self, at: usize, message: &[u8], revision: u64) {
        let Some(old) = self.parts(at).map(|(_, message)| message.len()) else { return };
        let end = self.ends[at] as usize;
        let start = end - old;
        if old != message.len() {
            self.make_room(start, end, message.len());
            self.shift(at, message.len() as i64 - old as i64);
        }
        self.bytes[start..start + message.len()].copy_from_slice(message);
        self.revisions[at] = revision;
    }

    pub(super) fn remove(&mut self, at: usize) {
        let (start, end) = (self.start(at), self.ends[at] as usize);
        self.bytes.drain(start..end);
        self.ends.remove(at);
        self.revisions.remove(at);
        self.shift(at, start as i64 - end as i64);
    }

    /// Makes the bytes from `start` to `end` that many, of no meaning yet.
    fn make_room(&mut self, start: usize, end: usize, length: usize) {
        let old = self.bytes.len();
        let new = old - (end - start) + length;
        self.bytes.resize(old.max(new), 0);
        self.bytes.copy_within(end..old, start + length);
        self.bytes.truncate(new);
    }

    fn shift(&mut self, from: usize, by: i64) {
        let by = by as u32;
        self.ends[from..].iter_mut().for_each(|end| *end = end.wrapping_add(by));
    }

    /// Takes the upper half off.
    pub(super) fn split(&mut self) -> Self {
        let at = self.len() / 2;
        let start = self.start(at);
        let bytes = self.bytes.split_off(start);
        let mut ends = self.ends.split_off(at);
        ends.iter_mut().for_each(|end| *end -= start as u32);
        let revisions = self.revisions.split_off(at);
        let mut upper = Self { first: self.first, bytes, ends, revisions };
        upper.first = upper.parts(0).map_or(self.first, |(key, _)| Key::EMPTY.bytes(key));
        upper
    }

    /// Takes over all of the next leaf.
    pub(super) fn append(&mut self, next: &Self) {
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&next.bytes);
        self.ends.extend(next.ends.iter().map(|end| end + start));
        self.revisions.extend_from_slice(&next.revisions);
    }
}
