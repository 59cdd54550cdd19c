//! Values as Python's users give them.

use pyo3::exceptions::{PyRecursionError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyInt, PyList, PySet, PyString, PyTuple};
use route2::wire::Given;

/// How deep lists and mappings may be: deeper than any attribute is.
const DEPTH: usize = 64;

/// A value, whatever it is of; `room` is how deep it may still be.
fn given(key: &str, value: &Bound<'_, PyAny>, room: usize) -> PyResult<Given> {
    let deep = || PyRecursionError::new_err(format!("`{key}` is too deep"));
    let room = room.checked_sub(1).ok_or_else(deep)?;
    if let Ok(truth) = value.cast::<PyBool>() {
        return Ok(Given::Bool(truth.is_true()));
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(Given::Number(
            value
                .extract::<i64>()
                .map(i128::from)
                .or_else(|_| value.extract::<u64>().map(i128::from))?,
        ));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Given::Text(text.to_str()?.to_owned()));
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Given::Text(crate::value::hex(bytes.as_bytes())));
    }
    if value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
    {
        let items = value.try_iter()?.map(|item| given(key, &item?, room));
        return Ok(Given::List(items.collect::<PyResult<_>>()?));
    }
    if value.hasattr("keys")? {
        return Ok(Given::Map(pairs_of_mapping(value, room)?));
    }
    // An address or a net of `ipaddress`, a path: what is text to people.
    if value.get_type().module()?.to_str()? == "ipaddress" || value.hasattr("__fspath__")? {
        return Ok(Given::Text(value.str()?.to_str()?.to_owned()));
    }
    let class = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("`{key}` is of the type {class}, which no key takes")))
}

/// Keys and values of a mapping.
fn pairs_of_mapping(mapping: &Bound<'_, PyAny>, room: usize) -> PyResult<Vec<(String, Given)>> {
    let items = mapping.call_method0("items")?;
    let pair = |item: PyResult<Bound<'_, PyAny>>| {
        let (key, value): (String, Bound<'_, PyAny>) = item?.extract()?;
        let value = given(&key, &value, room)?;
        Ok((key, value))
    };
    items.try_iter()?.map(pair).collect()
}

/// What is said of an object: a mapping, keyword arguments, or both. `None` says nothing.
pub(crate) fn pairs(
    mapping: Option<&Bound<'_, PyAny>>,
    keywords: Option<&Bound<'_, PyDict>>,
) -> PyResult<Vec<(String, Given)>> {
    let mut pairs = Vec::new();
    for mapping in mapping.into_iter().chain(keywords.map(Bound::as_any)) {
        for item in mapping.call_method0("items")?.try_iter()? {
            let (key, value): (String, Bound<'_, PyAny>) = item?.extract()?;
            if !value.is_none() {
                let value = given(&key, &value, DEPTH)?;
                pairs.push((key, value));
            }
        }
    }
    Ok(pairs)
}
