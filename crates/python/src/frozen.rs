//! Objects that stay as they are.

use crate::bell;
use crate::mirror::dropped;
use pyo3::prelude::*;
use route2::Rollback;
use std::sync::{Mutex, PoisonError};

/// Objects that are kept as they are against whoever changes them, as long as this lives.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Frozen {
    /// `None` once they were let go.
    frozen: Mutex<Option<route2::Frozen>>,
    process: u32,
}

impl Frozen {
    pub(crate) fn new(frozen: route2::Frozen) -> Self {
        Self { frozen: Mutex::new(Some(frozen)), process: std::process::id() }
    }
}

#[pymethods]
impl Frozen {
    /// What was done for the next thing that was put back, a line each; `None` where there is none in time.
    #[pyo3(name = "next", signature = (timeout = None))]
    fn next_within(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<Option<Vec<String>>> {
        crate::mirror::check_process(py, self.process)?;
        let once = |slice| {
            let frozen = self.frozen.lock().unwrap_or_else(PoisonError::into_inner);
            match frozen.as_ref() {
                Some(frozen) => frozen.next(slice).map(Some),
                None => Some(None),
            }
        };
        let put_back = bell::in_slices(py, bell::until(timeout), once)?.flatten();
        Ok(put_back.map(|put_back| match put_back.result {
            Rollback::Complete => put_back.lines,
            Rollback::Incomplete(left) => put_back
                .lines
                .into_iter()
                .chain(left.iter().map(|line| format!("left: {line}")))
                .collect(),
        }))
    }

    /// Lets go.
    fn unfreeze(&self, py: Python<'_>) {
        let frozen =
            py.detach(|| self.frozen.lock().unwrap_or_else(PoisonError::into_inner).take());
        dropped(py, self.process, frozen);
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        let frozen = self.frozen.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        Python::attach(|py| dropped(py, self.process, frozen));
    }
}
