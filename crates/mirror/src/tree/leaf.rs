//! Entries in one piece of memory, in order.

use super::{Entry, KeyOf};
use crate::key::Key;

/// How many entries a leaf has at most.
const ENTRIES: usize = 128;
/// How many bytes a leaf has at most, unless one entry alone has more.
const BYTES: usize = 8 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// No greater than any key in it, and no less than any before it.
    pub(crate) first: Key,
    bytes: Vec<u8>,
    ends: Vec<End>,
}

/// Where an entry ends in the bytes, and its revision in two halves, which need no padding.
#[derive(Clone, Copy, Debug)]
struct End {
    end: u32,
    revision: [u32; 2],
}

impl End {
    const fn new(end: u32, revision: u64) -> Self {
        Self { end, revision: [(revision >> 32) as u32, revision as u32] }
    }
}

impl Leaf {
    pub(crate) const fn new(first: Key) -> Self {
        Self { first, bytes: Vec::new(), ends: Vec::new() }
    }

    /// One that will be filled.
    pub(crate) fn large(first: Key) -> Self {
        Self { first, bytes: Vec::with_capacity(BYTES), ends: Vec::with_capacity(ENTRIES) }
    }

    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(crate) const fn has_room(&self, length: usize) -> bool {
        self.ends.is_empty() || (self.ends.len() < ENTRIES && self.bytes.len() + length <= BYTES)
    }

    /// Has it so little that a neighbour of which that holds too can have it?
    pub(super) const fn is_sparse(&self) -> bool {
        self.ends.len() < ENTRIES / 4 && self.bytes.len() < BYTES / 4
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |e| e.end as usize)
    }

    pub(super) fn get(&self, at: usize) -> Option<Entry<'_>> {
        let End { end, revision: [high, low] } = *self.ends.get(at)?;
        let bytes = self.bytes.get(self.start(at)..end as usize)?;
        Some(Entry { bytes, revision: u64::from(high) << 32 | u64::from(low) })
    }

    /// How many entries `is_before` says yes to: those at the beginning.
    pub(super) fn partition_point(&self, is_before: impl Fn(&[u8]) -> bool) -> usize {
        // What arrives in order belongs behind the last.
        let is_at = |at| self.get(at).is_some_and(|entry| is_before(entry.bytes));
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
    pub(crate) fn push(&mut self, bytes: &[u8], revision: u64) {
        self.bytes.extend_from_slice(bytes);
        self.ends.push(End::new(self.bytes.len() as u32, revision));
    }

    pub(super) fn insert(&mut self, at: usize, bytes: &[u8], revision: u64) {
        let start = self.start(at);
        if at == self.ends.len() {
            return self.push(bytes, revision);
        }
        self.bytes.splice(start..start, bytes.iter().copied());
        self.shift(at, bytes.len() as i64);
        self.ends.insert(at, End::new((start + bytes.len()) as u32, revision));
    }

    pub(super) fn replace(&mut self, at: usize, bytes: &[u8], revision: u64) {
        let start = self.start(at);
        let Some(old) = self.ends.get(at).map(|end| end.end as usize) else { return };
        if old - start == bytes.len() {
            self.bytes[start..old].copy_from_slice(bytes);
        } else {
            self.bytes.splice(start..old, bytes.iter().copied());
            self.shift(at, bytes.len() as i64 - (old - start) as i64);
        }
        self.ends[at] = End::new((start + bytes.len()) as u32, revision);
    }

    pub(super) fn remove(&mut self, at: usize) {
        let (start, end) = (self.start(at), self.ends[at].end as usize);
        self.bytes.drain(start..end);
        self.ends.remove(at);
        self.shift(at, start as i64 - end as i64);
    }

    fn shift(&mut self, from: usize, by: i64) {
        self.ends[from..].iter_mut().for_each(|end| end.end = (i64::from(end.end) + by) as u32);
    }

    /// Takes the upper half off.
    pub(super) fn split(&mut self, key_of: KeyOf) -> Self {
        let at = self.len() / 2;
        let start = self.start(at);
        let bytes = self.bytes.split_off(start);
        let mut ends = self.ends.split_off(at);
        ends.iter_mut().for_each(|end| end.end -= start as u32);
        let mut upper = Self { first: self.first, bytes, ends };
        upper.first = upper.get(0).map_or(self.first, |entry| key_of(entry.bytes));
        upper
    }

    /// Takes over all of the next leaf.
    pub(super) fn append(&mut self, next: &Self) {
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&next.bytes);
        self.ends.extend(next.ends.iter().map(|end| End { end: end.end + start, ..*end }));
    }
}
