//! What a transaction would do, and what one did.

use crate::body::Body;
use crate::error::{OrRaise, other};
use crate::message::Message;
use crate::snapshot::Snapshot;
use pyo3::prelude::*;
use pyo3::types::PyList;
use route2::Plan;
use std::fs::File;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::sync::Arc;

/// What would be done, or was.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Review {
    lines: Vec<String>,
    plan: Plan,
}

impl Review {
    pub(crate) fn new(plan: Plan, now: &route2::Snapshot) -> Self {
        Self { lines: plan.lines(now), plan }
    }
}

#[pymethods]
impl Review {
    /// A line a step: `add link ifname=br0 kind=bridge`.
    #[getter]
    fn lines(&self) -> Vec<String> {
        self.lines.clone()
    }

    /// The requests, in order.
    fn requests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let requests = self.plan.steps().iter().map(|step| {
            Bound::new(py, Message::init(Body::Own(Arc::from(step.request.as_slice()))))
        });
        PyList::new(py, requests.collect::<PyResult<Vec<_>>>()?)
    }

    fn __len__(&self) -> usize {
        self.lines.len()
    }

    fn __str__(&self) -> String {
        self.lines.join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<Review {:?}>", self.lines)
    }
}

/// A transaction that was committed.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Committed {
    /// What was done.
    #[pyo3(get)]
    review: Py<Review>,
    /// The state that has it.
    #[pyo3(get)]
    snapshot: Py<Snapshot>,
    pending: Option<route2::Pending>,
}

impl Committed {
    /// What was done to the state before.
    pub(crate) fn new(
        py: Python<'_>,
        committed: route2::Committed,
        before: &route2::Snapshot,
    ) -> PyResult<Self> {
        let review = Py::new(py, Review::new(committed.plan, before))?;
        let snapshot = Py::new(py, Snapshot(committed.snapshot))?;
        Ok(Self { review, snapshot, pending: committed.pending })
    }

    /// What was done.
    pub(crate) fn plan(&self, py: Python<'_>) -> Plan {
        self.review.borrow(py).plan.clone()
    }
}

#[pymethods]
impl Committed {
    /// What it is called, where it is to be confirmed.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.pending.as_ref().map(route2::Pending::id)
    }

    /// It stays.
    fn confirm(&self, py: Python<'_>) -> PyResult<()> {
        match &self.pending {
            Some(pending) => py.detach(|| pending.confirm()).or_raise(py),
            None => Ok(()),
        }
    }

    /// It is rolled back: what could not be, a line each.
    fn rollback(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let none = || other(py, "the transaction was not to be confirmed: nothing undoes it");
        let pending = self.pending.as_ref().ok_or_else(none)?;
        Ok(match py.detach(|| pending.rollback()).or_raise(py)? {
            route2::Rollback::Complete => Vec::new(),
            route2::Rollback::Incomplete(lines) => lines,
        })
    }
}

/// Holds what undoes a transaction that is to be confirmed, from start to end: what a guardian does with the argument
/// that it gets. When `stop`, a pipe, can be read, it rolls back at once.
#[pyfunction]
#[pyo3(signature = (journal, stop = None))]
pub(crate) fn guard(py: Python<'_>, journal: PathBuf, stop: Option<i32>) -> PyResult<()> {
    let stop = stop.map(|fd| File::open(format!("/proc/self/fd/{fd}"))).transpose()?;
    let stop = stop.as_ref().map(AsFd::as_fd);
    py.detach(|| route2::guard(&journal, stop)).or_raise(py)
}
