//! The part of route2 that does no I/O: requests and their replies ([`Conn`]), and filters ([`Filter`]).
//!
//! Nothing here blocks, reads a clock or makes a system call. Bytes come in as arguments and go out as
//! return values, so that every path can be driven by a test without a socket.

#![forbid(unsafe_code)]

mod conn;
mod filter;
mod refused;

pub use conn::{Conn, Input};
pub use filter::{Filter, FilterError, Narrow};
pub use refused::Refused;
