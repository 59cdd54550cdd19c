//! Other libraries, one a module, each used as its documentation shows. All of them are given the same
//! bytes to decode, and ask the kernel for the same objects.

pub(crate) mod bindings;
pub(crate) mod neli;
#[cfg(feature = "nlink")]
pub(crate) mod nlink;
pub(crate) mod packet_route;
pub(crate) mod rtnetlink;

use anyhow::Result;

/// The runtime that asynchronous peers get: one thread, which is the fastest for them.
fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}
