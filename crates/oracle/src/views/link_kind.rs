//! What kinds of links and of ports say of themselves, in `ip -d link`.

use crate::{Cases, PLAIN, Pair, Row, Row::*, Rules, rules, same, spell};
use route2_schema::wire::Value;
use serde_json::Value as Json;
use std::net::Ipv4Addr;

/// `linkinfo.info_data`.
pub(super) static KINDS: Cases = &[
    (&["amt"], &AMT),
    (&["bareudp"], &BAREUDP),
    (&["bond"], &BOND),
    (&["bridge"], &BRIDGE),
    (&["can"], &CAN),
    (&["erspan", "gre", "gretap"], &rules(&["gre_"], GRE)),
    (&["geneve"], &GENEVE),
    (&["gtp"], &GTP),
    (&["hsr"], &HSR),
    (&["ip6erspan", "ip6gre", "ip6gretap"], &rules(&["ip6gre_"], IP6GRE)),
    (&["ip6tnl"], &IP6TNL),
    (&["ipip"], &IPIP),
    (&["ipvlan", "ipvtap"], &IPVLAN),
    (&["macsec"], &rules(&["macsec_"], &[Is("sci", "macsec_sci", spell::hex)])),
    (&["macvlan"], &MACVLAN),
    (&["macvtap"], &MACVTAP),
    (&["netkit"], &NETKIT),
    (&["rmnet"], &RMNET),
    (&["sit"], &SIT),
    (&["tun"], &TUN),
    (&["vlan"], &VLAN),
    (&["vrf"], &rules(&["vrf_"], &[Is("table", "vrf_table", spell::name)])),
    (&["vti"], &rules(&["vti_"], VTI)),
    (&["vti6"], &rules(&["vti6_"], VTI6)),
    (&["vxlan"], &VXLAN),
    (&["wwan"], &rules(&[], &[Is("linkid", "wwan_link_id", same)])),
    (&["xfrm"], &XFRM),
];

/// `linkinfo.info_slave_data`.
pub(super) static PORT_KINDS: Cases = &[
    (&["bond"], &BOND_PORT),
    (&["bridge"], &BRIDGE_PORT),
    (&["vrf"], &rules(&[], &[Is("table", "vrf_port_table", spell::name)])),
];

/// `linkinfo.info_xstats`.
pub(super) static XSTATS: Cases = &[(&["can"], &rules(&["xstats."], &[]))];

static AMT: Rules = rules(
    &["amt_"],
    &[
        Is("link", "amt_link", spell::interface),
        Is("local", "amt_local_ip", same),
        Is("remote", "amt_remote_ip", same),
        Is("discovery", "amt_discovery_ip", same),
    ],
);

static BAREUDP: Rules = rules(
    &["bareudp_"],
    &[
        Is("dstport", "bareudp_port", same),
        Is("ethertype", "bareudp_ethertype", spell::any_case),
        Is("srcportmin", "bareudp_srcport_min", same),
        Is("multiproto", "bareudp_multiproto_mode", same),
    ],
);

static BOND: Rules = rules(
    &["bond_"],
    &[
        Is("active_slave", "bond_active_slave", spell::interface),
        Is("primary", "bond_primary", spell::interface),
        // Without a name where it is `none`.
        Is("arp_validate", "bond_arp_validate", |pair| match pair.theirs {
            Json::Null => pair.number() == Some(0),
            _ => same(pair),
        }),
        Is("peer_notify_delay", "bond_peer_notif_delay", same),
        Is("arp_missed_max", "bond_missed_max", same),
        Is("ad_lacp_active", "bond_ad_lacp_active", spell::on_off),
        In("ad_info", "bond_ad_info", &PLAIN),
    ],
);

static BOND_PORT: Rules = rules(
    &["bond_slave_"],
    &[
        Is("state", "bond_slave_state", spell::state),
        Is("mii_status", "bond_slave_mii_status", spell::state),
        Is("ad_actor_oper_port_state_str", "bond_slave_ad_actor_oper_port_state", same),
        Is("ad_partner_oper_port_state_str", "bond_slave_ad_partner_oper_port_state", same),
    ],
);

static BRIDGE: Rules = rules(
    &["br_"],
    &[
        Is("hello_timer", "br_hello_timer", spell::timer),
        Is("tcn_timer", "br_tcn_timer", spell::timer),
        Is("topology_change_timer", "br_topology_change_timer", spell::timer),
        Is("gc_timer", "br_gc_timer", spell::timer),
        Is("bridge_id", "br_bridge_id", bridge_id),
        Is("root_id", "br_root_id", bridge_id),
        Is("group_fwd_mask", "br_group_fwd_mask", spell::digits),
        Is("no_linklocal_learn", "br_multi_boolopt.optval.no_linklocal_learn", same),
        Is("mcast_vlan_snooping", "br_multi_boolopt.optval.mcast_vlan_snooping", same),
        Is("mst_enabled", "br_multi_boolopt.optval.mst_enable", same),
        In(
            "mcast_querier_state_ipv4",
            "br_mcast_querier_state",
            &rules(
                &[],
                &[
                    Is("mcast_querier_ipv4_addr", "ip_address", same),
                    Is("mcast_querier_ipv4_port", "ip_port", spell::interface),
                    Is("mcast_querier_ipv4_other_timer", "ip_other_timer", spell::timer),
                ],
            ),
        ),
        In(
            "mcast_querier_state_ipv6",
            "br_mcast_querier_state",
            &rules(
                &[],
                &[
                    Is("mcast_querier_ipv6_addr", "ipv6_address", same),
                    Is("mcast_querier_ipv6_port", "ipv6_port", spell::interface),
                    Is("mcast_querier_ipv6_other_timer", "ipv6_other_timer", spell::timer),
                ],
            ),
        ),
    ],
);

/// What a bridge says of its port, there and in `bridge link`.
macro_rules! port_rows {
    ($($row:expr,)*) => {
        &[
            $($row,)*
        Is("hairpin", "brport_mode", same),
        Is("root_block", "brport_protect", same),
        Is("fastleave", "brport_fast_leave", same),
        Is("flood", "brport_unicast_flood", same),
        Is("id", "brport_id", spell::digits),
        Is("no", "brport_no", spell::digits),
        Is("bridge_id", "brport_bridge_id", bridge_id),
        Is("root_id", "brport_root_id", bridge_id),
        Is("hold_timer", "brport_hold_timer", spell::timer),
        Is("message_age_timer", "brport_message_age_timer", spell::timer),
        Is("forward_delay_timer", "brport_forward_delay_timer", spell::timer),
        Is("proxy_arp", "brport_proxyarp", same),
        Is("proxy_arp_wifi", "brport_proxyarp_wifi", same),
        Is("mcast_to_unicast", "brport_mcast_to_ucast", same),
        Is("group_fwd_mask", "brport_group_fwd_mask", spell::digits),
        Is("group_fwd_mask_str", "brport_group_fwd_mask", spell::digits),
        Is("backup_port", "brport_backup_port", spell::interface),
        ]
    };
}
pub(super) use port_rows;

static BRIDGE_PORT: Rules = rules(&["brport_"], port_rows!());

static CAN: Rules = rules(
    &["can_"],
    &[
        Is("clock", "can_clock", same),
        Is("bittiming_bitrate", "can_bittiming.bitrate", same),
        Is("ctrlmode_supported", "can_ctrlmode_ext.supported", spell::set),
    ],
);

static GENEVE: Rules = rules(
    &["geneve_"],
    &[
        Is("external", "geneve_collect_metadata", same),
        Is("tos", "geneve_tos", spell::digits),
        Is("label", "geneve_label", spell::digits),
    ],
);

static GTP: Rules = rules(&["gtp_"], &[Is("hsize", "gtp_pdp_hashsize", same)]);

static HSR: Rules = rules(
    &["hsr_"],
    &[
        Is("slave1", "hsr_slave1", spell::interface),
        Is("slave2", "hsr_slave2", spell::interface),
        Is("interlink", "hsr_interlink", spell::interface),
        Is("proto", "hsr_protocol", same),
    ],
);

/// What all tunnels say.
macro_rules! ends {
    ($prefix:literal $($row:expr,)*) => {
        &[
            Is("link", concat!($prefix, "_link"), spell::interface),
            Is("local", concat!($prefix, "_local"), any_address),
            Is("remote", concat!($prefix, "_remote"), any_address),
            Is("fwmark", concat!($prefix, "_fwmark"), spell::digits),
            $($row,)*
        ]
    };
}

/// And what lies around their packets.
macro_rules! tunnel {
    ($prefix:literal $($row:expr,)*) => {
        ends!($prefix
            Is("tos", concat!($prefix, "_tos"), spell::digits),
            Is("external", concat!($prefix, "_collect_metadata"), same),
            In("encap", "", &rules(&[concat!($prefix, "_encap_"), concat!($prefix, "_encap_flags.")], &[])),
            $($row,)*
        )
    };
}

/// And the key and the flags of GRE, in each direction.
macro_rules! gre {
    ($prefix:literal $($row:expr,)*) => {
        tunnel!($prefix
            Is("ikey", concat!($prefix, "_ikey"), dotted),
            Is("okey", concat!($prefix, "_okey"), dotted),
            Is("iseq", concat!($prefix, "_iflags.seq"), same),
            Is("oseq", concat!($prefix, "_oflags.seq"), same),
            Is("icsum", concat!($prefix, "_iflags.csum"), same),
            Is("ocsum", concat!($prefix, "_oflags.csum"), same),
            Is("erspan_hwid", concat!($prefix, "_erspan_hwid"), spell::digits),
            $($row,)*
        )
    };
}

/// What an IPv6 tunnel has instead of `tos`.
macro_rules! tunnel6 {
    ($shape:ident $prefix:literal $($row:expr,)*) => {
        $shape!($prefix
            Is("tclass", concat!($prefix, "_flowinfo"), traffic_class),
            Is("flowlabel", concat!($prefix, "_flowinfo"), flow_label),
            Is("ip6_tnl_f_ign_encap_limit", concat!($prefix, "_flags.ign_encap_limit"), same),
            Is("ip6_tnl_f_use_orig_tclass", concat!($prefix, "_flags.use_orig_tclass"), same),
            Is("ip6_tnl_f_use_orig_flowlabel", concat!($prefix, "_flags.use_orig_flowlabel"), same),
            Is("ip6_tnl_f_rcv_dscp_copy", concat!($prefix, "_flags.rcv_dscp_copy"), same),
            Is("ip6_tnl_f_allow_local_remote", concat!($prefix, "_flags.allow_local_remote"), same),
            Is("ip6_tnl_f_use_orig_fwmark", concat!($prefix, "_flags.use_orig_fwmark"), same),
            $($row,)*
        )
    };
}

static GRE: &[Row] = gre!("gre");
static IP6GRE: &[Row] = tunnel6!(gre "ip6gre");
static VTI: &[Row] = ends!("vti" Is("ikey", "vti_ikey", dotted), Is("okey", "vti_okey", dotted),);
static VTI6: &[Row] =
    ends!("vti6" Is("ikey", "vti6_ikey", dotted), Is("okey", "vti6_okey", dotted),);
static IP6TNL: Rules = rules(&["ip6tnl_"], tunnel6!(tunnel "ip6tnl"));
static IPIP: Rules = rules(&["ipip_"], tunnel!("ipip"));
static SIT: Rules = rules(
    &["sit_"],
    tunnel!("sit"
        Is("isatap", "sit_flags.isatap", same),
        Is("prefix", "sit_6rd_prefix", same),
        Is("prefixlen", "sit_6rd_prefixlen", same),
        Is("relay_prefix", "sit_6rd_relay_prefix", same),
        Is("relay_prefixlen", "sit_6rd_relay_prefixlen", same),
    ),
);

static IPVLAN: Rules = rules(
    &["ipvlan_", "ipvlan_flags."],
    &[Is("bridge", "ipvlan_flags", |pair| pair.number() == Some(0))],
);

macro_rules! macvlan {
    ($prefix:literal) => {
        rules(
            &[concat!($prefix, "_"), concat!($prefix, "_flags.")],
            &[
                Is("bcqueuelen", concat!($prefix, "_bc_queue_len"), same),
                Is("usedbcqueuelen", concat!($prefix, "_bc_queue_len_used"), same),
                Is("bclim", concat!($prefix, "_bc_cutoff"), same),
                Is("macaddr_data", concat!($prefix, "_macaddr_data.macaddr"), same),
            ],
        )
    };
}
static MACVLAN: Rules = macvlan!("macvlan");
static MACVTAP: Rules = macvlan!("macvtap");

static NETKIT: Rules = rules(
    &["netkit_"],
    &[Is("type", "netkit_primary", |pair| {
        pair.theirs == if pair.number() == Some(1) { "primary" } else { "peer" }
    })],
);

static RMNET: Rules = rules(
    &["rmnet_"],
    &[Is("flags", "rmnet_flags.flags", |pair| {
        let ours = pair.items().into_iter().map(|name| name.to_uppercase().replace('-', "_"));
        spell::is_set(pair.theirs, ours.collect())
    })],
);

static TUN: Rules = rules(
    &["tun_"],
    &[
        Is("user", "tun_owner", root),
        Is("group", "tun_group", root),
        Is("numqueues", "tun_num_queues", same),
        Is("numdisabled", "tun_num_disabled_queues", same),
    ],
);

static VLAN: Rules = rules(
    &["vlan_"],
    &[
        Is("flags", "vlan_flags.flags", spell::set),
        Each("egress_qos", "vlan_egress_qos.mapping", &PLAIN),
        Each("ingress_qos", "vlan_ingress_qos.mapping", &PLAIN),
    ],
);

static VXLAN: Rules = rules(
    &["vxlan_"],
    &[
        Is("link", "vxlan_link", spell::interface),
        Is("remote", "vxlan_group", same),
        Is("remote6", "vxlan_group6", same),
        Is("external", "vxlan_collect_metadata", same),
        Is("tos", "vxlan_tos", spell::digits),
        Is("label", "vxlan_label", spell::digits),
        In("port_range", "vxlan_port_range", &PLAIN),
    ],
);

static XFRM: Rules = rules(
    &["xfrm_"],
    &[Is("if_id", "xfrm_if_id", spell::digits), Is("external", "xfrm_collect_metadata", same)],
);

/// `any` is the address of zeros.
fn any_address(pair: &Pair<'_>) -> bool {
    match pair.theirs.as_str() {
        Some("any") => pair.ours().and_then(|ours| ours.ip()).is_some_and(|ip| ip.is_unspecified()),
        _ => same(pair),
    }
}

/// A number as if it were an IPv4 address.
fn dotted(pair: &Pair<'_>) -> bool {
    let ip = pair.theirs.as_str().and_then(|text| text.parse::<Ipv4Addr>().ok());
    ip.is_some() && ip.map(|ip| u32::from(ip).into()) == pair.number()
}

fn traffic_class(pair: &Pair<'_>) -> bool {
    spell::is_digits(pair.theirs, pair.number().map(|flow| flow >> 20 & 0xff))
}

fn flow_label(pair: &Pair<'_>) -> bool {
    spell::is_digits(pair.theirs, pair.number().map(|flow| flow & 0xf_ffff))
}

/// The name of user and group 0.
fn root(pair: &Pair<'_>) -> bool {
    pair.theirs == "root" && pair.number() == Some(0)
}

/// `8000.2:0:0:0:0:b0`: the priority and the address in hexadecimal digits, without leading zeros.
pub(super) fn bridge_id(pair: &Pair<'_>) -> bool {
    let Some(Value::Record(id)) = pair.ours() else { return false };
    let (Some(priority), Some(Value::LinkAddr(address))) = (id.number("prio"), id.get("addr"))
    else {
        return false;
    };
    let address: Vec<_> = address.iter().map(|byte| format!("{byte:x}")).collect();
    pair.theirs == &format!("{priority:04x}.{}", address.join(":"))
}
