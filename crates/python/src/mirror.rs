//! The live mirror of the kernel's state.

use crate::bell;
use crate::error::{OrRaise, bad_value, ended, other};
use crate::events::Events;
use crate::frozen::Frozen;
use crate::review::Committed;
use crate::snapshot::Snapshot;
use crate::transaction::Transaction;
use crate::wanted::{Wanted, Words};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use route2::schema::rtnl::names::{Group, RtTable};
use route2::{Filter, Ipdb, Netns};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A live mirror of the kernel's network state.
#[pyclass(frozen, weakref, module = "route2._native")]
pub(crate) struct Mirror {
    /// `None` once it was closed.
    ipdb: Mutex<Option<Ipdb>>,
    process: u32,
    closed: Arc<AtomicBool>,
}

/// A mirror's thread stays behind in the process that started it.
pub(crate) fn check_process(py: Python<'_>, process: u32) -> PyResult<()> {
    if process == std::process::id() {
        return Ok(());
    }
    Err(ended(py, &format!("the mirror is that of the process {process}: open one after the fork")))
}

/// Lets go of what may be the last handle of a mirror, whose thread is waited for then. In a process that was forked
/// there is no such thread, and it would be waited for in vain.
pub(crate) fn dropped<T: Send>(py: Python<'_>, process: u32, handle: T) {
    if process == std::process::id() {
        py.detach(|| drop(handle));
    } else {
        std::mem::forget(handle);
    }
}

/// A network namespace: by name, by path, that of a process, or behind a file descriptor; else the thread's.
pub(crate) fn netns(netns: Option<String>, pid: Option<u32>, fd: Option<i32>) -> Netns {
    match (netns, pid, fd) {
        (Some(name), ..) if name.contains('/') => Netns::Path(name.into()),
        (Some(name), ..) => Netns::Named(name),
        (None, Some(pid), _) => Netns::Pid(pid),
        (None, None, Some(fd)) => Netns::Path(format!("/proc/self/fd/{fd}").into()),
        (None, None, None) => Netns::Current,
    }
}

impl Mirror {
    pub(crate) fn ipdb(&self, py: Python<'_>) -> PyResult<Ipdb> {
        check_process(py, self.process)?;
        let ipdb = self.ipdb.lock().unwrap_or_else(PoisonError::into_inner);
        ipdb.clone().ok_or_else(|| ended(py, "the mirror was closed"))
    }
}

#[pymethods]
impl Mirror {
    /// Opens a mirror; it is filled when this returns.
    #[new]
    #[pyo3(signature = (
        *, netns = None, pid = None, fd = None, tables = None, groups = None, rcvbuf = None, routing_tables = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python's keyword arguments")]
    fn open(
        py: Python<'_>,
        netns: Option<String>,
        pid: Option<u32>,
        fd: Option<i32>,
        tables: Option<Vec<String>>,
        groups: Option<Vec<u32>>,
        rcvbuf: Option<usize>,
        routing_tables: Option<Vec<u32>>,
    ) -> PyResult<Self> {
        let mut builder = Ipdb::builder().netns(self::netns(netns, pid, fd));
        if let Some(tables) = tables {
            builder = builder.tables(tables.iter().map(String::as_str)).or_raise(py)?;
        }
        if let Some(bytes) = rcvbuf {
            builder = builder.receive_buffer(bytes);
        }
        let groups = groups.unwrap_or_default().into_iter().map(Group);
        let routing_tables = routing_tables.unwrap_or_default().into_iter().map(RtTable);
        let builder = builder.groups(groups).routing_tables(routing_tables);
        let ipdb = py.detach(|| builder.open()).or_raise(py)?;
        let closed = Arc::default();
        Ok(Self { ipdb: Mutex::new(Some(ipdb)), process: std::process::id(), closed })
    }

    /// The state as it is.
    fn snapshot(&self, py: Python<'_>) -> PyResult<Snapshot> {
        Ok(Snapshot(self.ipdb(py)?.snapshot()))
    }

    /// All that happens from now on, of which at most `bound` bytes wait: a consumer that is slower gets the
    /// differences. With `losses`, that something was lost is told too.
    #[pyo3(signature = (filter = None, *, bound = None, losses = false))]
    fn events(
        &self,
        py: Python<'_>,
        filter: Option<Words>,
        bound: Option<usize>,
        losses: bool,
    ) -> PyResult<Events> {
        let wanted = filter.map(|filter| Wanted::new(py, filter)).transpose()?;
        let bound = bound.unwrap_or(route2::Events::DEFAULT_BOUND_BYTES);
        Events::new(self.ipdb(py)?.events_within(bound), wanted, losses, Arc::clone(&self.closed))
    }

    /// Waits until an object is as described (`link ifname=ppp0 state=up`), or, with `gone`, until none is; or until
    /// a function says so of a snapshot. `False` where it is not so in time (in seconds).
    #[pyo3(signature = (what, timeout = None, *, gone = false))]
    fn wait(
        &self,
        py: Python<'_>,
        what: &Bound<'_, PyAny>,
        timeout: Option<f64>,
        gone: bool,
    ) -> PyResult<bool> {
        let (ipdb, until) = (self.ipdb(py)?, bell::until(timeout));
        let mut raised = None;
        let mut holds: Box<dyn FnMut(&route2::Snapshot) -> bool + Send + '_> = if what.is_callable()
        {
            let what = what.clone().unbind();
            let raised = &mut raised;
            Box::new(move |now| {
                Python::attach(|py| {
                    let call = || what.bind(py).call1((Snapshot(now.clone()),))?.is_truthy();
                    call().unwrap_or_else(|error| {
                        *raised = Some(error);
                        true
                    })
                })
            })
        } else {
            let wanted = Wanted::new(py, what.extract()?)?;
            Box::new(move |now| is_there(now, &wanted) != gone)
        };
        let mut seen = None;
        let once = |slice: Duration| {
            let result = ipdb.wait(Some(slice), |now| {
                // What did not hold of this state a slice ago does not now.
                seen.replace(now.revision()) != Some(now.revision()) && holds(now)
            });
            match result {
                Ok(false) => None,
                other => Some(other),
            }
        };
        let result = bell::in_slices(py, until, once)?;
        drop(holds);
        match (raised, result) {
            (Some(error), _) => Err(error),
            (None, Some(result)) => result.or_raise(py),
            (None, None) => Ok(false),
        }
    }

    /// Waits until all that the kernel had said by now is taken in, and nothing is in doubt: `False` where that takes
    /// longer (in seconds).
    #[pyo3(signature = (timeout = None))]
    fn settle(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<bool> {
        let ipdb = self.ipdb(py)?;
        let once = |slice| match ipdb.settle(Some(slice)) {
            Ok(false) => None,
            other => Some(other),
        };
        bell::in_slices(py, bell::until(timeout), once)?.map_or(Ok(false), |r| r.or_raise(py))
    }

    /// Has everything read again; what differs from what is kept is told as events.
    fn resync(&self, py: Python<'_>) -> PyResult<()> {
        self.ipdb(py)?.resync();
        Ok(())
    }

    /// What the mirror has been through, in numbers.
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let stats = self.ipdb(py)?.stats();
        let dict = PyDict::new(py);
        for (key, number) in [
            ("events", stats.mirror.events),
            ("overruns", stats.mirror.overruns),
            ("questions", stats.mirror.questions),
            ("disturbed", stats.mirror.disturbed),
            ("inferred", stats.mirror.inferred),
            ("resynced", stats.mirror.resynced),
            ("drops", stats.drops.into()),
            ("foreign_datagrams", stats.foreign_datagrams),
        ] {
            dict.set_item(key, number)?;
        }
        dict.set_item("settled", stats.settled)?;
        Ok(dict)
    }

    /// Begins a transaction.
    fn begin(&self, py: Python<'_>) -> PyResult<Transaction> {
        Ok(Transaction::new(self.ipdb(py)?))
    }

    /// Undoes a transaction that was committed; what could not be, a line each.
    fn undo(&self, py: Python<'_>, committed: &Committed) -> PyResult<Vec<String>> {
        const TIMEOUT: Duration = Duration::from_secs(10);
        let (ipdb, plan) = (self.ipdb(py)?, committed.plan(py));
        Ok(match py.detach(|| ipdb.undo(&plan, TIMEOUT)) {
            route2::Rollback::Complete => Vec::new(),
            route2::Rollback::Incomplete(lines) => lines,
        })
    }

    /// Makes what the filter lets through as it was in an earlier snapshot. The filter has conditions alone: `dev=br0`.
    #[pyo3(signature = (to, filter = None))]
    fn revert(
        &self,
        py: Python<'_>,
        to: &Bound<'_, Snapshot>,
        filter: Option<Words>,
    ) -> PyResult<Committed> {
        let (ipdb, to, filter) = (self.ipdb(py)?, to.get().0.clone(), conditions(py, filter)?);
        let before = ipdb.snapshot();
        let committed = py.detach(|| ipdb.revert(&to, &filter)).or_raise(py)?;
        Committed::new(py, committed, &before)
    }

    /// Keeps what the filter lets through as it is against whoever changes it, until the answer is dropped.
    #[pyo3(signature = (filter = None))]
    fn freeze(&self, py: Python<'_>, filter: Option<Words>) -> PyResult<Frozen> {
        let (ipdb, filter) = (self.ipdb(py)?, conditions(py, filter)?);
        Ok(Frozen::new(ipdb.freeze(filter)))
    }

    /// Why the mirror has ended; `None` while it lives.
    #[getter]
    fn ended(&self) -> Option<String> {
        let ipdb = self.ipdb.lock().unwrap_or_else(PoisonError::into_inner);
        match &*ipdb {
            None => Some("it was closed".to_owned()),
            Some(ipdb) => ipdb.ended().map(|why| why.to_string()),
        }
    }

    /// Ends the mirror. Who iterates over its events gets what waits for them, and then the end.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let ipdb = self.ipdb.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(ipdb) = ipdb else { return Ok(()) };
        if self.process == std::process::id() {
            self.closed.store(true, Ordering::SeqCst);
            ipdb.close();
            // Others may have a handle; the thread ends all the same.
            let once = |_| {
                let ended = ipdb.ended();
                if ended.is_none() {
                    std::thread::sleep(Duration::from_micros(100));
                }
                ended
            };
            let until = bell::until(Some(5.0));
            let result = bell::in_slices(py, until, once);
            dropped(py, self.process, ipdb);
            return match result? {
                Some(_) => Ok(()),
                None => Err(other(py, "the mirror's thread does not end")),
            };
        }
        dropped(py, self.process, ipdb);
        Ok(())
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __exit__(
        &self,
        py: Python<'_>,
        _class: Py<PyAny>,
        _error: Py<PyAny>,
        _trace: Py<PyAny>,
    ) -> PyResult<()> {
        self.close(py)
    }
}

/// A filter without a table.
fn conditions(py: Python<'_>, filter: Option<Words>) -> PyResult<Filter> {
    let Some(filter) = filter else { return Ok(Filter::default()) };
    let wanted = Wanted::new(py, filter)?;
    match wanted.is_of_a_table() {
        true => Err(bad_value(
            py,
            "filter",
            "a filter of several tables has conditions alone: `dev=br0`",
        )),
        false => Ok(wanted.conditions().clone()),
    }
}

fn is_there(now: &route2::Snapshot, wanted: &Wanted) -> bool {
    let name_of = |index: u64| now.name(u32::try_from(index).ok()?);
    let mut objects = now.table(wanted.kept()).objects();
    objects.any(|found| wanted.conditions().matches(*found, &name_of))
}

impl Drop for Mirror {
    fn drop(&mut self) {
        let ipdb = self.ipdb.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        Python::attach(|py| dropped(py, self.process, ipdb));
    }
}
