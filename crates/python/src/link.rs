//! What a transaction wants of one link.

use crate::error::OrRaise;
use crate::given::pairs;
use crate::transaction::Transaction;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// What is wanted of one link.
#[pyclass(frozen, module = "route2._native")]
pub(crate) struct LinkDraft {
    transaction: Py<Transaction>,
    name: String,
}

impl LinkDraft {
    pub(crate) fn begin(
        transaction: Bound<'_, Transaction>,
        name: String,
        keys: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = transaction.py();
        let draft = Self { transaction: transaction.unbind(), name };
        draft.set_pairs(py, pairs(None, keys)?)?;
        Ok(draft)
    }

    fn set_pairs(&self, py: Python<'_>, pairs: Vec<(String, route2::wire::Given)>) -> PyResult<()> {
        if pairs.is_empty() {
            return Ok(());
        }
        self.with(py, |link| link.set_all(pairs).map(drop))?.or_raise(py)
    }

    fn with<T>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut route2::LinkDraft<'_>) -> T,
    ) -> PyResult<T> {
        self.transaction.get().with(py, |transaction| work(&mut transaction.link(&self.name)))
    }
}

#[pymethods]
impl LinkDraft {
    /// Its name, as it was when the transaction began.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Sets what is under keys, in any order.
    #[pyo3(signature = (described = None, /, **keys))]
    fn set<'py>(
        slf: Bound<'py, Self>,
        described: Option<&Bound<'py, PyAny>>,
        keys: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Self>> {
        slf.get().set_pairs(slf.py(), pairs(described, keys)?)?;
        Ok(slf)
    }

    /// Puts it up.
    fn up(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().with(slf.py(), |link| {
            link.up();
        })?;
        Ok(slf)
    }

    /// Takes it down.
    fn down(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().with(slf.py(), |link| {
            link.down();
        })?;
        Ok(slf)
    }

    /// Gives it another name.
    fn rename<'py>(slf: Bound<'py, Self>, name: &str) -> PyResult<Bound<'py, Self>> {
        slf.get().with(slf.py(), |link| {
            link.rename(name);
        })?;
        Ok(slf)
    }

    /// Adds an address with its length: `10.0.0.1/24`.
    fn add_addr<'py>(slf: Bound<'py, Self>, prefix: &str) -> PyResult<Bound<'py, Self>> {
        let py = slf.py();
        slf.get().with(py, |link| link.add_addr(prefix).map(drop))?.or_raise(py)?;
        Ok(slf)
    }

    /// Removes an address.
    fn del_addr<'py>(slf: Bound<'py, Self>, prefix: &str) -> PyResult<Bound<'py, Self>> {
        let py = slf.py();
        slf.get().with(py, |link| link.del_addr(prefix).map(drop))?.or_raise(py)?;
        Ok(slf)
    }

    /// Makes another link a port of this one.
    fn add_port<'py>(slf: Bound<'py, Self>, port: &str) -> PyResult<Bound<'py, Self>> {
        slf.get().with(slf.py(), |link| {
            link.add_port(port);
        })?;
        Ok(slf)
    }

    /// Takes a port out of this one.
    fn del_port<'py>(slf: Bound<'py, Self>, port: &str) -> PyResult<Bound<'py, Self>> {
        slf.get().with(slf.py(), |link| {
            link.del_port(port);
        })?;
        Ok(slf)
    }

    /// Puts a bridge, or a port of one, into VLANs, from the first to the last.
    #[pyo3(signature = (vid, last = None, *, pvid = false, untagged = false))]
    fn add_vlan(
        slf: Bound<'_, Self>,
        vid: u16,
        last: Option<u16>,
        pvid: bool,
        untagged: bool,
    ) -> PyResult<Bound<'_, Self>> {
        let vids = vid..=last.unwrap_or(vid);
        slf.get().with(slf.py(), |link| {
            link.add_vlan(vids, pvid, untagged);
        })?;
        Ok(slf)
    }

    /// Takes a bridge, or a port of one, out of VLANs.
    #[pyo3(signature = (vid, last = None))]
    fn del_vlan(slf: Bound<'_, Self>, vid: u16, last: Option<u16>) -> PyResult<Bound<'_, Self>> {
        let vids = vid..=last.unwrap_or(vid);
        slf.get().with(slf.py(), |link| {
            link.del_vlan(vids);
        })?;
        Ok(slf)
    }

    /// Removes it.
    fn remove(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().with(slf.py(), |link| {
            link.remove();
        })?;
        Ok(slf)
    }
}
