//! An answer in little memory: of each message, what is not as in the one before it.

use route2_schema::rtnl::Object;
use route2_schema::wire::{Header, Message};

/// What messages are compared by, in bytes.
const WORD: usize = 4;

/// What stands before a message that is kept whole, in the place of a set of words.
const WHOLE: u64 = u64::MAX;

/// A [`Dump`](crate::Dump) for those who look at each object once. The objects of a table say mostly the same:
/// of a hundred thousand routes, a fifth of the bytes is kept. (To get memory from the kernel takes longer than to
/// compare.)
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// Of each message: the words that are not as in the one before it, a bit each, and these words. Or [`WHOLE`],
    /// its length, and its bytes.
    bytes: Vec<u8>,
    interrupted: bool,
}

impl Folded {
    /// Calls `visit` with each object.
    pub fn for_each(&self, visit: &mut dyn FnMut(Object<'_>)) {
        let (mut rest, mut bytes) = (self.bytes.as_slice(), Vec::new());
        while next(&mut rest, &mut bytes).is_some() {
            let header = Header::read(&bytes);
            if let Some(object) =
                header.and_then(|header| Object::new(Message { header, bytes: &bytes }))
            {
                visit(object);
            }
        }
    }

    /// Did the table change each time that it was dumped? Then objects may be missing or twice.
    pub const fn is_interrupted(&self) -> bool {
        self.interrupted
    }
}

/// Takes the next message off, and makes it of the one before it.
fn next(rest: &mut &[u8], message: &mut Vec<u8>) -> Option<()> {
    let mut words = u64::from_ne_bytes(*take(rest)?);
    if words == WHOLE {
        let length = u32::from_ne_bytes(*take(rest)?) as usize;
        let (whole, after) = rest.split_at_checked(length)?;
        *rest = after;
        message.clear();
        message.extend_from_slice(whole);
        return Some(());
    }
    while words != 0 {
        let at = words.trailing_zeros() as usize * WORD;
        message.get_mut(at..at + WORD)?.copy_from_slice(take::<WORD>(rest)?);
        words &= words - 1;
    }
    Some(())
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(taken)
}

/// Folds messages.
#[derive(Debug, Default)]
pub(crate) struct Folding {
    folded: Folded,
    /// The last message.
    last: Vec<u8>,
}

impl Folding {
    /// Forgets all messages.
    pub(crate) fn clear(&mut self) {
        self.folded.bytes.clear();
        self.last.clear();
    }

    /// Adds a message.
    pub(crate) fn push(&mut self, message: &[u8]) {
        let out = &mut self.folded.bytes;
        let comparable = message.len() == self.last.len()
            && message.len().is_multiple_of(WORD)
            && message.len() < 64 * WORD;
        if !comparable {
            out.extend_from_slice(&WHOLE.to_ne_bytes());
            out.extend_from_slice(&(message.len() as u32).to_ne_bytes());
            out.extend_from_slice(message);
            self.last.clear();
            self.last.extend_from_slice(message);
            return;
        }
        let start = out.len();
        let mut words = 0u64;
        out.extend_from_slice(&words.to_ne_bytes());
        let mut compare = |now: &[[u8; WORD]], last: &mut [[u8; WORD]], first: usize| {
            for (i, (now, last)) in now.iter().zip(last).enumerate() {
                if now != last {
                    words |= 1 << (first + i);
                    out.extend_from_slice(now);
                    *last = *now;
                }
            }
        };
        // First in blocks, most of which are the same.
        let (now, now_rest) = message.as_chunks::<{ 4 * WORD }>();
        let (last, last_rest) = self.last.as_chunks_mut::<{ 4 * WORD }>();
        for (i, (now, last)) in now.iter().zip(last).enumerate() {
            if now != last {
                compare(now.as_chunks().0, last.as_chunks_mut().0, 4 * i);
            }
        }
        compare(now_rest.as_chunks().0, last_rest.as_chunks_mut().0, 4 * now.len());
        if let Some(place) = out.get_mut(start..start + 8) {
            place.copy_from_slice(&words.to_ne_bytes());
        }
    }

    /// What was folded.
    pub(crate) fn finish(self, interrupted: bool) -> Folded {
        Folded { interrupted, ..self.folded }
    }
}

#[cfg(test)]
mod tests {
    use super::Folding;

    #[test]
    fn what_was_folded_comes_out_again() {
        let mut messages: Vec<Vec<u8>> = Vec::new();
        for i in 0..200u32 {
            // Of several lengths, some of them no multiple of a word, some too long to be compared.
            let length = [36, 36, 36, 52, 52, 41, 252, 252, 256, 256, 300][i as usize / 3 % 11];
            let mut message = vec![7; length];
            message[..4].copy_from_slice(&(length as u32).to_ne_bytes());
            message[20] = i as u8;
            message[length - 1] = i as u8 / 2;
            messages.push(message.clone());
            // The same once more.
            messages.push(message);
        }
        messages.push((0..252).collect());
        messages.push((1..253).collect());
        let mut folding = Folding::default();
        folding.push(b"forgotten");
        folding.clear();
        messages.iter().for_each(|message| folding.push(message));
        let folded = folding.finish(false);
        let (mut rest, mut message) = (folded.bytes.as_slice(), Vec::new());
        for expected in &messages {
            assert_eq!(super::next(&mut rest, &mut message), Some(()));
            assert_eq!(&message, expected);
        }
        assert_eq!(super::next(&mut rest, &mut message), None);
    }
}
