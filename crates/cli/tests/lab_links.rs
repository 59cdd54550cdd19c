//! One of each kind of link that `ip` can make and the kernel has, with as many options as there are, compared
//! with what the running `ip` says of it.

mod common;

use common::{assert_report, compare, printed};
use route2::schema::rtnl::names::Family;
use route2_oracle::views;
use route2_sandbox::{run, sh, try_sh};

/// What the others lie on.
const BELOW: &str = "
    ip link add low0 type veth peer name low0p; ip link add low1 type veth peer name low1p
    ip link set low0 up; ip link set low0p up; ip link set low1 up; ip link set low1p up
    ip addr add 198.51.100.1/24 dev low0; ip addr add 2001:db8:5::1/64 dev low0 nodad";

/// A kind, and how links of it are made. A kernel, or an `ip`, that lacks what one of these needs makes none
/// of its links.
const KINDS: &[(&str, &str)] = &[
    ("veth", "
        ip link add ve0 numtxqueues 3 numrxqueues 2 txqueuelen 77 mtu 1400 type veth peer name ve1 address 02:00:00:00:01:01
        ip link set ve0 alias 'ein Kabel' group 7 allmulticast on up; ip link property add dev ve0 altname the-other-name-of-a-cable
        ip link set ve1 arp off multicast off promisc on addrgenmode none"),
    ("veth", "ip netns add far; ip netns set far 5; ip link add ve2 type veth peer name ve3 netns far"),
    ("veth", "ip link add ve4 gso_max_size 40000 gso_max_segs 99 type veth peer name ve5"),
    ("veth", "ip link add ve6 type veth peer name ve7; ip link set ve6 gro_max_size 30000 gso_ipv4_max_size 30001 gro_ipv4_max_size 30002"),
    ("bridge", "
        ip link add br0 type bridge stp_state 1 priority 8192 forward_delay 700 hello_time 300 max_age 1900 ageing_time 15000 \
            group_fwd_mask 16 group_address 01:80:c2:00:00:0d mcast_router 2 mcast_snooping 1 mcast_querier 1 mcast_query_use_ifaddr 1 \
            mcast_hash_max 512 mcast_igmp_version 3 mcast_mld_version 2 mcast_stats_enabled 1 mcast_last_member_count 3 \
            mcast_startup_query_count 5 mcast_last_member_interval 150 mcast_membership_interval 27000 mcast_querier_interval 26000 \
            mcast_query_interval 13000 mcast_query_response_interval 1100 mcast_startup_query_interval 3300
        ip link add bp0 type veth peer name bp1; ip link set bp0 master br0; ip link set bp1 up; ip link set bp0 up; ip link set br0 up
        ip link set bp0 type bridge_slave priority 9 cost 77 guard on fastleave on root_block on learning off flood off mcast_flood off \
            bcast_flood off mcast_router 2 mcast_to_unicast on proxy_arp on proxy_arp_wifi on neigh_suppress on vlan_tunnel on isolated on \
            group_fwd_mask 32"),
    ("bridge", "
        ip link add br1 type bridge vlan_filtering 1 vlan_default_pvid 9 vlan_stats_enabled 1 vlan_stats_per_port 1 vlan_protocol 802.1ad
        ip link set br1 type bridge mcast_vlan_snooping 1; ip link add bp2 type veth peer name bp3; ip link set bp2 master br1
        ip link set bp2 type bridge_slave hairpin on locked on; ip link add bp4 type veth peer name bp5; ip link set bp4 master br1
        ip link set bp2 type bridge_slave backup_port bp4"),
    ("bridge", "ip link add br2 type bridge no_linklocal_learn 1 fdb_max_learned 99"),
    ("bridge", "
        ip link add br3 type bridge; ip link add bp6 type veth peer name bp7; ip link set bp6 master br3
        ip link set bp6 type bridge_slave mab on locked on learning on; ip link set bp6 type bridge_slave neigh_vlan_suppress on"),
    ("bridge", "modprobe br_netfilter; ip link add br4 type bridge nf_call_iptables 1 nf_call_ip6tables 1 nf_call_arptables 1"),
    ("vlan", "
        ip link add link low0 name vl0 type vlan id 7 reorder_hdr off gvrp on mvrp on loose_binding on ingress-qos-map 2:5 4:6 egress-qos-map 1:7
        ip link add link vl0 name vl1 type vlan id 4000 protocol 802.1ad; ip link set vl0 up"),
    ("vlan", "ip link add vb0 type bridge; ip link add link vb0 name vl2 type vlan id 8 bridge_binding on"),
    ("macvlan", "
        ip link add link low0 name mv0 type macvlan mode private bcqueuelen 300; ip link set mv0 protodown on; ip link set mv0 protodown_reason 4 on; ip link add link low0 name mv1 type macvlan mode vepa
        ip link add link low0 name mv2 type macvlan mode bridge nodst
        ip link add link low1 name mv3 type macvlan mode source
        ip link set mv3 type macvlan macaddr set 02:00:00:00:02:01 02:00:00:00:02:02"),
    ("macvlan", "ip link add ml0 type veth peer name ml1; ip link add link ml0 name mv4 type macvlan mode passthru nopromisc"),
    ("macvlan", "ip link add link low0 name mv5 type macvlan mode bridge bclim 9"),
    ("macvtap", "ip link add link low0 name mt0 numtxqueues 2 type macvtap mode vepa bcqueuelen 400"),
    ("ipvlan", "
        ip link add il0 type veth peer name il1; ip link add il2 type veth peer name il3
        ip link add link il0 name iv0 type ipvlan mode l3 private; ip link add link il2 name iv1 type ipvlan mode l2 vepa"),
    ("ipvtap", "ip link add il4 type veth peer name il5; ip link add link il4 name iv2 type ipvtap mode l3s bridge"),
    ("vxlan", "
        ip link add vx0 type vxlan id 9 group 239.9.9.9 dev low0 local 198.51.100.1 ttl 9 tos 0x20 ageing 99 maxaddress 77 \
            srcport 30000 31000 dstport 4790 learning proxy rsc l2miss l3miss udpcsum udp6zerocsumtx udp6zerocsumrx gbp
        ip link add vx1 type vxlan id 10 remote 2001:db8:5::9 local 2001:db8:5::1 dev low0 ttl inherit tos inherit flowlabel 0x321 \
            dstport 4791 nolearning noudpcsum remcsumtx remcsumrx
        ip link add vx2 type vxlan dstport 4792 external gpe; ip link add vx3 type vxlan id 11 remote 198.51.100.9 dstport 4793 df inherit"),
    ("vxlan", "ip link add vx4 type vxlan dstport 4794 external vnifilter nolearning"),
    ("vxlan", "ip link add vx5 type vxlan id 12 dstport 4795 nolocalbypass"),
    ("geneve", "
        ip link add ge0 type geneve id 5 remote 198.51.100.7 ttl 9 tos 0x10 df set dstport 7000 udpcsum
        ip link add ge1 type geneve id 6 remote 2001:db8:5::7 ttl inherit flowlabel 0x777 dstport 7001 udp6zerocsumtx udp6zerocsumrx
        ip link add ge2 type geneve external dstport 7002; ip link add ge3 type geneve id 7 remote 198.51.100.8 dstport 7003 df inherit"),
    ("geneve", "ip link add ge4 type geneve id 8 remote 198.51.100.6 dstport 7004 innerprotoinherit"),
    ("dummy", "ip link add du0 address 02:00:00:00:03:01 numtxqueues 5 type dummy; ip link set du0 arp off up"),
    ("ifb", "ip link add if0 type ifb"),
    ("nlmon", "ip link add nm0 type nlmon"),
    ("vsockmon", "ip link add vm0 type vsockmon"),
    ("vcan", "ip link add vc0 mtu 72 type vcan; ip link set vc0 up"),
    ("vxcan", "ip link add vc1 type vxcan peer name vc2"),
    ("bond", "
        ip link add bo0 type bond mode 802.3ad miimon 150 updelay 300 downdelay 450 use_carrier 1 xmit_hash_policy encap3+4 \
            resend_igmp 7 num_grat_arp 4 all_slaves_active 1 min_links 2 lacp_rate fast ad_select count ad_actor_sys_prio 77 ad_user_port_key 9 \
            ad_actor_system 02:00:00:00:04:01; ip link set bo0 type bond peer_notify_delay 300
        ip link add bs0 type veth peer name bs1; ip link set bs1 up; ip link set bs0 master bo0; ip link set bo0 up
        ip link add bo1 type bond mode active-backup arp_interval 700 arp_validate backup arp_all_targets all \
            arp_ip_target 198.51.100.3,198.51.100.4 primary_reselect failure fail_over_mac active
        ip link add bs2 type veth peer name bs3; ip link set bs2 master bo1; ip link set bo1 type bond primary bs2
        ip link set bs2 type bond_slave queue_id 3; ip link add bo2 type bond mode balance-rr packets_per_slave 5
        ip link add bo3 type bond mode balance-tlb tlb_dynamic_lb 0 miimon 100; ip link add bo4 type bond mode balance-xor xmit_hash_policy vlan+srcmac"),
    ("bond", "
        ip link add bo5 type bond mode active-backup arp_interval 900 ns_ip6_target 2001:db8:5::3,2001:db8:5::4 arp_missed_max 7
        ip link add bs4 type veth peer name bs5; ip link set bs4 master bo5; ip link set bs4 type bond_slave prio 12"),
    ("bond", "ip link add bo6 type bond mode 802.3ad lacp_active off coupled_control off"),
    ("team", "ip link add te0 type team; ip link add ts0 type veth peer name ts1; ip link set ts0 master te0"),
    ("vrf", "ip link add vr0 type vrf table 1234; ip link add vs0 type veth peer name vs1; ip link set vs0 master vr0; ip link set vr0 up"),
    ("gre", "
        ip link add gr0 type gre local 198.51.100.1 remote 198.51.100.20 ikey 7 okey 1.2.3.4 icsum ocsum iseq oseq ttl 9 tos 0x20 dev low0 fwmark 9
        ip link add gr1 type gre local 198.51.100.1 remote 198.51.100.21 nopmtudisc ignore-df tos inherit; ip link add gr2 type gre external"),
    ("gretap", "
        ip link add gt0 type gretap local 198.51.100.1 remote 198.51.100.22 key 5; ip link add gt1 type gretap external
        modprobe fou; ip link add gt2 type gretap local 198.51.100.1 remote 198.51.100.23 encap fou encap-sport auto encap-dport 777 encap-csum"),
    ("erspan", "
        ip link add er0 type erspan local 198.51.100.1 remote 198.51.100.24 seq key 3 erspan_ver 1 erspan 99
        ip link add er1 type erspan local 198.51.100.1 remote 198.51.100.25 seq key 4 erspan_ver 2 erspan_dir ingress erspan_hwid 0x1f
        ip link add er2 type erspan external; ip link add er3 type erspan local 198.51.100.1 remote 198.51.100.26 seq key 6 erspan_ver 0"),
    ("ipip", "
        ip link add ii0 type ipip local 198.51.100.1 remote 198.51.100.27 ttl 9 tos 0x30 mode ipip fwmark 0x77 encap gue encap-sport 5 encap-dport 6
        ip link add ii1 type ipip local 198.51.100.1 remote 198.51.100.28 mode any nopmtudisc; ip link add ii2 type ipip external"),
    ("ipip", "modprobe mpls_router; ip link add ii3 type ipip local 198.51.100.1 remote 198.51.100.29 mode mplsip"),
    ("sit", "
        ip link add si0 type sit local 198.51.100.1 remote 198.51.100.30 ttl 9 mode ip6ip; ip link add si1 type sit local 198.51.100.1 isatap
        ip link add si2 type sit local 198.51.100.2 ttl 7 tos 0x10; ip tunnel 6rd dev si2 6rd-prefix 2001:db8::/32 6rd-relay_prefix 198.0.0.0/8"),
    ("vti", "ip link add vt0 type vti local 198.51.100.1 remote 198.51.100.31 ikey 5 okey 6 fwmark 8 dev low0"),
    ("ip6gre", "
        ip link add g60 type ip6gre local 2001:db8:5::1 remote 2001:db8:5::20 ikey 7 okey 8 icsum ocsum iseq oseq hoplimit 9 tclass 0x20 \
            flowlabel 0x77 encaplimit 5 dev low0
        ip link add g61 type ip6gre local 2001:db8:5::1 remote 2001:db8:5::21 tclass inherit flowlabel inherit encaplimit none fwmark 9"),
    ("ip6gretap", "
        modprobe fou6; ip link add g62 type ip6gretap local 2001:db8:5::1 remote 2001:db8:5::22 key 9 encap gue encap-dport 778 encap-csum
        ip link add g63 type ip6gretap external"),
    ("ip6erspan", "
        ip link add e60 type ip6erspan local 2001:db8:5::1 remote 2001:db8:5::23 seq key 3 erspan_ver 1 erspan 8
        ip link add e61 type ip6erspan local 2001:db8:5::1 remote 2001:db8:5::24 seq key 4 erspan_ver 2 erspan_dir egress erspan_hwid 3"),
    ("ip6tnl", "
        ip link add t60 type ip6tnl local 2001:db8:5::1 remote 2001:db8:5::25 mode any hoplimit 9 tclass 0x20 flowlabel 0x99 encaplimit 6 \
            dscp inherit allow-localremote
        ip link add t61 type ip6tnl local 2001:db8:5::1 remote 2001:db8:5::26 mode ipip6 encaplimit none tclass inherit dev low0
        ip link add t62 type ip6tnl local 2001:db8:5::1 remote 2001:db8:5::27 mode ip6ip6 fwmark 7; ip link add t63 type ip6tnl external"),
    ("vti6", "ip link add t64 type vti6 local 2001:db8:5::1 remote 2001:db8:5::28 ikey 5 okey 6 fwmark 8 dev low0"),
    ("xfrm", "ip link add xf0 type xfrm dev low0 if_id 0x99"),
    ("xfrm", "ip link add xf1 type xfrm external"),
    ("wireguard", "ip link add wg0 type wireguard; ip link set wg0 up"),
    ("gtp", "ip link add gp0 type gtp role sgsn hsize 256"),
    ("macsec", "
        ip link add ms0 type veth peer name ms1; ip link add link ms0 name ms2 type macsec port 5 cipher gcm-aes-256 icvlen 12 encrypt on \
            send_sci off end_station on scb off protect on replay on window 32 validate check encodingsa 3
        ip link add link ms1 name ms3 type macsec sci 0200000000050009 encrypt off validate disabled"),
    ("hsr", "
        ip link add hs0 type veth peer name hs1; ip link add hs2 type veth peer name hs3
        ip link set hs0 up; ip link set hs1 up; ip link set hs2 up; ip link set hs3 up
        ip link add hs4 type hsr slave1 hs0 slave2 hs2 supervision 7 version 1"),
    ("hsr", "
        ip link add hs5 type veth peer name hs6; ip link add hs7 type veth peer name hs8; ip link set hs5 up; ip link set hs7 up
        ip link add hs9 type hsr slave1 hs5 slave2 hs7 supervision 8 proto 1"),
    ("batadv", "ip link add ba0 type batadv ra BATMAN_IV; ip link add bb0 type veth peer name bb1; ip link set bb0 up; ip link set bb0 master ba0"),
    ("netkit", "ip link add nk0 type netkit mode l3 blackhole peer forward name nk1"),
    ("netkit", "ip link add nk2 type netkit mode l2 scrub none peer scrub default name nk3"),
    ("tun", "
        ip tuntap add dev tu0 mode tun user 0 group 0 pi; ip tuntap add dev tu1 mode tap multi_queue vnet_hdr"),
];

/// Why nothing of a kind is made where the kernel or `ip` is without it.
const LACKING: &[&str] = &[
    "unknown device type",
    "not supported",
    "usage:",
    "unknown command",
    "unknown option",
    "is it a typo",
    "garbage",
    "modprobe: not found",
];

/// Makes what can be made, compares it, and gives what was made and what could not be.
fn links() -> (Vec<&'static str>, Vec<String>) {
    sh(BELOW);
    let (mut made, mut lacking, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for (kind, commands) in KINDS {
        let output = try_sh(commands);
        let error = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            made.push(*kind);
        } else {
            let is_lacking = LACKING.iter().any(|lack| error.to_lowercase().contains(lack));
            let why = format!("{kind}: {}", error.lines().next().unwrap_or_default());
            println!("skipped: {why}");
            if is_lacking { &mut lacking } else { &mut wrong }.push(why);
        }
    }
    let theirs = || printed("ip -d -s -s -j link");
    let report = compare("link", Family::UNSPEC, &views::link::LINK, theirs);
    assert_report(&report, 1000);
    assert!(wrong.is_empty(), "{wrong:#?}");
    (made, lacking)
}

#[test]
fn one_of_each_kind_that_there_is() {
    run("one_of_each_kind_that_there_is", || {
        let (made, _) = links();
        assert!(made.contains(&"veth") && made.contains(&"bridge"), "{made:?}");
    });
}

#[test]
#[ignore = "needs the lab: every kind of link"]
fn one_of_each_kind() {
    run("one_of_each_kind", || {
        let (_, lacking) = links();
        assert!(lacking.is_empty(), "Debian's kernel has all of these: {lacking:#?}");
    });
}
