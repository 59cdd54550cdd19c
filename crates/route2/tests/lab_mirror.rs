//! What the kernel does without a word to kinds that not every kernel has, and what the mirror has of it.

mod common;

use common::{assert_same_as_kernel, mirror_of_all};
use route2_sandbox::{run, sh};

/// After each of these steps the mirror has what the kernel has.
fn step_by_step(test: &str, before: &str, steps: &[&str]) {
    run(test, || {
        sh(before);
        let (ipdb, _events) = mirror_of_all();
        assert_same_as_kernel(&ipdb);
        for step in steps {
            sh(step);
            assert_same_as_kernel(&ipdb);
        }
    });
}

#[test]
#[ignore = "needs the lab: VRF"]
fn a_vrf_goes() {
    step_by_step(
        "a_vrf_goes",
        "ip link add d0 type dummy; ip addr add 10.0.0.1/24 dev d0; ip addr add 2001:db8::1/64 dev d0 nodad; ip link set d0 up
         ip route add 10.1.0.0/16 via 10.0.0.9",
        &[
            "ip link add red type vrf table 10; ip link set red up",
            "ip link set d0 master red",
            "ip route add 10.2.0.0/16 via 10.0.0.9 vrf red; ip -6 route add 2001:db8:2::/48 dev d0 vrf red",
            "ip route add unreachable default metric 4278198272 table 10",
            "ip link set red down",
            "ip link set red up",
            "ip link del red",
        ],
    );
}

#[test]
#[ignore = "needs the lab: bonds"]
fn a_bond_and_its_ports() {
    step_by_step(
        "a_bond_and_its_ports",
        "ip link add v0 type veth peer name v1; ip link add v2 type veth peer name v3; ip link set v1 up; ip link set v3 up",
        &[
            "ip link add bond0 type bond mode active-backup miimon 100; ip link set v0 master bond0; ip link set v2 master bond0",
            "ip link set bond0 up; ip addr add 10.0.0.1/24 dev bond0; sleep 1",
            "ip link add link bond0 name bond0.7 type vlan id 7; ip link set bond0.7 up; ip addr add 10.7.0.1/24 dev bond0.7
             ip route add 10.8.0.0/16 via 10.7.0.9",
            "ip link set v1 down; sleep 1",
            "ip link set bond0 type bond active_slave v2; sleep 0.5",
            "ip link set v3 down; sleep 1",
            "ip link set v2 nomaster",
            "ip link del bond0",
        ],
    );
}

#[test]
#[ignore = "needs the lab: MPLS"]
fn mpls_routes_go_with_their_link() {
    step_by_step(
        "mpls_routes_go_with_their_link",
        "modprobe -a mpls_router mpls_iptunnel; echo 1000 > /proc/sys/net/mpls/platform_labels
         ip link add d0 type dummy; ip addr add 10.0.0.1/24 dev d0; ip link set d0 up",
        &[
            "ip -f mpls route add 100 via inet 10.0.0.9 dev d0; ip -f mpls route add 101 as 200/201 via inet 10.0.0.9 dev d0",
            "ip route add 10.1.0.0/16 encap mpls 300 via 10.0.0.9 dev d0",
            "echo 1 > /proc/sys/net/mpls/conf/d0/input",
            "ip link set d0 down",
            "ip link set d0 up",
            "ip link del d0",
        ],
    );
}

#[test]
#[ignore = "needs the lab: VLAN filtering, multicast snooping"]
fn vlans_and_groups_of_bridges() {
    step_by_step(
        "vlans_and_groups_of_bridges",
        "ip link add br0 type bridge vlan_filtering 1 mcast_snooping 1; ip link set br0 up
         ip link add d0 type dummy; ip link set d0 master br0; ip link set d0 up; sleep 0.5",
        &[
            "bridge vlan add dev d0 vid 10-20; bridge vlan add dev d0 vid 30 pvid untagged",
            "bridge vlan del dev d0 vid 12-14",
            "bridge fdb add 02:00:00:00:00:01 dev d0 master vlan 10 static",
            "bridge mdb add dev br0 port d0 grp 239.1.1.1 permanent vid 10",
            "bridge vlan del dev d0 vid 10",
            "ip link set d0 nomaster",
            "ip link set d0 master br0; bridge mdb add dev br0 port d0 grp 239.1.1.2 permanent; ip link del br0",
        ],
    );
}

#[test]
#[ignore = "needs the lab: VLAN filtering"]
fn addresses_of_a_bridge_move_in_each_vlan() {
    step_by_step(
        "addresses_of_a_bridge_move_in_each_vlan",
        "ip link add br0 address 02:00:00:00:00:11 type bridge vlan_filtering 1; ip link set br0 up
         for n in 1 2 3; do ip link add d$n address 02:00:00:00:00:11 type dummy; ip link set d$n master br0 up; done
         for n in 1 2 3; do bridge vlan add dev d$n vid 5; done; bridge vlan add dev br0 vid 5 self",
        &[
            "bridge vlan del dev d1 vid 5",
            "bridge vlan del dev d2 vid 5",
            "bridge vlan add dev d1 vid 5",
            "bridge vlan del dev br0 vid 5 self",
            "bridge vlan del dev d3 vid 5",
            "ip link set br0 address 02:00:00:00:00:12",
            "ip link set d1 nomaster; ip link set d1 master br0",
            "ip link set d2 address 02:00:00:00:00:13",
            "bridge fdb add 02:00:00:00:00:01 dev d1 master vlan 1 static",
            "bridge fdb replace 02:00:00:00:00:01 dev d2 master vlan 1 static",
            "bridge vlan add dev d3 vid 5; bridge fdb replace 02:00:00:00:00:01 dev d3 master vlan 5 static",
            "bridge vlan add dev d1 vid 5; bridge fdb replace 02:00:00:00:00:01 dev d1 master vlan 5 static",
        ],
    );
}

#[test]
#[ignore = "needs the lab: all kinds of qdiscs and filters"]
fn trees_of_traffic_control() {
    step_by_step(
        "trees_of_traffic_control",
        "ip link add d0 numtxqueues 4 type dummy; ip link set d0 up",
        &[
            "tc qdisc add dev d0 root handle 1: prio bands 3; tc qdisc add dev d0 parent 1:1 handle 10: sfq
             tc qdisc add dev d0 parent 1:2 handle 20: netem delay 10ms",
            "tc filter add dev d0 parent 1: protocol ip prio 1 flower dst_ip 10.0.0.1 classid 1:1
             tc filter add dev d0 parent 1: protocol ip prio 2 matchall classid 1:2",
            "tc filter add dev d0 parent 1: protocol ip prio 3 u32 match ip dst 10.1.0.0/16 flowid 1:3",
            "tc qdisc add dev d0 clsact; tc filter add dev d0 ingress chain 7 protocol all prio 9 matchall action drop",
            "tc chain add dev d0 ingress chain 8 protocol ip flower dst_ip 0.0.0.0/32",
            "tc qdisc replace dev d0 root handle 2: hfsc default 1; tc class add dev d0 parent 2: classid 2:1 hfsc sc rate 1mbit",
            "tc qdisc del dev d0 clsact",
            "tc qdisc replace dev d0 root mq",
            "tc qdisc del dev d0 root",
            "ip link set d0 down; ip link set d0 up",
        ],
    );
}

#[test]
#[ignore = "needs the lab: tunnels, MACVLANs"]
fn what_lies_upon_a_link_goes_with_it() {
    step_by_step(
        "what_lies_upon_a_link_goes_with_it",
        "ip link add d0 type dummy; ip addr add 10.0.0.1/24 dev d0; ip link set d0 up",
        &[
            "ip link add link d0 name m0 type macvlan mode bridge; ip link set m0 up; ip addr add 10.1.0.1/24 dev m0",
            "ip link add link d0 name i0 type ipvlan || true; ip link set i0 up || true",
            "ip tunnel add g0 mode gre remote 10.0.0.2 local 10.0.0.1; ip link set g0 up; ip route add 10.2.0.0/16 dev g0",
            "ip link add vx0 type vxlan id 7 dev d0 remote 10.0.0.3 dstport 4789; ip link set vx0 up",
            "ip link add wg0 type wireguard; ip addr add 10.3.0.1/24 dev wg0; ip link set wg0 up",
            "ip link add link d0 name d0.5 type vlan id 5; ip link set d0.5 up; ip addr add 2001:db8:5::1/64 dev d0.5 nodad",
            "ip link set d0 down",
            "ip link set d0 up; sleep 0.3",
            "ip link del d0",
            "ip link del g0; ip link del wg0",
        ],
    );
}
