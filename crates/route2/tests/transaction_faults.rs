//! Whatever step of a transaction fails, and however: all is as it was before.
//!
//! Every transaction here is made to fail at each of its steps in turn, in one namespace that has something of all
//! that this machine's kernel has.
#![allow(clippy::unwrap_used)]

mod common;

use common::tx::{differs, ipdb, say, state, wrong_in};
use route2::{Fault, Ipdb, Transaction};
use route2_sandbox::{run, sh};

/// Something of all that there is.
const WORLD: &str = "
    echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad
    n=1; for p in v w p q; do
        ip link add ${p}0 address 02:00:00:00:0$n:00 type veth peer name ${p}1 address 02:00:00:00:0$n:01
        ip link set ${p}0 up; ip link set ${p}1 up; n=$((n+1))
    done
    ip link add br0 address 02:00:00:00:0b:00 type bridge forward_delay 0 ageing_time 12300
    ip link add br1 address 02:00:00:00:0b:01 type bridge forward_delay 0
    ip link set p0 master br0; ip link set p1 master br1; ip link set w1 master br0
    ip link set p0 type bridge_slave cost 33 hairpin on
    ip link set br0 up; ip link set br1 up
    ip link add vx0 address 02:00:00:00:0c:00 type vxlan id 7 dev v0 dstport 4789 local 10.0.0.1
    ip link set vx0 master br0; ip link set vx0 up
    ip link add link q0 name mv0 address 02:00:00:00:0d:00 type macvlan mode bridge; ip link set mv0 up
    ip link add ifb7 type ifb; ip link set ifb7 up
    ip link property add dev v0 altname first-of-v altname second-of-v; ip link set v0 alias uplink
    ip link set v0 group 5; ip link set v1 txqueuelen 77
    ip addr add 10.0.0.1/24 dev v0; ip addr add 10.0.0.2/24 dev v0; ip addr add 10.0.0.3/24 dev v0 label v0:x
    ip addr add 10.0.1.1/24 dev v0; ip addr add 10.3.0.1 peer 10.3.0.2/32 dev w0; ip addr add 10.7.0.1/16 dev br0
    ip addr add 10.8.0.1/24 dev mv0; ip addr add 10.9.0.1/24 dev q1
    ip addr add 2001:db8::1/64 dev v0 nodad; ip addr add 2001:db8:7::1/64 dev br0 nodad
    ip addr add 2001:db8::2/64 dev v0 nodad noprefixroute
    ip route add 10.20.0.0/16 via 10.0.0.9; ip route append 10.20.0.0/16 via 10.0.0.8; ip route append 10.20.0.0/16 via 10.7.0.8
    ip route add 10.21.0.0/16 via 10.0.0.9 src 10.0.0.2 metric 7 mtu lock 1400 table 100
    ip route add 10.22.0.0/16 nexthop via 10.0.0.9 weight 2 nexthop via 10.7.0.9 nexthop dev v1
    ip route add 10.23.0.0/16 dev v0 scope link; ip route add blackhole 10.24.0.0/16; ip route add default via 10.8.0.9 metric 50
    ip route add 10.27.0.0/16 via 10.99.0.1 dev v0 onlink tos 8
    ip -6 route add 2001:db8:20::/48 via 2001:db8::9; ip -6 route add 2001:db8:22::/48 nexthop via 2001:db8::9 nexthop via 2001:db8:7::9 weight 3
    ip -6 route add unreachable 2001:db8:24::/48; ip -6 route add 2001:db8:25::/48 dev v1 metric 17
    ip nexthop add id 1 via 10.0.0.9 dev v0; ip nexthop add id 2 via 10.7.0.9 dev br0; ip nexthop add id 3 blackhole
    ip nexthop add id 4 via 2001:db8::9 dev v0; ip nexthop add id 10 group 1,3/2,2; ip nexthop add id 11 group 1/2 || true
    ip route add 10.25.0.0/16 nhid 10; ip route add 10.26.0.0/16 nhid 1; ip -6 route add 2001:db8:26::/48 nhid 4
    ip neigh add 10.0.0.77 lladdr 02:00:00:00:00:77 dev v0 nud permanent; ip neigh add 2001:db8::77 lladdr 02:00:00:00:00:77 dev v0 nud permanent
    ip neigh add 10.7.0.77 lladdr 02:00:00:00:00:78 dev br0 nud permanent
    bridge fdb add 02:00:00:00:11:01 dev p0 master static; bridge fdb add 02:00:00:00:11:02 dev w1 master static sticky
    bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.50; bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.51
    bridge fdb add 02:00:00:00:11:03 dev vx0 dst 10.0.0.52
    bridge mdb add dev br0 port p0 grp 239.1.1.1 permanent; bridge mdb add dev br0 port w1 grp 239.1.1.2 permanent
    ip rule add pref 100 from 10.0.0.0/8 table 100; ip rule add pref 100 iif v0 table 101; ip -6 rule add pref 90 fwmark 7 table 100
    ip rule add pref 110 to 10.1.0.0/16 unreachable
    tc qdisc add dev w0 root handle 1: htb default 10
    tc class add dev w0 parent 1: classid 1:1 htb rate 10mbit ceil 20mbit
    tc class add dev w0 parent 1:1 classid 1:10 htb rate 1mbit prio 2; tc class add dev w0 parent 1:1 classid 1:20 htb rate 2mbit
    tc qdisc add dev w0 parent 1:10 handle 10: pfifo limit 33; tc qdisc add dev w0 parent 1:20 handle 20: tbf rate 1mbit burst 10k latency 50ms
    tc filter add dev w0 parent 1: protocol ip prio 5 u32 match ip dst 10.3.0.2 flowid 1:20
    tc filter add dev w0 parent 1: protocol ip prio 6 u32 match ip src 10.3.0.0/16 match ip protocol 6 0xff flowid 1:10
    tc qdisc add dev v0 clsact; tc filter add dev v0 ingress protocol ip prio 9 u32 match ip dst 10.0.0.9 flowid :1
    ip addrlabel add prefix 2001:db8::/32 label 77 dev v0
    n=0; while ip -o link | grep -q ',UP.* state DOWN' || ip -6 addr | grep -q tentative; do sleep 0.05; n=$((n+1)); [ $n -lt 600 ]; done";

/// Takes all of that away.
const RESET: &str = "
    for link in $(ip -o link | sed -n 's/^[0-9]*: \\([^:@]*\\).*/\\1/p' | grep -v '^lo$'); do ip link del $link 2> /dev/null || true; done
    for family in -4 -6; do ip $family route flush table 100; ip $family route flush table main; done; ip route flush type blackhole
    ip nexthop flush > /dev/null; ip rule flush; ip -6 rule flush
    ip rule add pref 32766 table main; ip rule add pref 32767 table default; ip -6 rule add pref 32766 table main
    ip rule add pref 0 table local 2> /dev/null || true; ip -6 rule add pref 0 table local 2> /dev/null || true";

/// What is done, and made to fail.
const TRANSACTIONS: &[(&str, &str)] = &[
    (
        "made",
        "create bridge new0 br_stp_state=1 mtu=1400 state=up
         create veth new1 peer=new2 state=up
         create vxlan new3 vxlan_id=9 vxlan_port=4790 vxlan_link=v0 master=new0 state=up
         create macvlan new4 link=v1 state=up
         create ifb new5 ifalias=mirror state=up
         link new2 master=new0 state=up
         add addr dev=new0 prefix=10.40.0.1/24
         add addr dev=new1 prefix=2001:db8:40::1/64 flags=nodad
         add addr dev=v0 prefix=10.0.0.44/24
         add addr dev=new1 prefix=10.41.0.1/24
         add nexthop id=20 gateway=10.41.0.9 oif=new1
         add nexthop id=21 group=20,1
         add route dst=10.50.0.0/16 gateway=10.40.0.9
         add route dst=10.51.0.0/16 nh_id=21
         add route dst=10.52.0.0/16 multipath=gateway@10.40.0.9,weight@3;gateway@10.0.0.9
         append route dst=10.20.0.0/16 gateway=10.40.0.8
         add route dst=2001:db8:50::/48 gateway=2001:db8:40::9
         add neigh dev=new0 dst=10.40.0.77 lladdr=02:00:00:00:00:99
         add neigh dev=new2 lladdr=02:00:00:00:12:01 flags=master state=noarp
         add neigh dev=new3 family=bridge lladdr=00:00:00:00:00:00 dst=10.0.0.60
         add rule priority=200 src=10.40.0.0/16 table=100
         add qdisc dev=new1 kind=htb handle=1:0 options.init.version=3 options.init.rate2quantum=10 options.init.defcls=7
         add class dev=new1 parent=1:0 handle=1:7 kind=htb options.parms.rate.rate=125000 options.parms.ceil.rate=125000 options.parms.rate.linklayer=1",
    ),
    (
        "links changed",
        "link v0 mtu=1400 ifalias=changed group=9 prop_list.altnames=third-of-v
         link v1 address=02:00:00:00:99:01 txqlen=99
         link w1 brport_cost=55 brport_guard=1
         link br0 br_ageing_time=45600 br_stp_state=1 mtu=1300
         link br1 br_priority=77 state=down
         link mv0 mtu=1200 address=02:00:00:00:0d:0d
         link q0 state=down
         link vx0 state=down",
    ),
    (
        "links renamed",
        "link v0 ifname=wan mtu=1400
         link w0 ifname=w1
         link w1 ifname=w0
         link br0 ifname=first-of-all
         link p0 ifname=br0
         link mv0 ifname=mv1 mtu=1300
         link q1 ifname=q2 state=down",
    ),
    (
        "ports moved",
        "link v1 master=br0
         link p0 master=0
         link w1 master=br1
         link w0 master=br1
         link vx0 master=0
         link q1 master=br0",
    ),
    ("a link deleted", "delete v0"),
    ("a bridge deleted", "delete br0"),
    (
        "all deleted",
        "delete v0
         delete br0
         delete br1
         delete w0
         delete p0
         delete q0
         delete ifb7
         remove rule priority=100 src=10.0.0.0/8 table=100
         remove route dst=10.24.0.0/16
         remove nexthop id=3",
    ),
    (
        "all down",
        "link v0 state=down
         link v1 state=down
         link w0 state=down
         link w1 state=down
         link br0 state=down
         link p0 state=down
         link q1 state=down
         link ifb7 state=down",
    ),
    (
        "objects removed",
        "remove addr dev=v0 prefix=10.0.0.1/24
         remove addr dev=w0 prefix=10.3.0.1/32 address=10.3.0.2
         remove addr dev=v0 prefix=10.0.1.1/24
         remove addr dev=v0 prefix=2001:db8::1/64
         remove addr dev=br0 prefix=10.7.0.1/16
         remove route dst=10.21.0.0/16 table=100 priority=7
         remove route dst=10.22.0.0/16
         remove route dst=10.23.0.0/16
         remove route dst=2001:db8:22::/48 priority=1024
         remove route dst=2001:db8:24::/48 priority=1024
         remove nexthop id=2
         remove nexthop id=4
         remove neigh dev=v0 dst=10.0.0.77
         remove neigh dev=v0 dst=2001:db8::77
         remove neigh dev=p0 lladdr=02:00:00:00:11:01 flags=master
         remove neigh dev=vx0 family=bridge lladdr=00:00:00:00:00:00 dst=10.0.0.50
         remove rule priority=100 src=10.0.0.0/8 table=100
         remove rule family=inet6 priority=90 fwmark=7 table=100
         remove qdisc dev=w0 kind=htb handle=1:0
         remove qdisc dev=v0 kind=clsact",
    ),
    (
        "objects changed",
        "replace addr dev=v0 prefix=10.0.0.2/24 label=v0:y
         replace addr dev=v0 prefix=2001:db8::1/64 flags=nodad,noprefixroute
         replace route dst=10.20.0.0/16 gateway=10.0.0.7
         replace route dst=10.22.0.0/16 gateway=10.0.0.6
         replace route dst=10.23.0.0/16 dev=v1
         replace route dst=10.24.0.0/16 type=unreachable
         replace route dst=2001:db8:20::/48 priority=1024 gateway=2001:db8:7::7
         replace route dst=2001:db8:22::/48 priority=1024 gateway=2001:db8::7
         replace nexthop id=1 gateway=10.7.0.9 oif=br0
         replace nexthop id=10 group=2,1
         replace neigh dev=v0 dst=10.0.0.77 lladdr=02:00:00:00:00:88
         replace rule priority=100 src=10.0.0.0/8 table=102
         replace qdisc dev=w0 parent=1:10 handle=10: kind=pfifo options.limit=44
         replace class dev=w0 parent=1:1 handle=1:10 kind=htb options.parms.rate.rate=1250000 options.parms.ceil.rate=1250000 options.parms.rate.linklayer=1 options.parms.ceil.linklayer=1",
    ),
];

fn with(ipdb: &Ipdb, wishes: &str) -> Transaction {
    let mut tx = ipdb.begin();
    say(&mut tx, wishes);
    tx
}

/// Makes each step fail in each way.
fn each_step_fails(test: &str, names: &[&str]) {
    run(test, || {
        sh(WORLD);
        let ipdb = ipdb();
        let (mut cases, mut wrong) = (0, String::new());
        for (name, wishes) in TRANSACTIONS.iter().filter(|(name, _)| names.contains(name)) {
            let plan = with(&ipdb, wishes).review().unwrap();
            println!("== {name}:\n{}", plan.lines(&ipdb.snapshot()).join("\n"));
            let steps = plan.steps().len();
            for (step, fault) in
                (0..steps).flat_map(|step| [(step, Fault::Refuse(22)), (step, Fault::LoseAnswer)])
            {
                cases += 1;
                if wrong.matches("\n== ").count() > 3 {
                    break;
                }
                if let Some(what) = fails(&ipdb, wishes, step, fault) {
                    wrong += &format!("\n== {name}: {fault:?} at {step}\n{what}");
                    sh(RESET);
                    sh(WORLD);
                }
            }
        }
        println!("{cases} cases");
        assert!(wrong.is_empty(), "{wrong}");
    });
}

/// What is wrong where a step is made to fail.
fn fails(ipdb: &Ipdb, wishes: &str, step: usize, fault: Fault) -> Option<String> {
    let before = state(ipdb);
    let mut tx = with(ipdb, wishes);
    let line = tx.review().unwrap().lines(&ipdb.snapshot()).swap_remove(step);
    tx.inject(step, fault);
    let error = match tx.commit() {
        Ok(_) => return Some("it did not fail".to_owned()),
        Err(error) => error,
    };
    let wrong = wrong_in(&error, Some(step)) + &differs(ipdb, &before);
    (!wrong.is_empty()).then(|| format!("{line}\n{error}\n{wrong}"))
}

/// What the kernel refuses by itself.
const REFUSED: &[&str] = &[
    "add route dst=10.90.0.0/16 gateway=192.168.77.1",
    "add route dst=2001:db8:90::/48 gateway=2001:db8:99::9",
    "add route dst=10.91.0.0/16 nh_id=77",
    "create nosuchkind none0",
    "create dummy a-name-that-is-far-too-long",
    "create macvlan mv9 link=v0 macvlan_mode=passthru
     create macvlan mv10 link=v0 macvlan_mode=passthru",
    "link v0 mtu=99999999",
    "link v1 master=lo",
    "link lo master=br0",
    "link br0 master=br1
     link br1 master=br0",
    "link v1 ifname=first-of-v",
    "add nexthop id=90 gateway=192.168.77.1 oif=v0",
    "add nexthop id=91 group=77,78",
    "add neigh dev=lo lladdr=02:00:00:00:00:91 flags=master state=noarp",
    "add qdisc dev=w1 kind=nosuchkind handle=9:0",
    "add class dev=v1 parent=1:0 handle=1:7 kind=htb options.parms.rate.rate=125000",
];

/// Each of the transactions together with something that the kernel refuses.
#[test]
fn the_kernel_says_no() {
    run("the_kernel_says_no", || {
        sh(WORLD);
        let ipdb = ipdb();
        let (mut cases, mut wrong) = (0, String::new());
        let together = ["made", "links renamed", "a bridge deleted", "objects removed"];
        for (name, wishes) in TRANSACTIONS.iter().filter(|(name, _)| together.contains(name)) {
            for refused in REFUSED {
                let before = state(&ipdb);
                let mut tx = ipdb.begin();
                say(&mut tx, wishes);
                say(&mut tx, refused);
                // Where it takes away what the reason would have been, it goes well.
                let Err(error) = tx.commit() else {
                    sh(RESET);
                    sh(WORLD);
                    continue;
                };
                cases += 1;
                let what = wrong_in(&error, None) + &differs(&ipdb, &before);
                if !what.is_empty() {
                    wrong += &format!("\n== {name}, {refused}: {error}\n{what}");
                    sh(RESET);
                    sh(WORLD);
                }
            }
        }
        println!("{cases} cases");
        assert!(wrong.is_empty(), "{wrong}");
    });
}

#[test]
fn links_that_are_made() {
    each_step_fails("links_that_are_made", &["made"]);
}

#[test]
fn links() {
    each_step_fails("links", &["links changed", "links renamed", "ports moved", "all down"]);
}

#[test]
fn deletions() {
    each_step_fails("deletions", &["a link deleted", "a bridge deleted", "all deleted"]);
}

#[test]
fn objects() {
    each_step_fails("objects", &["objects removed", "objects changed"]);
}

/// Links that are larger than all else in their dump: with 300 alternative names each, as long as names can be.
#[test]
fn links_with_many_names() {
    run("links_with_many_names", || {
        sh("echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode
            ip link add b0 address 02:00:00:00:00:01 type bridge forward_delay 0
            ip link add v0 address 02:00:00:00:00:02 type veth peer name v1 address 02:00:00:00:00:03
            ip link set v1 master b0; for link in v0 v1 b0; do ip link set $link up; done
            for link in v0 v1 b0; do
                for n in $(seq 1 300); do
                    echo link property add dev $link altname $(printf '%s-%0*d' $link 124 $n)
                done
            done | ip -batch -
            ip addr add 10.0.0.1/24 dev v0; ip addr add 10.0.0.2/24 dev v0; ip addr add 2001:db8::1/64 dev v0 nodad
            ip addr add 10.1.0.1/24 dev b0; ip route add 10.2.0.0/16 via 10.0.0.9; ip route add 10.3.0.0/16 via 10.1.0.9 table 77
            ip -6 route add 2001:db8:2::/48 via 2001:db8::9; ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0
            tc qdisc add dev v0 root handle 1: htb default 10; tc class add dev v0 parent 1: classid 1:10 htb rate 1mbit
            tc qdisc add dev v0 parent 1:10 handle 10: pfifo limit 33; tc qdisc add dev b0 root handle 2: tbf rate 1mbit burst 10k latency 50ms
            sleep 2");
        let ipdb = ipdb();
        let before = state(&ipdb);
        let names = |link: &str| {
            let names = sh(&format!("ip -o link show {link}"));
            names.matches(" altname ").count()
        };
        assert_eq!(names("v0"), 300);
        let removals = ["delete v0", "delete b0", "delete b0\ndelete v1"];
        let refused = "add route dst=10.90.0.0/16 gateway=192.168.77.1";
        for wishes in removals.map(|removal| format!("{removal}\n{refused}")) {
            let error = with(&ipdb, &wishes).commit().unwrap_err();
            let wrong = wrong_in(&error, None) + &differs(&ipdb, &before);
            assert!(wrong.is_empty(), "{wishes}:\n{wrong}");
            assert_eq!(["v0", "v1", "b0"].map(names), [300; 3]);
            assert!(sh(&format!("ip link show v0-{:0124}", 300)).contains(" v0"));
        }
        // The other way round: all of a link's names go with it, and only these.
        with(&ipdb, "delete v0").commit().unwrap();
        assert_eq!(names("b0"), 300);
    });
}
