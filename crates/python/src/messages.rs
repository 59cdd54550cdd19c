//! Several messages, each made a Python object when somebody takes it.

use crate::body::{Body, Pack};
use crate::message::Message;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A sequence of messages.
#[pyclass(frozen, sequence, module = "route2._native")]
pub(crate) struct Messages {
    pack: Arc<Pack>,
}

impl Messages {
    pub(crate) fn new(pack: Pack) -> Self {
        Self { pack: Arc::new(pack) }
    }

    fn at<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, Message>> {
        Bound::new(py, Message::init(Body::Part(Arc::clone(&self.pack), index)))
    }

    /// All of them, as a list.
    pub(crate) fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let all = (0..self.pack.len()).map(|index| self.at(py, index));
        PyList::new(py, all.collect::<PyResult<Vec<_>>>()?)
    }
}

#[pymethods]
impl Messages {
    fn __len__(&self) -> usize {
        self.pack.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        if index.is_instance_of::<PySlice>() {
            return self.list(py)?.as_any().get_item(index);
        }
        let index: isize = index.extract()?;
        let length = self.pack.len();
        let place = if index < 0 { index + length as isize } else { index };
        match usize::try_from(place).ok().filter(|place| *place < length) {
            Some(place) => Ok(self.at(py, place)?.into_any()),
            None => Err(PyIndexError::new_err(format!("{index} of {length} messages"))),
        }
    }

    fn __iter__(&self) -> MessagesIterator {
        MessagesIterator { pack: Arc::clone(&self.pack), next: AtomicUsize::new(0) }
    }

    fn __repr__(&self) -> String {
        format!("<{} messages>", self.pack.len())
    }
}

/// Messages, one after the other.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct MessagesIterator {
    pack: Arc<Pack>,
    next: AtomicUsize,
}

#[pymethods]
impl MessagesIterator {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, Message>>> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        if index >= self.pack.len() {
            return Ok(None);
        }
        Bound::new(py, Message::init(Body::Part(Arc::clone(&self.pack), index))).map(Some)
    }
}
