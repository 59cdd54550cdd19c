//! Names as Python text, each made once.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// By where the text lies, which tells one from another in less time than reading it.
static NAMES: Mutex<Option<HashMap<usize, Py<PyString>>>> = Mutex::new(None);

/// A name of a declaration as Python text.
pub(crate) fn name<'py>(py: Python<'py>, text: &'static str) -> Bound<'py, PyString> {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let names = names.get_or_insert_default();
    let name = names
        .entry(text.as_ptr() as usize ^ text.len().rotate_right(8))
        .or_insert_with(|| PyString::intern(py, text).unbind());
    name.bind(py).clone()
}

/// A class or object of the package's Python part, looked up once.
pub(crate) struct Imported {
    module: &'static str,
    name: &'static str,
    object: PyOnceLock<Py<PyAny>>,
}

impl Imported {
    pub(crate) const fn new(module: &'static str, name: &'static str) -> Self {
        Self { module, name, object: PyOnceLock::new() }
    }

    pub(crate) fn get<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let import = || -> PyResult<_> { Ok(py.import(self.module)?.getattr(self.name)?.unbind()) };
        Ok(self.object.get_or_try_init(py, import)?.bind(py).clone())
    }
}
