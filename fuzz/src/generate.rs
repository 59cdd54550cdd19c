//! Messages that fit the tables, made of any bytes.

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use route2_schema::rtnl::TABLES;
use route2_schema::rtnl::link::Link;
use route2_schema::wire::{
    Attrs, By, Case, Choice, Kind, Layout, Num, Put, Record, Row, Set, align,
};

/// Deep enough for every set in every other.
const DEPTH_MAX: usize = 8;
const ATTRIBUTES_MAX: usize = 12;
const ITEMS_MAX: usize = 4;
const BYTES_MAX: usize = 20;

/// Makes messages.
pub struct Generator<'a, 'b> {
    bytes: &'b mut Unstructured<'a>,
    family: u8,
    /// False as soon as something was made that may not fit: a choice that depends on its payload.
    pub fits: bool,
}

/// Where a payload lies.
#[derive(Clone, Copy)]
struct Place<'s> {
    siblings: &'s [u8],
    around: &'s [u8],
    depth: usize,
}

impl<'a, 'b> Generator<'a, 'b> {
    /// Makes them of `bytes`.
    pub fn new(bytes: &'b mut Unstructured<'a>) -> Self {
        Self { bytes, family: 0, fits: true }
    }

    /// A message of any table.
    pub fn message(&mut self) -> Result<Vec<u8>> {
        let table = *self.bytes.choose(TABLES)?;
        self.family = *self.bytes.choose(&[0, 2, 7, 10, 28, 29, 35, 45, 127, 128, 129])?;
        let mut payload = Vec::new();
        self.record(table.header, Place { siblings: &[], around: &[], depth: 0 }, &mut payload)?;
        if let Some(family) = payload.first_mut() {
            *family = self.family;
        }
        // A header may state a length that is not its own.
        self.fits &= table.header.length(&payload) == payload.len();
        payload.resize(align(payload.len()), 0);
        payload.extend(self.set(table.set, &[], 0)?);
        let message = crate::message(table.first_type + self.bytes.int_in_range(0..=3)?, &payload);
        // A family may have a table of its own.
        self.fits &= crate::object(&message).is_some_and(|object| object.table.name == table.name);
        Ok(message)
    }

    /// Attributes of a set: none twice but those that may be.
    fn set(&mut self, set: &'static Set, around: &[u8], depth: usize) -> Result<Vec<u8>> {
        let (mut out, mut present) = (Vec::new(), Vec::new());
        if set.rows.is_empty() || depth > DEPTH_MAX {
            return Ok(out);
        }
        for _ in 0..self.bytes.int_in_range(0..=ATTRIBUTES_MAX)? {
            let row = self.bytes.choose(set.rows)?;
            if let Some(selector) = selector_of(&row.kind)
                && !present.contains(&selector)
            {
                present.push(selector);
                let payload = self.selector(set, selector, choice_of(&row.kind))?;
                self.attribute(selector, &payload, &mut out);
            }
            if matches!(row.kind, Kind::Many(_)) || !present.contains(&row.number) {
                present.push(row.number);
                self.row(row, around, depth, &mut out)?;
            }
        }
        Ok(out)
    }

    fn row(
        &mut self,
        row: &'static Row,
        around: &[u8],
        depth: usize,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let mut payload = Vec::new();
        self.payload(&row.kind, Place { siblings: out, around, depth }, &mut payload)?;
        self.attribute(row.number, &payload, out);
        Ok(())
    }

    fn attribute(&mut self, number: u16, payload: &[u8], out: &mut Vec<u8>) {
        let mut put = Put::<Link>::new();
        put.raw(number, payload);
        out.extend(put.finish().expect("it is short"));
    }

    /// The payload of a sibling that selects: one of the names or numbers that are known, or any.
    fn selector(
        &mut self,
        set: &'static Set,
        number: u16,
        choice: Option<&Choice>,
    ) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        let row = set.row(number).expect("a sibling that selects is declared");
        let case = choice.map(|choice| self.bytes.choose(choice.cases)).transpose()?;
        let number = case.and_then(|(case, _)| case.to_string().parse::<u32>().ok());
        match (case, number, row.kind) {
            (Some(_), Some(number), Kind::Num(num)) => {
                out.extend(&number.to_le_bytes()[..usize::from(num.size).min(4)]);
            }
            (Some((name, _)), None, _) => out.extend(format!("{name}\0").as_bytes()),
            _ => {
                self.payload(&row.kind, Place { siblings: &[], around: &[], depth: 0 }, &mut out)?
            }
        }
        Ok(out)
    }

    fn payload(&mut self, kind: &'static Kind, place: Place<'_>, out: &mut Vec<u8>) -> Result<()> {
        match kind {
            Kind::Flag => {}
            Kind::Num(Num { size, .. }) => {
                let length = if *size == 0 { *self.bytes.choose(&[4, 8])? } else { (*size).into() };
                self.fill(length, out)?;
            }
            Kind::Str => {
                let length = self.bytes.int_in_range(0..=BYTES_MAX)?;
                for _ in 0..length {
                    out.push(self.bytes.int_in_range(1..=127)?);
                }
                out.push(0);
            }
            Kind::Bytes | Kind::LinkAddr => {
                let length = self.bytes.int_in_range(0..=BYTES_MAX)?;
                self.fill(length, out)?;
            }
            Kind::Domain => {
                for _ in 0..self.bytes.int_in_range(1..=3)? {
                    let length = self.bytes.int_in_range(1..=10)?;
                    out.push(length);
                    for _ in 0..length {
                        out.push(self.bytes.int_in_range(b'0'..=b'z')?);
                    }
                }
                out.push(0);
            }
            Kind::Labels => self.fill(8, out)?,
            Kind::Mac => self.fill(6, out)?,
            Kind::Ip4 => self.fill(4, out)?,
            Kind::Ip6 => self.fill(16, out)?,
            Kind::Ip => {
                let length = *self.bytes.choose(&[4, 16])?;
                self.fill(length, out)?;
            }
            Kind::Set(set) => out.extend(self.set(set(), place.siblings, place.depth + 1)?),
            Kind::Record(record) => self.record(record, place, out)?,
            Kind::Headed(record, set) => {
                let start = out.len();
                self.record(record, place, out)?;
                out.resize(start + align(record.size), 0);
                out.extend(self.set(set(), place.siblings, place.depth + 1)?);
            }
            Kind::List(layout, item) => self.list(*layout, item, place, out)?,
            Kind::Many(kind) | Kind::Flat(kind) => self.payload(kind, place, out)?,
            Kind::Select(choice) => self.selected(choice, place, out)?,
        }
        Ok(())
    }

    fn fill(&mut self, length: usize, out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        out.resize(start + length, 0);
        self.bytes.fill_buffer(&mut out[start..])
    }

    /// A structure: as long as it is declared.
    fn record(
        &mut self,
        record: &'static Record,
        place: Place<'_>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let start = out.len();
        let place = Place { siblings: place.around, ..place };
        for field in record.fields {
            out.resize(start + field.offset, 0);
            self.payload(&field.kind, place, out)?;
            if field.size > 0 {
                out.resize(start + field.offset + field.size, 0);
            }
        }
        out.resize(out.len().max(start + record.size), 0);
        Ok(())
    }

    fn list(
        &mut self,
        layout: Layout,
        item: &'static Kind,
        place: Place<'_>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let place = Place { around: place.siblings, ..place };
        for i in 0..self.bytes.int_in_range(0..=ITEMS_MAX)? {
            let mut payload = Vec::new();
            self.payload(item, place, &mut payload)?;
            match layout {
                Layout::Indexed(_) => self.attribute(i as u16, &payload, out),
                Layout::Packed(_) | Layout::Domains => out.extend(payload),
                Layout::Eights => {
                    payload.resize(payload.len().max(2).next_multiple_of(8), 0);
                    payload[1] = (payload.len() / 8) as u8;
                    out.extend(payload);
                }
                Layout::Repeated(_) => unreachable!("no declaration has it"),
                Layout::Chunked => {
                    let length = payload.len() as u16;
                    payload[..2].copy_from_slice(&length.to_ne_bytes());
                    payload.resize(align(payload.len()), 0);
                    out.extend(payload);
                }
            }
        }
        Ok(())
    }

    fn selected(
        &mut self,
        choice: &'static Choice,
        place: Place<'_>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let find = |bytes, number| Attrs::<Link>::new(bytes).find(number).map(|attr| attr.payload);
        let picked = match choice.by {
            By::Sibling(number) => find(place.siblings, number).and_then(|name| by(choice, name)),
            By::Outer(number) => find(place.around, number).and_then(|name| by(choice, name)),
            By::Family => choice.of(Case::number(self.family.into())),
            By::Siblings(number) => choice.of(Case::number(number(place.siblings))),
            By::Payload(_) => {
                self.fits = false;
                Some(&self.bytes.choose(choice.cases)?.1)
            }
        };
        self.payload(picked.or(choice.otherwise.as_ref()).unwrap_or(&Kind::Bytes), place, out)
    }
}

fn choice_of(kind: &'static Kind) -> Option<&'static Choice> {
    match kind {
        Kind::Select(choice) => Some(choice),
        Kind::Flat(kind) | Kind::Many(kind) | Kind::List(_, kind) => choice_of(kind),
        _ => None,
    }
}

fn selector_of(kind: &'static Kind) -> Option<u16> {
    match choice_of(kind)?.by {
        By::Sibling(number) => Some(number),
        _ => None,
    }
}

/// What a sibling's payload selects.
fn by(choice: &'static Choice, selector: &[u8]) -> Option<&'static Kind> {
    let mut number = [0; 4];
    if let Some(start) = number.get_mut(..selector.len()) {
        start.copy_from_slice(selector);
    }
    let number = Case::number(u32::from_le_bytes(number));
    choice.of(number).or_else(|| {
        let name = selector.split(|byte| *byte == 0).next()?;
        let mut cases = choice.cases.iter();
        cases.find(|(case, _)| case.to_string().as_bytes() == name).map(|(_, kind)| kind)
    })
}
