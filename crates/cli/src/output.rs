//! Where output goes, and objects in JSON.

use crate::error::Failure;
use route2::schema::wire::Json;
use std::io::{BufWriter, Write};

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

/// Writes an array, an item a line.
pub(crate) fn json_array<T>(
    items: impl Iterator<Item = T>,
    write: impl Fn(T, &mut Json),
) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let mut json = Json::default();
    let mut before = "[";
    for item in items {
        json.raw(before);
        write(item, &mut json);
        before = "\n";
        if json.as_bytes().len() >= CHUNK_BYTES {
            out.write_all(json.as_bytes())?;
            json.clear();
            before = ",\n";
        }
    }
    out.write_all(json.as_bytes())?;
    out.write_all(if before == "[" { b"[]\n" } else { b"]\n" })?;
    out.flush()?;
    Ok(())
}
