//! Random numbers that a seed determines.

use std::fmt::Write;

/// A generator of random numbers (xorshift64*).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The same seed gives the same numbers.
    pub(crate) fn new(seed: u64) -> Self {
        // (Of 0 there would come nothing but 0; and seeds that are alike shall give what is not.)
        let mixed = (seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Self((mixed ^ (mixed >> 31)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// Another generator, for somebody who works beside this one.
    pub(crate) fn fork(&mut self) -> Self {
        Self::new(self.next())
    }

    /// From 0 to below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// True once in so many times.
    pub(crate) fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len() as u64) as usize]
    }

    /// A command from a pattern: of `{one|other|}`, one is taken, and there may be such in it; `%9` is a
    /// number below 9.
    pub(crate) fn command(&mut self, pattern: &str) -> String {
        let mut out = String::new();
        self.expand(pattern, &mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn expand(&mut self, pattern: &str, out: &mut String) {
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            self.numbers(&rest[..open], out);
            let Some((choices, length)) = choices(&rest[open..]) else { break };
            let choice = self.pick(&choices);
            self.expand(choice, out);
            rest = &rest[open + length..];
        }
        self.numbers(rest, out);
    }

    /// `%9` is a number below 9.
    fn numbers(&mut self, text: &str, out: &mut String) {
        let mut parts = text.split('%');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let end = part[..digits].parse().unwrap_or(1);
            let _ = write!(out, "{}{}", self.below(end), &part[digits..]);
        }
    }
}

/// The choices of the bracket that a text begins with, and how long it is.
fn choices(text: &str) -> Option<(Vec<&str>, usize)> {
    let (mut depth, mut start, mut choices) = (0, 1, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => {
                choices.push(&text[start..at]);
                return Some((choices, at + 1));
            }
            '}' => depth -= 1,
            '|' if depth == 1 => {
                choices.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    None
}
