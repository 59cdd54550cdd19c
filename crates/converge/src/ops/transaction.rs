//! What transactions want, a wish a command: `create KIND NAME KEY=VALUE...`, `link NAME KEY=VALUE...`, `delete NAME`,
//! or a goal, a table and keys.

use super::{Sort, Tool};

pub(super) const SORTS: &[Sort] = &[Sort {
    tool: Tool::Transaction,
    weight: 12,
    patterns: &[
        "create bridge {t0|t1} br_stp_state={0|1} state=up",
        "create veth t0 peer=t1",
        "create ifb {t1|t2} state=up",
        "create vxlan t2 vxlan_id=%9 vxlan_group=GW4 vxlan_port=4790",
        "delete {t0|t0|t1|t2|br1|p2|vl0}",
        "link LINK mtu={1280|1400|1500}",
        "link LINK state={up|up|down}",
        "link LINK txqlen=%1000 group=%3",
        "link PORT master={br0|br1|t0|none}",
        "link BRIDGE br_ageing_time={10000|30000} br_stp_state={0|1}",
        "link {t0|t1} ifname={t1|t2}",
        "replace addr dev=ETH prefix=IN4/24",
        "add addr dev=ETH prefix=IN6/64 flags=nodad",
        "remove addr dev=ETH prefix=IN4/24",
        "add route dst=NET4 gateway=GW4 table={main|77|1000}",
        "replace route dst=NET4 gateway=GW4 table={main|77|1000}",
        "append route dst=NET4 gateway=GW4 table={main|77|1000}",
        "add route dst=2001:db8:10%4::/48 gateway=GW6 dev=ETH",
        "remove route dst=NET4 table={main|77|1000}",
        "add route dst=NET4 nh_id=%6 table={main|77}",
        "add rule src=10.10%4.0.0/16 table={77|1000} priority=%30",
        "remove rule src=10.10%4.0.0/16",
        "replace nexthop id=%6 gateway=GW4 dev=ETH",
        "remove nexthop id=%6",
        "replace neigh dev=ETH dst=GW4 lladdr=MAC",
        "replace neigh dev=PORT lladdr=MAC flags=master state=noarp",
        "add qdisc dev=SINK kind=prio handle=9:0",
        "remove qdisc dev=SINK handle=9:0",
    ],
}];
