//! The part of route2 that does no I/O: requests and their replies ([`Conn`]), and filters ([`Filter`]).
//!
//! Nothing here blocks, reads a clock or makes a system call. Bytes come in as arguments and go out as
//! return values, so that every path can be driven by a test without a socket.

#![forbid(unsafe_code)]

mod compare;
mod conn;
mod diff;
mod filter;
mod kept;
mod key;
mod mirror;
mod pipeline;
mod plan;
mod refused;
mod snapshot;
mod table;
mod tree;

pub use compare::{Difference, differences};
pub use conn::{Conn, Input};
pub use filter::{Filter, FilterError, Narrow};
pub use kept::{KEPT, Kept};
pub use mirror::{Happening, Mirror, Origin, Question, Stats};
pub use pipeline::{Outcome, Pipeline};
pub use plan::{Destination, Goal, Inverse, Move, Plan, PlanError, Planning, Step, Wish};
pub use refused::Refused;
pub use snapshot::{Resolved, Snapshot};
pub use table::{Filling, Found, Table};
