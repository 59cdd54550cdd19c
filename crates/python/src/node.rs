//! What messages and the nests in them have in common: they are mappings, decoded when somebody looks.

use crate::body::Body;
use crate::names::{Imported, name};
use crate::value::Reading;
use pyo3::exceptions::{PyKeyError, PyRecursionError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyTuple};
use route2::schema::Decoded;
use route2::wire::{Fields, Spot, Value};

static TEACH_PPRINT: Imported = Imported::new("route2._message", "teach_pprint");

/// A mapping of struct members, and of `attrs` to the attributes behind them.
///
/// Nothing is decoded before somebody looks; what is put into it stays.
#[pyclass(frozen, subclass, mapping, module = "route2._native")]
pub(crate) struct Node {
    /// Where it is decoded from; `None` where it was made of a dictionary.
    source: Option<(Body, Option<Spot>)>,
    /// All of it as a dictionary, once somebody has looked at it as a whole, or changed it.
    own: PyOnceLock<Py<PyDict>>,
}

impl Node {
    pub(crate) const fn message(body: Body) -> Self {
        Self { source: Some((body, None)), own: PyOnceLock::new() }
    }

    pub(crate) fn nest(body: &Body, spot: Spot) -> Self {
        Self { source: Some((body.clone(), Some(spot))), own: PyOnceLock::new() }
    }

    /// One whose content is this.
    pub(crate) fn of_dict(body: Option<Body>, dict: Bound<'_, PyDict>) -> Self {
        let own = PyOnceLock::new();
        let _ = own.set(dict.py(), dict.unbind());
        Self { source: body.map(|body| (body, None)), own }
    }

    /// Where a message's bytes are.
    pub(crate) fn body(&self) -> Option<&Body> {
        self.source.as_ref().map(|(body, _)| body)
    }

    /// The whole as a dictionary, where somebody has looked at it so.
    pub(crate) fn opened<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyDict>> {
        self.own.get(py).map(|own| own.bind(py).clone())
    }

    /// The whole as a dictionary.
    pub(crate) fn open<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let decode = || match &self.source {
            None => Ok(PyDict::new(py).unbind()),
            Some((body, None)) => crate::message::whole(py, body).map(Bound::unbind),
            Some((body, Some(spot))) => nest(py, body, spot).map(Bound::unbind),
        };
        Ok(self.own.get_or_try_init(py, decode)?.bind(py).clone())
    }

    /// The attributes, still as bytes; `None` where it has none, or may have been changed.
    fn fields(&self, py: Python<'_>) -> Option<Fields<'_>> {
        if self.own.get(py).is_some() { None } else { self.declared() }
    }

    /// The attributes, as the kernel wrote them.
    fn declared(&self) -> Option<Fields<'_>> {
        let (body, spot) = self.source.as_ref()?;
        match spot {
            None => match body.decoded() {
                Decoded::Object(object) => Some(object.fields()),
                _ => None,
            },
            Some(spot) => match spot.value(body.message().bytes)? {
                Value::Set(fields) => Some(fields),
                Value::Headed(inner) => Some(inner.fields()),
                _ => None,
            },
        }
    }

    /// The value of the first attribute with this name.
    fn first<'py>(&self, py: Python<'py>, attr: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        if let (Some(fields), Some((body, _))) = (self.fields(py), &self.source) {
            let Some(row) = fields.set().by_name(attr) else { return Ok(None) };
            let value = fields.first_value(row.number);
            match value {
                None => return Ok(None),
                // Who gets a nest may change it, so it is the one that the whole has.
                Some(Value::Set(_) | Value::Headed(_) | Value::List(_) | Value::Record(_)) => {}
                Some(value) => return Reading::new(body).value(py, value).map(Some),
            }
        }
        for pair in self.pairs(py)? {
            if pair.get_item(0)?.eq(attr)? {
                return pair.get_item(1).map(Some);
            }
        }
        Ok(None)
    }

    /// The attributes as pairs.
    fn pairs<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        match self.open(py)?.get_item(name(py, "attrs"))? {
            Some(attrs) => attrs.try_iter()?.collect(),
            None => Ok(Vec::new()),
        }
    }

    /// One entry, without a look at the whole where that can be.
    fn entry<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = key.py();
        if self.own.get(py).is_none()
            && let Some((body, None)) = &self.source
            && let Ok(key) = key.extract::<&str>()
        {
            let decoded = body.decoded();
            if key == "event" {
                return Ok(Some(name(py, decoded.event()).into_any()));
            }
            if let Decoded::Object(object) = decoded
                && let Some(number) = object.header().number(key)
            {
                // (`state` of a link is no member of its header.)
                return Ok(Some(number.into_pyobject(py)?.into_any()));
            }
        }
        self.open(py)?.get_item(key)
    }

    /// The value under one of IPDB's keys.
    pub(crate) fn by_key<'py>(
        &self,
        py: Python<'py>,
        key: &str,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some((body, spot)) = &self.source else { return Ok(None) };
        let value = match spot {
            None => match body.decoded() {
                Decoded::Object(object) => object.key(key),
                _ => None,
            },
            Some(spot) => match spot.value(body.message().bytes) {
                Some(Value::Set(fields)) => fields.by_key(key),
                Some(Value::Headed(inner)) => inner.fields().by_key(key),
                _ => None,
            },
        };
        if let Some(value) = value {
            return Reading::new(body).value(py, value).map(Some);
        }
        // A nest whose keys are those of the set around it (`linkinfo`) is none of IPDB's, and asked for all the same.
        let row =
            self.declared().and_then(|fields| fields.set().rows.iter().find(|r| r.key == key));
        row.map_or(Ok(None), |row| self.first(py, row.name))
    }
}

fn nest<'py>(py: Python<'py>, body: &Body, spot: &Spot) -> PyResult<Bound<'py, PyDict>> {
    let reading = Reading::new(body);
    let (dict, fields) = match spot.value(reading.bytes) {
        Some(Value::Set(fields)) => (PyDict::new(py), fields),
        Some(Value::Headed(inner)) => (reading.members(py, inner.parts())?, inner.fields()),
        _ => return Ok(PyDict::new(py)),
    };
    dict.set_item(name(py, "attrs"), reading.attrs(py, fields)?)?;
    Ok(dict)
}

/// As plain dictionaries and lists; `room` is how deep they may still be.
fn plain<'py>(value: &Bound<'py, PyAny>, room: usize) -> PyResult<Bound<'py, PyAny>> {
    let (py, deep) =
        (value.py(), || PyRecursionError::new_err("what a message has in it is too deep"));
    let room = room.checked_sub(1).ok_or_else(deep)?;
    if let Ok(node) = value.cast::<Node>() {
        return plain(node.get().open(py)?.as_any(), room);
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        let copy = PyDict::new(py);
        for (key, value) in dict {
            // (`stats` in it is a tuple with names, and stays one.)
            match value.cast::<PyDict>() {
                Ok(header) if key.eq("header")? => copy.set_item(&key, header.copy()?)?,
                _ => copy.set_item(&key, plain(&value, room)?)?,
            }
        }
        return Ok(copy.into_any());
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.map(|item| plain(&item?, room));
        return Ok(PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_any());
    }
    match value.extract::<&[u8]>() {
        Ok(bytes) => Ok(crate::value::hex(bytes).into_pyobject(py)?.into_any()),
        Err(_) => Ok(value.clone()),
    }
}

#[pymethods]
impl Node {
    fn __getitem__<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.entry(key)?.ok_or_else(|| PyKeyError::new_err(key.clone().unbind()))
    }

    fn __setitem__(&self, key: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.open(key.py())?.set_item(key, value)
    }

    fn __delitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<()> {
        self.open(key.py())?.del_item(key)
    }

    fn __contains__(&self, key: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.entry(key)?.is_some())
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.open(py)?.len())
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.open(py)?.try_iter()?.into_any())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        TEACH_PPRINT.get(py)?.call0()?;
        Ok(self.open(py)?.repr()?.to_cow()?.into_owned())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let py = other.py();
        match other.cast::<Self>() {
            Ok(node) => self.open(py)?.eq(node.get().open(py)?),
            Err(_) => self.open(py)?.eq(other),
        }
    }

    /// The keys.
    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.open(py)?.call_method0("keys")
    }

    /// The values.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.open(py)?.call_method0("values")
    }

    /// Keys with their values.
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.open(py)?.call_method0("items")
    }

    /// The entry under a key; where there is none, what IPDB has under that key (`mtu`), or a path of such keys.
    #[pyo3(signature = (key, default = None))]
    fn get<'py>(
        &self,
        key: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = key.py();
        let default = default.unwrap_or_else(|| py.None().into_bound(py));
        if let Ok(path) = key.cast::<PyTuple>() {
            let Some(first) = path.iter().next() else { return Ok(default) };
            let found = self.get(&first, None)?;
            let rest = path.get_slice(1, path.len());
            if rest.is_empty() || found.is_none() {
                return Ok(if found.is_none() { default } else { found });
            }
            return found.call_method1("get", (rest, default));
        }
        if let Some(found) = self.entry(key)? {
            return Ok(found);
        }
        let by_key = match key.extract::<&str>() {
            Ok(key) => self.by_key(py, key)?,
            Err(_) => None,
        };
        Ok(by_key.unwrap_or(default))
    }

    #[pyo3(signature = (key, *default))]
    fn pop<'py>(
        &self,
        key: &Bound<'py, PyAny>,
        default: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let args: Vec<_> = std::iter::once(key.clone()).chain(default.iter()).collect();
        self.open(key.py())?.call_method1("pop", PyTuple::new(key.py(), args)?)
    }

    #[pyo3(signature = (key, default = None))]
    fn setdefault<'py>(
        &self,
        key: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.open(key.py())?.call_method1("setdefault", (key, default))
    }

    #[pyo3(signature = (*args, **kwargs))]
    fn update(
        &self,
        args: &Bound<'_, PyTuple>,
        kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        self.open(args.py())?.call_method("update", args, kwargs).map(drop)
    }

    /// The value of the first attribute with the kernel's name (`IFLA_MTU`).
    #[pyo3(signature = (attr, default = None))]
    fn get_attr<'py>(
        &self,
        py: Python<'py>,
        attr: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let found = self.first(py, attr)?.or(default);
        Ok(found.unwrap_or_else(|| py.None().into_bound(py)))
    }

    /// The values of all attributes with the kernel's name.
    fn get_attrs<'py>(&self, py: Python<'py>, attr: &str) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for pair in self.pairs(py)? {
            if pair.get_item(0)?.eq(attr)? {
                list.append(pair.get_item(1)?)?;
            }
        }
        Ok(list)
    }

    /// The value at the end of a path of the kernel's names: `IFLA_LINKINFO`, `IFLA_INFO_KIND`.
    #[pyo3(signature = (*attrs))]
    fn get_nested<'py>(&self, attrs: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
        let py = attrs.py();
        let none = py.None().into_bound(py);
        let Some(first) = attrs.iter().next() else { return Ok(none) };
        let found = self.get_attr(py, first.extract()?, None)?;
        if attrs.len() == 1 || found.is_none() {
            return Ok(found);
        }
        match found.cast::<Self>() {
            Ok(node) => node.get().get_nested(&attrs.get_slice(1, attrs.len())),
            Err(_) => Ok(none),
        }
    }

    /// All of it as plain dictionaries and lists.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        /// Attributes are no deeper than 32 nests, each of which is a dictionary, a list and a pair.
        const DEPTH: usize = 200;
        plain(self.open(py)?.as_any(), DEPTH)
    }
}
