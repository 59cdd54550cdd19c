//! The native part of the Python package `route2`: thin, a file a noun. What it offers, `_native.pyi` says.

#![deny(unsafe_code)]

mod bell;
mod body;
mod declared;
mod error;
mod event;
mod events;
mod frozen;
mod given;
mod json;
mod link;
mod listener;
mod message;
mod messages;
mod mirror;
mod names;
mod nest;
mod netns;
mod node;
mod review;
mod snapshot;
mod socket;
mod transaction;
mod value;
mod wanted;

/// The native part of route2.
#[pyo3::pymodule(gil_used = true)]
mod _native {
    #[pymodule_export]
    use crate::bell::_ending;
    #[pymodule_export]
    use crate::declared::{constants, groups, keys, names, tables};
    #[pymodule_export]
    use crate::event::Event;
    #[pymodule_export]
    use crate::events::Events;
    #[pymodule_export]
    use crate::frozen::Frozen;
    #[pymodule_export]
    use crate::link::LinkDraft;
    #[pymodule_export]
    use crate::listener::Listener;
    #[pymodule_export]
    use crate::message::Message;
    #[pymodule_export]
    use crate::messages::Messages;
    #[pymodule_export]
    use crate::mirror::Mirror;
    #[pymodule_export]
    use crate::nest::Nest;
    #[pymodule_export]
    use crate::netns::{bind_netns, enter_netns, make_netns, share_mounts, unbind_netns};
    #[pymodule_export]
    use crate::node::Node;
    #[pymodule_export]
    use crate::review::{Committed, Review, guard};
    #[pymodule_export]
    use crate::snapshot::Snapshot;
    #[pymodule_export]
    use crate::socket::Socket;
    #[pymodule_export]
    use crate::transaction::Transaction;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
