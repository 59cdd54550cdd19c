//! Attributes in an attribute.

use crate::body::Body;
use crate::node::Node;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use route2::wire::Spot;

/// What is in an attribute: its members, and the attributes in it under `attrs`.
#[pyclass(frozen, extends = Node, mapping, module = "route2._native")]
pub(crate) struct Nest;

impl Nest {
    pub(crate) fn init(body: &Body, spot: Spot) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Node::nest(body, spot)).add_subclass(Self)
    }
}

#[pymethods]
impl Nest {
    /// One with this content.
    #[new]
    fn of_dict(content: Bound<'_, PyDict>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(Node::of_dict(None, content)).add_subclass(Self)
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyDict>,))> {
        let node: &Bound<'_, Node> = slf.as_super();
        Ok((slf.get_type().into_any(), (node.get().open(slf.py())?,)))
    }

    /// A copy.
    fn copy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        let node: &Bound<'_, Node> = slf.as_super();
        Bound::new(slf.py(), Self::of_dict(node.get().open(slf.py())?.copy()?))
    }
}
