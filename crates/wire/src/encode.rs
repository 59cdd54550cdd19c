//! From a value as people give it to a payload, through what the table says of the payload.

use crate::draft::Draft;
use crate::{By, Case, Given, Kind, Layout, Num, Record, RecordField, Spelling, Unfit, Unit, Why};
use core::net::IpAddr;

/// What it takes to make sense of a value beyond the value itself.
#[derive(Clone, Copy)]
pub struct Sense<'a> {
    /// The address family of the message.
    pub family: u16,
    /// The index of the interface with a name.
    pub index_of: &'a dyn Fn(&str) -> Option<u32>,
}

impl core::fmt::Debug for Sense<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Sense {{ family: {} }}", self.family)
    }
}

fn expected(given: &Given, expected: impl Into<String>) -> Unfit {
    Unfit::new("", Why::Expected { given: given.to_string(), expected: expected.into() })
}

impl Kind {
    /// Appends the payload that says what was given.
    ///
    /// # Errors
    /// Where it is not what this is; the error's path begins below this.
    pub fn encode(
        &'static self,
        given: &Given,
        sense: Sense<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), Unfit> {
        match (self, given) {
            (Self::Flat(kind) | Self::Many(kind), _) => kind.encode(given, sense, out),
            (Self::Select(choice), _) => {
                let mut cases = choice.cases.iter().map(|(_, kind)| kind).chain(&choice.otherwise);
                let by_family = Case::number(sense.family.into());
                match choice.by {
                    By::Family => match choice.of(by_family).or(choice.otherwise.as_ref()) {
                        Some(kind) => kind.encode(given, sense, out),
                        None => Self::Bytes.encode(given, sense, out),
                    },
                    // What it depends on is the payload: the first that can be it.
                    _ => {
                        let start = out.len();
                        let mut error = expected(given, "bytes");
                        let fits = cases.any(|kind| {
                            let result = kind.encode(given, sense, out);
                            result.map_err(|e| (out.truncate(start), error = e)).is_ok()
                        });
                        if fits { Ok(()) } else { Err(error) }
                    }
                }
            }
            (Self::Flag, _) => match given.truth() {
                Some(true) => Ok(()),
                _ => Err(expected(given, "true or false")),
            },
            (Self::Num(num), _) => {
                let number = num.parse(given, sense)?;
                num.append(number, out);
                Ok(())
            }
            (Self::Str, _) => {
                match given {
                    Given::Text(text) if !text.contains('\0') => text_to(text, out),
                    Given::Number(number) => text_to(&number.to_string(), out),
                    _ => return Err(expected(given, "text")),
                }
                Ok(())
            }
            (Self::Domain, Given::Text(text)) => {
                <crate::Domain as crate::Payload>::write(text, out);
                Ok(())
            }
            (Self::Labels, Given::Text(_) | Given::Number(_)) => {
                let stack = crate::labels::parse(&given.to_string());
                let stack = stack.ok_or_else(|| expected(given, self.described()))?;
                <crate::Labels as crate::Payload>::write(&stack, out);
                Ok(())
            }
            (Self::Ip4 | Self::Ip6 | Self::Ip, Given::Text(text)) => {
                match (self, text.parse::<IpAddr>()) {
                    (Self::Ip4 | Self::Ip, Ok(IpAddr::V4(ip))) => out.extend(ip.octets()),
                    (Self::Ip6 | Self::Ip, Ok(IpAddr::V6(ip))) => out.extend(ip.octets()),
                    _ => return Err(expected(given, self.described())),
                }
                Ok(())
            }
            (Self::Mac | Self::LinkAddr | Self::Bytes, Given::Text(text)) => {
                // Eight pairs of digits are an address of eight bytes, and would be one of IPv6.
                let is_pairs = text.split(':').all(|pair| pair.len() == 2);
                let bytes = match (self, text.parse::<IpAddr>()) {
                    _ if is_pairs => hexadecimal(text),
                    (Self::LinkAddr, Ok(IpAddr::V4(ip))) => Some(ip.octets().to_vec()),
                    (Self::LinkAddr, Ok(IpAddr::V6(ip))) => Some(ip.octets().to_vec()),
                    _ => hexadecimal(text),
                };
                let fits = |bytes: &Vec<u8>| !matches!(self, Self::Mac) || bytes.len() == 6;
                let bytes = bytes.filter(fits).ok_or_else(|| expected(given, self.described()))?;
                out.extend(bytes);
                Ok(())
            }
            (Self::Record(record), Given::Map(pairs)) => members(record, pairs, sense, out)?
                .map_or(Ok(()), |(key, _)| Err(Unfit::new(key, Why::Unknown))),
            // Of a structure with one rate, that alone.
            (Self::Record(record), Given::Text(_) | Given::Number(_))
                if let Some(field) = record.only_rate() =>
            {
                let start = out.len();
                out.resize(start + record.size, 0);
                member(field, given, sense, start, out)
            }
            (Self::Headed(record, set), Given::Map(pairs)) => {
                let mut rest = pairs.clone();
                rest.retain(|(key, _)| !record.fields.iter().any(|field| field.name == key));
                members(record, pairs, sense, out)?;
                out.resize(out.len().next_multiple_of(4), 0);
                let mut draft = Draft::new(set());
                draft.set_all(&rest, sense)?;
                draft.write(out);
                Ok(())
            }
            (Self::Set(set), Given::Map(pairs)) => {
                let mut draft = Draft::new(set());
                draft.set_all(pairs, sense)?;
                draft.write(out);
                Ok(())
            }
            (Self::List(layout, item), _) => {
                let items = match given {
                    Given::List(items) => items.clone(),
                    Given::Text(text) => text.split(',').map(Given::from).collect(),
                    other => vec![other.clone()],
                };
                list(*layout, item, &items, sense, out)
            }
            _ => Err(expected(given, self.described())),
        }
    }

    /// What a value of it looks like, for those who gave another one.
    pub fn described(&self) -> String {
        match self {
            Self::Flag => "true or false".into(),
            Self::Num(num) => num.described(),
            Self::Str | Self::Domain => "text".into(),
            Self::Labels => "MPLS labels with slashes between them".into(),
            Self::Bytes => "bytes in hexadecimal".into(),
            Self::LinkAddr | Self::Mac => "a link-layer address".into(),
            Self::Ip4 => "an IPv4 address".into(),
            Self::Ip6 => "an IPv6 address".into(),
            Self::Ip => "an IP address".into(),
            Self::Record(record) => {
                let members = record.fields.iter().filter(|field| !field.is_padding());
                let names: Vec<_> = members.map(|field| field.name).collect();
                format!("a structure of {}", names.join(", "))
            }
            Self::Headed(..) | Self::Set(_) => "values by key".into(),
            Self::List(_, item) => format!("a list, each {}", item.described()),
            Self::Many(kind) | Self::Flat(kind) => kind.described(),
            Self::Select(choice) => match choice.otherwise.as_ref() {
                Some(kind) => kind.described(),
                None => "what its kind says".into(),
            },
        }
    }
}

fn text_to(text: &str, out: &mut Vec<u8>) {
    <crate::Str as crate::Payload>::put(text, out);
}

/// `00:11`, `0011`, `00 11`.
fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | ' ' | '-')).collect();
    let byte = |i: usize| u8::from_str_radix(digits.get(i..i + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// Appends a structure; gives the first pair that is of no member.
fn members<'p>(
    record: &'static Record,
    pairs: &'p [(String, Given)],
    sense: Sense<'_>,
    out: &mut Vec<u8>,
) -> Result<Option<(&'p str, &'p Given)>, Unfit> {
    let start = out.len();
    out.resize(start + record.size, 0);
    let mut stranger = None;
    let named = |key: &str| record.fields.iter().find(|f| f.name == key && !f.is_padding());
    // What depends on others comes last.
    let is_last = |(key, _): &&(String, Given)| named(key).is_some_and(|f| f.burst_at().is_some());
    let (last, first): (Vec<_>, Vec<_>) = pairs.iter().partition(is_last);
    for (key, given) in first.into_iter().chain(last) {
        match named(key) {
            Some(field) => {
                let given = record.burst(field, given, &out[start..]).map_err(|e| e.below(key))?;
                member(field, &given, sense, start, out).map_err(|e| e.below(key))?;
            }
            None => stranger = stranger.or(Some((key.as_str(), given))),
        }
    }
    Ok(stranger)
}

impl Record {
    /// The member that is a rate, where one is.
    fn only_rate(&self) -> Option<&'static RecordField> {
        let mut rates = self.fields.iter().filter(|field| field.unit() == Some(Unit::Rate));
        rates.next().filter(|_| rates.next().is_none())
    }

    /// What is given of a member: of a burst that is a size, the time that it takes at the rate that another member of
    /// the structure, of which these are the bytes, says.
    pub(crate) fn burst(
        &'static self,
        field: &RecordField,
        given: &Given,
        bytes: &[u8],
    ) -> Result<Given, Unfit> {
        let size = field.burst_at().zip(given.text());
        let Some((of, size)) = size.filter(|(_, text)| Unit::Size.parse(text).is_some()) else {
            return Ok(given.clone());
        };
        let other = self.fields.iter().find(|other| other.name == of);
        let rate = other.and_then(|other| match &other.kind {
            Kind::Record(record) => Some((other.offset, record.only_rate()?)),
            _ => None,
        });
        let rate = rate.and_then(|(at, rate)| bytes.get(at + rate.offset..)?.first_chunk());
        let rate = rate.map_or(0, |rate| u32::from_ne_bytes(*rate));
        // What stands for more: how much, is in another attribute.
        if rate == u32::MAX {
            return Err(expected(given, "a time (10ms), where the rate is beyond 34gbit"));
        }
        let ticks = Unit::ticks(size, rate.into());
        ticks.map(Given::Number).ok_or_else(|| Unfit::new("", Why::Needs(of)))
    }
}

impl RecordField {
    fn unit(&self) -> Option<Unit> {
        match &self.kind {
            Kind::Num(num) => num.unit,
            _ => None,
        }
    }

    /// Of a burst, the member that says at which rate.
    fn burst_at(&self) -> Option<&'static str> {
        match self.unit()? {
            Unit::Burst(of) => Some(of),
            _ => None,
        }
    }
}

/// Sets a member of the structure that begins at `start`.
pub(crate) fn member(
    field: &'static RecordField,
    given: &Given,
    sense: Sense<'_>,
    start: usize,
    out: &mut Vec<u8>,
) -> Result<(), Unfit> {
    if field.access == crate::Access::ReadOnly {
        return Err(Unfit::new("", Why::ReadOnly));
    }
    let at = start + field.offset;
    if let Kind::Num(num) = &field.kind {
        let number = num.parse(given, sense)?;
        num.place(number, &mut out[at..at + field.size]);
        return Ok(());
    }
    let mut payload = Vec::new();
    field.kind.encode(given, sense, &mut payload)?;
    if field.size == 0 {
        out.truncate(at);
        out.extend(payload);
    } else if payload.len() <= field.size {
        out[at..at + payload.len()].copy_from_slice(&payload);
    } else {
        return Err(Unfit::new("", Why::TooLong));
    }
    Ok(())
}

impl RecordField {
    /// Sets the member in a structure's bytes.
    ///
    /// # Errors
    /// Where the value is not what the member is; the error's path begins below it.
    pub fn set(
        &'static self,
        given: &Given,
        sense: Sense<'_>,
        bytes: &mut Vec<u8>,
    ) -> Result<(), Unfit> {
        member(self, given, sense, 0, bytes)
    }
}

fn list(
    layout: Layout,
    item: &'static Kind,
    items: &[Given],
    sense: Sense<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Unfit> {
    let first = if let Layout::Indexed(first) = layout { first } else { 0 };
    for (number, given) in (first..).zip(items) {
        let below = |error: Unfit| error.below(&format!("[{number}]"));
        let mut payload = Vec::new();
        item.encode(given, sense, &mut payload).map_err(below)?;
        match layout {
            Layout::Indexed(_) => {
                let number = number | item.nested_bit();
                crate::put::attribute(out, number, |out| out.extend(&payload))
                    .map_err(|_| Unfit::new("", Why::TooLong))?;
            }
            Layout::Chunked => crate::list::chunk(out, |out| out.extend(&payload)),
            Layout::Eights => crate::list::eights(out, |out| out.extend(&payload)),
            Layout::Packed(_) | Layout::Domains | Layout::Repeated(_) => out.extend(payload),
        }
    }
    Ok(())
}

impl Num {
    /// The number that was given, which fits.
    fn parse(&self, given: &Given, sense: Sense<'_>) -> Result<u64, Unfit> {
        let number = match (self.spelling, given) {
            (Some(Spelling::Interface), Given::Text(name)) => match (sense.index_of)(name) {
                Some(index) => Some(index.into()),
                None if matches!(name.as_str(), "" | "none") => Some(0),
                None => match given.number() {
                    Some(index) => Some(index),
                    None => return Err(Unfit::new("", Why::NoInterface(name.clone()))),
                },
            },
            (None, Given::Text(text)) if self.unit.is_some() => {
                let meant = self.unit.and_then(|unit| unit.parse(text));
                meant.or_else(|| given.number())
            }
            (Some(spelling), Given::Text(text)) => spelling.parse(text).or_else(|| given.number()),
            (Some(Spelling::Bits(_)), Given::List(items)) => {
                let bits = items.iter().map(|item| self.parse(item, sense));
                Some(bits.sum::<Result<u64, _>>()?.into())
            }
            _ => given.number().or_else(|| given.truth().map(i128::from)),
        };
        let number = number.filter(|number| self.range().contains(number));
        number.map(|number| number as u64).ok_or_else(|| expected(given, self.described()))
    }

    fn range(&self) -> core::ops::RangeInclusive<i128> {
        let bits = self.bits();
        match self.signed {
            true => -(1 << (bits - 1))..=(1 << (bits - 1)) - 1,
            false => 0..=(1 << bits) - 1,
        }
    }

    fn described(&self) -> String {
        if let Some(unit) = self.unit {
            return unit.described().into();
        }
        let range = self.range();
        let numbers = format!("a number from {} to {}", range.start(), range.end());
        match self.spelling {
            Some(Spelling::Interface) => "the name of an interface".into(),
            Some(Spelling::Handle) => "a handle, MAJOR:MINOR".into(),
            Some(spelling) if !spelling.names().is_empty() => {
                let names: Vec<_> = spelling.names().iter().map(|(_, name)| *name).collect();
                let one = if matches!(spelling, Spelling::Bits(_)) { "some" } else { "one" };
                match names.len() {
                    0..=24 => format!("{one} of {}, or {numbers}", names.join(", ")),
                    _ => format!("{one} of {}, ..., or {numbers}", names[..24].join(", ")),
                }
            }
            _ => numbers,
        }
    }
}

impl Spelling {
    /// The number that is spelled so: what [`write`](Self::write) writes, and names in any case.
    pub fn parse(&self, text: &str) -> Option<i128> {
        let hex = |text: &str| u64::from_str_radix(text, 16).ok();
        let number = match self {
            Self::Name(_) | Self::NameAlways(_) => self.number(text),
            Self::Signed(_) => return self.number(text).map(|number| i128::from(number as i64)),
            Self::Bits(_) if text.is_empty() || text == "none" => Some(0),
            Self::Bits(_) => text.split(',').try_fold(0, |bits, name| {
                let plain = || Given::from(name).number().and_then(|n| u64::try_from(n).ok());
                Some(bits | self.number(name).or_else(plain)?)
            }),
            Self::Hex => None,
            Self::Interface => None,
            Self::Handle => match (text, text.split_once(':')) {
                ("none", _) => Some(0),
                ("root", _) => Some(0xffff_ffff),
                ("ingress" | "clsact", _) => Some(0xffff_fff1),
                (_, Some(("", minor))) => hex(minor),
                (_, Some((major, ""))) => hex(major).map(|major| major << 16),
                (_, Some((major, minor))) => hex(major).zip(hex(minor)).map(|(a, b)| a << 16 | b),
                _ => None,
            },
            Self::Node => {
                let mut parts = text.split(':');
                let mut part = || match parts.next() {
                    None | Some("") => Some(0),
                    Some(part) => hex(part),
                };
                let (table, bucket, node) = (part()?, part()?, part()?);
                text.contains(':').then_some(table << 20 | bucket << 12 | node)
            }
        };
        number.map(i128::from)
    }
}
