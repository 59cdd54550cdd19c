//! Values as Python objects, as pyroute2's users know them.

use crate::body::Body;
use crate::names::{Imported, name};
use crate::nest::Nest;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyList, PyString, PyTuple};
use route2::wire::{Field, Fields, Parts, Shape, Spelling, Spot, Value};
use std::fmt::Write;
use std::net::IpAddr;

/// Attributes by the flag bits of their type: 0, `0x4000`, `0x8000`, both.
static ATTR: [Imported; 4] = [
    Imported::new("route2._message", "Attr"),
    Imported::new("route2._message", "SwappedAttr"),
    Imported::new("route2._message", "NestedAttr"),
    Imported::new("route2._message", "NestedSwappedAttr"),
];

/// A message that is being read, by whoever wants to look into it further later.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) body: &'a Body,
    pub(crate) bytes: &'a [u8],
}

impl<'a> Reading<'a> {
    pub(crate) fn new(body: &'a Body) -> Self {
        Self { body, bytes: body.message().bytes }
    }

    /// A value in the whole shape.
    pub(crate) fn value<'py>(
        self,
        py: Python<'py>,
        value: Value<'_>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Ok(match value {
            Value::Uint(n) => n.into_pyobject(py)?.into_any(),
            Value::Int(n) => n.into_pyobject(py)?.into_any(),
            Value::Spelled(n, spelling) => return spelled(py, n, spelling),
            Value::Flag => PyBool::new(py, true).to_owned().into_any(),
            Value::Str(text) => PyString::new(py, text).into_any(),
            Value::Bytes(bytes) => PyString::new(py, &hex(bytes)).into_any(),
            Value::LinkAddr(bytes) => PyString::new(py, &link_addr(bytes)).into_any(),
            Value::Ip(ip) => PyString::new(py, &ip.to_string()).into_any(),
            Value::Prefix(..) | Value::Domain(_) => {
                PyString::new(py, &value.to_string()).into_any()
            }
            Value::Set(_) | Value::Headed(_) => match Spot::of(&value, self.bytes) {
                Some(spot) => Bound::new(py, Nest::init(self.body, spot))?.into_any(),
                None => py.None().into_bound(py),
            },
            Value::Record(parts) => self.members(py, parts)?.into_any(),
            Value::List(items) => {
                let list = PyList::empty(py);
                for item in items {
                    list.append(self.value(py, item)?)?;
                }
                list.into_any()
            }
            Value::Labels(_) => crate::json::parse(py, value, Shape::Whole)?,
            Value::Malformed(bytes) => PyBytes::new(py, bytes).into_any(),
        })
    }

    /// The members of a structure, by name.
    pub(crate) fn members<'py>(
        self,
        py: Python<'py>,
        parts: Parts<'_>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for member in parts {
            dict.set_item(name(py, member.field.name), self.value(py, member.value)?)?;
        }
        if let [_, ..] = parts.rest() {
            dict.set_item(name(py, "UNKNOWN"), hex(parts.rest()))?;
        }
        Ok(dict)
    }

    /// Attributes as pairs.
    pub(crate) fn attrs<'py>(
        self,
        py: Python<'py>,
        fields: Fields<'_>,
    ) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for field in fields {
            list.append(self.attr(py, field)?)?;
        }
        Ok(list)
    }

    /// An attribute as a pair.
    fn attr<'py>(self, py: Python<'py>, field: Field<'_>) -> PyResult<Bound<'py, PyAny>> {
        let value = match field.row {
            Some(_) => self.value(py, field.value())?,
            None => undeclared(py, &field)?.into_any(),
        };
        let pair = PyTuple::new(py, [name(py, field.name()).into_any(), value])?;
        ATTR[usize::from(field.attr.raw_type >> 14)].get(py)?.call1((pair,))
    }
}

fn undeclared<'py>(py: Python<'py>, field: &Field<'_>) -> PyResult<Bound<'py, PyDict>> {
    let (header, dict) = (PyDict::new(py), PyDict::new(py));
    header.set_item(name(py, "length"), field.attr.payload.len() + 4)?;
    header.set_item(name(py, "type"), field.attr.raw_type)?;
    dict.set_item(name(py, "header"), header)?;
    dict.set_item(name(py, "data"), hex(field.attr.payload))?;
    Ok(dict)
}

/// A number, or its name where pyroute2 has it.
fn spelled<'py>(py: Python<'py>, n: u64, spelling: &Spelling) -> PyResult<Bound<'py, PyAny>> {
    Ok(match spelling {
        Spelling::NameAlways(_) => match spelling.name(n) {
            Some(text) => name(py, text).into_any(),
            None => n.into_pyobject(py)?.into_any(),
        },
        Spelling::Signed(_) => (n as i64).into_pyobject(py)?.into_any(),
        _ => n.into_pyobject(py)?.into_any(),
    })
}

fn link_addr(bytes: &[u8]) -> String {
    match (<[u8; 4]>::try_from(bytes), <[u8; 16]>::try_from(bytes)) {
        (Ok(ip), _) => IpAddr::from(ip).to_string(),
        (_, Ok(ip)) => IpAddr::from(ip).to_string(),
        _ => hex(bytes),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}:");
    }
    text.pop();
    text
}
