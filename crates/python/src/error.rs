//! Errors as Python's exceptions.

use crate::names::Imported;
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use route2::wire::{Unfit, Why};
use route2::{CommitError, Error, FilterError, PlanError, Refused, Rollback};

static NETLINK: Imported = Imported::new("route2.errors", "NetlinkError");
static UNKNOWN_KEY: Imported = Imported::new("route2.errors", "UnknownKey");
static BAD_VALUE: Imported = Imported::new("route2.errors", "BadValue");
static ENDED: Imported = Imported::new("route2.errors", "MirrorEnded");
static OTHER: Imported = Imported::new("route2.errors", "Route2Error");
static COMMIT: Imported = Imported::new("route2.errors", "CommitError");

/// What becomes an exception.
pub(crate) trait Raise {
    fn raise(self, py: Python<'_>) -> PyErr;
}

/// A result whose error becomes an exception.
pub(crate) trait OrRaise<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T, E: Raise> OrRaise<T> for Result<T, E> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| error.raise(py))
    }
}

fn instance<'py>(
    py: Python<'py>,
    class: &Imported,
    args: impl pyo3::call::PyCallArgs<'py>,
) -> PyErr {
    match class.get(py).and_then(|class| class.call1(args)) {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// The kernel's no, as an exception that was not raised.
pub(crate) fn refused<'py>(py: Python<'py>, refused: &Refused) -> PyResult<Bound<'py, PyAny>> {
    let Refused { request, errno, message, attribute, missing } = refused;
    let args = (*errno, None::<&str>, *request, message, attribute, missing);
    NETLINK.get(py)?.call1(args)
}

/// That the mirror has ended.
pub(crate) fn ended(py: Python<'_>, why: &str) -> PyErr {
    instance(py, &ENDED, (why,))
}

/// Another error of this package.
pub(crate) fn other(py: Python<'_>, what: &str) -> PyErr {
    instance(py, &OTHER, (what,))
}

/// A value that is none of what is wanted.
pub(crate) fn bad_value(py: Python<'_>, key: &str, what: &str) -> PyErr {
    instance(py, &BAD_VALUE, (key, what))
}

/// A key, or table, that is none.
pub(crate) fn unknown(py: Python<'_>, key: &str, what: &str) -> PyErr {
    instance(py, &UNKNOWN_KEY, (key, what))
}

impl Raise for Error {
    fn raise(self, py: Python<'_>) -> PyErr {
        let text = self.to_string();
        match self {
            Self::Refused(no) | Self::NoTable { refused: no, .. } => match refused(py, &no) {
                Ok(exception) => PyErr::from_value(exception),
                Err(error) => error,
            },
            Self::Netns { source, .. } | Self::System { source, .. } => {
                PyOSError::new_err((source.raw_os_error(), text))
            }
            Self::Unfit(unfit) => unfit.raise(py),
            Self::UnknownTable(name) => unknown(py, &name, &text),
            Self::Ended(_) | Self::Gone { .. } => ended(py, &text),
            _ => other(py, &text),
        }
    }
}

impl Raise for Unfit {
    fn raise(self, py: Python<'_>) -> PyErr {
        let text = self.to_string();
        let class = if self.why == Why::Unknown { &UNKNOWN_KEY } else { &BAD_VALUE };
        instance(py, class, (self.key, text))
    }
}

impl Raise for FilterError {
    fn raise(self, py: Python<'_>) -> PyErr {
        let text = self.to_string();
        match self {
            Self::UnknownKey(key) => unknown(py, &key, &text),
            Self::UnknownValue { key, .. } => bad_value(py, &key, &text),
            Self::NoCondition(word) => bad_value(py, &word, &text),
            _ => other(py, &text),
        }
    }
}

impl Raise for PlanError {
    fn raise(self, py: Python<'_>) -> PyErr {
        CommitError::Plan(self).raise(py)
    }
}

impl Raise for CommitError {
    fn raise(self, py: Python<'_>) -> PyErr {
        let text = self.to_string();
        let left = match self.rollback() {
            Some(Rollback::Incomplete(lines)) => lines.clone(),
            _ => Vec::new(),
        };
        let (step, number, cause) = match self {
            Self::Step(failure) => {
                (Some(failure.step), Some(failure.number), Some(failure.source.raise(py)))
            }
            Self::Guardian(source) | Self::Io { source, .. } => {
                (None, None, Some(source.raise(py)))
            }
            _ => (None, None, None),
        };
        let reason = cause.as_ref().map(|cause| cause.value(py).clone());
        let error = instance(py, &COMMIT, (text, step, number, left, reason));
        error.set_cause(py, cause);
        error
    }
}
