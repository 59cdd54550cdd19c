//! The Linux kernel's network state: what links, addresses and routes there are, and every change of
//! them as it happens.
//!
//! ```
//! use route2::schema::rtnl::link::{IFLA_IFNAME, IFLA_MTU, IFLA_OPERSTATE, Link, OperState};
//! use route2::{Driver, Netns};
//!
//! let mut driver = Driver::open(&Netns::Current)?;
//! for link in driver.list_of::<Link>()?.objects() {
//!     let Some((header, attrs)) = link.of::<Link>() else { continue };
//!     let name = attrs.get(IFLA_IFNAME)?.unwrap_or("?");            // by typed key
//!     let up = attrs.get(IFLA_OPERSTATE)? == Some(OperState::UP);
//!     let mtu = link.fields().by_name("IFLA_MTU");                  // by the kernel's name
//!     let ageing = link.key("br_ageing_time");                      // by IPDB's key; None: no bridge
//!     assert_eq!(attrs.get(IFLA_MTU)?.map(u64::from), mtu.and_then(|f| f.value().number()));
//!     println!("{} {name} up={up} ageing={ageing:?}", header.index);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Everything that can be decoded is declared in [`schema`]; [`wire`] has the views and the values.
//! Reading needs no privilege.

#![deny(unsafe_code)]

mod confirm;
mod direct;
mod driver;
mod error;
mod folded;
mod freeze;
mod ipdb;
mod list;
mod netns;
mod socket;
mod transaction;

pub use confirm::{Pending, Phase, Standing, guard, pending};
pub use direct::Verb;
pub use driver::{Driver, Dump};
pub use error::Error;
pub use folded::Folded;
pub use freeze::{Frozen, PutBack};
pub use ipdb::{Builder, Change, Event, Events, Ipdb, Stats, What};
pub use netns::Netns;
pub use route2_mirror::{
    Difference, Filter, FilterError, Found, Goal, Inverse, KEPT, Kept, Narrow, Origin, Outcome,
    Plan, PlanError, Planning, Refused, Resolved, Snapshot, Step, Table, Wish, differences,
};
pub use route2_schema::{self as schema, wire};
pub use socket::{Received, Socket};
#[doc(hidden)]
pub use transaction::Fault;
pub use transaction::{CommitError, Committed, Failure, LinkDraft, Rollback, Transaction};
