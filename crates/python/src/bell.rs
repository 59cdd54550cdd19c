//! Waiting in Python's way: without its lock, until something happens, the time is over, or a signal comes.

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::io::Errno;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::Wake;
use std::time::{Duration, Instant};

/// A signal that comes just before the wait begins is noticed after this time.
const SLICE: Duration = Duration::from_millis(500);

/// Of all who may wait.
static BELLS: Mutex<Vec<Weak<Bell>>> = Mutex::new(Vec::new());
static WAITING: AtomicUsize = AtomicUsize::new(0);
/// The interpreter is about to end.
static CLOSING: AtomicBool = AtomicBool::new(false);

/// Wakes who waits. (The descriptor is for those who wait for other things too, as `asyncio` does.)
#[derive(Debug)]
pub(crate) struct Bell(OwnedFd);

impl Bell {
    pub(crate) fn new() -> PyResult<Arc<Self>> {
        let fd = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).map_err(os_error)?;
        let bell = Arc::new(Self(fd));
        let mut bells = BELLS.lock().unwrap_or_else(PoisonError::into_inner);
        bells.retain(|bell| bell.strong_count() > 0);
        bells.push(Arc::downgrade(&bell));
        Ok(bell)
    }

    pub(crate) fn ring(&self) {
        let _ = rustix::io::write(&self.0, &1_u64.to_ne_bytes());
    }

    /// Makes it silent again.
    pub(crate) fn rest(&self) {
        let _ = rustix::io::read(&self.0, &mut [0; 8]);
    }

    pub(crate) fn fileno(&self) -> i32 {
        self.0.as_raw_fd()
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ring();
    }
}

/// Waits until a file descriptor can be read: false where the time is over before, or the interpreter ends.
pub(crate) fn wait(py: Python<'_>, fd: BorrowedFd<'_>, until: Option<Instant>) -> PyResult<bool> {
    WAITING.fetch_add(1, Ordering::SeqCst);
    let result = wait_in_slices(py, fd, until);
    WAITING.fetch_sub(1, Ordering::SeqCst);
    result
}

fn wait_in_slices(py: Python<'_>, fd: BorrowedFd<'_>, until: Option<Instant>) -> PyResult<bool> {
    loop {
        if CLOSING.load(Ordering::SeqCst) {
            return Ok(false);
        }
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        let slice = left.map_or(SLICE, |left| left.min(SLICE));
        let ready = py.detach(|| is_ready(fd, slice)).map_err(os_error)?;
        py.check_signals()?;
        if ready {
            return Ok(true);
        }
        // (A signal ends a slice before its time.)
        if until.is_some_and(|until| until <= Instant::now()) {
            return Ok(false);
        }
    }
}

fn is_ready(fd: BorrowedFd<'_>, within: Duration) -> Result<bool, Errno> {
    let within = Timespec::try_from(within).ok();
    let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::IN)];
    match poll(&mut fds, within.as_ref()) {
        Ok(count) => Ok(count > 0),
        Err(Errno::INTR) => Ok(false),
        Err(errno) => Err(errno),
    }
}

/// Does something that waits, without Python's lock, in slices between which signals are looked for. `once` gives
/// `None` where the slice was over.
pub(crate) fn in_slices<T: Send>(
    py: Python<'_>,
    until: Option<Instant>,
    mut once: impl FnMut(Duration) -> Option<T> + Send,
) -> PyResult<Option<T>> {
    /// Those who wait so cannot be woken by a signal.
    const SHORT: Duration = Duration::from_millis(50);
    WAITING.fetch_add(1, Ordering::SeqCst);
    let result = loop {
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        let slice = left.map_or(SHORT, |left| left.min(SHORT));
        if let Some(done) = py.detach(|| once(slice)) {
            break Ok(Some(done));
        }
        if let Err(error) = py.check_signals() {
            break Err(error);
        }
        let is_over = until.is_some_and(|until| until <= Instant::now());
        if is_over || CLOSING.load(Ordering::SeqCst) {
            break Ok(None);
        }
    };
    WAITING.fetch_sub(1, Ordering::SeqCst);
    result
}

/// The interpreter is about to end: all who wait are sent home, because a thread that comes back later is stopped
/// where it is.
#[pyfunction]
pub(crate) fn _end_waiting(py: Python<'_>) {
    const PATIENCE: Duration = Duration::from_secs(2);
    CLOSING.store(true, Ordering::SeqCst);
    let bells: Vec<_> = {
        let bells = BELLS.lock().unwrap_or_else(PoisonError::into_inner);
        bells.iter().filter_map(Weak::upgrade).collect()
    };
    bells.iter().for_each(|bell| bell.ring());
    let until = Instant::now() + PATIENCE;
    while WAITING.load(Ordering::SeqCst) > 0 && Instant::now() < until {
        py.detach(|| std::thread::sleep(Duration::from_millis(1)));
    }
}

/// This is a process that was forked: whoever waited does so elsewhere.
#[pyfunction]
pub(crate) fn _forked() {
    WAITING.store(0, Ordering::SeqCst);
    BELLS.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

/// A timeout in seconds as a moment.
pub(crate) fn until(timeout: Option<f64>) -> Option<Instant> {
    let timeout = timeout.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or_default());
    timeout.and_then(|timeout| Instant::now().checked_add(timeout))
}

fn os_error(errno: Errno) -> PyErr {
    PyOSError::new_err((errno.raw_os_error(), std::io::Error::from(errno).to_string()))
}
