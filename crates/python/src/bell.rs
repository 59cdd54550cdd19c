//! Waiting in Python's way: without its lock, until something happens, the time is over, or a signal comes.

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::io::Errno;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, OnceLock};
use std::task::Wake;
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// A signal that comes just before the wait begins is noticed after this time.
const SLICE: Duration = Duration::from_millis(500);

/// The thread that ends the interpreter, once it does.
static ENDING: OnceLock<ThreadId> = OnceLock::new();

/// Wakes who waits. (The descriptor is for those who wait for other things too, as `asyncio` does.)
#[derive(Debug)]
pub(crate) struct Bell(OwnedFd);

impl Bell {
    pub(crate) fn new() -> PyResult<Arc<Self>> {
        let fd = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).map_err(os_error)?;
        Ok(Arc::new(Self(fd)))
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
    while ENDING.get().is_none() {
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        let slice = left.map_or(SLICE, |left| left.min(SLICE));
        let ready = detached(py, || is_ready(fd, slice)).map_err(os_error)?;
        py.check_signals()?;
        if ready {
            return Ok(true);
        }
        // (A signal ends a slice before its time.)
        if until.is_some_and(|until| until <= Instant::now()) {
            break;
        }
    }
    Ok(false)
}

/// Does something without Python's lock. When the interpreter ends meanwhile, it does not come back from there: a
/// thread that wanted the lock then would be stopped where it is.
fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> T {
    py.detach(|| {
        let done = work();
        while ENDING.get().is_some_and(|thread| *thread != std::thread::current().id()) {
            std::thread::park();
        }
        done
    })
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
    while ENDING.get().is_none() {
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        let slice = left.map_or(SHORT, |left| left.min(SHORT));
        if let Some(done) = detached(py, || once(slice)) {
            return Ok(Some(done));
        }
        py.check_signals()?;
        if until.is_some_and(|until| until <= Instant::now()) {
            break;
        }
    }
    Ok(None)
}

/// The interpreter is about to end.
#[pyfunction]
pub(crate) fn _ending() {
    let _ = ENDING.set(std::thread::current().id());
}

/// A timeout in seconds as a moment.
pub(crate) fn until(timeout: Option<f64>) -> Option<Instant> {
    let timeout = timeout.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or_default());
    timeout.and_then(|timeout| Instant::now().checked_add(timeout))
}

fn os_error(errno: Errno) -> PyErr {
    PyOSError::new_err((errno.raw_os_error(), std::io::Error::from(errno).to_string()))
}
