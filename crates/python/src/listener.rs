//! What the kernel tells, without a mirror.

use crate::bell;
use crate::body::Pack;
use crate::error::OrRaise;
use crate::messages::Messages;
use crate::mirror::netns;
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use route2::schema::rtnl::names::Group;
use route2::{Received, Socket};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// As much as one datagram of the kernel's can be, and more.
const BUFFER_BYTES: usize = 64 * 1024;

/// A socket that hears what the kernel tells in multicast groups, by their numbers.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Listener {
    /// `None` once it was closed. (Who waits has a share of it, so that its number stays that of this socket.)
    socket: Mutex<Option<Arc<Socket>>>,
    /// What a datagram is received into.
    buffer: Mutex<Vec<u8>>,
}

#[pymethods]
impl Listener {
    #[new]
    #[pyo3(signature = (groups = Vec::new(), *, netns = None, pid = None, fd = None, rcvbuf = None))]
    fn open(
        py: Python<'_>,
        groups: Vec<u32>,
        netns: Option<String>,
        pid: Option<u32>,
        fd: Option<i32>,
        rcvbuf: Option<usize>,
    ) -> PyResult<Self> {
        let netns = self::netns(netns, pid, fd);
        let socket = py.detach(|| Socket::open(&netns)).or_raise(py)?;
        if let Some(bytes) = rcvbuf {
            socket.set_receive_buffer(bytes).or_raise(py)?;
        }
        let socket = Mutex::new(Some(Arc::new(socket)));
        let listener = Self { socket, buffer: Mutex::new(vec![0; BUFFER_BYTES]) };
        groups.into_iter().try_for_each(|group| listener.join(py, group))?;
        Ok(listener)
    }

    /// Hears another group too.
    fn join(&self, py: Python<'_>, group: u32) -> PyResult<()> {
        self.socket()?.join(Group(group)).or_raise(py)
    }

    /// The messages of the next datagram; none where none comes in time (in seconds). Where the kernel had no room and
    /// dropped some, that is `OSError` with `ENOBUFS`.
    #[pyo3(signature = (timeout = None))]
    fn receive(&self, py: Python<'_>, timeout: Option<f64>) -> PyResult<Messages> {
        let (socket, until) = (self.socket()?, bell::until(timeout));
        loop {
            let received = {
                let mut buffer = self.buffer.lock().unwrap_or_else(PoisonError::into_inner);
                match socket.try_receive(&mut buffer).or_raise(py)? {
                    Some(Received::Datagram(length, 0)) => {
                        return Ok(Messages::new(Pack::of_datagram(&buffer[..length])));
                    }
                    other => other,
                }
            };
            match received {
                // Nobody but the kernel is believed.
                Some(Received::Datagram(..)) => continue,
                Some(Received::Truncated(_) | Received::Overrun) => {
                    let what = "the kernel had no room for what it told, and dropped some";
                    return Err(PyOSError::new_err((nix::Error::ENOBUFS as i32, what)));
                }
                None => {}
            }
            if self.socket().is_err() || !bell::wait(py, socket.as_fd(), until)? {
                return Ok(Messages::new(Pack::default()));
            }
        }
    }

    /// Is there something to be received within so many seconds?
    fn poll(&self, py: Python<'_>, timeout: f64) -> PyResult<bool> {
        let until = bell::until(Some(timeout)).or_else(|| Some(Instant::now()));
        bell::wait(py, self.socket()?.as_fd(), until)
    }

    /// A file descriptor that can be read when there is something to be received.
    fn fileno(&self) -> PyResult<i32> {
        Ok(self.socket()?.as_fd().as_raw_fd())
    }

    /// How many messages the kernel dropped for want of room.
    fn drops(&self, py: Python<'_>) -> PyResult<u32> {
        self.socket()?.drops().or_raise(py)
    }

    /// Closes the socket.
    fn close(&self) {
        self.socket.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __exit__(&self, _class: Py<PyAny>, _error: Py<PyAny>, _trace: Py<PyAny>) {
        self.close();
    }
}

impl Listener {
    fn socket(&self) -> PyResult<Arc<Socket>> {
        let socket = self.socket.lock().unwrap_or_else(PoisonError::into_inner);
        let closed = || PyOSError::new_err((nix::Error::EBADF as i32, "the socket was closed"));
        socket.clone().ok_or_else(closed)
    }
}
