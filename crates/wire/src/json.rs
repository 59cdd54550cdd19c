//! Values as JSON text, written straight from the tables.
//!
//! There are two shapes. The **whole** one is pyroute2's: attributes as a list of pairs of the kernel's
//! name and the value, nests as `{"attrs": [...]}`, structures by member, numbers as numbers. The
//! **plain** one has objects by key, numbers with names as names, sets of bits as lists.

use crate::{Body, Field, Fields, Items, Kind, Numbers, Parts, Row, Spelling, Value};
use core::fmt::{self, Write};
use core::net::IpAddr;
use std::collections::HashMap;

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
    }

    /// Ends a line: the next value stands for itself.
    pub fn end_line(&mut self) {
        self.close(b'\n');
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
        self.name(key, b"\":");
        self
    }

    /// A name of the tables.
    #[inline]
    fn name(&mut self, name: &str, end: &[u8; 2]) {
        self.out.reserve(name.len() + 3);
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(end);
    }

    /// A number.
    #[inline]
    pub fn uint(&mut self, n: u64) {
        self.digits(n);
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
        match n {
            0..10 => self.out.push(b'0' + n as u8),
            10..100 => self.out.extend_from_slice(&[b'0' + (n / 10) as u8, b'0' + (n % 10) as u8]),
            _ => self.long_digits(n),
        }
    }

    fn long_digits(&mut self, mut n: u64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        while n > 0 {
            at -= 1;
            digits[at] = b'0' + (n % 10) as u8;
            n /= 10;
        }
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
        for (i, byte) in bytes.iter().enumerate() {
            if i > 0 {
                self.out.extend(between);
            }
            self.out.push(DIGITS[usize::from(byte >> 4)]);
            self.out.push(DIGITS[usize::from(byte & 15)]);
        }
    }

    fn ip(&mut self, ip: IpAddr) {
        match ip {
            IpAddr::V4(ip) => {
                for (i, byte) in ip.octets().into_iter().enumerate() {
                    if i > 0 {
                        self.out.push(b'.');
                    }
                    self.digits(byte.into());
                }
            }
            IpAddr::V6(_) => {
                let _ = write!(Escaping(self), "{ip}");
            }
        }
    }

    /// A value.
    pub fn value(&mut self, value: Value<'_>, shape: Shape) {
        match value {
            Value::Uint(n) => self.uint(n),
            Value::Int(n) => self.int(n),
            Value::Flag => self.bool(true),
            Value::Spelled(n, spelling) => self.spelled(n, spelling, shape),
            Value::Str(text) => self.text(text),
            Value::Bytes(bytes) => self.quoted(|json| json.hex(bytes, Some(b':'))),
            Value::LinkAddr(bytes) => self.quoted(|json| {
                match (<[u8; 4]>::try_from(bytes), <[u8; 16]>::try_from(bytes)) {
                    (Ok(ip), _) => json.ip(ip.into()),
                    (_, Ok(ip)) => json.ip(ip.into()),
                    _ => json.hex(bytes, Some(b':')),
                }
            }),
            Value::Ip(ip) => self.quoted(|json| json.ip(ip)),
            Value::Prefix(ip, length) => self.quoted(|json| {
                json.ip(ip);
                json.out.push(b'/');
                json.digits(length.into());
            }),
            Value::Set(fields) if shape == Shape::Plain => {
                self.map(|json| json.plain(fields, &Numbers::NONE));
            }
            Value::Set(fields) => self.map(|json| json.key("attrs").pairs(fields)),
            Value::Record(parts) => self.map(|json| json.members(parts, shape)),
            Value::Headed(body) => self.map(|json| json.body(body, shape)),
            Value::List(items) => self.items(items, shape),
            Value::Domain(_) => self.display(value),
            Value::Malformed(bytes) => self.map(|json| {
                json.key("malformed").map(|json| {
                    json.key("length").uint(bytes.len() as u64);
                    json.key("data").quoted(|json| json.hex(bytes, None));
                });
            }),
        }
    }

    fn spelled(&mut self, n: u64, spelling: &Spelling, shape: Shape) {
        match (spelling, shape) {
            (Spelling::Name(_) | Spelling::Signed(_), Shape::Plain)
            | (Spelling::NameAlways(_), _) => match spelling.name(n) {
                Some(name) => self.name(name, b"\","),
                None if matches!(spelling, Spelling::Signed(_)) => self.int(n as i64),
                None => self.uint(n),
            },
            (Spelling::Signed(_), _) => self.int(n as i64),
            (_, Shape::Whole) | (Spelling::Interface, _) => self.uint(n),
            (Spelling::Bits(_), _) if n == 0 => self.out.extend_from_slice(b"[],"),
            (Spelling::Bits(_), _) => self.list(|json| {
                let (names, unnamed) = spelling.bits(n);
                names.for_each(|name| json.name(name, b"\","));
                if unnamed != 0 {
                    json.display(format_args!("{unnamed:#x}"));
                }
            }),
            (Spelling::Handle | Spelling::Node | Spelling::Hex, _) => {
                self.quoted(|json| {
                    let _ = spelling.write(n, &mut Escaping(json));
                });
            }
        }
    }

    fn items(&mut self, items: Items<'_>, shape: Shape) {
        self.list(|json| items.for_each(|item| json.value(item, shape)));
    }

    fn body(&mut self, body: Body<'_>, shape: Shape) {
        self.members(body.parts(), shape);
        match shape {
            Shape::Whole => self.key("attrs").pairs(body.fields()),
            Shape::Plain => {
                // A member hides an attribute of its name (`oif` of a next hop), which no kernel sends.
                let mut hidden = Numbers::NONE;
                let rows = body.fields().filter_map(|field| field.row);
                rows.filter(|row| body.parts().get(row.key).is_some()).for_each(|row| {
                    hidden.insert(row.number);
                });
                self.plain(body.fields(), &hidden);
            }
        }
    }

    /// The members of a structure as entries of a map; in the whole shape, the bytes of a newer kernel
    /// behind them too.
    pub fn members(&mut self, parts: Parts<'_>, shape: Shape) {
        for member in parts {
            self.key(member.field.name).value(member.value, shape);
        }
        if let (Shape::Whole, [_, ..]) = (shape, parts.rest()) {
            self.key("UNKNOWN").quoted(|json| json.hex(parts.rest(), None));
        }
    }

    /// Attributes in the whole shape: `[["IFLA_IFNAME", "lo"], ...]`, undeclared ones as
    /// `["UNKNOWN", {"header": {...}, "data": "..."}]`.
    pub fn pairs(&mut self, fields: Fields<'_>) {
        self.list(|json| {
            for field in fields {
                json.list(|json| {
                    json.name(field.name(), b"\",");
                    match field.row {
                        Some(_) => json.value(field.value(), Shape::Whole),
                        None => json.undeclared(field),
                    }
                });
            }
        });
    }

    fn undeclared(&mut self, field: Field<'_>) {
        let payload = field.attr.payload;
        self.map(|json| {
            json.key("header").map(|json| {
                json.key("length").uint(payload.len() as u64 + 4);
                json.key("type").uint(field.attr.raw_type.into());
            });
            json.key("data").quoted(|json| json.hex(payload, None));
        });
    }

    /// Attributes in the plain shape, as entries of a map, without those of these numbers. Each key comes
    /// once: the last of repeated attributes counts, and those that may be repeated make a list.
    pub fn plain(&mut self, fields: Fields<'_>, without: &Numbers) {
        // No kernel repeats what may not be repeated, but what is no kernel's may. That is looked for before
        // anything is written: to begin anew in each of several nests doubles the work with every level.
        let mut seen = *without;
        let repeats = fields.into_iter().filter_map(|field| field.row).any(|row| {
            let again = !seen.insert(row.number) && !without.contains(row.number);
            again && !matches!(row.kind, Kind::Many(_))
        });
        if repeats {
            return self.plain_last(fields, without);
        }
        let mut seen = *without;
        for field in fields {
            if let Some(row) = field.row.filter(|row| seen.insert(row.number)) {
                self.entry(row, field, fields);
            }
        }
    }

    /// The same where an attribute is there twice.
    fn plain_last(&mut self, fields: Fields<'_>, without: &Numbers) {
        let (mut first, mut last) = (HashMap::new(), HashMap::new());
        for (i, field) in fields.enumerate() {
            first.entry(field.attr.number()).or_insert(i);
            last.insert(field.attr.number(), i);
        }
        for (i, field) in fields.enumerate() {
            let Some(row) = field.row.filter(|row| !without.contains(row.number)) else { continue };
            let counts = if matches!(row.kind, Kind::Many(_)) { &first } else { &last };
            if counts.get(&row.number) == Some(&i) {
                self.entry(row, field, fields);
            }
        }
    }

    fn entry(&mut self, row: &'static Row, field: Field<'_>, among: Fields<'_>) {
        match (row.kind, field.value()) {
            (Kind::Many(_), _) => self.key(row.key).list(|json| {
                for field in among.filter(|field| field.attr.number() == row.number) {
                    json.value(field.value(), Shape::Plain);
                }
            }),
            (Kind::Flat(_), Value::Set(inner)) => self.plain(inner, &Numbers::NONE),
            (_, value) => self.key(row.key).value(value, Shape::Plain),
        }
    }
}

/// Escapes what is written into a string.
struct Escaping<'a>(&'a mut Json);
impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.escaped(text);
        Ok(())
    }
}
