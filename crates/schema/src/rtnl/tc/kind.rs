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
    (Case::name("basic"), Basic::KIND),
    (Case::name("bfifo"), Fifo::KIND),
    (Case::name("blackhole"), Noqueue::KIND),
    (Case::name("bpf"), Bpf::KIND),
    (Case::name("cake"), Cake::KIND),
    (Case::name("cake_mq"), Cake::KIND),
    (Case::name("cbs"), Cbs::KIND),
    (Case::name("cgroup"), Cgroup::KIND),
    (Case::name("choke"), Choke::KIND),
    (Case::name("clsact"), Ingress::KIND),
    (Case::name("codel"), Codel::KIND),
    (Case::name("drr"), Drr::KIND),
    (Case::name("dualpi2"), Dualpi2::KIND),
    (Case::name("etf"), Etf::KIND),
    (Case::name("ets"), Ets::KIND),
    (Case::name("flow"), Flow::KIND),
    (Case::name("flower"), Flower::KIND),
    (Case::name("fq"), Fq::KIND),
    (Case::name("fq_codel"), FqCodel::KIND),
    (Case::name("fq_pie"), FqPie::KIND),
    (Case::name("fw"), Fw::KIND),
    (Case::name("gred"), Gred::KIND),
    (Case::name("hfsc"), Hfsc::KIND),
    (Case::name("hhf"), Hhf::KIND),
    (Case::name("htb"), Htb::KIND),
    (Case::name("ingress"), Ingress::KIND),
    (Case::name("matchall"), Matchall::KIND),
    (Case::name("mq"), Mq::KIND),
    (Case::name("mqprio"), Mqprio::KIND),
    (Case::name("multiq"), Multiq::KIND),
    (Case::name("netem"), Netem::KIND),
    (Case::name("noop"), Noqueue::KIND),
    (Case::name("noqueue"), Noqueue::KIND),
    (Case::name("pfifo"), Fifo::KIND),
    (Case::name("pfifo_fast"), Prio::KIND),
    (Case::name("pfifo_head_drop"), Fifo::KIND),
    (Case::name("pie"), Pie::KIND),
    (Case::name("plug"), Plug::KIND),
    (Case::name("prio"), Prio::KIND),
    (Case::name("qfq"), Qfq::KIND),
    (Case::name("red"), Red::KIND),
    (Case::name("route"), Route::KIND),
    (Case::name("sfb"), Sfb::KIND),
    (Case::name("sfq"), Sfq::KIND),
    (Case::name("skbprio"), Skbprio::KIND),
    (Case::name("taprio"), Taprio::KIND),
    (Case::name("tbf"), Tbf::KIND),
    (Case::name("teql0"), Teql::KIND),
    (Case::name("u32"), U32::KIND),
];

/// How the handles of filters are spelled, by kind.
pub const TC_HANDLES: &[(Case, Kind)] = &[
    (Case::name("fw"), FwHandle::KIND),
    (Case::name("route"), RouteHandle::KIND),
    (Case::name("u32"), U32Handle::KIND),
];

/// What `TCA_XSTATS` and `TCA_STATS_APP` are, by kind.
pub const TC_XSTATS: &[(Case, Kind)] = &[
    (Case::name("cake"), CakeXstats::KIND),
    (Case::name("cake_mq"), CakeXstats::KIND),
    (Case::name("choke"), ChokeXstats::KIND),
    (Case::name("codel"), CodelXstats::KIND),
    (Case::name("drr"), DrrXstats::KIND),
    (Case::name("dualpi2"), Dualpi2Xstats::KIND),
    (Case::name("fq"), FqXstats::KIND),
    (Case::name("fq_codel"), FqCodelXstats::KIND),
    (Case::name("fq_pie"), FqPieXstats::KIND),
    (Case::name("hfsc"), HfscXstats::KIND),
    (Case::name("hhf"), HhfXstats::KIND),
    (Case::name("htb"), HtbXstats::KIND),
    (Case::name("netem"), NetemXstats::KIND),
    (Case::name("pie"), PieXstats::KIND),
    (Case::name("qfq"), QfqXstats::KIND),
    (Case::name("red"), RedXstats::KIND),
    (Case::name("sfb"), SfbXstats::KIND),
    (Case::name("sfq"), SfqXstats::KIND),
    (Case::name("taprio"), TaprioXstats::KIND),
];
