//! rtnetlink: the kernel's tables of links, addresses, routes and the rest (linux/rtnetlink.h).
//!
//! [`TABLES`] is the list of them; [`Object`] is a message as one table's object.

pub mod addr;
mod complete;
mod derived;
mod interfaces;
mod keys;
pub mod link;
pub mod names;
pub mod neigh;
pub mod other;
pub mod route;
pub mod rule;
mod spoken;
mod table;
pub mod tc;
mod wanted;

pub use derived::{Derived, Sources};
pub use keys::KeySource;
pub use spoken::{Meant, SWITCHES, Spoken, Switch, To};
pub use table::{Column, Object, Of, Op, TABLES, Table};
pub use wanted::Wanted;
