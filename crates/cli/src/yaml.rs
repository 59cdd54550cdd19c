//! YAML, as far as declarations need it, and so JSON: maps, lists and scalars, in blocks and in braces, with the
//! line of each.
//!
//! A scalar that is no `true` or `false` and no number is text: `on`, `no` and `12:30` are what they look like.
//! What YAML has beyond that (anchors, tags, several documents, text of several lines) is refused by name, and
//! nothing is guessed.

mod flow;
mod scalar;
mod write;

use route2::schema::wire::Given;
use scalar::Scalar;
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
    let mut reader = Reader { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0 };
    reader.skip_to_content()?;
    if reader.rest().starts_with("---") {
        reader.at += 3;
        reader.end_of_line()?;
        reader.skip_to_content()?;
    }
    let node = match reader.is_at_end() {
        true => Node { line: 1, data: Data::Scalar("".into()) },
        false => reader.block(0)?,
    };
    reader.skip_to_content()?;
    if reader.rest().starts_with("...") {
        reader.at += 3;
        reader.skip_to_content()?;
    }
    match reader.is_at_end() {
        true => Ok(node),
        false if reader.rest().starts_with("---") => {
            Err(reader.error("one document is expected, and another one begins"))
        }
        false => {
            Err(reader
                .error("a key, or the end, is expected here: is it indented as it should be?"))
        }
    }
}

/// Text that is being read.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character behind the next one.
    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn before(&self) -> &'t str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn line(&self) -> usize {
        1 + self.before().bytes().filter(|byte| *byte == b'\n').count()
    }

    /// Which character of its line is next, counted from 0.
    fn column(&self) -> usize {
        let before = self.before();
        before.rsplit('\n').next().unwrap_or(before).chars().count()
    }

    fn error(&self, text: impl Into<String>) -> Error {
        Error { line: self.line(), column: self.column() + 1, text: text.into() }
    }

    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.at += 1;
        }
    }

    /// Goes on to the end of the line, where there is nothing but a comment.
    fn end_of_line(&mut self) -> Result<(), Error> {
        let start = self.at;
        self.skip_spaces();
        match self.peek() {
            None | Some('\n' | '\r') => Ok(()),
            Some('#') if self.at > start || self.column() == 0 => {
                let length = self.rest().find('\n').unwrap_or(self.rest().len());
                self.at += length;
                Ok(())
            }
            Some(_) => Err(self.error("the end of the line is expected here")),
        }
    }

    /// Goes on to what comes next on a line of its own, at or behind its indentation.
    fn skip_to_content(&mut self) -> Result<(), Error> {
        loop {
            let start = self.at;
            self.skip_spaces();
            match self.peek() {
                Some('\n' | '\r') => self.at += 1,
                Some('#') => self.end_of_line()?,
                None => return Ok(()),
                Some(_) if self.text[start..self.at].contains('\t') => {
                    return Err(self.error("a line is indented with spaces, not with tabs"));
                }
                Some(_) => return Ok(()),
            }
        }
    }

    fn is_item(&self) -> bool {
        self.peek() == Some('-') && self.second().is_none_or(char::is_whitespace)
    }

    /// A value in block style that begins here; what lies in it is indented as far as its first line.
    fn block(&mut self, depth: usize) -> Result<Node, Error> {
        if depth > DEPTH_MAX {
            return Err(self.error("this lies too deep"));
        }
        let line = self.line();
        if self.is_item() {
            return Ok(Node { line, data: Data::List(self.items(depth)?) });
        }
        let start = self.at;
        if !matches!(self.peek(), Some('[' | '{')) {
            let is_key = self.key()?.is_some();
            self.at = start;
            if is_key {
                return Ok(Node { line, data: Data::Map(self.pairs(depth)?) });
            }
        }
        self.in_line(depth)
    }

    /// A value that ends where the line does (or braces).
    fn in_line(&mut self, depth: usize) -> Result<Node, Error> {
        let node = match self.peek() {
            Some('[' | '{') => self.flow(depth)?,
            _ => {
                let line = self.line();
                let scalar = self.scalar(Scalar::Block)?;
                Node { line, data: Data::Scalar(scalar) }
            }
        };
        self.end_of_line()?;
        Ok(node)
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Node>, Error> {
        let (column, mut items) = (self.column(), Vec::new());
        loop {
            let line = self.line();
            self.at += 1;
            self.skip_spaces();
            items.push(match self.peek() {
                None | Some('\n' | '\r' | '#') => self.below(column + 1, line, depth)?,
                Some(_) => self.block(depth + 1)?,
            });
            self.skip_to_content()?;
            if self.is_at_end() || self.column() != column || !self.is_item() {
                return self.check_indentation(column).map(|()| items);
            }
        }
    }

    fn pairs(&mut self, depth: usize) -> Result<Vec<(String, Node)>, Error> {
        let column = self.column();
        let mut pairs: Vec<(String, Node)> = Vec::new();
        loop {
            let (line, here) = (self.line(), self.at);
            let Some(key) = self.key()? else {
                return Err(self.error("a key with a colon behind it is expected here"));
            };
            self.check_new(&key, &pairs, here)?;
            self.skip_spaces();
            let node = match self.peek() {
                None | Some('\n' | '\r' | '#') => {
                    self.end_of_line()?;
                    self.skip_to_content()?;
                    // The items of a list may stand below their key.
                    let is_list = self.column() == column && self.is_item();
                    self.below(column + usize::from(!is_list), line, depth)?
                }
                Some(_) => self.in_line(depth + 1)?,
            };
            pairs.push((key, Node { line, ..node }));
            self.skip_to_content()?;
            let is_end = self.rest().starts_with("...") || self.rest().starts_with("---");
            if self.is_at_end() || self.column() < column || column == 0 && is_end {
                return Ok(pairs);
            }
            self.check_indentation(column)?;
            if self.is_item() {
                return Err(self.error("a key is expected here, and a list begins"));
            }
        }
    }

    fn check_new(&self, key: &str, pairs: &[(String, Node)], at: usize) -> Result<(), Error> {
        let Some((_, first)) = pairs.iter().find(|(other, _)| other == key) else {
            return Ok(());
        };
        let here = Self { text: self.text, at };
        Err(here.error(format!("`{key}` is said twice, first in line {}", first.line)))
    }

    /// What comes next is not indented further than what it stands beside.
    fn check_indentation(&self, column: usize) -> Result<(), Error> {
        match !self.is_at_end() && self.column() > column {
            true => Err(self.error("this is indented further than what stands before it")),
            false => Ok(()),
        }
    }

    /// A value on lines of its own; there is none where the next line is not indented so far.
    fn below(&mut self, column: usize, line: usize, depth: usize) -> Result<Node, Error> {
        self.skip_to_content()?;
        if self.is_at_end() || self.column() < column {
            return Ok(Node { line, data: Data::Scalar("".into()) });
        }
        self.block(depth + 1)
    }

    /// A key and its colon, where there is one.
    fn key(&mut self) -> Result<Option<String>, Error> {
        let is_quoted = matches!(self.peek(), Some('"' | '\''));
        let text = self.plain_or_quoted(Scalar::Key)?;
        if is_quoted {
            self.skip_spaces();
        }
        if self.peek() != Some(':') || !self.second().is_none_or(char::is_whitespace) {
            return Ok(None);
        }
        self.at += 1;
        Ok(Some(text))
    }
}
