//! A netlink message, as pyroute2's users know it.

use crate::body::Body;
use crate::names::{Imported, name};
use crate::node::Node;
use crate::value::Reading;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};
use route2::schema::Decoded;
use route2::schema::rtnl::{Object, Op};
use route2::wire::{Header, Json, Kind, Messages, Shape, flag};
use std::sync::Arc;

static NO_STATS: Imported = Imported::new("route2._message", "NO_STATS");

/// One message of the kernel's, or for it: a mapping that is decoded when somebody looks.
#[pyclass(frozen, extends = Node, subclass, mapping, module = "route2._native")]
pub(crate) struct Message;

impl Message {
    pub(crate) fn init(body: Body) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Node::message(body)).add_subclass(Self)
    }

    /// A message of its own.
    pub(crate) fn of_object<'py>(
        py: Python<'py>,
        object: Object<'_>,
    ) -> PyResult<Bound<'py, Self>> {
        let mut bytes = object.message.bytes.to_vec();
        // An object's header may be another one than its bytes begin with.
        let header = object.message.header.bytes();
        bytes.iter_mut().zip(header).for_each(|(to, from)| *to = from);
        Bound::new(py, Self::init(Body::Own(Arc::from(bytes))))
    }

    /// The bytes behind it.
    pub(crate) fn body<'a>(slf: &'a Bound<'_, Self>) -> PyResult<&'a Body> {
        let node: &Bound<'_, Node> = slf.as_super();
        node.get().body().ok_or_else(|| PyValueError::new_err("a message without bytes"))
    }

    fn object<'a>(slf: &'a Bound<'_, Self>) -> PyResult<Option<Object<'a>>> {
        Ok(match Self::body(slf)?.decoded() {
            Decoded::Object(object) => Some(object),
            _ => None,
        })
    }
}

/// All of a message, in pyroute2's order.
pub(crate) fn whole<'py>(py: Python<'py>, body: &Body) -> PyResult<Bound<'py, PyDict>> {
    let reading = Reading::new(body);
    let decoded = body.decoded();
    let dict = match decoded {
        Decoded::Object(object) => of_object(py, reading, object)?,
        Decoded::Answer(_, answer) => {
            let dict = PyDict::new(py);
            dict.set_item(name(py, "error"), answer.code)?;
            dict
        }
        Decoded::End(..) | Decoded::Other(_) => PyDict::new(py),
    };
    dict.set_item(name(py, "header"), header(py, body.message().header)?)?;
    if let Decoded::Object(object) = decoded
        && object.table.derived.iter().any(|derived| derived.key == "state")
        && let Some(state) = object.key("state")
    {
        dict.set_item(name(py, "state"), reading.value(py, state)?)?;
    }
    dict.set_item(name(py, "event"), name(py, decoded.event()))?;
    Ok(dict)
}

fn of_object<'py>(
    py: Python<'py>,
    reading: Reading<'_>,
    object: Object<'_>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    let padding = padding(object.table.name);
    for member in object.header() {
        dict.set_item(name(py, member.field.name), reading.value(py, member.value)?)?;
        if member.field.name == "family" {
            for name_of in padding {
                match name_of.strip_prefix("__") {
                    Some(_) => dict.set_item(name(py, name_of), ())?,
                    None => dict.set_item(name(py, name_of), 0)?,
                }
            }
        }
    }
    dict.set_item(name(py, "attrs"), reading.attrs(py, object.fields())?)?;
    Ok(dict)
}

/// What pyroute2 shows of the padding behind the family.
fn padding(table: &str) -> &'static [&'static str] {
    match table {
        "link" => &["__align"],
        "neigh" | "nsid" => &["__pad"],
        "qdisc" | "class" | "filter" => &["pad1", "pad2"],
        _ => &[],
    }
}

fn header<'py>(py: Python<'py>, header: Header) -> PyResult<Bound<'py, PyDict>> {
    let Header { length, message_type, flags, sequence, port } = header;
    let dict = PyDict::new(py);
    dict.set_item(name(py, "length"), length)?;
    dict.set_item(name(py, "type"), message_type)?;
    dict.set_item(name(py, "flags"), flags)?;
    dict.set_item(name(py, "sequence_number"), sequence)?;
    dict.set_item(name(py, "pid"), port)?;
    dict.set_item(name(py, "error"), py.None())?;
    dict.set_item(name(py, "target"), name(py, "localhost"))?;
    dict.set_item(name(py, "stats"), NO_STATS.get(py)?)?;
    Ok(dict)
}

#[pymethods]
impl Message {
    /// The message that these bytes are.
    #[staticmethod]
    fn from_bytes<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, Self>> {
        let message = Messages::new(bytes).next();
        let message = message
            .ok_or_else(|| PyValueError::new_err("no bytes are no message"))?
            .map_err(|error| PyValueError::new_err(format!("no netlink message: {error}")))?;
        Bound::new(py, Self::init(Body::Own(Arc::from(message.bytes))))
    }

    /// For those who unpickle.
    #[staticmethod]
    fn _of<'py>(bytes: &[u8], content: Bound<'py, PyDict>) -> PyResult<Bound<'py, Self>> {
        let py = content.py();
        let node = Node::of_dict(Some(Body::Own(Arc::from(bytes))), content);
        Bound::new(py, PyClassInitializer::from(node).add_subclass(Self))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let py = slf.py();
        let (class, raw) = (PyType::new::<Self>(py), Self::raw(slf)?);
        let node: &Bound<'_, Node> = slf.as_super();
        match node.get().opened(py) {
            None => Ok((class.getattr("from_bytes")?, (raw,).into_pyobject(py)?.into_any())),
            Some(own) => Ok((class.getattr("_of")?, (raw, own).into_pyobject(py)?.into_any())),
        }
    }

    /// A copy.
    fn copy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        let node: &Bound<'_, Node> = slf.as_super();
        let body = Self::body(slf)?.clone();
        let copy = match node.get().opened(slf.py()) {
            None => Node::message(body),
            Some(own) => Node::of_dict(Some(body), own.copy()?),
        };
        Bound::new(slf.py(), PyClassInitializer::from(copy).add_subclass(Self))
    }

    /// The bytes, as the kernel wrote them.
    #[getter]
    fn raw<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(slf.py(), &Self::body(slf)?.bytes()))
    }

    /// The table that it is about (`link`); `None` where it is about none.
    #[getter]
    fn table(slf: &Bound<'_, Self>) -> PyResult<Option<&'static str>> {
        Ok(Self::object(slf)?.map(|object| object.table.name))
    }

    /// Does it say that an object is gone, or shall be?
    #[getter]
    fn is_removal(slf: &Bound<'_, Self>) -> PyResult<bool> {
        Ok(Self::object(slf)?.is_some_and(|object| object.op == Op::Del))
    }

    /// The names of flags, of a link (`IFF_UP`) or an address (`IFA_F_PERMANENT`).
    fn flags2names(slf: &Bound<'_, Self>, flags: u64) -> PyResult<Vec<String>> {
        let mut names = Vec::new();
        let Some(object) = Self::object(slf)? else { return Ok(names) };
        let prefix = if object.table.name == "addr" { "IFA_F_" } else { "IFF_" };
        object.table.each_kind_at("flags", &mut |kind| {
            if let Some(spelling) = kind.and_then(Kind::spelling) {
                let (found, _) = spelling.bits(flags);
                names.extend(found.map(|name| format!("{prefix}{}", name.to_uppercase())));
            }
        });
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// The request to remove the object that it is about.
    fn removal<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyBytes>> {
        let none = || PyValueError::new_err("a message about no object");
        let object = Self::object(slf)?.ok_or_else(none)?;
        let mut bytes = object.message.bytes.to_vec();
        let length = bytes.len() as u32;
        let message_type = object.table.message_type(Op::Del);
        let header = Header { length, message_type, flags: flag::REQUEST, ..Header::default() };
        bytes.iter_mut().zip(header.bytes()).for_each(|(to, from)| *to = from);
        Ok(PyBytes::new(slf.py(), &bytes))
    }

    /// The mirror's revision in which the object was changed last; `None` where no mirror keeps it.
    #[getter]
    fn revision(slf: &Bound<'_, Self>) -> PyResult<Option<u64>> {
        Ok(Self::body(slf)?.revision())
    }

    /// The value under one of IPDB's keys (`mtu`, `br_ageing_time`), as the kernel has it.
    #[pyo3(signature = (key, default = None))]
    fn key<'py>(
        slf: &Bound<'py, Self>,
        key: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let node: &Bound<'_, Node> = slf.as_super();
        let found = node.get().by_key(py, key)?.or(default);
        Ok(found.unwrap_or_else(|| py.None().into_bound(py)))
    }

    /// All of IPDB's keys that have a value, with the values.
    fn by_keys<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let py = slf.py();
        let dict = PyDict::new(py);
        let Some(object) = Self::object(slf)? else { return Ok(dict) };
        let reading = Reading::new(Self::body(slf)?);
        let mut result = Ok(());
        object.each_key(&mut |key, value| {
            let set = || dict.set_item(name(py, key), reading.value(py, value)?);
            result = std::mem::replace(&mut result, Ok(())).and_then(|()| set());
        });
        result.map(|()| dict)
    }

    /// The message as JSON text: by key as `route2 --json` writes it, or whole.
    #[pyo3(signature = (whole = false))]
    fn json(slf: &Bound<'_, Self>, whole: bool) -> PyResult<String> {
        let mut json = Json::default();
        let shape = if whole { Shape::Whole } else { Shape::Plain };
        Self::body(slf)?.decoded().write_json(&mut json, shape);
        Ok(json.into_string())
    }
}
