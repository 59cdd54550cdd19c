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
    (Case::Name("amt"), Amt::KIND),
    (Case::Name("bareudp"), Bareudp::KIND),
    (Case::Name("batadv"), Batadv::KIND),
    (Case::Name("bond"), Bond::KIND),
    (Case::Name("bridge"), Bridge::KIND),
    (Case::Name("caif"), Caif::KIND),
    (Case::Name("can"), Can::KIND),
    (Case::Name("dsa"), Dsa::KIND),
    (Case::Name("dummy"), Dummy::KIND),
    (Case::Name("erspan"), Gre::KIND),
    (Case::Name("geneve"), Geneve::KIND),
    (Case::Name("gre"), Gre::KIND),
    (Case::Name("gretap"), Gre::KIND),
    (Case::Name("gtp"), Gtp::KIND),
    (Case::Name("hsr"), Hsr::KIND),
    (Case::Name("ifb"), Ifb::KIND),
    (Case::Name("ip6erspan"), Ip6gre::KIND),
    (Case::Name("ip6gre"), Ip6gre::KIND),
    (Case::Name("ip6gretap"), Ip6gre::KIND),
    (Case::Name("ip6tnl"), Ip6tnl::KIND),
    (Case::Name("ipip"), Ipip::KIND),
    (Case::Name("ipoib"), Ipoib::KIND),
    (Case::Name("ipvlan"), Ipvlan::KIND),
    (Case::Name("ipvtap"), Ipvlan::KIND),
    (Case::Name("lowpan"), Lowpan::KIND),
    (Case::Name("macsec"), Macsec::KIND),
    (Case::Name("macvlan"), Macvlan::KIND),
    (Case::Name("macvtap"), Macvtap::KIND),
    (Case::Name("netdevsim"), Netdevsim::KIND),
    (Case::Name("netkit"), Netkit::KIND),
    (Case::Name("nlmon"), Nlmon::KIND),
    (Case::Name("openvswitch"), Openvswitch::KIND),
    (Case::Name("ovpn"), Ovpn::KIND),
    (Case::Name("pfcp"), Pfcp::KIND),
    (Case::Name("ppp"), Ppp::KIND),
    (Case::Name("rmnet"), Rmnet::KIND),
    (Case::Name("sit"), Sit::KIND),
    (Case::Name("team"), Team::KIND),
    (Case::Name("tun"), Tun::KIND),
    (Case::Name("vcan"), Vcan::KIND),
    (Case::Name("veth"), Veth::KIND),
    (Case::Name("virt_wifi"), VirtWifi::KIND),
    (Case::Name("vlan"), Vlan::KIND),
    (Case::Name("vrf"), Vrf::KIND),
    (Case::Name("vsockmon"), Vsockmon::KIND),
    (Case::Name("vti"), Vti::KIND),
    (Case::Name("vti6"), Vti6::KIND),
    (Case::Name("vxcan"), Vxcan::KIND),
    (Case::Name("vxlan"), Vxlan::KIND),
    (Case::Name("wireguard"), Wireguard::KIND),
    (Case::Name("wwan"), Wwan::KIND),
    (Case::Name("xfrm"), Xfrm::KIND),
];

/// What `IFLA_INFO_SLAVE_DATA` is, by the kind of the link that it is a port of.
pub const PORT_KINDS: &[(Case, Kind)] = &[
    (Case::Name("bond"), BondPort::KIND),
    (Case::Name("bridge"), BridgePort::KIND),
    (Case::Name("vrf"), VrfPort::KIND),
];

/// What `IFLA_INFO_XSTATS` is, by the link's kind.
pub const LINK_XSTATS: &[(Case, Kind)] = &[(Case::Name("can"), CanStats::KIND)];
