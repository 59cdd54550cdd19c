//! Changes that are made wholly or not at all.

use crate::error::{OrRaise, bad_value, other};
use crate::given::pairs;
use crate::link::LinkDraft;
use crate::review::{Committed, Review};
use crate::snapshot::Snapshot;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use route2::{Goal, Ipdb};
use std::net::IpAddr;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Changes that are gathered, looked at, and made wholly or not at all.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Transaction {
    /// `None` once it was committed.
    transaction: Mutex<Option<route2::Transaction>>,
    /// `None` once it is dropped.
    ipdb: Option<Ipdb>,
    process: u32,
}

impl Transaction {
    pub(crate) fn new(ipdb: Ipdb) -> Self {
        let transaction = Mutex::new(Some(ipdb.begin()));
        Self { transaction, ipdb: Some(ipdb), process: std::process::id() }
    }

    fn now(&self, py: Python<'_>) -> PyResult<route2::Snapshot> {
        crate::mirror::check_process(py, self.process)?;
        let ipdb = self.ipdb.as_ref().ok_or_else(|| other(py, "the transaction is gone"))?;
        Ok(ipdb.snapshot())
    }

    /// Does something with it. (Nothing of Python is called meanwhile, so that who waits for it waits shortly.)
    pub(crate) fn with<T>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut route2::Transaction) -> T,
    ) -> PyResult<T> {
        let mut transaction = self.transaction.lock().unwrap_or_else(PoisonError::into_inner);
        transaction.as_mut().map(work).ok_or_else(|| committed(py))
    }
}

fn committed(py: Python<'_>) -> PyErr {
    other(py, "the transaction was committed: begin another one")
}

/// The goal that is called so.
fn goal(py: Python<'_>, name: &str) -> PyResult<Goal> {
    Ok(match name {
        "add" => Goal::Add,
        "replace" => Goal::Replace,
        "change" => Goal::Change,
        "append" => Goal::Append,
        "del" | "remove" => Goal::Absent,
        "gone" => Goal::Gone,
        "as" => Goal::As,
        _ => {
            let what = format!("`{name}` is none of: add, replace, change, append, del, gone, as");
            return Err(bad_value(py, "goal", &what));
        }
    })
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

#[pymethods]
impl Transaction {
    /// What is to be changed of a link, by its name or alternative name.
    #[pyo3(signature = (name, /, **keys))]
    fn link<'py>(
        slf: Bound<'py, Self>,
        name: String,
        keys: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<LinkDraft> {
        slf.get().with(slf.py(), |transaction| {
            transaction.link(&name);
        })?;
        LinkDraft::begin(slf, name, keys)
    }

    /// A link that is to be made, of a kind.
    #[pyo3(signature = (kind, name, /, **keys))]
    fn create<'py>(
        slf: Bound<'py, Self>,
        kind: &str,
        name: String,
        keys: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<LinkDraft> {
        slf.get().with(slf.py(), |transaction| {
            transaction.create(kind, &name);
        })?;
        LinkDraft::begin(slf, name, keys)
    }

    /// A link that is to be there, made where there is none.
    #[pyo3(signature = (kind, name, /, **keys))]
    fn ensure_link<'py>(
        slf: Bound<'py, Self>,
        kind: &str,
        name: String,
        keys: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<LinkDraft> {
        slf.get().with(slf.py(), |transaction| {
            transaction.ensure_link(kind, &name);
        })?;
        LinkDraft::begin(slf, name, keys)
    }

    /// What is wanted of an object of a table (`add`, `replace`, `change`, `append`, `del`, `gone`), described by key.
    #[pyo3(signature = (goal, table, described = None, /, **keys))]
    fn ask<'py>(
        slf: Bound<'py, Self>,
        goal: &str,
        table: &str,
        described: Option<&Bound<'py, PyAny>>,
        keys: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Self>> {
        let py = slf.py();
        let (goal, pairs) = (self::goal(py, goal)?, pairs(described, keys)?);
        let ask =
            |transaction: &mut route2::Transaction| transaction.ask(goal, table, pairs).map(drop);
        slf.get().with(py, ask)?.or_raise(py)?;
        Ok(slf)
    }

    /// What is wanted of an object (see `ask`), as a message that describes it whole.
    fn ask_message<'py>(
        slf: Bound<'py, Self>,
        goal: &str,
        message: &[u8],
    ) -> PyResult<Bound<'py, Self>> {
        let py = slf.py();
        let wish = route2::Wish::of_message(self::goal(py, goal)?, message.to_vec());
        let wish = wish.ok_or_else(|| other(py, "a mirror keeps no such object"))?;
        slf.get().with(py, |transaction| {
            transaction.wish(wish);
        })?;
        Ok(slf)
    }

    /// The index of a link, by name: of one that is to be made, too.
    #[pyo3(name = "index")]
    fn index_of(&self, py: Python<'_>, name: &str) -> PyResult<Option<u32>> {
        self.with(py, |transaction| transaction.index_of(name))
    }

    /// How long a commit may take to be seen in the mirror, in seconds: ten, unless this says otherwise.
    fn timeout(slf: Bound<'_, Self>, timeout: f64) -> PyResult<Bound<'_, Self>> {
        slf.get().with(slf.py(), |transaction| {
            transaction.timeout(seconds(timeout));
        })?;
        Ok(slf)
    }

    /// That a function says yes to the snapshot afterwards; if it does not within the timeout, all is undone.
    fn ensure<'py>(
        slf: Bound<'py, Self>,
        what: String,
        holds: Py<PyAny>,
    ) -> PyResult<Bound<'py, Self>> {
        let holds = move |now: &route2::Snapshot| {
            Python::attach(|py| {
                let now = Snapshot(now.clone());
                let says = holds.bind(py).call1((now,)).and_then(|said| said.is_truthy());
                // One that fails has not said yes.
                says.unwrap_or_else(|error| {
                    error.write_unraisable(py, Some(holds.bind(py)));
                    false
                })
            })
        };
        slf.get().with(slf.py(), |transaction| {
            transaction.ensure(what, holds);
        })?;
        Ok(slf)
    }

    /// That an address answers echo requests afterwards; if it does not within the timeout, all is undone.
    fn reachable(slf: Bound<'_, Self>, address: IpAddr) -> PyResult<Bound<'_, Self>> {
        slf.get().with(slf.py(), |transaction| {
            transaction.reachable(address);
        })?;
        Ok(slf)
    }

    /// Has it rolled back unless it is confirmed within so many seconds, whatever becomes of this process. The
    /// guardian is a program that gets one more argument.
    fn confirm_within(
        slf: Bound<'_, Self>,
        within: f64,
        guardian: Vec<String>,
    ) -> PyResult<Bound<'_, Self>> {
        let (program, args) =
            guardian.split_first().ok_or_else(|| other(slf.py(), "a guardian is a program"))?;
        let mut command = Command::new(program);
        command.args(args);
        slf.get().with(slf.py(), |transaction| {
            transaction.confirm_within(seconds(within)).guardian(command);
        })?;
        Ok(slf)
    }

    /// Takes a link down before anything else of it is changed, and puts it up again.
    fn take_down<'py>(slf: Bound<'py, Self>, name: &str) -> PyResult<Bound<'py, Self>> {
        slf.get().with(slf.py(), |transaction| {
            transaction.take_down(name);
        })?;
        Ok(slf)
    }

    /// What would be done, in order: a line a step.
    fn review(&self, py: Python<'_>) -> PyResult<Review> {
        let now = self.now(py)?;
        let plan = py.detach(|| {
            let transaction = self.transaction.lock().unwrap_or_else(PoisonError::into_inner);
            transaction.as_ref().map(route2::Transaction::review)
        });
        Ok(Review::new(plan.ok_or_else(|| committed(py))?.or_raise(py)?, &now))
    }

    /// Makes the changes; when this returns, the mirror has seen them. If a step fails, all is as before.
    fn commit(&self, py: Python<'_>) -> PyResult<Committed> {
        let before = self.now(py)?;
        let transaction = self.transaction.lock().unwrap_or_else(PoisonError::into_inner).take();
        let transaction = transaction.ok_or_else(|| committed(py))?;
        let committed = py.detach(|| transaction.commit()).or_raise(py)?;
        Committed::new(py, committed, &before)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let transaction = self.transaction.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let handles = (transaction, self.ipdb.take());
        Python::attach(|py| crate::mirror::dropped(py, self.process, handles));
    }
}
