//! Questions and requests without a mirror.

use crate::body::{Body, Pack};
use crate::error::{OrRaise, bad_value, refused};
use crate::given::pairs;
use crate::message::Message;
use crate::messages::Messages;
use crate::mirror::netns;
use crate::snapshot::{Named, family, routing_table};
use crate::wanted::{Wanted, Words, table};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use route2::schema::rtnl::Op;
use route2::wire::{Given, Header, message_type};
use route2::{Driver, Narrow, Outcome, Verb};
use std::sync::{Arc, Mutex, PoisonError};

/// A connection to the kernel for questions and requests.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct Socket {
    driver: Mutex<Option<Driver>>,
}

/// What is asked of the kernel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Do(Verb),
    /// `RTM_SET...`, which few tables have.
    Set,
    Get,
}

/// What is called so.
fn asked(py: Python<'_>, verb: &str) -> PyResult<Asked> {
    Ok(match verb {
        "add" => Asked::Do(Verb::Add),
        "replace" => Asked::Do(Verb::Replace),
        "change" => Asked::Do(Verb::Change),
        "append" => Asked::Do(Verb::Append),
        "del" | "delete" | "remove" => Asked::Do(Verb::Del),
        "set" => Asked::Set,
        "get" => Asked::Get,
        _ => {
            let what = format!("`{verb}` is none of: add, replace, change, append, del, set, get");
            return Err(bad_value(py, "verb", &what));
        }
    })
}

fn messages(pack: Pack) -> Messages {
    Messages::new(pack)
}

/// What is no request, the kernel does not answer.
fn check(request: &[u8]) -> PyResult<()> {
    let header = Header::read(request).unwrap_or_default();
    let is_whole = header.length as usize == request.len();
    if is_whole && header.message_type >= message_type::FIRST_OF_FAMILY {
        return Ok(());
    }
    Err(PyValueError::new_err("these bytes are no request: a netlink message as long as it says"))
}

impl Socket {
    /// Does something with the connection, without Python's lock.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut Driver) -> Result<T, route2::Error> + Send,
    ) -> PyResult<T> {
        let done = py.detach(|| {
            let mut driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
            driver.as_mut().map(work)
        });
        done.ok_or_else(|| crate::error::other(py, "the socket was closed"))?.or_raise(py)
    }

    /// The request that a verb is for an object that is described by key.
    fn encoded(
        &self,
        py: Python<'_>,
        asked: Asked,
        table: &str,
        pairs: Vec<(String, Given)>,
    ) -> PyResult<Vec<u8>> {
        self.with(py, |driver| {
            let wanted = driver.describe(table, pairs)?;
            Ok(match asked {
                Asked::Do(verb) => verb.request(&wanted),
                Asked::Set => wanted.message(Op::Set, 0),
                Asked::Get => wanted.message(Op::Get, 0),
            })
        })
    }
}

#[pymethods]
impl Socket {
    /// Opens a connection, in a network namespace.
    #[new]
    #[pyo3(signature = (*, netns = None, pid = None, fd = None))]
    fn open(
        py: Python<'_>,
        netns: Option<String>,
        pid: Option<u32>,
        fd: Option<i32>,
    ) -> PyResult<Self> {
        let netns = self::netns(netns, pid, fd);
        let driver = py.detach(|| Driver::open(&netns)).or_raise(py)?;
        Ok(Self { driver: Mutex::new(Some(driver)) })
    }

    /// The objects of a table, of a family, at an interface, of a routing table; of which all that the filter says
    /// holds (interfaces by their index).
    #[pyo3(signature = (name, filter = None, *, family = None, ifindex = 0, table = None))]
    fn dump(
        &self,
        py: Python<'_>,
        name: &str,
        filter: Option<Words>,
        family: Option<Named>,
        ifindex: u32,
        table: Option<Named>,
    ) -> PyResult<Messages> {
        let of = self::table(py, name)?;
        let narrow = Narrow {
            family: self::family(py, family.as_ref())?,
            ifindex,
            table: routing_table(py, table.as_ref())?,
        };
        let wanted = filter.map(|filter| Wanted::new(py, filter)).transpose()?;
        let dump = self.with(py, |driver| {
            let dump = driver.list(of, narrow)?;
            Ok(Pack::of_dump(&dump, |object| {
                wanted.as_ref().is_none_or(|w| w.conditions().matches(object, &|_| None))
            }))
        })?;
        Ok(messages(dump))
    }

    /// Asks the kernel to do something with an object of a table that is described by key: `add`, `replace`,
    /// `change`, `append`, `del`. With `get`, what it answers is returned.
    #[pyo3(signature = (verb, table, described = None, /, **keys))]
    fn request(
        &self,
        py: Python<'_>,
        verb: &str,
        table: &str,
        described: Option<&Bound<'_, PyAny>>,
        keys: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Messages> {
        let asked = asked(py, verb)?;
        let request = self.encoded(py, asked, table, pairs(described, keys)?)?;
        if asked == Asked::Get {
            return self.get(py, request);
        }
        self.with(py, |driver| driver.request(request)).map(|()| messages(Pack::default()))
    }

    /// The request, as a message that is not sent.
    #[pyo3(signature = (verb, table, described = None, /, **keys))]
    fn encode<'py>(
        &self,
        py: Python<'py>,
        verb: &str,
        table: &str,
        described: Option<&Bound<'py, PyAny>>,
        keys: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Message>> {
        let asked = asked(py, verb)?;
        let request = self.encoded(py, asked, table, pairs(described, keys)?)?;
        Bound::new(py, Message::init(Body::Own(Arc::from(request))))
    }

    /// Sends a request as bytes, and waits for the kernel's yes.
    fn send(&self, py: Python<'_>, request: Vec<u8>) -> PyResult<()> {
        check(&request)?;
        self.with(py, |driver| driver.request(request))
    }

    /// Sends a question as bytes, and returns the answer.
    fn get(&self, py: Python<'_>, request: Vec<u8>) -> PyResult<Messages> {
        check(&request)?;
        let answer = self.with(py, |driver| driver.get(request))?;
        Ok(messages(Pack::of_dump(&answer, |_| true)))
    }

    /// Sends a question about a whole table as bytes, and returns the answer.
    fn get_all(&self, py: Python<'_>, request: Vec<u8>) -> PyResult<Messages> {
        check(&request)?;
        let answer = self.with(py, |driver| driver.dump(request))?;
        Ok(messages(Pack::of_dump(&answer, |_| true)))
    }

    /// Sends many requests as bytes, in order, a window at a time, and says of each how it ended: `None` is well, else
    /// the exception. Where it is to stop, what comes behind a window with a failure is not sent (`False`).
    #[pyo3(signature = (requests, *, stop = true))]
    fn batch<'py>(
        &self,
        py: Python<'py>,
        requests: Vec<Vec<u8>>,
        stop: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        requests.iter().try_for_each(|request| check(request))?;
        let outcomes = self.with(py, |driver| {
            driver.batch(requests.iter().map(Vec::as_slice).collect(), |_, _| !stop)
        })?;
        let list = PyList::empty(py);
        for outcome in outcomes {
            match outcome {
                Outcome::Done => list.append(py.None())?,
                Outcome::Refused(no) => list.append(refused(py, &no)?)?,
                Outcome::NotSent => list.append(false)?,
                _ => list.append(crate::error::other(py, "its answer was lost").value(py))?,
            }
        }
        Ok(list)
    }

    /// The index of the link with this name or alternative name.
    #[pyo3(name = "index")]
    fn index_of(&self, py: Python<'_>, name: &str) -> PyResult<Option<u32>> {
        self.with(py, |driver| driver.index_of(name))
    }

    /// Closes the connection.
    fn close(&self, py: Python<'_>) {
        py.detach(|| drop(self.driver.lock().unwrap_or_else(PoisonError::into_inner).take()));
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __exit__(&self, py: Python<'_>, _class: Py<PyAny>, _error: Py<PyAny>, _trace: Py<PyAny>) {
        self.close(py);
    }
}
