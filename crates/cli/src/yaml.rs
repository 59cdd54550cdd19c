//! YAML, as far as declarations need it, and so JSON: maps, lists and scalars, with the line of each.
//!
//! A scalar that is no `true` or `false` and no number is text: `on`, `no` and `12:30` are what they look like.
//! Anchors, tags and several documents are refused by name: nothing is guessed.

#[cfg(test)]
mod tests;
mod write;

use route2::schema::wire::Given;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput};
use std::fmt;
pub(crate) use write::{flow_of, key_of};

/// How deep maps and lists may lie in each other.
const DEPTH_MAX: usize = 32;

/// A value, and where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Its line, counted from 1.
    pub(crate) line: usize,
    /// What it is.
    pub(crate) data: Data,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    /// Yes or no, a number, or text.
    Scalar(Given),
    /// Several values.
    List(Vec<Node>),
    /// Values by key, in order, no key twice. Each begins where its key does.
    Map(Vec<(String, Node)>),
}

/// Why text is no YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    /// The line, counted from 1.
    pub(crate) line: usize,
    column: usize,
    text: String,
}

impl Error {
    fn at(place: &Marker, text: impl Into<String>) -> Self {
        Self { line: place.line(), column: place.col() + 1, text: text.into() }
    }
}

impl From<ScanError> for Error {
    fn from(error: ScanError) -> Self {
        Self::at(error.marker(), error.info())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (column {})", self.text, self.column)
    }
}

impl Node {
    /// The value alone.
    pub(crate) fn given(&self) -> Given {
        match &self.data {
            Data::Scalar(given) => given.clone(),
            Data::List(items) => Given::List(items.iter().map(Self::given).collect()),
            Data::Map(pairs) => {
                Given::Map(pairs.iter().map(|(key, node)| (key.clone(), node.given())).collect())
            }
        }
    }

    /// What it is, for those who expected something else.
    pub(crate) const fn described(&self) -> &'static str {
        match &self.data {
            Data::Scalar(Given::Text(text)) if text.is_empty() => "nothing",
            Data::Scalar(_) => "a single value",
            Data::List(_) => "a list",
            Data::Map(_) => "values by key",
        }
    }
}

/// Reads one document.
///
/// # Errors
/// Where it is none, with the place.
pub(crate) fn parse(text: &str) -> Result<Node, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { parser: Parser::new_from_str(text) };
    let mut document = None;
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => break,
            (Event::DocumentStart(_), place) if document.is_some() => {
                let text = "one document is expected, and another one begins";
                return Err(Error::at(&place.start, text));
            }
            (
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing,
                _,
            ) => {}
            (event, place) => document = Some(reader.node(event, place, 0)?),
        }
    }
    Ok(document.unwrap_or(Node { line: 1, data: Data::Scalar("".into()) }))
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Error> {
        match self.parser.next_event() {
            Some(event) => Ok(event?),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The value that an event begins.
    fn node(&mut self, event: Event<'t>, place: Span, depth: usize) -> Result<Node, Error> {
        let refused =
            |what: &str| Err(Error::at(&place.start, format!("{what} are not understood here")));
        if depth > DEPTH_MAX {
            return Err(Error::at(&place.start, "this lies too deep"));
        }
        let data = match event {
            Event::Alias(_) => return refused("anchors and aliases"),
            Event::Scalar(_, _, 1.., _)
            | Event::SequenceStart(1.., _)
            | Event::MappingStart(1.., _) => {
                return refused("anchors and aliases");
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => return refused("tags"),
            Event::Scalar(text, ScalarStyle::Plain, ..) => Data::Scalar(value(&text)),
            Event::Scalar(text, ..) => Data::Scalar(text.as_ref().into()),
            Event::SequenceStart(..) => Data::List(self.items(depth)?),
            Event::MappingStart(..) => Data::Map(self.pairs(depth)?),
            _ => return Err(Error::at(&place.start, "a value is expected here")),
        };
        Ok(Node { line: place.start.line(), data })
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Node>, Error> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, place) => items.push(self.node(event, place, depth + 1)?),
            }
        }
    }

    fn pairs(&mut self, depth: usize) -> Result<Vec<(String, Node)>, Error> {
        let mut pairs: Vec<(String, Node)> = Vec::new();
        loop {
            let (event, place) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Ok(pairs),
                Event::Scalar(text, _, 0, None) => text.into_owned(),
                _ => return Err(Error::at(&place.start, "a key is expected here")),
            };
            if let Some((_, first)) = pairs.iter().find(|(other, _)| *other == key) {
                let text = format!("`{key}` is said twice, first in line {}", first.line);
                return Err(Error::at(&place.start, text));
            }
            let line = place.start.line();
            let (event, place) = self.next()?;
            let node = self.node(event, place, depth + 1)?;
            pairs.push((key, Node { line, ..node }));
        }
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
