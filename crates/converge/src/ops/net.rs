//! Links, addresses, routes, rules, neighbours, and the settings that the kernel tells of.

use super::{Sort, Tool};

pub(super) const SORTS: &[Sort] = &[
    Sort { tool: Tool::Ip, weight: 12, patterns: LINKS },
    Sort { tool: Tool::Ip, weight: 10, patterns: STATES },
    Sort { tool: Tool::Ip, weight: 5, patterns: PROPERTIES },
    Sort { tool: Tool::Ip, weight: 6, patterns: MASTERS },
    Sort { tool: Tool::Ip, weight: 4, patterns: PEER },
    Sort { tool: Tool::Ip, weight: 14, patterns: ADDRESSES },
    Sort { tool: Tool::Ip, weight: 20, patterns: ROUTES4 },
    Sort { tool: Tool::Ip, weight: 20, patterns: ROUTES6 },
    Sort { tool: Tool::Ip, weight: 10, patterns: NEXTHOPS },
    Sort { tool: Tool::Ip, weight: 7, patterns: RULES },
    Sort { tool: Tool::Ip, weight: 9, patterns: NEIGHBOURS },
    Sort { tool: Tool::Bridge, weight: 10, patterns: BRIDGES },
    Sort { tool: Tool::Setting, weight: 5, patterns: SETTINGS },
    Sort { tool: Tool::Datagram, weight: 3, patterns: &["IN4", "GW4", "IN6", "GW6"] },
    Sort {
        tool: Tool::Raw,
        weight: 14,
        patterns: &["route4", "route4", "route6", "addr4", "neigh", "link", "rule"],
    },
];

const LINKS: &[&str] = &[
    "link add v%3 type veth peer name v%3p netns peer",
    "link add p2 type veth peer name p3",
    "link add BRIDGE type bridge {|vlan_filtering 1|vlan_filtering 1 vlan_default_pvid 7|mcast_snooping 0|stp_state 1}",
    "link add vx%2 type vxlan {id %3 dstport {4789|0} {|local IN4|remote 10.%3.0.9|group 239.0.0.1 dev ETH}|external dstport 4790|external vnifilter dstport 4790} {|nolearning|ageing 5}",
    "link add mv0 link {ETH|br0} type macvlan mode {bridge|private|passthru}",
    "link add vl0 link {ETH|br0} type vlan id %9",
    "link add ifb0 type ifb",
    "link add du0 type dummy",
    "link add bo0 type bond {|mode active-backup|mode 802.3ad}",
    "link add vr0 type vrf table 77",
    "link add tu0 type {gre|ipip|sit|gretap} local IN4 remote 10.%3.0.9",
    "link add tu0 type ip6tnl local IN6 remote 2001:db8:%3::9",
    "link add gv0 type geneve id %3 remote 10.%3.0.9",
    "link add ETH index 99 type ifb",
    "link del {LINK|BRIDGE|vx%2|mv0|vl0|ifb0|du0|bo0|vr0|tu0|gv0}",
    "link del {vx%2|mv0|vl0|ifb0|du0|bo0|vr0|tu0|gv0|br1}",
];

const STATES: &[&str] = &[
    "link set LINK up",
    "link set LINK up",
    "link set {LINK|vr0|gv0} up",
    "link set LINK down",
    "-n peer link set v%3p {up|up|down}",
    "-n peer link set v%3p {up|up|down}",
    "link set {p2|p3} {up|up|down}",
];

const PROPERTIES: &[&str] = &[
    "link set LINK mtu {1500|1400|1280|1200|9000|68}",
    "link set LINK name {LINK|q0|q1}",
    "link set {q0|q1} name LINK",
    "link property {add|add|del} dev LINK altname {LINK|alt%4|another-long-name-of-%3}",
    "link set LINK {address MAC|txqueuelen %999|group %3|alias alias%9}",
    "link set LINK {arp|multicast|promisc|allmulticast|dynamic|trailers} {on|off}",
    "link set LINK addrgenmode {none|eui64|random}",
    "link set LINK {carrier|protodown} {on|off}",
    "link set BRIDGE type bridge {stp_state %2|vlan_filtering %2|ageing_time 1%3000|mcast_snooping %2|priority %9999|mcast_querier %2|vlan_stats_enabled %2}",
    "link set ETH type bridge_slave {cost %99|priority %9|learning {on|off}|isolated {on|off}|hairpin {on|off}|neigh_suppress {on|off}|mcast_router %3|state %4|fdb_flush}",
    "link set vx%2 type vxlan {ageing %99|learning|nolearning}",
    "link set mv0 type macvlan mode {bridge|private}",
    "link set bo0 type bond {miimon %200|active_slave ETH}",
    "link set LINK gso_max_size {65536|32000}",
];

/// (Never `p3`: a cable from a bridge to itself is a storm.)
const MASTERS: &[&str] = &[
    "link set {PORT|PORT|vx%2|mv0|vl0|du0|ifb0|tu0} master {br0|br0|br1|bo0|vr0}",
    "link set {ETH|ETH|vx%2|mv0|vl0|du0|ifb0} nomaster",
];

const PEER: &[&str] = &[
    "link set {v%3|p%4|mv0|vx%2|ifb0|du0|vl0} netns peer",
    "-n peer link set {v%3|p%4|mv0|vx%2|ifb0|du0|vl0} netns HOME",
    "-n peer link set {v%3|p%4|mv0|vx%2|ifb0|du0|vl0} netns HOME",
    "-n peer addr {add|del} {10.0.0.9/24 dev v0p|10.1.0.9/24 dev v1p|2001:db8:1::9/64 dev v1p}",
    "-n peer link set v%3p {address MAC|mtu {1500|1300}}",
    "netns set peer {auto|5|6}",
    "-n peer link del v%3p",
];

const ADDRESSES: &[&str] = &[
    "addr add IN4/{24|24|16|32|25} dev LINK {|||broadcast +|noprefixroute|metric 50|scope {link|host}|valid_lft %3 preferred_lft 0}",
    "addr add IN4/24 dev ETH",
    "addr add IN4/24 dev v0 label v0:{a|b}",
    "addr add IN4/24 dev {v0|v1}",
    "addr add IN4 peer GW4/{32|24} dev LINK",
    "addr {change|replace} IN4/24 dev ETH {|noprefixroute|valid_lft 20 preferred_lft 10|valid_lft 2 preferred_lft 1}",
    "addr del IN4/{24|24|16|32} dev LINK",
    "addr del IN4/24 dev {v0|v1}",
    "addr add IN6/{64|64|128} dev LINK {|nodad|nodad|noprefixroute|home|valid_lft %3 preferred_lft 0|metric 50|proto 9}",
    "addr add IN6/64 dev {v0|v1} nodad",
    "addr add IN6 peer GW6/128 dev ETH",
    "addr {change|replace} IN6/64 dev ETH {|noprefixroute|valid_lft 20 preferred_lft 10|valid_lft 2 preferred_lft 1|mngtmpaddr}",
    "addr del IN6/{64|64|128} dev LINK",
    "addr add fe80::%4/64 dev ETH nodad",
    "addr flush dev LINK {||scope global|label v*}",
    "-{4|6} addr flush dev LINK",
    "addrlabel {add|del} prefix 2001:db8:%3::/48 label 1%3",
];

const ROUTES4: &[&str] = &[
    "route {add|append|prepend|replace|change} NET4 via GW4 TABLE METRIC",
    "route {add|append|prepend|replace|change} NET4 via GW4 TABLE METRIC",
    "route {add|append|prepend|replace|change} NET4 via GW4 TABLE METRIC {|src IN4|tos {4|8}|mtu 1400|advmss 1000|proto 99|realm 5}",
    "route {add|append|replace} NET4 dev LINK TABLE METRIC {|scope {link|host}|src IN4}",
    "route {add|append|replace} NET4 via GW4 dev ETH onlink TABLE METRIC",
    "route {add|append|replace} NET4 via inet6 GW6 dev ETH TABLE METRIC",
    "route {add|append|replace|change} NET4 nexthop via GW4 {|weight 3} nexthop {via GW4|dev LINK|via GW4 dev ETH onlink} {|nexthop via GW4} TABLE METRIC",
    "route {add|append|replace} NET4 nhid %9 TABLE METRIC",
    "route {add|append|replace} {blackhole|unreachable|prohibit|throw} NET4 TABLE METRIC",
    "route {add|del} {local|broadcast|multicast} 10.20.0.%3 dev LINK {|table local}",
    "route del NET4 TABLE METRIC",
    "route del NET4 TABLE METRIC",
    "route del NET4 via GW4 TABLE",
    "route flush {table 77|table 88|table 1000|dev LINK|root 10.100.0.0/14|proto 99}",
];

const ROUTES6: &[&str] = &[
    "-6 route {add|append|prepend|replace|change} NET6 via GW6 {|dev ETH} TABLE METRIC",
    "-6 route {add|append|prepend|replace|change} NET6 via GW6 {|dev ETH} TABLE METRIC",
    "-6 route append NET6 via GW6 {|dev ETH}",
    "-6 route {add|append|replace} NET6 via GW6 TABLE METRIC {|src IN6|mtu 1400|expires 2|pref high|proto 99}",
    "-6 route {add|append|replace} NET6 dev LINK TABLE METRIC",
    "-6 route {add|append|replace} NET6 via GW6 dev ETH onlink TABLE METRIC",
    "-6 route {add|append|replace|change} NET6 nexthop via GW6 {|weight 3} nexthop {via GW6|dev LINK|via GW6 dev ETH} {|nexthop via GW6} TABLE METRIC",
    "-6 route {add|append|replace} NET6 nhid %9 TABLE METRIC",
    "-6 route {add|append|replace} {blackhole|unreachable|prohibit|throw} NET6 TABLE METRIC",
    "-6 route {add|replace} NET6 from 2001:db8:5::/48 via GW6 TABLE",
    "-6 route {add|del} {local|anycast} 2001:db8:20::%3 dev LINK {|table local}",
    "-6 route del NET6 TABLE METRIC",
    "-6 route del NET6 TABLE METRIC",
    "-6 route del NET6 via GW6 {|dev ETH} TABLE",
    "-6 route flush {table 77|table 88|table 1000|dev LINK|root 2001:db8:100::/44|proto 99}",
];

const NEXTHOPS: &[&str] = &[
    "nexthop {add|add|replace} id %5 via GW4 dev ETH {||onlink}",
    "nexthop {add|add|replace} id %5 via GW4 dev {v0|v1}",
    "nexthop {add|add|replace} id %5 via GW6 dev ETH {||onlink}",
    "nexthop {add|add|replace} id %5 {dev ETH|blackhole|-6 dev ETH}",
    "nexthop {add|add|replace} id %9 group %5{|,3/%5}{|/%5,2}{|/%4|,4}",
    "nexthop {add|add|replace} id %9 group %5{|/%5} type resilient buckets 8 {|idle_timer 1}",
    "nexthop {add|replace} id %5 via GW4 fdb",
    "nexthop del id %9",
    "nexthop flush {dev ETH|groups|proto 99|fdb}",
];

const RULES: &[&str] = &[
    "{-4|-6} rule {add|add|del} prio {10|20|20|30|32766} {|iif LINK|oif LINK|fwmark %3|ipproto tcp dport %3|sport 1-%9} {lookup 77|lookup 88|lookup 1000|goto {30|99}|blackhole|prohibit}",
    "-4 rule {add|add|del} prio {10|20|20|30} {from 10.%3.0.0/16|to NET4|tos 8} {lookup 77|goto 30|unreachable|lookup main suppress_prefixlength %3}",
    "-6 rule {add|add|del} prio {10|20|20|30} {from 2001:db8:%3::/48|to NET6} {lookup 77|goto 30|unreachable|lookup main suppress_prefixlength %3}",
    "{-4|-6} rule {add|del} {from all lookup 77|l3mdev prio 1000|not fwmark 3 lookup 88}",
    "{-4|-6} rule {add|del} prio {30|99} lookup main",
    "{-4|-6} rule del prio {10|20|20|30|99}",
];

const NEIGHBOURS: &[&str] = &[
    "neigh {add|replace|change} GW4 dev ETH {lladdr MAC} nud {permanent|reachable|stale|noarp|delay|probe|failed|incomplete} {||router|extern_learn|managed}",
    "neigh {add|replace|change} GW6 dev ETH {lladdr MAC} nud {permanent|reachable|stale|noarp|delay|probe|failed|incomplete} {||router|extern_learn|managed}",
    "neigh replace {GW4|GW6} dev ETH lladdr MAC nud {stale|reachable}",
    "neigh {add|add|del} proxy {GW4|GW6} dev {LINK|ETH}",
    "neigh del {GW4|GW6} dev ETH",
    "neigh flush dev LINK {|nud all|nud stale}",
];

/// (Who replaces the entry of all zeros is refused, but its state has changed by then, and nobody is told. And of a
/// VXLAN that has one VNI, entries with different `src_vni` look alike in all.)
const BRIDGES: &[&str] = &[
    "fdb {add|append|replace|del} MAC dev {ETH|ETH|vx%2|vx%2|BRIDGE|mv0|vl0} {master|self|} {static|dynamic|permanent|} {||vlan %9} {|||extern_learn|sticky|use}",
    "fdb {add|append|del} {MAC|00:00:00:00:00:00} dev vx%2 dst 10.%3.0.9 {|||vni %9|port 4789|via ETH} {|self} {|permanent|dynamic}",
    "fdb {add|append|del} {MAC|00:00:00:00:00:00} dev vx%2 dst 10.%3.0.9",
    "fdb replace MAC dev vx%2 dst 10.%3.0.9 {|||vni %9|port 4789|via ETH} {|self} {|permanent|dynamic}",
    "fdb {add|replace|del} MAC dev vx%2 nhid %9 self",
    "fdb {add|del} 01:00:5e:00:00:0%4 dev ETH self",
    "fdb flush dev {BRIDGE|vx%2|ETH}",
    "link set dev ETH {cost %99|priority %9|learning {on|off}|flood {on|off}|guard {on|off}|state %4|isolated {on|off}|mcast_router %3|vlan_tunnel {on|off}}",
    "vlan {add|add|del} dev {ETH|BRIDGE|vx%2} vid {%9|%9|100-1%30} {|pvid|untagged|pvid untagged} {||self}",
    "vlan {add|add|del} dev vx%2 vid %9 tunnel_info id %9",
    "vlan set dev ETH vid %9 state %4",
    "vlan global set dev BRIDGE vid %9 mcast_snooping {0|1}",
    "mdb {add|replace|del} dev BRIDGE port {ETH|vx%2|BRIDGE} grp {239.1.1.%3|ff0e::%3} {permanent|temp|} {||vid %9} {||src GW4}",
    "vni {add|del} dev vx%2 vni %9",
];

/// The kernel tells of these. (Of others, which links state too, it does not.)
const SETTINGS: &[&str] = &[
    "ipv4/conf/{all|default|LINK}/{forwarding|rp_filter|proxy_arp|bc_forwarding|ignore_routes_with_linkdown} {0|1}",
    "ipv6/conf/{all|default|LINK}/{forwarding|proxy_ndp|ignore_routes_with_linkdown} {0|1}",
    "ipv6/conf/{default|LINK|LINK}/disable_ipv6 {0|0|1}",
    "ipv4/ip_forward {0|1}",
    "ipv4/conf/LINK/promote_secondaries {0|1}",
    "ipv6/conf/LINK/keep_addr_on_down {0|1}",
    "ipv4/fib_multipath_use_neigh {0|1}",
];
