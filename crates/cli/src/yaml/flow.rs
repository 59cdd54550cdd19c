//! Lists in brackets and maps in braces: YAML's flow style, and JSON.

use super::scalar::Scalar;
use super::{DEPTH_MAX, Data, Error, Node, Reader};

impl Reader<'_> {
    /// A list, a map or a scalar.
    pub(super) fn flow(&mut self, depth: usize) -> Result<Node, Error> {
        if depth > DEPTH_MAX {
            return Err(self.error("this lies too deep"));
        }
        let line = self.line();
        let data = match self.peek() {
            Some('[') => Data::List(self.flow_items(depth)?),
            Some('{') => Data::Map(self.flow_pairs(depth)?),
            _ => Data::Scalar(self.scalar(Scalar::Flow)?),
        };
        Ok(Node { line, data })
    }

    fn flow_items(&mut self, depth: usize) -> Result<Vec<Node>, Error> {
        let (start, mut items) = (self.at, Vec::new());
        self.next();
        loop {
            self.skip_space(start)?;
            if self.peek() == Some(']') {
                self.next();
                return Ok(items);
            }
            if self.peek() == Some(',') {
                return Err(self.error("a value is expected before this comma"));
            }
            items.push(self.flow(depth + 1)?);
            self.comma(start, ']')?;
        }
    }

    fn flow_pairs(&mut self, depth: usize) -> Result<Vec<(String, Node)>, Error> {
        let start = self.at;
        let mut pairs: Vec<(String, Node)> = Vec::new();
        self.next();
        loop {
            self.skip_space(start)?;
            if self.peek() == Some('}') {
                self.next();
                return Ok(pairs);
            }
            let (line, here) = (self.line(), self.at);
            let key = self.plain_or_quoted(Scalar::FlowKey)?;
            self.skip_space(start)?;
            if self.peek() != Some(':') {
                return Err(self.error("a colon is expected behind a key"));
            }
            self.check_new(&key, &pairs, here)?;
            self.next();
            self.skip_space(start)?;
            let node = self.flow(depth + 1)?;
            pairs.push((key, Node { line, ..node }));
            self.comma(start, '}')?;
        }
    }

    /// A comma, unless the end is next.
    fn comma(&mut self, start: usize, end: char) -> Result<(), Error> {
        self.skip_space(start)?;
        match self.peek() {
            Some(',') => drop(self.next()),
            Some(next) if next == end => {}
            _ => return Err(self.error(format!("a comma or `{end}` is expected here"))),
        }
        Ok(())
    }

    /// Space, ends of lines, comments. What began at `start` must go on.
    fn skip_space(&mut self, start: usize) -> Result<(), Error> {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\n' | '\r') => drop(self.next()),
                Some('#') if self.before().ends_with([' ', '\t', '\n']) => {
                    let length = self.rest().find('\n').unwrap_or(self.rest().len());
                    self.at += length;
                }
                Some(_) => return Ok(()),
                None => {
                    self.at = start;
                    return Err(self.error("this is not closed"));
                }
            }
        }
    }
}
