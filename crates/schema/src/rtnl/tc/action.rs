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
    (Case::name("bpf"), ActBpf::KIND),
    (Case::name("connmark"), Connmark::KIND),
    (Case::name("csum"), Csum::KIND),
    (Case::name("ct"), Ct::KIND),
    (Case::name("ctinfo"), Ctinfo::KIND),
    (Case::name("gact"), Gact::KIND),
    (Case::name("gate"), Gate::KIND),
    (Case::name("ife"), Ife::KIND),
    (Case::name("ipt"), Ipt::KIND),
    (Case::name("mirred"), Mirred::KIND),
    (Case::name("mpls"), Mpls::KIND),
    (Case::name("nat"), Nat::KIND),
    (Case::name("pedit"), Pedit::KIND),
    (Case::name("police"), Police::KIND),
    (Case::name("sample"), Sample::KIND),
    (Case::name("simple"), Simple::KIND),
    (Case::name("skbedit"), Skbedit::KIND),
    (Case::name("skbmod"), Skbmod::KIND),
    (Case::name("tunnel_key"), TunnelKey::KIND),
    (Case::name("vlan"), Vlan::KIND),
    (Case::name("xt"), Ipt::KIND),
];
