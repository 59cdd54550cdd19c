//! Kinds of links and of ports, one file each. Made by `cargo xtask gen`: do not edit.

mod amt;
mod bareudp;
mod batadv;
mod bond;
mod bridge;
mod caif;
mod can;
mod dsa;
mod dummy;
mod geneve;
mod gre;
mod gtp;
mod hsr;
mod ifb;
mod ip6gre;
mod ip6tnl;
mod ipip;
mod ipoib;
mod ipvlan;
mod lowpan;
mod macsec;
mod macvlan;
mod macvtap;
mod netdevsim;
mod netkit;
mod nlmon;
mod openvswitch;
mod ovpn;
mod pfcp;
mod ppp;
mod rmnet;
mod sit;
mod team;
mod tun;
mod vcan;
mod veth;
mod virt_wifi;
mod vlan;
mod vrf;
mod vsockmon;
mod vti;
mod vti6;
mod vxcan;
mod vxlan;
mod wireguard;
mod wwan;
mod xfrm;

pub use amt::*;
pub use bareudp::*;
pub use batadv::*;
pub use bond::*;
pub use bridge::*;
pub use caif::*;
pub use can::*;
pub use dsa::*;
pub use dummy::*;
pub use geneve::*;
pub use gre::*;
pub use gtp::*;
pub use hsr::*;
pub use ifb::*;
pub use ip6gre::*;
pub use ip6tnl::*;
pub use ipip::*;
pub use ipoib::*;
pub use ipvlan::*;
pub use lowpan::*;
pub use macsec::*;
pub use macvlan::*;
pub use macvtap::*;
pub use netdevsim::*;
pub use netkit::*;
pub use nlmon::*;
pub use openvswitch::*;
pub use ovpn::*;
pub use pfcp::*;
pub use ppp::*;
pub use rmnet::*;
pub use sit::*;
pub use team::*;
pub use tun::*;
pub use vcan::*;
pub use veth::*;
pub use virt_wifi::*;
pub use vlan::*;
pub use vrf::*;
pub use vsockmon::*;
pub use vti::*;
pub use vti6::*;
pub use vxcan::*;
pub use vxlan::*;
pub use wireguard::*;
pub use wwan::*;
pub use xfrm::*;

use route2_wire::{Case, Kind, Payload};

/// What `IFLA_INFO_DATA` is, by the link's kind.
pub const LINK_KINDS: &[(Case, Kind)] = &[
    (Case::name("amt"), Amt::KIND),
    (Case::name("bareudp"), Bareudp::KIND),
    (Case::name("batadv"), Batadv::KIND),
    (Case::name("bond"), Bond::KIND),
    (Case::name("bridge"), Bridge::KIND),
    (Case::name("caif"), Caif::KIND),
    (Case::name("can"), Can::KIND),
    (Case::name("dsa"), Dsa::KIND),
    (Case::name("dummy"), Dummy::KIND),
    (Case::name("erspan"), Gre::KIND),
    (Case::name("geneve"), Geneve::KIND),
    (Case::name("gre"), Gre::KIND),
    (Case::name("gretap"), Gre::KIND),
    (Case::name("gtp"), Gtp::KIND),
    (Case::name("hsr"), Hsr::KIND),
    (Case::name("ifb"), Ifb::KIND),
    (Case::name("ip6erspan"), Ip6gre::KIND),
    (Case::name("ip6gre"), Ip6gre::KIND),
    (Case::name("ip6gretap"), Ip6gre::KIND),
    (Case::name("ip6tnl"), Ip6tnl::KIND),
    (Case::name("ipip"), Ipip::KIND),
    (Case::name("ipoib"), Ipoib::KIND),
    (Case::name("ipvlan"), Ipvlan::KIND),
    (Case::name("ipvtap"), Ipvlan::KIND),
    (Case::name("lowpan"), Lowpan::KIND),
    (Case::name("macsec"), Macsec::KIND),
    (Case::name("macvlan"), Macvlan::KIND),
    (Case::name("macvtap"), Macvtap::KIND),
    (Case::name("netdevsim"), Netdevsim::KIND),
    (Case::name("netkit"), Netkit::KIND),
    (Case::name("nlmon"), Nlmon::KIND),
    (Case::name("openvswitch"), Openvswitch::KIND),
    (Case::name("ovpn"), Ovpn::KIND),
    (Case::name("pfcp"), Pfcp::KIND),
    (Case::name("ppp"), Ppp::KIND),
    (Case::name("rmnet"), Rmnet::KIND),
    (Case::name("sit"), Sit::KIND),
    (Case::name("team"), Team::KIND),
    (Case::name("tun"), Tun::KIND),
    (Case::name("vcan"), Vcan::KIND),
    (Case::name("veth"), Veth::KIND),
    (Case::name("virt_wifi"), VirtWifi::KIND),
    (Case::name("vlan"), Vlan::KIND),
    (Case::name("vrf"), Vrf::KIND),
    (Case::name("vsockmon"), Vsockmon::KIND),
    (Case::name("vti"), Vti::KIND),
    (Case::name("vti6"), Vti6::KIND),
    (Case::name("vxcan"), Vxcan::KIND),
    (Case::name("vxlan"), Vxlan::KIND),
    (Case::name("wireguard"), Wireguard::KIND),
    (Case::name("wwan"), Wwan::KIND),
    (Case::name("xfrm"), Xfrm::KIND),
];

/// What `IFLA_INFO_SLAVE_DATA` is, by the kind of the link that it is a port of.
pub const PORT_KINDS: &[(Case, Kind)] = &[
    (Case::name("bond"), BondPort::KIND),
    (Case::name("bridge"), BridgePort::KIND),
    (Case::name("vrf"), VrfPort::KIND),
];

/// What `IFLA_INFO_XSTATS` is, by the link's kind.
pub const LINK_XSTATS: &[(Case, Kind)] = &[(Case::name("can"), CanStats::KIND)];
