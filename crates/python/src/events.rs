//! What happens, one event after the other.

use crate::bell::{self, Bell};
use crate::body::Body;
use crate::error::OrRaise;
use crate::event::Event;
use crate::message::Message;
use crate::mirror::{check_process, dropped};
use crate::names::Imported;
use crate::wanted::Wanted;
use pyo3::prelude::*;
use std::os::fd::AsFd;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

static LOST: Imported = Imported::new("route2._message", "Lost");
static ASYNC: Imported = Imported::new("route2._aio", "AsyncEvents");

/// What a mirror tells, in the kernel's order. Iterating waits for the next event, and ends with the mirror.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Events {
    events: Mutex<Option<route2::Events>>,
    bell: Arc<Bell>,
    wanted: Option<Wanted>,
    /// Is it told, too, that something was lost?
    losses: bool,
    process: u32,
    /// Was the mirror closed?
    closed: Arc<AtomicBool>,
}

/// What a look brought.
enum Look {
    Event(route2::Event),
    Nothing,
    /// Nothing will come any more, and why.
    End(Option<route2::Error>),
}

impl Events {
    pub(crate) fn new(
        events: route2::Events,
        wanted: Option<Wanted>,
        losses: bool,
        closed: Arc<AtomicBool>,
    ) -> PyResult<Self> {
        let events = match &wanted {
            Some(wanted) => events.matching(wanted.conditions().clone()),
            None => events,
        };
        let (events, bell, process) = (Mutex::new(Some(events)), Bell::new()?, std::process::id());
        Ok(Self { events, bell, wanted, losses, process, closed })
    }

    fn look(&self) -> Look {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(events) = events.as_mut() else { return Look::End(None) };
        let waker = Waker::from(Arc::clone(&self.bell));
        loop {
            let mut context = Context::from_waker(&waker);
            return match futures_core::Stream::poll_next(Pin::new(&mut *events), &mut context) {
                Poll::Ready(Some(event)) if self.is_wanted(&event) => Look::Event(event),
                Poll::Ready(Some(_)) => continue,
                Poll::Ready(None) => Look::End(events.ended()),
                Poll::Pending => Look::Nothing,
            };
        }
    }

    fn is_wanted(&self, event: &route2::Event) -> bool {
        match (event, &self.wanted) {
            (route2::Event::Change(change), Some(wanted)) => {
                change.object().is_some_and(|object| wanted.is_of_table(object))
            }
            (route2::Event::Change(_), None) => true,
            _ => self.losses,
        }
    }

    /// What comes when nothing comes any more.
    fn end<'py>(
        &self,
        py: Python<'py>,
        why: Option<route2::Error>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        match why {
            Some(why) if !self.closed.load(Ordering::SeqCst) => Err(why).or_raise(py),
            _ => Ok(None),
        }
    }

    /// The next event; `None` where none comes in time, or where the mirror was closed.
    fn wait<'py>(
        &self,
        py: Python<'py>,
        until: Option<Instant>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        check_process(py, self.process)?;
        loop {
            match self.look() {
                Look::Event(event) => return told(py, event).map(Some),
                Look::End(why) => return self.end(py, why),
                Look::Nothing => {}
            }
            if !bell::wait(py, self.bell.as_fd(), until)? {
                return Ok(None);
            }
            self.bell.rest();
        }
    }
}

fn told<'py>(py: Python<'py>, event: route2::Event) -> PyResult<Bound<'py, PyAny>> {
    Ok(match event {
        route2::Event::Change(change) => {
            let init = Message::init(Body::Change(change)).add_subclass(Event);
            Bound::new(py, init)?.into_any()
        }
        route2::Event::Overrun => LOST.get(py)?.call1(("overrun",))?,
        route2::Event::Lagged => LOST.get(py)?.call1(("lagged",))?,
    })
}

#[pymethods]
impl Events {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.wait(py, None)
    }

    /// The next event; `None` where none comes in time (in seconds), or where the mirror was closed.
    #[pyo3(name = "next", signature = (timeout = None))]
    fn next_within<'py>(
        &self,
        py: Python<'py>,
        timeout: Option<f64>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.wait(py, bell::until(timeout))
    }

    /// The next event, if one is there; else `fileno()` can be read once there is.
    fn try_next<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        check_process(py, self.process)?;
        self.bell.rest();
        match self.look() {
            Look::Event(event) => told(py, event).map(Some),
            Look::Nothing => Ok(None),
            Look::End(why) => self.end(py, why),
        }
    }

    /// A file descriptor that can be read when it is worth the while to try.
    fn fileno(&self) -> i32 {
        self.bell.fileno()
    }

    /// Has the mirror ended, or was this closed?
    #[getter]
    fn ended(&self) -> bool {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.as_ref().is_none_or(|events| events.ended().is_some())
    }

    /// The name of a link as of the event that was taken last; of one that is gone, the last that it had.
    fn name(&self, index: u32) -> Option<String> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.as_ref()?.name(index).map(str::to_owned)
    }

    /// Nothing more is wanted; who waits gets `None`.
    fn close(&self, py: Python<'_>) {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.bell.ring();
        dropped(py, self.process, events);
    }

    fn __aiter__<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        ASYNC.get(slf.py())?.call1((slf,))
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __exit__(&self, py: Python<'_>, _class: Py<PyAny>, _error: Py<PyAny>, _trace: Py<PyAny>) {
        self.close(py);
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        let events = self.events.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        Python::attach(|py| dropped(py, self.process, events));
    }
}
