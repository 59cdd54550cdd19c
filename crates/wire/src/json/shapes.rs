//! Values in the two shapes.

use super::{Escaping, Json, Shape};
use crate::{Body, Field, Fields, Items, Kind, Num, Numbers, Parts, Record, Row, Spelling, Value};
use core::ptr;
use std::collections::HashMap;

/// The header that was written last, and its text: of the objects of a table, many have the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    what: Option<(&'static Record, u64, Shape)>,
    bytes: Vec<u8>,
    text: Vec<u8>,
}

impl Header {
    fn is(&self, (record, without, shape): (&'static Record, u64, Shape), bytes: &[u8]) -> bool {
        self.what.is_some_and(|(r, w, s)| ptr::eq(r, record) && w == without && s == shape)
            && self.bytes == bytes
    }
}

impl Json {
    /// The members of a message's header, but for those whose places have a bit in `without`, as entries of a
    /// map.
    #[doc(hidden)]
    pub fn header(&mut self, parts: Parts<'_>, without: u64, shape: Shape) {
        let what = (parts.record, without, shape);
        if self.header.is(what, parts.bytes) {
            return self.out.extend_from_slice(&self.header.text);
        }
        let start = self.out.len();
        self.members_without(without, parts, shape);
        let Header { bytes, text, .. } = &mut self.header;
        bytes.clear();
        bytes.extend_from_slice(parts.bytes);
        text.clear();
        text.extend_from_slice(self.out.get(start..).unwrap_or_default());
        self.header.what = Some(what);
    }

    /// A number. Those of which most of a message consists go no further than this.
    #[inline(always)]
    fn number(&mut self, num: &Num, payload: &[u8], shape: Shape) {
        match num.plain(payload) {
            Some(n) => self.uint(n),
            None => self.uncommon_number(num, payload, shape),
        }
    }

    #[inline(never)]
    fn uncommon_number(&mut self, num: &Num, payload: &[u8], shape: Shape) {
        match (num.read(payload), num.spelling) {
            (None, _) => self.malformed(payload),
            (Some(n), Some(spelling)) => self.spelled(n, spelling, shape),
            (Some(n), None) if num.signed => self.int(n as i64),
            (Some(n), None) => self.uint(n),
        }
    }

    /// A value.
    #[inline]
    pub fn value(&mut self, value: Value<'_>, shape: Shape) {
        self.value_at(&value, shape);
    }

    /// A value where it lies: to move one takes longer than to write it.
    #[doc(hidden)]
    pub fn value_at(&mut self, value: &Value<'_>, shape: Shape) {
        match *value {
            Value::Uint(n) => self.uint(n),
            Value::Int(n) => self.int(n),
            Value::Flag => self.bool(true),
            Value::Spelled(n, spelling) => self.spelled(n, spelling, shape),
            Value::Str(text) => self.text(text),
            Value::Bytes(bytes) => self.quoted(|json| json.hex(bytes, Some(b':'))),
            Value::LinkAddr(bytes) => self.quoted(|json| {
                match (<[u8; 4]>::try_from(bytes), <[u8; 16]>::try_from(bytes)) {
                    (Ok(ip), _) => json.ip(&ip.into()),
                    (_, Ok(ip)) => json.ip(&ip.into()),
                    _ => json.hex(bytes, Some(b':')),
                }
            }),
            Value::Ip(ref ip) => self.quoted(|json| json.ip(ip)),
            Value::Prefix(ref ip, length) => self.quoted(|json| {
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
            Value::Labels(bytes) if shape == Shape::Whole => self.list(|json| {
                crate::labels::entries(bytes).for_each(|entry| {
                    json.map(|json| json.members(entry, shape));
                });
            }),
            Value::Domain(_) | Value::Labels(_) => self.display(value),
            Value::Malformed(bytes) => self.malformed(bytes),
        }
    }

    fn malformed(&mut self, bytes: &[u8]) {
        self.map(|json| {
            json.key("malformed").map(|json| {
                json.key("length").uint(bytes.len() as u64);
                json.key("data").quoted(|json| json.hex(bytes, None));
            });
        });
    }

    #[inline]
    fn spelled(&mut self, n: u64, spelling: &Spelling, shape: Shape) {
        match (spelling, shape) {
            (Spelling::Name(named) | Spelling::Signed(named), Shape::Plain)
            | (Spelling::NameAlways(named), _) => match named.quoted(n) {
                Some(name) => name.write(&mut self.out),
                None if matches!(spelling, Spelling::Signed(_)) => self.int(n as i64),
                None => self.uint(n),
            },
            (Spelling::Signed(_), _) => self.int(n as i64),
            (_, Shape::Whole) | (Spelling::Interface, _) => self.uint(n),
            (Spelling::Bits(_), _) if n == 0 => self.out.extend_from_slice(b"[],"),
            (Spelling::Bits(named), _) => self.list(|json| {
                named.quoted_bits(n).for_each(|name| name.write(&mut json.out));
                let (_, unnamed) = spelling.bits(n);
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
        self.members_without(0, parts, shape);
    }

    /// Those alone whose places have no bit in `without`.
    fn members_without(&mut self, without: u64, parts: Parts<'_>, shape: Shape) {
        for (place, field) in parts.members() {
            if without & 1 << (place % 64) != 0 {
                continue;
            }
            let Some(payload) = field.of(parts.bytes) else { break };
            field.quoted.write(&mut self.out);
            match &field.kind {
                Kind::Num(num) => self.number(num, payload, shape),
                _ => self.value(parts.value(field, payload), shape),
            }
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
                match field.row {
                    Some(row) => {
                        row.quoted.1.write(&mut json.out);
                        json.field(&row.kind, &field, Shape::Whole);
                    }
                    None => json.undeclared(field),
                }
                json.close(b']');
                json.out.push(b',');
            }
        });
    }

    /// The value of a declared attribute.
    #[inline(always)]
    fn field(&mut self, kind: &'static Kind, field: &Field<'_>, shape: Shape) {
        match kind {
            Kind::Num(num) if field.attr.whole => self.number(num, field.attr.payload, shape),
            _ => self.value(field.value(), shape),
        }
    }

    fn undeclared(&mut self, field: Field<'_>) {
        let payload = field.attr.payload;
        self.out.extend_from_slice(b"[\"UNKNOWN\",");
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
        let mut numbers = Numbers::NONE;
        if fields.add_numbers(&mut numbers) {
            return self.plain_repeated(fields, without);
        }
        for field in fields {
            if let Some(row) = field.row.filter(|row| !without.contains(row.number)) {
                self.entry(row, &field, fields);
            }
        }
    }

    /// The same where an attribute may be there twice.
    #[doc(hidden)]
    pub fn plain_repeated(&mut self, fields: Fields<'_>, without: &Numbers) {
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
                self.entry(row, &field, fields);
            }
        }
    }

    /// The same where one is there twice that may not be.
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
                self.entry(row, &field, fields);
            }
        }
    }

    /// An attribute as an entry of a map, or those in it as entries where its keys belong there.
    #[doc(hidden)]
    pub fn entry(&mut self, row: &'static Row, field: &Field<'_>, among: Fields<'_>) {
        if let Kind::Flat(_) = row.kind
            && let Value::Set(inner) = field.value()
        {
            return self.plain(inner, &Numbers::NONE);
        }
        row.quoted.0.write(&mut self.out);
        match &row.kind {
            Kind::Many(_) => self.list(|json| {
                for field in among.filter(|field| field.attr.number() == row.number) {
                    json.value(field.value(), Shape::Plain);
                }
            }),
            kind => self.field(kind, field, Shape::Plain),
        }
    }
}
