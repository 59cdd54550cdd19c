//! What iproute2's names mean, one file a sort of its output.

pub mod addr;
pub mod bridge;
pub mod link;
mod link_kind;
pub mod neigh;
pub mod other;
pub mod proc;
pub mod route;
pub mod rule;
pub mod tc;
