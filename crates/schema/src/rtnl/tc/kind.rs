//! Kinds of queueing disciplines, classes and filters, one file each. Made by `cargo xtask gen`: do not edit.

mod basic;
mod bpf;
mod cake;
mod cbs;
mod cgroup;
mod choke;
mod codel;
mod drr;
mod dualpi2;
mod etf;
mod ets;
mod fifo;
mod flow;
mod flower;
mod fq;
mod fq_codel;
mod fq_pie;
mod fw;
mod gred;
mod hfsc;
mod hhf;
mod htb;
mod ingress;
mod matchall;
mod mq;
mod mqprio;
mod multiq;
mod netem;
mod noqueue;
mod pie;
mod plug;
mod prio;
mod qfq;
mod red;
mod route;
mod sfb;
mod sfq;
mod skbprio;
mod taprio;
mod tbf;
mod teql;
mod u32;

pub use basic::*;
pub use bpf::*;
pub use cake::*;
pub use cbs::*;
pub use cgroup::*;
pub use choke::*;
pub use codel::*;
pub use drr::*;
pub use dualpi2::*;
pub use etf::*;
pub use ets::*;
pub use fifo::*;
pub use flow::*;
pub use flower::*;
pub use fq::*;
pub use fq_codel::*;
pub use fq_pie::*;
pub use fw::*;
pub use gred::*;
pub use hfsc::*;
pub use hhf::*;
pub use htb::*;
pub use ingress::*;
pub use matchall::*;
pub use mq::*;
pub use mqprio::*;
pub use multiq::*;
pub use netem::*;
pub use noqueue::*;
pub use pie::*;
pub use plug::*;
pub use prio::*;
pub use qfq::*;
pub use red::*;
pub use route::*;
pub use sfb::*;
pub use sfq::*;
pub use skbprio::*;
pub use taprio::*;
pub use tbf::*;
pub use teql::*;
pub use u32::*;

use route2_wire::{Case, Kind, Payload};

/// What `TCA_OPTIONS` is, by kind.
pub const TC_KINDS: &[(Case, Kind)] = &[
    (Case::Name("basic"), Basic::KIND),
    (Case::Name("bfifo"), Fifo::KIND),
    (Case::Name("blackhole"), Noqueue::KIND),
    (Case::Name("bpf"), Bpf::KIND),
    (Case::Name("cake"), Cake::KIND),
    (Case::Name("cake_mq"), Cake::KIND),
    (Case::Name("cbs"), Cbs::KIND),
    (Case::Name("cgroup"), Cgroup::KIND),
    (Case::Name("choke"), Choke::KIND),
    (Case::Name("clsact"), Ingress::KIND),
    (Case::Name("codel"), Codel::KIND),
    (Case::Name("drr"), Drr::KIND),
    (Case::Name("dualpi2"), Dualpi2::KIND),
    (Case::Name("etf"), Etf::KIND),
    (Case::Name("ets"), Ets::KIND),
    (Case::Name("flow"), Flow::KIND),
    (Case::Name("flower"), Flower::KIND),
    (Case::Name("fq"), Fq::KIND),
    (Case::Name("fq_codel"), FqCodel::KIND),
    (Case::Name("fq_pie"), FqPie::KIND),
    (Case::Name("fw"), Fw::KIND),
    (Case::Name("gred"), Gred::KIND),
    (Case::Name("hfsc"), Hfsc::KIND),
    (Case::Name("hhf"), Hhf::KIND),
    (Case::Name("htb"), Htb::KIND),
    (Case::Name("ingress"), Ingress::KIND),
    (Case::Name("matchall"), Matchall::KIND),
    (Case::Name("mq"), Mq::KIND),
    (Case::Name("mqprio"), Mqprio::KIND),
    (Case::Name("multiq"), Multiq::KIND),
    (Case::Name("netem"), Netem::KIND),
    (Case::Name("noop"), Noqueue::KIND),
    (Case::Name("noqueue"), Noqueue::KIND),
    (Case::Name("pfifo"), Fifo::KIND),
    (Case::Name("pfifo_fast"), Prio::KIND),
    (Case::Name("pfifo_head_drop"), Fifo::KIND),
    (Case::Name("pie"), Pie::KIND),
    (Case::Name("plug"), Plug::KIND),
    (Case::Name("prio"), Prio::KIND),
    (Case::Name("qfq"), Qfq::KIND),
    (Case::Name("red"), Red::KIND),
    (Case::Name("route"), Route::KIND),
    (Case::Name("sfb"), Sfb::KIND),
    (Case::Name("sfq"), Sfq::KIND),
    (Case::Name("skbprio"), Skbprio::KIND),
    (Case::Name("taprio"), Taprio::KIND),
    (Case::Name("tbf"), Tbf::KIND),
    (Case::Name("teql0"), Teql::KIND),
    (Case::Name("u32"), U32::KIND),
];

/// How the handles of filters are spelled, by kind.
pub const TC_HANDLES: &[(Case, Kind)] = &[
    (Case::Name("fw"), FwHandle::KIND),
    (Case::Name("route"), RouteHandle::KIND),
    (Case::Name("u32"), U32Handle::KIND),
];

/// What `TCA_XSTATS` and `TCA_STATS_APP` are, by kind.
pub const TC_XSTATS: &[(Case, Kind)] = &[
    (Case::Name("cake"), CakeXstats::KIND),
    (Case::Name("cake_mq"), CakeXstats::KIND),
    (Case::Name("choke"), ChokeXstats::KIND),
    (Case::Name("codel"), CodelXstats::KIND),
    (Case::Name("drr"), DrrXstats::KIND),
    (Case::Name("dualpi2"), Dualpi2Xstats::KIND),
    (Case::Name("fq"), FqXstats::KIND),
    (Case::Name("fq_codel"), FqCodelXstats::KIND),
    (Case::Name("fq_pie"), FqPieXstats::KIND),
    (Case::Name("hfsc"), HfscXstats::KIND),
    (Case::Name("hhf"), HhfXstats::KIND),
    (Case::Name("htb"), HtbXstats::KIND),
    (Case::Name("netem"), NetemXstats::KIND),
    (Case::Name("pie"), PieXstats::KIND),
    (Case::Name("qfq"), QfqXstats::KIND),
    (Case::Name("red"), RedXstats::KIND),
    (Case::Name("sfb"), SfbXstats::KIND),
    (Case::Name("sfq"), SfqXstats::KIND),
    (Case::Name("taprio"), TaprioXstats::KIND),
];
