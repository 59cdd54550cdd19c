//! Where output goes, and objects in JSON.

use crate::error::Failure;
use route2::schema::rtnl::Object;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{BufWriter, Write};

/// Standard output with colours where they belong, buffered: for much output at once.
pub(crate) fn buffered() -> BufWriter<impl Write> {
    BufWriter::with_capacity(64 * 1024, anstream::stdout().lock())
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
pub(crate) fn json_line(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes an array, an item a line.
pub(crate) fn json_array<T: Serialize>(items: impl Iterator<Item = T>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(64 * 1024, std::io::stdout().lock());
    let mut before = "[";
    for item in items {
        out.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut out, &item)?;
        before = ",\n";
    }
    out.write_all(if before == "[" { b"[]\n" } else { b"]\n" })?;
    out.flush()?;
    Ok(())
}

/// An object in the plain shape, with perhaps a further key behind its own.
pub(crate) struct PlainObject<'a> {
    /// The object.
    pub(crate) object: Object<'a>,
    /// The further key.
    pub(crate) more: Option<(&'static str, serde_json::Value)>,
}

impl Serialize for PlainObject<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        self.object.serialize_plain_into(&mut map)?;
        if let Some((key, value)) = &self.more {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
