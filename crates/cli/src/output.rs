//! Where output goes, and objects in JSON.

use crate::error::Failure;
use route2::schema::wire::Json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::fd::AsFd;

/// Much output is written in pieces of this size: larger ones do not stay in the processor's cache.
const CHUNK_BYTES: usize = 64 * 1024;

/// Standard output with colours where they belong, buffered: for much output at once.
pub(crate) fn buffered() -> BufWriter<impl Write> {
    BufWriter::with_capacity(CHUNK_BYTES, anstream::stdout().lock())
}

/// Writes one line at once, so that whoever reads a pipe sees it now.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Writes one JSON value as a line, at once.
pub(crate) fn json_line(write: impl FnOnce(&mut Json)) -> Result<(), Failure> {
    let mut json = Json::default();
    write(&mut json);
    json.end_line();
    let mut out = std::io::stdout().lock();
    out.write_all(json.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// An array, an item a line.
pub(crate) struct JsonArray {
    json: Json,
    /// What stands before the next item.
    before: &'static str,
    /// Standard output itself: the library's looks for ends of lines, and writes each piece in two.
    out: File,
    result: std::io::Result<()>,
}

impl JsonArray {
    /// Begins an array on standard output.
    pub(crate) fn begin() -> Result<Self, Failure> {
        let out = std::io::stdout().as_fd().try_clone_to_owned()?.into();
        Ok(Self { json: Json::default(), before: "[", out, result: Ok(()) })
    }

    /// Adds an item. Where it cannot be written, [`end`](Self::end) says so.
    pub(crate) fn item(&mut self, write: impl FnOnce(&mut Json)) {
        self.json.raw(self.before);
        write(&mut self.json);
        self.before = "\n";
        if self.json.as_bytes().len() >= CHUNK_BYTES {
            self.write();
            self.before = ",\n";
        }
    }

    /// Ends the array.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        let is_empty = self.before == "[";
        self.write();
        self.json.raw(if is_empty { "[]\n" } else { "]\n" });
        self.write();
        Ok(self.result?)
    }

    fn write(&mut self) {
        if self.result.is_ok() {
            self.result = self.out.write_all(self.json.as_bytes());
        }
        self.json.clear();
    }
}
