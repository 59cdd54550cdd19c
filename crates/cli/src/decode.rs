//! `route2 decode`: netlink messages from a file.

use crate::args::Shape;
use crate::error::Failure;
use crate::{output, text};
use clap::ArgMatches;
use route2::schema::Decoded;
use route2::schema::wire::{Header, Messages, Shape as JsonShape, align};
use std::fs::File;
use std::io::{self, Read};

/// No message is longer: the kernel's own limit lies far below. What states more is garbage, and is
/// said to be so at once instead of after reading all that follows.
const MESSAGE_BYTES_MAX: usize = 16 << 20;
const READ_BYTES: usize = 64 * 1024;

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let shape = Shape::of(matches);
    let name = matches.get_one::<String>("file").map_or("-", String::as_str);
    match name {
        "-" => Input::new("standard input", io::stdin().lock()).print(shape),
        path => {
            let file = File::open(path)
                .map_err(|error| Failure::usage(format!("cannot open {path}: {error}")))?;
            Input::new(path, file).print(shape)
        }
    }
}

/// Bytes that come bit by bit.
struct Input<'a, R> {
    name: &'a str,
    reader: R,
    bytes: Vec<u8>,
    /// Where in the input `bytes` begins.
    offset: usize,
    at_end: bool,
}

impl<'a, R: Read> Input<'a, R> {
    fn new(name: &'a str, reader: R) -> Self {
        Self { name, reader, bytes: Vec::new(), offset: 0, at_end: false }
    }

    /// Prints each message as soon as it is whole.
    fn print(mut self, shape: Shape) -> Result<(), Failure> {
        while !(self.at_end && self.bytes.is_empty()) {
            if !self.at_end && !self.has_message() {
                self.read_more()?;
                continue;
            }
            let Some(message) = Messages::new(&self.bytes).next() else { break };
            let message = message.map_err(|mut error| {
                error.offset += self.offset;
                Failure::usage(format!("{}: {error}", self.name))
            })?;
            print(Decoded::new(message), shape)?;
            let length = align(message.bytes.len()).min(self.bytes.len());
            self.bytes.drain(..length);
            self.offset += length;
        }
        Ok(())
    }

    /// Is there a message at the front, or what can be none?
    fn has_message(&self) -> bool {
        Header::read(&self.bytes).is_some_and(|header| {
            let length = header.length as usize;
            !(Header::SIZE..=MESSAGE_BYTES_MAX).contains(&length)
                || self.bytes.len() >= align(length)
        })
    }

    fn read_more(&mut self) -> Result<(), Failure> {
        let start = self.bytes.len();
        self.bytes.resize(start + READ_BYTES, 0);
        let length = self
            .reader
            .read(&mut self.bytes[start..])
            .map_err(|error| Failure::usage(format!("cannot read {}: {error}", self.name)))?;
        self.bytes.truncate(start + length);
        self.at_end = length == 0;
        Ok(())
    }
}

fn print(decoded: Decoded<'_>, shape: Shape) -> Result<(), Failure> {
    match (decoded, shape) {
        (decoded, Shape { json: true, .. }) => {
            output::json_line(|json| decoded.write_json(json, JsonShape::Whole))
        }
        (Decoded::Object(object), Shape { full: true, .. }) => output::line(&text::whole(object)),
        (Decoded::Object(object), _) => output::line(&text::line(object, false, &())),
        (decoded, _) => output::line(&text::not_object(decoded)),
    }
}
