//! JSON text, and Python objects made of it.

use crate::names::Imported;
use pyo3::prelude::*;
use route2::wire::{Json, Shape, Value};

static LOADS: Imported = Imported::new("json", "loads");

/// A value by way of its JSON text, for what is rare.
pub(crate) fn parse<'py>(
    py: Python<'py>,
    value: Value<'_>,
    shape: Shape,
) -> PyResult<Bound<'py, PyAny>> {
    let mut json = Json::default();
    json.value(value, shape);
    LOADS.get(py)?.call1((json.into_string(),))
}
