//! Something that happened: a message, with what it did to the mirror.

use crate::body::Body;
use crate::message::Message;
use crate::names::name;
use crate::value::Reading;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use route2::schema::rtnl::Object;
use route2::{Change, Origin, What};
use std::sync::Arc;

/// A notification of the kernel's, or one that it should have sent, with what it did to the mirror.
#[pyclass(frozen, extends = Message, mapping, module = "route2._native")]
pub(crate) struct Event;

impl Event {
    fn of<'a>(slf: &'a Bound<'_, Self>) -> PyResult<Option<&'a Change>> {
        Ok(match Message::body(slf.as_super())? {
            Body::Change(change) => Some(change),
            _ => None,
        })
    }
}

fn state<'py>(
    py: Python<'py>,
    object: Option<Object<'_>>,
) -> PyResult<Option<Bound<'py, Message>>> {
    object.map(|object| Message::of_object(py, object)).transpose()
}

#[pymethods]
impl Event {
    /// What it did to the mirror: `added`, `changed`, `removed`; `None` where it changed nothing that is kept.
    #[getter]
    fn change(slf: &Bound<'_, Self>) -> PyResult<Option<&'static str>> {
        Ok(match Self::of(slf)?.map(Change::what) {
            Some(What::Added) => Some("added"),
            Some(What::Changed) => Some("changed"),
            Some(What::Removed) => Some("removed"),
            Some(What::Nothing) | None => None,
        })
    }

    /// Where it was learnt from: `kernel` (it said so), `inferred` (it did not), `resync` (what it said was lost).
    #[getter]
    fn origin(slf: &Bound<'_, Self>) -> PyResult<&'static str> {
        Ok(match Self::of(slf)?.map(Change::origin) {
            Some(Origin::Inferred) => "inferred",
            Some(Origin::Resync) => "resync",
            Some(Origin::Kernel) | None => "kernel",
        })
    }

    /// The table of the mirror that it is about; `None` where the mirror keeps none such.
    #[getter]
    fn kept(slf: &Bound<'_, Self>) -> PyResult<Option<&'static str>> {
        Ok(Self::of(slf)?.and_then(Change::kept).map(|kept| kept.name))
    }

    /// The object before; `None` where it was not there, or nothing changed.
    #[getter]
    fn before<'py>(slf: &Bound<'py, Self>) -> PyResult<Option<Bound<'py, Message>>> {
        state(slf.py(), Self::of(slf)?.and_then(Change::before))
    }

    /// The object now; `None` where it is gone, or nothing changed.
    #[getter]
    fn after<'py>(slf: &Bound<'py, Self>) -> PyResult<Option<Bound<'py, Message>>> {
        state(slf.py(), Self::of(slf)?.and_then(Change::after))
    }

    /// What is not as it was: each key with the value before and now, `None` where there was or is none.
    fn differences<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let py = slf.py();
        let dict = PyDict::new(py);
        let Some(change) = Self::of(slf)? else { return Ok(dict) };
        let mut result = Ok(());
        change.differences(&mut |difference| {
            let sides = [(difference.old, change.before()), (difference.new, change.after())];
            let sides = sides.map(|(value, object)| match (value, object) {
                (Some(value), Some(object)) => {
                    let body = Body::Own(Arc::from(object.message.bytes));
                    // The places of nests are told in the message that they are in.
                    Reading { body: &body, bytes: object.message.bytes }.value(py, value)
                }
                _ => Ok(py.None().into_bound(py)),
            });
            let [old, new] = sides;
            let set = || dict.set_item(name(py, difference.key), (old?, new?));
            result = std::mem::replace(&mut result, Ok(())).and_then(|()| set());
        });
        result.map(|()| dict)
    }
}
