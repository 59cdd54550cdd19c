//! Values as JSON text, written straight from the tables.
//!
//! There are two shapes. The **whole** one is pyroute2's: attributes as a list of pairs of the kernel's
//! name and the value, nests as `{"attrs": [...]}`, structures by member, numbers as numbers. The
//! **plain** one has objects by key, numbers with names as names, sets of bits as lists.

mod alike;
mod shapes;

use crate::Quoted;
use crate::quoted::append;
use core::fmt::{self, Write};
use core::net::IpAddr;

/// Which shape is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Attributes as pairs, by the kernel's names.
    Whole,
    /// Objects by key.
    Plain,
}

/// JSON text that grows. Commas are put where they belong.
///
/// ```
/// use route2_wire::Json;
///
/// let mut json = Json::default();
/// json.map(|json| {
///     json.key("ifname").text("lo");
///     json.key("flags").list(|json| ["UP", "RUNNING"].iter().for_each(|flag| json.text(flag)));
/// });
/// assert_eq!(json.as_bytes(), br#"{"ifname":"lo","flags":["UP","RUNNING"]}"#);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Json {
    out: Vec<u8>,
    header: shapes::Header,
    last: alike::Last,
}

impl Json {
    /// The text so far.
    pub fn as_bytes(&self) -> &[u8] {
        self.out.strip_suffix(b",").unwrap_or(&self.out)
    }

    /// The text.
    pub fn into_string(self) -> String {
        String::from_utf8_lossy(self.as_bytes()).into_owned()
    }

    /// Forgets the text, and keeps the room it took.
    pub fn clear(&mut self) {
        self.out.clear();
        self.forget();
    }

    /// Ends a line: the next value stands for itself.
    pub fn end_line(&mut self) {
        self.close(b'\n');
    }

    /// What stands between values beyond the commas.
    pub fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A map of what `fill` writes.
    #[inline]
    pub fn map(&mut self, fill: impl FnOnce(&mut Self)) {
        self.out.push(b'{');
        fill(self);
        self.close(b'}');
        self.out.push(b',');
    }

    /// A list of what `fill` writes.
    #[inline]
    pub fn list(&mut self, fill: impl FnOnce(&mut Self)) {
        self.out.push(b'[');
        fill(self);
        self.close(b']');
        self.out.push(b',');
    }

    /// Puts `end` in the place of the comma behind the last value, where there is one.
    #[inline]
    fn close(&mut self, end: u8) {
        match self.out.last_mut() {
            Some(comma @ b',') => *comma = end,
            _ => self.out.push(end),
        }
    }

    /// A key, whose value is to be written next. Keys are names as the tables have them: nothing in them
    /// needs an escape.
    #[inline]
    pub fn key(&mut self, key: &str) -> &mut Self {
        self.out.reserve(key.len() + 3);
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self
    }

    /// A key that a table has.
    #[doc(hidden)]
    #[inline]
    pub fn quoted_key(&mut self, key: &Quoted) -> &mut Self {
        key.write(&mut self.out);
        self
    }

    /// A number.
    #[inline]
    pub fn uint(&mut self, n: u64) {
        match u8::try_from(n) {
            Ok(byte) => self.byte(byte, &WITH_COMMA),
            Err(_) => self.long_uint(n),
        }
    }

    fn long_uint(&mut self, n: u64) {
        self.long_digits(n);
        self.out.push(b',');
    }

    /// A signed number.
    pub fn int(&mut self, n: i64) {
        if n < 0 {
            self.out.push(b'-');
        }
        self.uint(n.unsigned_abs());
    }

    #[inline]
    fn digits(&mut self, n: u64) {
        self.uint(n);
        self.out.pop();
    }

    /// A number of a byte, and what stands behind it.
    #[inline]
    fn byte(&mut self, byte: u8, texts: &[Byte; 256]) {
        let (text, length) = &texts[usize::from(byte)];
        append(&mut self.out, text, usize::from(*length));
    }

    fn long_digits(&mut self, mut n: u64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        while n >= 100 {
            at -= 2;
            digits[at..at + 2].copy_from_slice(&two_digits(n % 100));
            n /= 100;
        }
        at -= 2;
        digits[at..at + 2].copy_from_slice(&two_digits(n));
        at += usize::from(n < 10);
        self.out.extend_from_slice(&digits[at..]);
    }

    /// `true` or `false`.
    pub fn bool(&mut self, is: bool) {
        self.out.extend_from_slice(if is { b"true," } else { b"false," });
    }

    /// `null`.
    pub fn null(&mut self) {
        self.out.extend_from_slice(b"null,");
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        self.quoted(|out| out.escaped(text));
    }

    /// Whatever can be displayed, as text.
    pub fn display(&mut self, what: impl fmt::Display) {
        self.quoted(|json| {
            // Nothing that goes into a vector fails.
            let _ = write!(Escaping(json), "{what}");
        });
    }

    #[inline]
    fn quoted(&mut self, fill: impl FnOnce(&mut Self)) {
        self.out.push(b'"');
        fill(self);
        self.out.extend_from_slice(b"\",");
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|b| *b < 0x20 || matches!(b, b'"' | b'\\')) {
            self.out.extend_from_slice(&rest[..at]);
            match rest[at] {
                b'\n' => self.out.extend_from_slice(b"\\n"),
                b'\t' => self.out.extend_from_slice(b"\\t"),
                b'\r' => self.out.extend_from_slice(b"\\r"),
                c @ (b'"' | b'\\') => self.out.extend_from_slice(&[b'\\', c]),
                c => {
                    self.out.extend_from_slice(b"\\u00");
                    self.hex(&[c], None);
                }
            }
            rest = &rest[at + 1..];
        }
        self.out.extend_from_slice(rest);
    }

    fn hex(&mut self, bytes: &[u8], between: Option<u8>) {
        const DIGITS: [u8; 16] = *b"0123456789abcdef";
        for byte in bytes {
            let [upper, lower] = [byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]);
            match between {
                Some(between) => self.out.extend_from_slice(&[upper, lower, between]),
                None => self.out.extend_from_slice(&[upper, lower]),
            }
        }
        if let (Some(_), [_, ..]) = (between, bytes) {
            self.out.pop();
        }
    }

    fn ip(&mut self, ip: &IpAddr) {
        match ip {
            IpAddr::V4(ip) => {
                for byte in ip.octets() {
                    self.byte(byte, &WITH_DOT);
                }
                self.out.pop();
            }
            IpAddr::V6(_) => {
                let _ = write!(Escaping(self), "{ip}");
            }
        }
    }
}

/// The text of a byte in decimal, with what stands behind it, and its length.
type Byte = ([u8; 4], u8);
static WITH_COMMA: [Byte; 256] = bytes_with(b',');
static WITH_DOT: [Byte; 256] = bytes_with(b'.');

const fn bytes_with(end: u8) -> [Byte; 256] {
    let (mut texts, mut i) = ([([0; 4], 0); 256], 0);
    while i < texts.len() {
        let [tens, ones] = two_digits(i as u64 % 100);
        texts[i] = match i {
            0..10 => ([ones, end, 0, 0], 2),
            10..100 => ([tens, ones, end, 0], 3),
            _ => ([b'0' + (i / 100) as u8, tens, ones, end], 4),
        };
        i += 1;
    }
    texts
}

const fn two_digits(n: u64) -> [u8; 2] {
    [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8]
}

/// Escapes what is written into a string.
struct Escaping<'a>(&'a mut Json);
impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.escaped(text);
        Ok(())
    }
}
