//! Objects that stay as they are.

use crate::bell;
use crate::mirror::{check_process, dropped};
use pyo3::prelude::*;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Objects that are kept as they are against whoever changes them, until this is closed.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Frozen {
    frozen: Mutex<Option<route2::Frozen>>,
    process: u32,
}

impl Frozen {
    pub(crate) fn new(frozen: route2::Frozen) -> Self {
        Self { frozen: Mutex::new(Some(frozen)), process: std::process::id() }
    }

    /// (Who looks whether something was put back has it for a moment.)
    fn take(&self) -> Option<route2::Frozen> {
        self.frozen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[pymethods]
impl Frozen {
    /// What was put back since this was asked last: of each time the steps, a line each.
    fn put_back(&self) -> Vec<Vec<String>> {
        let frozen = self.frozen.lock().unwrap_or_else(PoisonError::into_inner);
        let next = || frozen.as_ref()?.next(Duration::ZERO).map(|put_back| put_back.lines);
        std::iter::from_fn(next).collect()
    }

    /// The steps by which something is put back next, a line each; `None` where that does not happen in time.
    #[pyo3(name = "next", signature = (timeout = None))]
    fn next_within(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<Option<Vec<String>>> {
        check_process(py, self.process)?;
        let once = |slice| {
            let frozen = self.frozen.lock().unwrap_or_else(PoisonError::into_inner);
            match frozen.as_ref() {
                Some(frozen) => frozen.next(slice).map(|put_back| Some(put_back.lines)),
                None => Some(None),
            }
        };
        Ok(bell::in_slices(py, bell::until(timeout), once)?.flatten())
    }

    /// Lets go.
    fn close(&self, py: Python<'_>) {
        let frozen = py.detach(|| self.take());
        dropped(py, self.process, frozen);
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __exit__(&self, py: Python<'_>, _class: Py<PyAny>, _error: Py<PyAny>, _trace: Py<PyAny>) {
        self.close(py);
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        let frozen = self.take();
        Python::attach(|py| dropped(py, self.process, frozen));
    }
}
