//! The native part of the Python package `route2`: thin, a file a noun. What it offers, `_native.pyi` says.

#![deny(unsafe_code)]

mod body;
mod json;
mod message;
mod names;
mod nest;
mod node;
mod value;

use pyo3::prelude::*;

/// The native part of route2.
#[pymodule(gil_used = true)]
mod _native {
    #[pymodule_export]
    use crate::message::Message;
    #[pymodule_export]
    use crate::nest::Nest;
    #[pymodule_export]
    use crate::node::Node;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
