//! Kinds of actions, one file each. Made by `cargo xtask gen`: do not edit.

mod bpf;
mod connmark;
mod csum;
mod ct;
mod ctinfo;
mod gact;
mod gate;
mod ife;
mod ipt;
mod mirred;
mod mpls;
mod nat;
mod pedit;
mod police;
mod sample;
mod simple;
mod skbedit;
mod skbmod;
mod tunnel_key;
mod vlan;

pub use bpf::*;
pub use connmark::*;
pub use csum::*;
pub use ct::*;
pub use ctinfo::*;
pub use gact::*;
pub use gate::*;
pub use ife::*;
pub use ipt::*;
pub use mirred::*;
pub use mpls::*;
pub use nat::*;
pub use pedit::*;
pub use police::*;
pub use sample::*;
pub use simple::*;
pub use skbedit::*;
pub use skbmod::*;
pub use tunnel_key::*;
pub use vlan::*;

use route2_wire::{Case, Kind, Payload};

/// What `TCA_ACT_OPTIONS` is, by the action's kind.
pub const ACTION_KINDS: &[(Case, Kind)] = &[
    (Case::Name("bpf"), ActBpf::KIND),
    (Case::Name("connmark"), Connmark::KIND),
    (Case::Name("csum"), Csum::KIND),
    (Case::Name("ct"), Ct::KIND),
    (Case::Name("ctinfo"), Ctinfo::KIND),
    (Case::Name("gact"), Gact::KIND),
    (Case::Name("gate"), Gate::KIND),
    (Case::Name("ife"), Ife::KIND),
    (Case::Name("ipt"), Ipt::KIND),
    (Case::Name("mirred"), Mirred::KIND),
    (Case::Name("mpls"), Mpls::KIND),
    (Case::Name("nat"), Nat::KIND),
    (Case::Name("pedit"), Pedit::KIND),
    (Case::Name("police"), Police::KIND),
    (Case::Name("sample"), Sample::KIND),
    (Case::Name("simple"), Simple::KIND),
    (Case::Name("skbedit"), Skbedit::KIND),
    (Case::Name("skbmod"), Skbmod::KIND),
    (Case::Name("tunnel_key"), TunnelKey::KIND),
    (Case::Name("vlan"), Vlan::KIND),
    (Case::Name("xt"), Ipt::KIND),
];
