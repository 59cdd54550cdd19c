//! Objects that say mostly what the one before them said: text that did not change is copied.

use super::Json;
use crate::attrs::split;

/// Attributes that are longer are not kept for the next object: most of it would not be the same.
const BYTES_MAX: usize = 512;

/// The object that was written last.
#[derive(Clone, Debug, Default)]
pub(super) struct Last {
    /// What it was: text of another kind of object is of no use. `None` where its text is gone.
    what: Option<(usize, u32)>,
    header: Vec<u8>,
    attributes: Vec<u8>,
    /// Where its attributes lie.
    places: Vec<Place>,
    /// Where its text begins.
    start: usize,
    parts: Vec<Part>,
}

/// Where an attribute lies, header and padding included.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    end: usize,
    number: u16,
}

/// A part of an object's text. It ends with a comma, or is empty.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// Which one it is, in the words of whoever wrote it.
    which: u32,
    length: usize,
    /// The attributes that it was made of, a bit each. (And of the header.)
    made_of: u64,
}

/// An object that is being written anew where it is not like the last one.
#[doc(hidden)]
#[derive(Debug)]
pub struct Alike {
    /// The attributes that are not as they were, a bit each.
    changed: u64,
    /// The next part.
    next: usize,
    /// Where the text begins.
    start: usize,
    /// How much of the last object's text is done.
    done: usize,
}

impl Json {
    /// Is the next object, whose kind is `what`, like the last one: with the same header and the same attributes,
    /// whatever those say? If not, it is to be written in parts, by [`part`](Self::part).
    #[doc(hidden)]
    #[inline]
    pub fn alike(&mut self, what: (usize, u32), header: &[u8], attributes: &[u8]) -> Option<Alike> {
        let (last, start) = (&mut self.last, self.out.len());
        let changed = match last.what == Some(what) && last.header == header {
            true => last.changed(attributes),
            false => None,
        };
        match changed {
            Some(changed) => Some(Alike { changed, next: 0, start, done: last.start }),
            None => {
                last.begin(what, header, attributes, start);
                None
            }
        }
    }

    /// What comes is not like this object, whose text is no list of parts.
    #[doc(hidden)]
    pub const fn forget(&mut self) {
        self.last.what = None;
    }

    /// Writes a part of an object that is not like the last one. `write` says which attributes it was made of, a
    /// bit each.
    #[doc(hidden)]
    #[inline]
    pub fn part(&mut self, which: u32, write: impl FnOnce(&mut Self) -> u64) {
        let start = self.out.len();
        let made_of = write(self);
        self.last.parts.push(Part { which, length: self.out.len() - start, made_of });
    }

    /// Copies parts up to one that changed: that is to be written, by [`changed_part`](Self::changed_part), before
    /// this is called again. `None` where the object is complete.
    #[doc(hidden)]
    #[inline]
    pub fn next_changed(&mut self, alike: &mut Alike) -> Option<u32> {
        let (parts, mut kept) = (self.last.parts.get(alike.next..)?, 0);
        let changed = parts.iter().position(|part| {
            let is_changed = part.made_of & alike.changed != 0;
            kept += if is_changed { 0 } else { part.length };
            is_changed
        });
        let which = changed.map(|at| {
            alike.next += at;
            parts[at].which
        });
        let end = alike.done + kept;
        if kept != 0 && end <= self.out.len() {
            self.out.extend_from_within(alike.done..end);
            // The comma behind the last part may have become the end of a map.
            if let Some(last) = self.out.last_mut() {
                *last = b',';
            }
        }
        alike.done = end;
        if which.is_none() {
            self.last.start = alike.start;
        }
        which
    }

    /// Writes a part that changed; as [`part`](Self::part).
    #[doc(hidden)]
    #[inline]
    pub fn changed_part(&mut self, alike: &mut Alike, write: impl FnOnce(&mut Self) -> u64) {
        let start = self.out.len();
        let made_of = write(self);
        if let Some(part) = self.last.parts.get_mut(alike.next) {
            alike.done += part.length;
            (part.length, part.made_of) = (self.out.len() - start, made_of);
        }
        alike.next += 1;
    }
}

impl Last {
    #[cold]
    #[inline(never)]
    fn begin(&mut self, what: (usize, u32), header: &[u8], attributes: &[u8], start: usize) {
        self.what = None;
        self.start = start;
        self.parts.clear();
        self.places.clear();
        if attributes.len() > BYTES_MAX {
            return;
        }
        let mut rest = attributes;
        while let (at, Some(attr)) = (attributes.len() - rest.len(), split(&mut rest)) {
            if !attr.whole || attr.number() >= 64 {
                return;
            }
            let end = attributes.len() - rest.len();
            self.places.push(Place { start: at, end, number: attr.number() });
        }
        self.what = Some(what);
        self.header.clear();
        self.header.extend_from_slice(header);
        self.attributes.clear();
        self.attributes.extend_from_slice(attributes);
    }

    /// Takes these attributes: which say something else than before, a bit each? `None` where that is not all that
    /// differs.
    #[inline]
    fn changed(&mut self, attributes: &[u8]) -> Option<u64> {
        if attributes.len() != self.attributes.len() {
            return None;
        }
        let mut changed = 0;
        for Place { start, end, number } in &self.places {
            let now = attributes.get(*start..*end)?;
            let last = self.attributes.get_mut(*start..*end)?;
            let is_same = match (<&[u8; 8]>::try_from(now), <&[u8; 8]>::try_from(&*last)) {
                (Ok(now), Ok(last)) => now == last,
                _ => now == last,
            };
            if !is_same {
                if now.first_chunk::<4>() != last.first_chunk::<4>() {
                    return None;
                }
                last.copy_from_slice(now);
                changed |= 1 << number;
            }
        }
        Some(changed)
    }
}
