//! What the test of convergence has found, each once more by itself.

mod common;

use common::{assert_same_as_kernel, mirror_of_all};
use route2::schema::rtnl::Op;
use route2::schema::rtnl::names::{Family, RtTable};
use route2::schema::rtnl::rule::{self, FRA_PRIORITY, Rule, RuleAction, RuleHeader};
use route2::schema::wire::Put;
use route2::{Driver, Kept, Netns};
use route2_sandbox::{run, sh};

/// Does one thing after the other, and compares the mirror with the kernel after each.
fn follows(test: &str, before: &str, steps: &[&str]) {
    run(test, || {
        sh(before);
        let (ipdb, _events) = mirror_of_all();
        for step in steps {
            sh(step);
            assert_same_as_kernel(&ipdb);
        }
    });
}

const CABLE: &str = "ip link add v0 type veth peer name v1; ip addr add 10.0.0.1/24 dev v0
    ip link set v0 up; ip link set v1 up";

#[test]
fn a_rule_can_be_there_twice() {
    run("a_rule_can_be_there_twice", || {
        let (ipdb, _events) = mirror_of_all();
        let mut driver = Driver::open(&Netns::Current).unwrap();
        // (`ip` does not ask for it: it says `NLM_F_EXCL`.)
        let mut request = |op: Op| {
            let header = RuleHeader {
                family: Family::INET,
                action: RuleAction::TO_TBL,
                table: RtTable(77),
                ..Default::default()
            };
            let message_type = rule::TABLE.message_type(op);
            let mut put = Put::<Rule>::message::<RuleHeader>(message_type, 0, &header);
            put.put(FRA_PRIORITY, 20);
            driver.request(put.finish().unwrap()).unwrap();
        };
        let rules = || ipdb.snapshot().table(Kept::named("rule").unwrap()).len();
        let before = rules();
        for (op, more) in [(Op::New, 1), (Op::New, 2), (Op::Del, 1), (Op::Del, 0)] {
            request(op);
            assert_same_as_kernel(&ipdb);
            assert_eq!(rules(), before + more);
        }
    });
}

#[test]
fn a_notice_of_settings_has_one() {
    follows(
        "a_notice_of_settings_has_one",
        CABLE,
        &[
            "echo 1 > /proc/sys/net/ipv6/conf/lo/forwarding",
            "echo 1 > /proc/sys/net/ipv4/conf/v0/proxy_arp",
            "echo 1 > /proc/sys/net/ipv6/conf/all/ignore_routes_with_linkdown",
        ],
    );
}

#[test]
fn a_setting_makes_routes_without_a_carrier_dead() {
    follows(
        "a_setting_makes_routes_without_a_carrier_dead",
        &format!(
            "{CABLE}; ip nexthop add id 1 via 10.0.0.9 dev v0; ip route add 10.1.0.0/16 via 10.0.0.9
             ip route add 10.2.0.0/16 nhid 1; ip link set v1 down; sleep 1.2"
        ),
        &[
            "echo 1 > /proc/sys/net/ipv4/conf/v0/ignore_routes_with_linkdown",
            "echo 0 > /proc/sys/net/ipv4/conf/v0/ignore_routes_with_linkdown",
        ],
    );
}

#[test]
fn routes_that_differ_in_onlink_are_two() {
    follows(
        "routes_that_differ_in_onlink_are_two",
        CABLE,
        &[
            "ip route append 10.1.0.0/16 via 10.0.0.9 dev v0",
            "ip route append 10.1.0.0/16 via 10.0.0.9 dev v0 onlink",
            "ip route del 10.1.0.0/16 via 10.0.0.9 dev v0",
        ],
    );
}

#[test]
fn filters_send_nothing_to_a_link_that_is_gone() {
    follows(
        "filters_send_nothing_to_a_link_that_is_gone",
        &format!(
            "{CABLE}; ip link add i0 type ifb; tc qdisc add dev v0 clsact
             tc filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action mirred egress redirect dev i0"
        ),
        &["ip link del i0"],
    );
}

#[test]
fn filters_say_what_their_actions_are() {
    follows(
        "filters_say_what_their_actions_are",
        &format!(
            "{CABLE}; tc qdisc add dev v0 clsact; tc qdisc add dev v1 clsact
             for dev in v0 v1; do tc filter add dev $dev ingress protocol ip prio 1 u32 match u32 0 0 \\
                 action mirred egress redirect dev v0 index 7; done"
        ),
        &[
            // (Only root of the machine may do that.)
            "tc actions change action mirred egress redirect dev v1 index 7 || true",
        ],
    );
}

#[test]
fn an_address_that_may_be_taken_is_there() {
    follows(
        "an_address_that_may_be_taken_is_there",
        "ip link add v0 type veth peer name v1; ip link set v0 up",
        // Without a carrier, it is never known.
        &["ip addr add 2001:db8::1/64 dev v0", "ip addr del 2001:db8::1/64 dev v0"],
    );
}

#[test]
fn links_say_what_others_are() {
    follows(
        "links_say_what_others_are",
        &format!(
            "{CABLE}; ip netns add other; ip link add br0 type bridge; ip link set br0 up
             ip link add w0 type veth peer name w1; ip link add m0 link v1 type macvlan mode passthru
             ip link set v0 master br0"
        ),
        &[
            // The bridge's address, and so its name in what its ports say, is the least of its ports'.
            "ip link set w0 address 02:00:00:00:00:01; ip link set w0 master br0",
            "ip link set w0 nomaster",
            "ip link set v1 address 02:00:00:00:00:07",
            "ip link set w1 netns other",
        ],
    );
}

#[test]
fn destinations_of_one_address_share_a_state() {
    follows(
        "destinations_of_one_address_share_a_state",
        "ip link add x0 type vxlan id 7 dstport 4789 remote 10.0.0.2",
        &[
            "bridge fdb append 00:00:00:00:00:00 dev x0 dst 10.0.0.3 dynamic",
            "bridge fdb append 00:00:00:00:00:00 dev x0 dst 10.0.0.4 permanent",
        ],
    );
}

#[test]
fn addresses_of_a_bridge_move_from_port_to_port() {
    follows(
        "addresses_of_a_bridge_move_from_port_to_port",
        "ip link add br0 type bridge; ip link set br0 up
         for n in 1 2 3; do ip link add p$n type veth peer name e$n; ip link set p$n up; ip link set e$n up; done
         ip link set p1 address 02:00:00:00:00:11; ip link set p2 address 02:00:00:00:00:05
         ip link set p3 address 02:00:00:00:00:11",
        &[
            "ip link set p1 master br0",
            "bridge fdb del 02:00:00:00:00:11 dev p1 master",
            "ip link set p2 master br0",
            // Its address was the bridge's too: the bridge has that, until it takes another.
            "ip link set p2 nomaster",
            // The bridge takes another one again: its own is that of the port with that address.
            "ip link set p2 master br0",
            "ip link set p3 master br0",
            "ip link set p3 address 02:00:00:00:00:12",
            "ip link set p3 address 02:00:00:00:00:11",
            "ip link set p1 nomaster",
            "ip link set p2 address 02:00:00:00:00:20",
            // The kernel tells where an address is, and not where it was.
            "bridge fdb add 02:00:00:00:00:77 dev p3 master static",
            "bridge fdb replace 02:00:00:00:00:77 dev p2 master static",
            "bridge fdb replace 02:00:00:00:00:77 dev br0 self permanent",
        ],
    );
}
