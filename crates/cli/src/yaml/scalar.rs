//! Scalars: plain and in quotes.

use super::{Error, Reader};
use route2::schema::wire::Given;

/// Where a scalar stands: what ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    /// Before a colon, on a line of its own.
    Key,
    /// Before a colon, in braces.
    FlowKey,
    /// On the rest of a line.
    Block,
    /// In braces or brackets.
    Flow,
}

impl Reader<'_> {
    /// A scalar as the value that it is.
    pub(super) fn scalar(&mut self, place: Scalar) -> Result<Given, Error> {
        let is_quoted = matches!(self.peek(), Some('"' | '\''));
        let text = self.plain_or_quoted(place)?;
        Ok(if is_quoted { text.into() } else { value(&text) })
    }

    /// A scalar's text.
    pub(super) fn plain_or_quoted(&mut self, place: Scalar) -> Result<String, Error> {
        match self.peek() {
            Some('"') => self.double_quoted(),
            Some('\'') => self.single_quoted(),
            Some(first @ ('&' | '*' | '!' | '|' | '>' | '@' | '`' | '%')) => {
                let what = match first {
                    '&' | '*' => "anchors and aliases are",
                    '!' => "tags are",
                    '|' | '>' => "text of several lines is",
                    _ => "this is",
                };
                Err(self.error(format!("{what} not understood here; put text into quotes")))
            }
            _ => self.plain(place),
        }
    }

    fn plain(&mut self, place: Scalar) -> Result<String, Error> {
        let start = self.at;
        let mut last = ' ';
        while let Some(next) = self.peek() {
            let after = self.second();
            let is_flow = matches!(place, Scalar::Flow | Scalar::FlowKey);
            let ends = match next {
                '\n' | '\r' => true,
                '#' => last.is_whitespace() && self.at > start,
                ',' | '[' | ']' | '{' | '}' => is_flow,
                ':' => match place {
                    Scalar::Key => after.is_none_or(char::is_whitespace),
                    Scalar::FlowKey => {
                        after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '}' | ']'))
                    }
                    Scalar::Block | Scalar::Flow => {
                        if after.is_none_or(char::is_whitespace) {
                            return Err(self.error("a colon with nothing behind it ends a key, and here is none expected"));
                        }
                        false
                    }
                },
                _ => false,
            };
            if ends {
                break;
            }
            last = next;
            self.next();
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let trimmed = text.trim_end();
        self.at = start + trimmed.len();
        Ok(trimmed.to_owned())
    }

    fn single_quoted(&mut self) -> Result<String, Error> {
        let (start, mut text) = (self.at, String::new());
        self.next();
        loop {
            match self.next() {
                Some('\'') if self.peek() == Some('\'') => {
                    self.next();
                    text.push('\'');
                }
                Some('\'') => return Ok(text),
                Some('\n') | None => return Err(self.unclosed(start)),
                Some(other) => text.push(other),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<String, Error> {
        let (start, mut text) = (self.at, String::new());
        self.next();
        loop {
            match self.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escaped()?),
                Some('\n') | None => return Err(self.unclosed(start)),
                Some(other) => text.push(other),
            }
        }
    }

    fn unclosed(&mut self, start: usize) -> Error {
        self.at = start;
        self.error("this quote is not closed on its line")
    }

    fn escaped(&mut self) -> Result<char, Error> {
        let wrong = |reader: &Self| reader.error("no character is written so behind a backslash");
        Ok(match self.next() {
            Some('0') => '\0',
            Some('a') => '\u{7}',
            Some('b') => '\u{8}',
            Some('t') => '\t',
            Some('n') => '\n',
            Some('v') => '\u{b}',
            Some('f') => '\u{c}',
            Some('r') => '\r',
            Some('e') => '\u{1b}',
            Some(same @ ('"' | '\\' | '/' | ' ')) => same,
            Some('x') => self.hexadecimal(2).and_then(char::from_u32).ok_or_else(|| wrong(self))?,
            Some('U') => self.hexadecimal(8).and_then(char::from_u32).ok_or_else(|| wrong(self))?,
            Some('u') => {
                let first = self.hexadecimal(4).ok_or_else(|| wrong(self))?;
                // JSON writes what lies beyond 16 bits as two halves.
                let code = match first {
                    0xd800..0xdc00 if self.rest().starts_with("\\u") => {
                        self.at += 2;
                        let second = self.hexadecimal(4).ok_or_else(|| wrong(self))?;
                        0x10000 + ((first - 0xd800) << 10) + (second.wrapping_sub(0xdc00) & 0x3ff)
                    }
                    code => code,
                };
                char::from_u32(code).ok_or_else(|| wrong(self))?
            }
            _ => return Err(wrong(self)),
        })
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let text =
            self.rest().get(..digits).filter(|t| t.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += digits;
        u32::from_str_radix(text, 16).ok()
    }
}

/// What a plain scalar is: `true` or `false`, a number, or text. A number that would lose zeros (of an address, say)
/// is text.
fn value(text: &str) -> Given {
    match text {
        "true" | "True" | "TRUE" => return true.into(),
        "false" | "False" | "FALSE" => return false.into(),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    match text.parse() {
        Ok(number) if is_number => Given::Number(number),
        _ => text.into(),
    }
}
