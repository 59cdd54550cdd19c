//! What iproute2's names mean, one file a sort of its output.

pub mod link;
mod link_kind;
pub mod tc;
