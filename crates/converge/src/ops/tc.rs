//! Traffic control.

use super::{Sort, Tool};

pub(super) const SORTS: &[Sort] = &[
    Sort { tool: Tool::Tc, weight: 7, patterns: QDISCS },
    Sort { tool: Tool::Tc, weight: 5, patterns: CLASSES },
    Sort { tool: Tool::Tc, weight: 8, patterns: FILTERS },
];

const QDISCS: &[&str] = &[
    "qdisc {add|replace} dev LINK root handle {1|1|2}: {htb|htb default 1|pfifo|prio|fq_codel|tbf rate 1mbit burst 9k latency 9ms|netem delay 9ms|sfq|hfsc|drr|mq|ets bands 3}",
    "qdisc {add|replace} dev ETH root handle 1: htb {|default 1|r2q %9}",
    "qdisc {add|replace} dev ETH parent 1:%4 {|handle 1%3:} {pfifo limit %99|bfifo|htb|prio|fq_codel|sfq}",
    "qdisc {add|add|del} dev ETH {clsact|clsact|ingress}",
    "qdisc add dev ETH ingress_block %3 {ingress|clsact}",
    "qdisc del dev LINK {root|root|clsact|ingress|parent 1:%4}",
    "qdisc change dev ETH root handle 1: {htb|pfifo limit %99|htb default %3}",
];

const CLASSES: &[&str] = &[
    "class {add|replace|change} dev ETH parent 1:{|%4} classid 1:%4 htb rate %9mbit {|ceil 20mbit} {|prio %3}",
    "class {add|replace} dev ETH parent 1: classid 1:%4 htb rate 1mbit",
    "class {add|replace} dev ETH parent 1: classid 1:%4 {hfsc sc rate 1mbit|drr quantum 1000}",
    "class del dev ETH classid 1:%4",
];

/// (None for `egress`: of a `qdisc ingress`, whose one place answers to both names, the kernel says that its filters are
/// where the last request wanted one, even if it refused that.)
const FILTERS: &[&str] = &[
    "filter {add|replace|change} dev ETH {parent 1:|ingress|parent 1:%4} protocol {ip|ipv6|all} {|prio %4} {|chain %3} {|handle 80%2::%3} u32 match ip dst 10.%3.0.0/16 {flowid 1:%4|action mirred egress redirect dev SINK|action mirred egress mirror dev SINK|action drop}",
    "filter {add|replace} dev ETH {parent 1:|ingress} protocol ip prio {1|2} {|chain %3} {matchall action drop|flower dst_ip IN4 action drop|matchall|fw|basic}",
    "filter {add|replace} dev ETH ingress protocol ip prio 1 u32 match u32 0 0 action mirred egress redirect dev SINK",
    "filter add block %3 protocol ip prio {1|2} u32 match u32 0 %9 flowid 1:1",
    "filter del dev ETH {parent 1:|ingress|egress} {|protocol ip {|prio %4}} {|chain %3}",
    "filter del dev ETH {parent 1:|ingress} protocol ip prio %4 handle 80%2::80%2 u32",
    "filter del block %3",
    "chain {add|del} dev ETH {parent 1:|ingress} chain %4",
    "actions {add|change|del} action {mirred egress redirect dev SINK|gact drop} index %3",
];
