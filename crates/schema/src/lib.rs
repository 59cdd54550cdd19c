//! What the kernel's network messages mean, declared once.
//!
//! Nothing but declarations lives here: one module a table of the kernel, one file a kind of link and
//! a kind of queueing discipline or filter. Numbers come from the kernel's UAPI headers, which each
//! module names; types from what kernels really send.
//!
//! - [`rtnl`] is rtnetlink: links, addresses, routes, neighbours, rules, traffic control, and the rest.
//! - [`netlink`] is what every family shares: errors with their extended acknowledgement.

#![forbid(unsafe_code)]

mod decoded;
pub mod netlink;
pub mod rtnl;

pub use decoded::Decoded;

pub use route2_wire as wire;
