"""The keys that can be set, by table, with what they take. Made by `cargo xtask python --generate`: do not edit."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, Union

Address = Union[str, ipaddress.IPv4Address, ipaddress.IPv6Address]
Net = Union[str, ipaddress.IPv4Network, ipaddress.IPv6Network, ipaddress.IPv4Interface, ipaddress.IPv6Interface]
Number = Union[int, str]
Names = Union[int, str, Sequence[str]]
Truth = Union[bool, int, str]
Values = Mapping[str, Any]

#: The tables of the kernel.
Table = Literal[
    "link",
    "addr",
    "route",
    "neigh",
    "rule",
    "qdisc",
    "class",
    "filter",
    "action",
    "prefix",
    "multicast",
    "anycast",
    "neightbl",
    "nduseropt",
    "addrlabel",
    "dcb",
    "netconf",
    "mdb",
    "nsid",
    "stats",
    "cachereport",
    "chain",
    "nexthop",
    "linkprop",
    "vlan",
    "nexthopbucket",
    "tunnel",
    "cangw",
]


class LinkKeys(TypedDict, total=False):
    """Links: network interfaces of all kinds."""

    addr_gen_mode: Any
    address: Union[str, bytes]
    af_spec: Values
    allmulticast: Any
    alt_ifname: str
    amt_discovery_ip: Address
    amt_gateway_port: Number
    amt_link: Number
    amt_local_ip: Address
    amt_max_tunnels: Number
    amt_mode: Number
    amt_relay_port: Number
    arp: Any
    bareudp_ethertype: Number
    bareudp_multiproto_mode: Truth
    bareudp_port: Number
    bareudp_srcport_min: Number
    batadv_algo_name: str
    bond_active_slave: Number
    bond_ad_actor_sys_prio: Number
    bond_ad_actor_system: Union[str, bytes]
    bond_ad_lacp_active: Number
    bond_ad_lacp_rate: Number
    bond_ad_select: Number
    bond_ad_user_port_key: Number
    bond_all_slaves_active: Number
    bond_arp_all_targets: Number
    bond_arp_interval: Any
    bond_arp_ip_target: Sequence[Any]
    bond_arp_validate: Number
    bond_broadcast_neigh: Number
    bond_coupled_control: Number
    bond_downdelay: Any
    bond_fail_over_mac: Number
    bond_lacp_strict: Number
    bond_lp_interval: Number
    bond_miimon: Any
    bond_min_links: Number
    bond_missed_max: Number
    bond_mode: Number
    bond_ns_ip6_target: Sequence[Any]
    bond_num_peer_notif: Number
    bond_packets_per_slave: Number
    bond_peer_notif_delay: Any
    bond_primary: Number
    bond_primary_reselect: Number
    bond_resend_igmp: Number
    bond_slave_actor_port_prio: Number
    bond_slave_prio: Number
    bond_slave_queue_id: Number
    bond_tlb_dynamic_lb: Number
    bond_updelay: Any
    bond_use_carrier: Number
    bond_xmit_hash_policy: Number
    br_ageing_time: Any
    br_fdb_flush: Truth
    br_fdb_max_learned: Number
    br_forward_delay: Any
    br_group_addr: Union[str, bytes]
    br_group_fwd_mask: Number
    br_hello_time: Any
    br_max_age: Any
    br_mcast_hash_elasticity: Number
    br_mcast_hash_max: Number
    br_mcast_igmp_version: Number
    br_mcast_last_member_cnt: Number
    br_mcast_last_member_intvl: Any
    br_mcast_membership_intvl: Any
    br_mcast_mld_version: Number
    br_mcast_querier: Number
    br_mcast_querier_intvl: Any
    br_mcast_query_intvl: Any
    br_mcast_query_response_intvl: Any
    br_mcast_query_use_ifaddr: Number
    br_mcast_router: Number
    br_mcast_snooping: Number
    br_mcast_startup_query_cnt: Number
    br_mcast_startup_query_intvl: Any
    br_mcast_stats_enabled: Number
    br_multi_boolopt: Values
    br_nf_call_arptables: Number
    br_nf_call_ip6tables: Number
    br_nf_call_iptables: Number
    br_priority: Number
    br_stp_mode: Number
    br_stp_state: Number
    br_vlan_default_pvid: Number
    br_vlan_filtering: Number
    br_vlan_protocol: Number
    br_vlan_stats_enabled: Number
    br_vlan_stats_per_port: Number
    broadcast: Union[str, bytes]
    brport_backup_nhid: Number
    brport_backup_port: Number
    brport_bcast_flood: Number
    brport_cost: Number
    brport_fast_leave: Number
    brport_flush: Truth
    brport_group_fwd_mask: Number
    brport_guard: Number
    brport_isolated: Number
    brport_learning: Number
    brport_learning_sync: Number
    brport_locked: Number
    brport_mab: Number
    brport_mcast_eht_hosts_limit: Number
    brport_mcast_flood: Number
    brport_mcast_max_groups: Number
    brport_mcast_to_ucast: Number
    brport_mode: Number
    brport_multicast_router: Number
    brport_neigh_forward_grat: Number
    brport_neigh_suppress: Number
    brport_neigh_vlan_suppress: Number
    brport_priority: Number
    brport_protect: Number
    brport_proxyarp: Number
    brport_proxyarp_wifi: Number
    brport_state: Number
    brport_unicast_flood: Number
    brport_vlan_tunnel: Number
    caif_ipv4_connid: Number
    caif_ipv6_connid: Number
    caif_loopback: Number
    can_bittiming: Values
    can_ctrlmode: Values
    can_data_bittiming: Values
    can_restart: Number
    can_restart_ms: Number
    can_tdc: Values
    can_termination: Number
    can_xl_data_bittiming: Values
    can_xl_pwm: Values
    can_xl_tdc: Values
    carrier: Number
    change: Number
    dsa_conduit: Number
    ext_mask: Names
    family: Number
    flags: Names
    geneve_collect_metadata: Truth
    geneve_df: Number
    geneve_gro_hint: Truth
    geneve_id: Number
    geneve_inner_proto_inherit: Truth
    geneve_label: Number
    geneve_local: Address
    geneve_local6: Address
    geneve_port: Number
    geneve_port_range: Values
    geneve_remote: Address
    geneve_remote6: Address
    geneve_tos: Number
    geneve_ttl: Number
    geneve_ttl_inherit: Number
    geneve_udp_csum: Number
    geneve_udp_zero_csum6_rx: Number
    geneve_udp_zero_csum6_tx: Number
    gre_collect_metadata: Truth
    gre_encap_dport: Number
    gre_encap_flags: Names
    gre_encap_limit: Number
    gre_encap_sport: Number
    gre_encap_type: Number
    gre_erspan_dir: Number
    gre_erspan_hwid: Number
    gre_erspan_index: Number
    gre_erspan_ver: Number
    gre_flags: Number
    gre_flowinfo: Number
    gre_fwmark: Number
    gre_iflags: Names
    gre_ignore_df: Number
    gre_ikey: Number
    gre_link: Number
    gre_local: Address
    gre_oflags: Names
    gre_okey: Number
    gre_pmtudisc: Number
    gre_remote: Address
    gre_tos: Number
    gre_ttl: Number
    gro_ipv4_max_size: Number
    gro_max_size: Number
    group: Number
    gso_ipv4_max_size: Number
    gso_max_segs: Number
    gso_max_size: Number
    gtp_create_sockets: Number
    gtp_fd0: Number
    gtp_fd1: Number
    gtp_local: Address
    gtp_local6: Address
    gtp_pdp_hashsize: Number
    gtp_restart_count: Number
    gtp_role: Number
    hsr_interlink: Number
    hsr_multicast_spec: Number
    hsr_protocol: Number
    hsr_slave1: Number
    hsr_slave2: Number
    hsr_version: Number
    if_netnsid: Number
    ifalias: str
    ifi_type: Number
    ifname: str
    index: Number
    ip6gre_collect_metadata: Truth
    ip6gre_encap_dport: Number
    ip6gre_encap_flags: Names
    ip6gre_encap_limit: Number
    ip6gre_encap_sport: Number
    ip6gre_encap_type: Number
    ip6gre_erspan_dir: Number
    ip6gre_erspan_hwid: Number
    ip6gre_erspan_index: Number
    ip6gre_erspan_ver: Number
    ip6gre_flags: Names
    ip6gre_flowinfo: Number
    ip6gre_fwmark: Number
    ip6gre_iflags: Names
    ip6gre_ignore_df: Number
    ip6gre_ikey: Number
    ip6gre_link: Number
    ip6gre_local: Address
    ip6gre_oflags: Names
    ip6gre_okey: Number
    ip6gre_pmtudisc: Number
    ip6gre_remote: Address
    ip6gre_tos: Number
    ip6gre_ttl: Number
    ip6tnl_collect_metadata: Truth
    ip6tnl_encap_dport: Number
    ip6tnl_encap_flags: Names
    ip6tnl_encap_limit: Number
    ip6tnl_encap_sport: Number
    ip6tnl_encap_type: Number
    ip6tnl_flags: Names
    ip6tnl_flowinfo: Number
    ip6tnl_fwmark: Number
    ip6tnl_link: Number
    ip6tnl_local: Address
    ip6tnl_proto: Number
    ip6tnl_remote: Address
    ip6tnl_ttl: Number
    ipip_collect_metadata: Truth
    ipip_encap_dport: Number
    ipip_encap_flags: Names
    ipip_encap_sport: Number
    ipip_encap_type: Number
    ipip_fwmark: Number
    ipip_link: Number
    ipip_local: Address
    ipip_pmtudisc: Number
    ipip_proto: Number
    ipip_remote: Address
    ipip_tos: Number
    ipip_ttl: Number
    ipoib_mode: Number
    ipoib_pkey: Number
    ipoib_umcast: Number
    ipvlan_flags: Names
    ipvlan_mode: Number
    kind: str
    link: Number
    link_netnsid: Number
    linkmode: Number
    macsec_cipher_suite: Number
    macsec_encoding_sa: Number
    macsec_encrypt: Number
    macsec_es: Number
    macsec_icv_len: Number
    macsec_inc_sci: Number
    macsec_offload: Number
    macsec_port: Number
    macsec_protect: Number
    macsec_replay_protect: Number
    macsec_scb: Number
    macsec_sci: Number
    macsec_validation: Number
    macsec_window: Number
    macvlan_bc_cutoff: Number
    macvlan_bc_queue_len: Number
    macvlan_flags: Names
    macvlan_macaddr: Union[str, bytes]
    macvlan_macaddr_data: Values
    macvlan_macaddr_mode: Number
    macvlan_mode: Number
    macvtap_bc_cutoff: Number
    macvtap_bc_queue_len: Number
    macvtap_flags: Names
    macvtap_macaddr: Union[str, bytes]
    macvtap_macaddr_data: Values
    macvtap_macaddr_mode: Number
    macvtap_mode: Number
    map: Values
    master: Number
    mtu: Number
    multicast: Any
    net_ns_fd: Number
    net_ns_pid: Number
    netkit_headroom: Number
    netkit_mode: Number
    netkit_pairing: Number
    netkit_peer_info: Values
    netkit_peer_policy: Number
    netkit_peer_scrub: Number
    netkit_policy: Number
    netkit_scrub: Number
    netkit_tailroom: Number
    new_ifindex: Number
    num_rx_queues: Number
    num_tx_queues: Number
    operstate: Number
    ovpn_mode: Number
    parent_dev_bus_name: str
    parent_dev_name: str
    port_self: Values
    ppp_dev_fd: Number
    promisc: Any
    prop_list: Values
    proto_down: Number
    proto_down_reason: Values
    rmnet_flags: Values
    rmnet_mux_id: Number
    sit_6rd_prefix: Address
    sit_6rd_prefixlen: Number
    sit_6rd_relay_prefix: Address
    sit_6rd_relay_prefixlen: Number
    sit_encap_dport: Number
    sit_encap_flags: Names
    sit_encap_sport: Number
    sit_encap_type: Number
    sit_flags: Names
    sit_fwmark: Number
    sit_link: Number
    sit_local: Address
    sit_pmtudisc: Number
    sit_proto: Number
    sit_remote: Address
    sit_tos: Number
    sit_ttl: Number
    slave_kind: str
    state: Literal["up", "down"]
    token: Address
    txqlen: Number
    veth_peer: Values
    vf_ports: Values
    vfinfo_list: Values
    vlan_egress_qos: Values
    vlan_flags: Values
    vlan_id: Number
    vlan_ingress_qos: Values
    vlan_protocol: Number
    vrf_table: Number
    vti6_fwmark: Number
    vti6_ikey: Number
    vti6_link: Number
    vti6_local: Address
    vti6_okey: Number
    vti6_remote: Address
    vti_fwmark: Number
    vti_ikey: Number
    vti_link: Number
    vti_local: Address
    vti_okey: Number
    vti_remote: Address
    vxcan_peer: Values
    vxlan_ageing: Any
    vxlan_collect_metadata: Number
    vxlan_df: Number
    vxlan_gbp: Truth
    vxlan_gpe: Truth
    vxlan_group: Address
    vxlan_group6: Address
    vxlan_id: Number
    vxlan_l2miss: Number
    vxlan_l3miss: Number
    vxlan_label: Number
    vxlan_label_policy: Number
    vxlan_learning: Number
    vxlan_limit: Number
    vxlan_link: Number
    vxlan_local: Address
    vxlan_local6: Address
    vxlan_localbypass: Number
    vxlan_mc_route: Number
    vxlan_port: Number
    vxlan_port_range: Values
    vxlan_proxy: Number
    vxlan_remcsum_nopartial: Truth
    vxlan_remcsum_rx: Number
    vxlan_remcsum_tx: Number
    vxlan_reserved_bits: Values
    vxlan_rsc: Number
    vxlan_tos: Number
    vxlan_ttl: Number
    vxlan_ttl_inherit: Number
    vxlan_udp_csum: Number
    vxlan_udp_zero_csum6_rx: Number
    vxlan_udp_zero_csum6_tx: Number
    vxlan_vnifilter: Number
    weight: Number
    wwan_link_id: Number
    xdp: Values
    xfrm_collect_metadata: Truth
    xfrm_if_id: Number
    xfrm_link: Number
    peer: Any


class AddrKeys(TypedDict, total=False):
    """Addresses of interfaces."""

    address: Address
    broadcast: Address
    cacheinfo: Values
    dev: Number
    family: Number
    flags: Names
    index: Number
    label: str
    local: Address
    peer: Union[Address, Net]
    preferred_lft: Number
    prefix: Union[Address, Net]
    prefixlen: Number
    proto: Number
    rt_priority: Number
    scope: Number
    target_netnsid: Number
    valid_lft: Number


class RouteKeys(TypedDict, total=False):
    """Routes."""

    dev: Number
    dport: Number
    dst: Union[Address, Net]
    dst_len: Number
    encap: Any
    encap_type: Number
    expires: Number
    family: Number
    flags: Names
    flow: Number
    flowlabel: Number
    gateway: Address
    iif: Number
    ip_proto: Number
    mark: Number
    metrics: Values
    multipath: Sequence[Any]
    newdst: Any
    nh_id: Number
    oif: Number
    pref: Number
    prefsrc: Address
    priority: Number
    proto: Number
    scope: Number
    sport: Number
    src: Union[Address, Net]
    src_len: Number
    table: Number
    tos: Number
    ttl_propagate: Number
    type: Number
    uid: Number
    via: Address


class NeighKeys(TypedDict, total=False):
    """Neighbours: which link-layer address belongs to an IP address."""

    dev: Number
    dst: Address
    family: Number
    fdb_ext_attrs: Values
    flags: Names
    flags_ext: Names
    ifindex: Number
    lladdr: Union[str, bytes]
    master: Number
    ndm_flags_mask: Names
    ndm_state_mask: Names
    ndm_type: Number
    nh_id: Number
    port: Number
    protocol: Number
    src_vni: Number
    state: Names
    via: Number
    vlan: Number
    vni: Number


class RuleKeys(TypedDict, total=False):
    """Rules that choose a routing table."""

    action: Number
    dev: Number
    dport_mask: Number
    dport_range: Values
    dscp: Number
    dscp_mask: Number
    dst: Union[Address, Net]
    dst_len: Number
    family: Number
    flags: Names
    flow: Number
    flowlabel: Number
    flowlabel_mask: Number
    fwmark: Number
    fwmask: Number
    goto: Number
    iifname: str
    ip_proto: Number
    l3mdev: Number
    oifname: str
    priority: Number
    protocol: Number
    res1: Number
    res2: Number
    sport_mask: Number
    sport_range: Values
    src: Union[Address, Net]
    src_len: Number
    suppress_ifgroup: Number
    suppress_prefixlen: Number
    table: Number
    tos: Number
    tun_id: Number
    uid_range: Values


class QdiscKeys(TypedDict, total=False):
    """Queueing disciplines of traffic control."""

    ack_filter: Number
    act: Sequence[Any]
    action: Number
    addend: Number
    admit_bytes: Any
    alpha: Number
    atm: Number
    autorate: Number
    backlog_limit: Number
    bands: Number
    base_rate64: Any
    baseclass: Number
    beta: Number
    buckets_log: Number
    burst: Any
    bytemode: Number
    c_protection: Number
    ce_threshold: Any
    ce_threshold_mask: Number
    ce_threshold_selector: Number
    ceil64: Any
    chain: Number
    classid: Number
    corr: Values
    corrupt: Values
    count: Sequence[Any]
    coupling: Number
    ctab: Sequence[Any]
    defcls: Number
    delay_dist: Sequence[Any]
    depth: Number
    dev: Number
    diffserv_mode: Number
    direct_qlen: Number
    divisor: Number
    dps: Values
    dq_rate_estimator: Number
    drop_batch_size: Number
    drop_early: Number
    drop_overload: Number
    dump_flags: Values
    dump_invisible: Truth
    duplicate: Number
    early_drop_block: Number
    ecn: Number
    ecn_mask: Names
    ecn_prob: Number
    egress_block: Number
    ematches: Values
    evict_timeout: Any
    family: Number
    fd: Number
    flags: Names
    flags_gen: Names
    flow_default_rate: Any
    flow_max_rate: Any
    flow_mode: Number
    flow_plimit: Number
    flow_refill_delay: Any
    flows: Number
    fsc: Values
    fwmark: Number
    gap: Number
    handle: Number
    hash: Number
    headdrop: Number
    hh_flows_limit: Number
    horizon: Any
    horizon_drop: Number
    hw: Number
    iif: Number
    indev: str
    index: Number
    info: Number
    ingress: Number
    ingress_block: Number
    init: Values
    initial_quantum: Any
    interval: Any
    jitter: Any
    jitter64: Any
    key_arp_op: Number
    key_arp_op_mask: Number
    key_arp_sha: Union[str, bytes]
    key_arp_sha_mask: Union[str, bytes]
    key_arp_sip: Address
    key_arp_sip_mask: Address
    key_arp_tha: Union[str, bytes]
    key_arp_tha_mask: Union[str, bytes]
    key_arp_tip: Address
    key_arp_tip_mask: Address
    key_cfm: Values
    key_ct_labels: Union[str, bytes]
    key_ct_labels_mask: Union[str, bytes]
    key_ct_mark: Number
    key_ct_mark_mask: Number
    key_ct_state: Names
    key_ct_state_mask: Names
    key_ct_zone: Number
    key_ct_zone_mask: Number
    key_cvlan_eth_type: Number
    key_cvlan_id: Number
    key_cvlan_prio: Number
    key_enc_flags: Names
    key_enc_flags_mask: Names
    key_enc_ip_tos: Number
    key_enc_ip_tos_mask: Number
    key_enc_ip_ttl: Number
    key_enc_ip_ttl_mask: Number
    key_enc_ipv4_dst: Address
    key_enc_ipv4_dst_mask: Address
    key_enc_ipv4_src: Address
    key_enc_ipv4_src_mask: Address
    key_enc_ipv6_dst: Address
    key_enc_ipv6_dst_mask: Address
    key_enc_ipv6_src: Address
    key_enc_ipv6_src_mask: Address
    key_enc_key_id: Number
    key_enc_opts: Values
    key_enc_opts_mask: Values
    key_enc_udp_dst_port: Number
    key_enc_udp_dst_port_mask: Number
    key_enc_udp_src_port: Number
    key_enc_udp_src_port_mask: Number
    key_eth_dst: Union[str, bytes]
    key_eth_dst_mask: Union[str, bytes]
    key_eth_src: Union[str, bytes]
    key_eth_src_mask: Union[str, bytes]
    key_eth_type: Number
    key_flags: Names
    key_flags_mask: Names
    key_hash: Number
    key_hash_mask: Number
    key_icmpv4_code: Number
    key_icmpv4_code_mask: Number
    key_icmpv4_type: Number
    key_icmpv4_type_mask: Number
    key_icmpv6_code: Number
    key_icmpv6_code_mask: Number
    key_icmpv6_type: Number
    key_icmpv6_type_mask: Number
    key_ip_proto: Number
    key_ip_tos: Number
    key_ip_tos_mask: Number
    key_ip_ttl: Number
    key_ip_ttl_mask: Number
    key_ipv4_dst: Address
    key_ipv4_dst_mask: Address
    key_ipv4_src: Address
    key_ipv4_src_mask: Address
    key_ipv6_dst: Address
    key_ipv6_dst_mask: Address
    key_ipv6_src: Address
    key_ipv6_src_mask: Address
    key_l2tpv3_sid: Number
    key_mpls_bos: Number
    key_mpls_label: Number
    key_mpls_opts: Values
    key_mpls_tc: Number
    key_mpls_ttl: Number
    key_num_of_vlans: Number
    key_port_dst_max: Number
    key_port_dst_min: Number
    key_port_src_max: Number
    key_port_src_min: Number
    key_ppp_proto: Number
    key_pppoe_sid: Number
    key_sctp_dst: Number
    key_sctp_dst_mask: Number
    key_sctp_src: Number
    key_sctp_src_mask: Number
    key_spi: Number
    key_spi_mask: Number
    key_tcp_dst: Number
    key_tcp_dst_mask: Number
    key_tcp_flags: Names
    key_tcp_flags_mask: Names
    key_tcp_src: Number
    key_tcp_src_mask: Number
    key_udp_dst: Number
    key_udp_dst_mask: Number
    key_udp_src: Number
    key_udp_src_mask: Number
    key_vlan_eth_type: Number
    key_vlan_id: Number
    key_vlan_prio: Number
    keys: Names
    kind: str
    l2_miss: Number
    latency: Any
    latency64: Any
    limit: Number
    link: Number
    lmax: Any
    loss: Number
    loss_model: Values
    low_rate_threshold: Any
    mark: Values
    mark_block: Number
    mask: Number
    max_bands: Number
    max_p: Number
    max_rate64: Values
    memory: Any
    memory_limit: Any
    min_qlen_step: Number
    min_rate64: Values
    mode: Number
    mpu: Any
    name: str
    nat: Number
    nbands: Number
    non_hh_weight: Number
    nstrict: Number
    num_tc: Number
    offload: Truth
    offload_horizon: Any
    offset: Sequence[Any]
    ops: Sequence[Any]
    ops_len: Number
    options: Any
    orphan_mask: Number
    overhead: Number
    parent: Number
    parms: Values
    pburst: Any
    perturb: Number
    plimit: Number
    plog: Number
    police: Values
    prate64: Any
    prio_tc_map: Sequence[Any]
    priomap: Values
    prng_seed: Number
    ptab: Sequence[Any]
    qth_max: Number
    qth_min: Number
    quanta: Values
    quanta_band: Any
    quantum: Any
    rate: Values
    rate64: Any
    rate_enable: Number
    raw: Number
    reorder: Values
    reset_timeout: Any
    rsc: Values
    rshift: Number
    rtab: Sequence[Any]
    rtt: Any
    scell_log: Number
    sched_base_time: Any
    sched_clockid: Number
    sched_cycle_time: Any
    sched_cycle_time_extension: Any
    sched_entry_list: Values
    sched_single_entry: Values
    sel: Values
    shaper: Number
    slot: Values
    slot_dist: Sequence[Any]
    split_gso: Number
    stab: Union[str, bytes]
    stats: Values
    step_thresh_pkts: Number
    step_thresh_us: Any
    target: Any
    tc_entry: Values
    timer_slack: Any
    to: Number
    tupdate: Any
    txtime_delay: Any
    usc: Values
    v0: Values
    vq_list: Values
    wash: Number
    weight: Number
    weights: Sequence[Any]
    wlog: Number
    xor: Number


class ClassKeys(TypedDict, total=False):
    """Classes of queueing disciplines."""

    ack_filter: Number
    act: Sequence[Any]
    action: Number
    addend: Number
    admit_bytes: Any
    alpha: Number
    atm: Number
    autorate: Number
    backlog_limit: Number
    bands: Number
    base_rate64: Any
    baseclass: Number
    beta: Number
    buckets_log: Number
    burst: Any
    bytemode: Number
    c_protection: Number
    ce_threshold: Any
    ce_threshold_mask: Number
    ce_threshold_selector: Number
    ceil64: Any
    chain: Number
    classid: Number
    corr: Values
    corrupt: Values
    count: Sequence[Any]
    coupling: Number
    ctab: Sequence[Any]
    defcls: Number
    delay_dist: Sequence[Any]
    depth: Number
    dev: Number
    diffserv_mode: Number
    direct_qlen: Number
    divisor: Number
    dps: Values
    dq_rate_estimator: Number
    drop_batch_size: Number
    drop_early: Number
    drop_overload: Number
    dump_flags: Values
    dump_invisible: Truth
    duplicate: Number
    early_drop_block: Number
    ecn: Number
    ecn_mask: Names
    ecn_prob: Number
    egress_block: Number
    ematches: Values
    evict_timeout: Any
    family: Number
    fd: Number
    flags: Names
    flags_gen: Names
    flow_default_rate: Any
    flow_max_rate: Any
    flow_mode: Number
    flow_plimit: Number
    flow_refill_delay: Any
    flows: Number
    fsc: Values
    fwmark: Number
    gap: Number
    handle: Number
    hash: Number
    headdrop: Number
    hh_flows_limit: Number
    horizon: Any
    horizon_drop: Number
    hw: Number
    iif: Number
    indev: str
    index: Number
    info: Number
    ingress: Number
    ingress_block: Number
    init: Values
    initial_quantum: Any
    interval: Any
    jitter: Any
    jitter64: Any
    key_arp_op: Number
    key_arp_op_mask: Number
    key_arp_sha: Union[str, bytes]
    key_arp_sha_mask: Union[str, bytes]
    key_arp_sip: Address
    key_arp_sip_mask: Address
    key_arp_tha: Union[str, bytes]
    key_arp_tha_mask: Union[str, bytes]
    key_arp_tip: Address
    key_arp_tip_mask: Address
    key_cfm: Values
    key_ct_labels: Union[str, bytes]
    key_ct_labels_mask: Union[str, bytes]
    key_ct_mark: Number
    key_ct_mark_mask: Number
    key_ct_state: Names
    key_ct_state_mask: Names
    key_ct_zone: Number
    key_ct_zone_mask: Number
    key_cvlan_eth_type: Number
    key_cvlan_id: Number
    key_cvlan_prio: Number
    key_enc_flags: Names
    key_enc_flags_mask: Names
    key_enc_ip_tos: Number
    key_enc_ip_tos_mask: Number
    key_enc_ip_ttl: Number
    key_enc_ip_ttl_mask: Number
    key_enc_ipv4_dst: Address
    key_enc_ipv4_dst_mask: Address
    key_enc_ipv4_src: Address
    key_enc_ipv4_src_mask: Address
    key_enc_ipv6_dst: Address
    key_enc_ipv6_dst_mask: Address
    key_enc_ipv6_src: Address
    key_enc_ipv6_src_mask: Address
    key_enc_key_id: Number
    key_enc_opts: Values
    key_enc_opts_mask: Values
    key_enc_udp_dst_port: Number
    key_enc_udp_dst_port_mask: Number
    key_enc_udp_src_port: Number
    key_enc_udp_src_port_mask: Number
    key_eth_dst: Union[str, bytes]
    key_eth_dst_mask: Union[str, bytes]
    key_eth_src: Union[str, bytes]
    key_eth_src_mask: Union[str, bytes]
    key_eth_type: Number
    key_flags: Names
    key_flags_mask: Names
    key_hash: Number
    key_hash_mask: Number
    key_icmpv4_code: Number
    key_icmpv4_code_mask: Number
    key_icmpv4_type: Number
    key_icmpv4_type_mask: Number
    key_icmpv6_code: Number
    key_icmpv6_code_mask: Number
    key_icmpv6_type: Number
    key_icmpv6_type_mask: Number
    key_ip_proto: Number
    key_ip_tos: Number
    key_ip_tos_mask: Number
    key_ip_ttl: Number
    key_ip_ttl_mask: Number
    key_ipv4_dst: Address
    key_ipv4_dst_mask: Address
    key_ipv4_src: Address
    key_ipv4_src_mask: Address
    key_ipv6_dst: Address
    key_ipv6_dst_mask: Address
    key_ipv6_src: Address
    key_ipv6_src_mask: Address
    key_l2tpv3_sid: Number
    key_mpls_bos: Number
    key_mpls_label: Number
    key_mpls_opts: Values
    key_mpls_tc: Number
    key_mpls_ttl: Number
    key_num_of_vlans: Number
    key_port_dst_max: Number
    key_port_dst_min: Number
    key_port_src_max: Number
    key_port_src_min: Number
    key_ppp_proto: Number
    key_pppoe_sid: Number
    key_sctp_dst: Number
    key_sctp_dst_mask: Number
    key_sctp_src: Number
    key_sctp_src_mask: Number
    key_spi: Number
    key_spi_mask: Number
    key_tcp_dst: Number
    key_tcp_dst_mask: Number
    key_tcp_flags: Names
    key_tcp_flags_mask: Names
    key_tcp_src: Number
    key_tcp_src_mask: Number
    key_udp_dst: Number
    key_udp_dst_mask: Number
    key_udp_src: Number
    key_udp_src_mask: Number
    key_vlan_eth_type: Number
    key_vlan_id: Number
    key_vlan_prio: Number
    keys: Names
    kind: str
    l2_miss: Number
    latency: Any
    latency64: Any
    limit: Number
    link: Number
    lmax: Any
    loss: Number
    loss_model: Values
    low_rate_threshold: Any
    mark: Values
    mark_block: Number
    mask: Number
    max_bands: Number
    max_p: Number
    max_rate64: Values
    memory: Any
    memory_limit: Any
    min_qlen_step: Number
    min_rate64: Values
    mode: Number
    mpu: Any
    name: str
    nat: Number
    nbands: Number
    non_hh_weight: Number
    nstrict: Number
    num_tc: Number
    offload: Truth
    offload_horizon: Any
    offset: Sequence[Any]
    ops: Sequence[Any]
    ops_len: Number
    options: Any
    orphan_mask: Number
    overhead: Number
    parent: Number
    parms: Values
    pburst: Any
    perturb: Number
    plimit: Number
    plog: Number
    police: Values
    prate64: Any
    prio_tc_map: Sequence[Any]
    priomap: Values
    prng_seed: Number
    ptab: Sequence[Any]
    qth_max: Number
    qth_min: Number
    quanta: Values
    quanta_band: Any
    quantum: Any
    rate: Values
    rate64: Any
    rate_enable: Number
    raw: Number
    reorder: Values
    reset_timeout: Any
    rsc: Values
    rshift: Number
    rtab: Sequence[Any]
    rtt: Any
    scell_log: Number
    sched_base_time: Any
    sched_clockid: Number
    sched_cycle_time: Any
    sched_cycle_time_extension: Any
    sched_entry_list: Values
    sched_single_entry: Values
    sel: Values
    shaper: Number
    slot: Values
    slot_dist: Sequence[Any]
    split_gso: Number
    stab: Union[str, bytes]
    stats: Values
    step_thresh_pkts: Number
    step_thresh_us: Any
    target: Any
    tc_entry: Values
    timer_slack: Any
    to: Number
    tupdate: Any
    txtime_delay: Any
    usc: Values
    v0: Values
    vq_list: Values
    wash: Number
    weight: Number
    weights: Sequence[Any]
    wlog: Number
    xor: Number


class FilterKeys(TypedDict, total=False):
    """Filters of traffic control."""

    ack_filter: Number
    act: Sequence[Any]
    action: Number
    addend: Number
    admit_bytes: Any
    alpha: Number
    atm: Number
    autorate: Number
    backlog_limit: Number
    bands: Number
    base_rate64: Any
    baseclass: Number
    beta: Number
    buckets_log: Number
    burst: Any
    bytemode: Number
    c_protection: Number
    ce_threshold: Any
    ce_threshold_mask: Number
    ce_threshold_selector: Number
    ceil64: Any
    chain: Number
    classid: Number
    corr: Values
    corrupt: Values
    count: Sequence[Any]
    coupling: Number
    ctab: Sequence[Any]
    defcls: Number
    delay_dist: Sequence[Any]
    depth: Number
    dev: Number
    diffserv_mode: Number
    direct_qlen: Number
    divisor: Number
    dps: Values
    dq_rate_estimator: Number
    drop_batch_size: Number
    drop_early: Number
    drop_overload: Number
    dump_flags: Values
    dump_invisible: Truth
    duplicate: Number
    early_drop_block: Number
    ecn: Number
    ecn_mask: Names
    ecn_prob: Number
    egress_block: Number
    ematches: Values
    evict_timeout: Any
    family: Number
    fd: Number
    flags: Names
    flags_gen: Names
    flow_default_rate: Any
    flow_max_rate: Any
    flow_mode: Number
    flow_plimit: Number
    flow_refill_delay: Any
    flows: Number
    fsc: Values
    fwmark: Number
    gap: Number
    handle: Number
    hash: Number
    headdrop: Number
    hh_flows_limit: Number
    horizon: Any
    horizon_drop: Number
    hw: Number
    iif: Number
    indev: str
    index: Number
    info: Number
    ingress: Number
    ingress_block: Number
    init: Values
    initial_quantum: Any
    interval: Any
    jitter: Any
    jitter64: Any
    key_arp_op: Number
    key_arp_op_mask: Number
    key_arp_sha: Union[str, bytes]
    key_arp_sha_mask: Union[str, bytes]
    key_arp_sip: Address
    key_arp_sip_mask: Address
    key_arp_tha: Union[str, bytes]
    key_arp_tha_mask: Union[str, bytes]
    key_arp_tip: Address
    key_arp_tip_mask: Address
    key_cfm: Values
    key_ct_labels: Union[str, bytes]
    key_ct_labels_mask: Union[str, bytes]
    key_ct_mark: Number
    key_ct_mark_mask: Number
    key_ct_state: Names
    key_ct_state_mask: Names
    key_ct_zone: Number
    key_ct_zone_mask: Number
    key_cvlan_eth_type: Number
    key_cvlan_id: Number
    key_cvlan_prio: Number
    key_enc_flags: Names
    key_enc_flags_mask: Names
    key_enc_ip_tos: Number
    key_enc_ip_tos_mask: Number
    key_enc_ip_ttl: Number
    key_enc_ip_ttl_mask: Number
    key_enc_ipv4_dst: Address
    key_enc_ipv4_dst_mask: Address
    key_enc_ipv4_src: Address
    key_enc_ipv4_src_mask: Address
    key_enc_ipv6_dst: Address
    key_enc_ipv6_dst_mask: Address
    key_enc_ipv6_src: Address
    key_enc_ipv6_src_mask: Address
    key_enc_key_id: Number
    key_enc_opts: Values
    key_enc_opts_mask: Values
    key_enc_udp_dst_port: Number
    key_enc_udp_dst_port_mask: Number
    key_enc_udp_src_port: Number
    key_enc_udp_src_port_mask: Number
    key_eth_dst: Union[str, bytes]
    key_eth_dst_mask: Union[str, bytes]
    key_eth_src: Union[str, bytes]
    key_eth_src_mask: Union[str, bytes]
    key_eth_type: Number
    key_flags: Names
    key_flags_mask: Names
    key_hash: Number
    key_hash_mask: Number
    key_icmpv4_code: Number
    key_icmpv4_code_mask: Number
    key_icmpv4_type: Number
    key_icmpv4_type_mask: Number
    key_icmpv6_code: Number
    key_icmpv6_code_mask: Number
    key_icmpv6_type: Number
    key_icmpv6_type_mask: Number
    key_ip_proto: Number
    key_ip_tos: Number
    key_ip_tos_mask: Number
    key_ip_ttl: Number
    key_ip_ttl_mask: Number
    key_ipv4_dst: Address
    key_ipv4_dst_mask: Address
    key_ipv4_src: Address
    key_ipv4_src_mask: Address
    key_ipv6_dst: Address
    key_ipv6_dst_mask: Address
    key_ipv6_src: Address
    key_ipv6_src_mask: Address
    key_l2tpv3_sid: Number
    key_mpls_bos: Number
    key_mpls_label: Number
    key_mpls_opts: Values
    key_mpls_tc: Number
    key_mpls_ttl: Number
    key_num_of_vlans: Number
    key_port_dst_max: Number
    key_port_dst_min: Number
    key_port_src_max: Number
    key_port_src_min: Number
    key_ppp_proto: Number
    key_pppoe_sid: Number
    key_sctp_dst: Number
    key_sctp_dst_mask: Number
    key_sctp_src: Number
    key_sctp_src_mask: Number
    key_spi: Number
    key_spi_mask: Number
    key_tcp_dst: Number
    key_tcp_dst_mask: Number
    key_tcp_flags: Names
    key_tcp_flags_mask: Names
    key_tcp_src: Number
    key_tcp_src_mask: Number
    key_udp_dst: Number
    key_udp_dst_mask: Number
    key_udp_src: Number
    key_udp_src_mask: Number
    key_vlan_eth_type: Number
    key_vlan_id: Number
    key_vlan_prio: Number
    keys: Names
    kind: str
    l2_miss: Number
    latency: Any
    latency64: Any
    limit: Number
    link: Number
    lmax: Any
    loss: Number
    loss_model: Values
    low_rate_threshold: Any
    mark: Values
    mark_block: Number
    mask: Number
    max_bands: Number
    max_p: Number
    max_rate64: Values
    memory: Any
    memory_limit: Any
    min_qlen_step: Number
    min_rate64: Values
    mode: Number
    mpu: Any
    name: str
    nat: Number
    nbands: Number
    non_hh_weight: Number
    nstrict: Number
    num_tc: Number
    offload: Truth
    offload_horizon: Any
    offset: Sequence[Any]
    ops: Sequence[Any]
    ops_len: Number
    options: Any
    orphan_mask: Number
    overhead: Number
    parent: Number
    parms: Values
    pburst: Any
    perturb: Number
    plimit: Number
    plog: Number
    police: Values
    prate64: Any
    pref: Number
    prio_tc_map: Sequence[Any]
    priomap: Values
    prng_seed: Number
    protocol: Number
    ptab: Sequence[Any]
    qth_max: Number
    qth_min: Number
    quanta: Values
    quanta_band: Any
    quantum: Any
    rate: Values
    rate64: Any
    rate_enable: Number
    raw: Number
    reorder: Values
    reset_timeout: Any
    rsc: Values
    rshift: Number
    rtab: Sequence[Any]
    rtt: Any
    scell_log: Number
    sched_base_time: Any
    sched_clockid: Number
    sched_cycle_time: Any
    sched_cycle_time_extension: Any
    sched_entry_list: Values
    sched_single_entry: Values
    sel: Values
    shaper: Number
    slot: Values
    slot_dist: Sequence[Any]
    split_gso: Number
    stab: Union[str, bytes]
    stats: Values
    step_thresh_pkts: Number
    step_thresh_us: Any
    target: Any
    tc_entry: Values
    timer_slack: Any
    to: Number
    tupdate: Any
    txtime_delay: Any
    usc: Values
    v0: Values
    vq_list: Values
    wash: Number
    weight: Number
    weights: Sequence[Any]
    wlog: Number
    xor: Number


class ActionKeys(TypedDict, total=False):
    """Actions of traffic control."""

    actions: Sequence[Any]
    family: Number
    flags: Values
    time_delta: Number


class PrefixKeys(TypedDict, total=False):
    """Prefixes that routers advertise."""

    address: Address
    family: Number
    flags: Names
    ifindex: Number
    len: Number
    type: Number


class MulticastKeys(TypedDict, total=False):
    """Multicast addresses of interfaces."""

    address: Address
    broadcast: Address
    cacheinfo: Values
    family: Number
    flags: Names
    index: Number
    label: str
    local: Address
    prefixlen: Number
    proto: Number
    rt_priority: Number
    scope: Number
    target_netnsid: Number


class AnycastKeys(TypedDict, total=False):
    """Anycast addresses of interfaces."""

    address: Address
    broadcast: Address
    cacheinfo: Values
    family: Number
    flags: Names
    index: Number
    label: str
    local: Address
    prefixlen: Number
    proto: Number
    rt_priority: Number
    scope: Number
    target_netnsid: Number


class NeightblKeys(TypedDict, total=False):
    """Neighbour tables, and how they work on each interface."""

    family: Number
    gc_interval: Number
    name: str
    parms: Values
    thresh1: Number
    thresh2: Number
    thresh3: Number


class NduseroptKeys(TypedDict, total=False):
    """Options of router advertisements that are left to programs."""

    family: Number
    icmp_code: Number
    icmp_type: Number
    ifindex: Number
    opts: Sequence[Any]
    opts_len: Number
    srcaddr: Address


class AddrlabelKeys(TypedDict, total=False):
    """Labels of IPv6 addresses, by which a source address is chosen."""

    address: Address
    family: Number
    flags: Number
    index: Number
    label: Number
    prefixlen: Number
    seq: Number


class DcbKeys(TypedDict, total=False):
    """Data centre bridging of interfaces."""

    app: Any
    bcn: Any
    cap: Values
    cee: Values
    cmd: Number
    dcbx: Names
    family: Number
    featcfg: Any
    ieee: Any
    ifname: str
    num_tc: Number
    numtcs: Any
    pfc_cfg: Any
    pfc_state: Number
    pg_cfg: Any
    set_all: Number
    state: Number


class NetconfKeys(TypedDict, total=False):
    """Settings of protocols on interfaces."""

    family: Number
    ifindex: Number


class MdbKeys(TypedDict, total=False):
    """Multicast databases of bridges and VXLANs."""

    dev: Number
    family: Number
    ifindex: Number
    mdb: Values
    router: Any


class NsidKeys(TypedDict, total=False):
    """Numbers of other network namespaces in this one."""

    fd: Number
    nsid: Number
    pid: Number
    rtgen_family: Number
    target_nsid: Number


class StatsKeys(TypedDict, total=False):
    """Statistics of interfaces, their kinds and protocols."""

    family: Number
    filter_mask: Names
    ifindex: Number


class CachereportKeys(TypedDict, total=False):
    """Reports to programs that route multicast."""

    dst_addr: Address
    family: Number
    msgtype: Number
    pkt: Union[str, bytes]
    src_addr: Address
    table: Number
    vif_id: Number


class ChainKeys(TypedDict, total=False):
    """Chains of filters."""

    ack_filter: Number
    act: Sequence[Any]
    action: Number
    addend: Number
    admit_bytes: Any
    alpha: Number
    atm: Number
    autorate: Number
    backlog_limit: Number
    bands: Number
    base_rate64: Any
    baseclass: Number
    beta: Number
    buckets_log: Number
    burst: Any
    bytemode: Number
    c_protection: Number
    ce_threshold: Any
    ce_threshold_mask: Number
    ce_threshold_selector: Number
    ceil64: Any
    chain: Number
    classid: Number
    corr: Values
    corrupt: Values
    count: Sequence[Any]
    coupling: Number
    ctab: Sequence[Any]
    defcls: Number
    delay_dist: Sequence[Any]
    depth: Number
    diffserv_mode: Number
    direct_qlen: Number
    divisor: Number
    dps: Values
    dq_rate_estimator: Number
    drop_batch_size: Number
    drop_early: Number
    drop_overload: Number
    dump_flags: Values
    dump_invisible: Truth
    duplicate: Number
    early_drop_block: Number
    ecn: Number
    ecn_mask: Names
    ecn_prob: Number
    egress_block: Number
    ematches: Values
    evict_timeout: Any
    family: Number
    fd: Number
    flags: Names
    flags_gen: Names
    flow_default_rate: Any
    flow_max_rate: Any
    flow_mode: Number
    flow_plimit: Number
    flow_refill_delay: Any
    flows: Number
    fsc: Values
    fwmark: Number
    gap: Number
    handle: Number
    hash: Number
    headdrop: Number
    hh_flows_limit: Number
    horizon: Any
    horizon_drop: Number
    hw: Number
    iif: Number
    indev: str
    index: Number
    info: Number
    ingress: Number
    ingress_block: Number
    init: Values
    initial_quantum: Any
    interval: Any
    jitter: Any
    jitter64: Any
    key_arp_op: Number
    key_arp_op_mask: Number
    key_arp_sha: Union[str, bytes]
    key_arp_sha_mask: Union[str, bytes]
    key_arp_sip: Address
    key_arp_sip_mask: Address
    key_arp_tha: Union[str, bytes]
    key_arp_tha_mask: Union[str, bytes]
    key_arp_tip: Address
    key_arp_tip_mask: Address
    key_cfm: Values
    key_ct_labels: Union[str, bytes]
    key_ct_labels_mask: Union[str, bytes]
    key_ct_mark: Number
    key_ct_mark_mask: Number
    key_ct_state: Names
    key_ct_state_mask: Names
    key_ct_zone: Number
    key_ct_zone_mask: Number
    key_cvlan_eth_type: Number
    key_cvlan_id: Number
    key_cvlan_prio: Number
    key_enc_flags: Names
    key_enc_flags_mask: Names
    key_enc_ip_tos: Number
    key_enc_ip_tos_mask: Number
    key_enc_ip_ttl: Number
    key_enc_ip_ttl_mask: Number
    key_enc_ipv4_dst: Address
    key_enc_ipv4_dst_mask: Address
    key_enc_ipv4_src: Address
    key_enc_ipv4_src_mask: Address
    key_enc_ipv6_dst: Address
    key_enc_ipv6_dst_mask: Address
    key_enc_ipv6_src: Address
    key_enc_ipv6_src_mask: Address
    key_enc_key_id: Number
    key_enc_opts: Values
    key_enc_opts_mask: Values
    key_enc_udp_dst_port: Number
    key_enc_udp_dst_port_mask: Number
    key_enc_udp_src_port: Number
    key_enc_udp_src_port_mask: Number
    key_eth_dst: Union[str, bytes]
    key_eth_dst_mask: Union[str, bytes]
    key_eth_src: Union[str, bytes]
    key_eth_src_mask: Union[str, bytes]
    key_eth_type: Number
    key_flags: Names
    key_flags_mask: Names
    key_hash: Number
    key_hash_mask: Number
    key_icmpv4_code: Number
    key_icmpv4_code_mask: Number
    key_icmpv4_type: Number
    key_icmpv4_type_mask: Number
    key_icmpv6_code: Number
    key_icmpv6_code_mask: Number
    key_icmpv6_type: Number
    key_icmpv6_type_mask: Number
    key_ip_proto: Number
    key_ip_tos: Number
    key_ip_tos_mask: Number
    key_ip_ttl: Number
    key_ip_ttl_mask: Number
    key_ipv4_dst: Address
    key_ipv4_dst_mask: Address
    key_ipv4_src: Address
    key_ipv4_src_mask: Address
    key_ipv6_dst: Address
    key_ipv6_dst_mask: Address
    key_ipv6_src: Address
    key_ipv6_src_mask: Address
    key_l2tpv3_sid: Number
    key_mpls_bos: Number
    key_mpls_label: Number
    key_mpls_opts: Values
    key_mpls_tc: Number
    key_mpls_ttl: Number
    key_num_of_vlans: Number
    key_port_dst_max: Number
    key_port_dst_min: Number
    key_port_src_max: Number
    key_port_src_min: Number
    key_ppp_proto: Number
    key_pppoe_sid: Number
    key_sctp_dst: Number
    key_sctp_dst_mask: Number
    key_sctp_src: Number
    key_sctp_src_mask: Number
    key_spi: Number
    key_spi_mask: Number
    key_tcp_dst: Number
    key_tcp_dst_mask: Number
    key_tcp_flags: Names
    key_tcp_flags_mask: Names
    key_tcp_src: Number
    key_tcp_src_mask: Number
    key_udp_dst: Number
    key_udp_dst_mask: Number
    key_udp_src: Number
    key_udp_src_mask: Number
    key_vlan_eth_type: Number
    key_vlan_id: Number
    key_vlan_prio: Number
    keys: Names
    kind: str
    l2_miss: Number
    latency: Any
    latency64: Any
    limit: Number
    link: Number
    lmax: Any
    loss: Number
    loss_model: Values
    low_rate_threshold: Any
    mark: Values
    mark_block: Number
    mask: Number
    max_bands: Number
    max_p: Number
    max_rate64: Values
    memory: Any
    memory_limit: Any
    min_qlen_step: Number
    min_rate64: Values
    mode: Number
    mpu: Any
    name: str
    nat: Number
    nbands: Number
    non_hh_weight: Number
    nstrict: Number
    num_tc: Number
    offload: Truth
    offload_horizon: Any
    offset: Sequence[Any]
    ops: Sequence[Any]
    ops_len: Number
    options: Any
    orphan_mask: Number
    overhead: Number
    parent: Number
    parms: Values
    pburst: Any
    perturb: Number
    plimit: Number
    plog: Number
    police: Values
    prate64: Any
    prio_tc_map: Sequence[Any]
    priomap: Values
    prng_seed: Number
    ptab: Sequence[Any]
    qth_max: Number
    qth_min: Number
    quanta: Values
    quanta_band: Any
    quantum: Any
    rate: Values
    rate64: Any
    rate_enable: Number
    raw: Number
    reorder: Values
    reset_timeout: Any
    rsc: Values
    rshift: Number
    rtab: Sequence[Any]
    rtt: Any
    scell_log: Number
    sched_base_time: Any
    sched_clockid: Number
    sched_cycle_time: Any
    sched_cycle_time_extension: Any
    sched_entry_list: Values
    sched_single_entry: Values
    sel: Values
    shaper: Number
    slot: Values
    slot_dist: Sequence[Any]
    split_gso: Number
    stab: Union[str, bytes]
    stats: Values
    step_thresh_pkts: Number
    step_thresh_us: Any
    target: Any
    tc_entry: Values
    timer_slack: Any
    to: Number
    tupdate: Any
    txtime_delay: Any
    usc: Values
    v0: Values
    vq_list: Values
    wash: Number
    weight: Number
    weights: Sequence[Any]
    wlog: Number
    xor: Number


class NexthopKeys(TypedDict, total=False):
    """Next hops and groups of them."""

    blackhole: Truth
    dev: Number
    dst_port: Number
    encap: Any
    encap_type: Number
    family: Number
    fdb: Truth
    flags: Names
    gateway: Address
    group: Sequence[Any]
    group_type: Number
    groups: Truth
    hw_stats_enable: Number
    id: Number
    master: Number
    oif: Number
    op_flags: Names
    protocol: Number
    res_bucket: Values
    res_group: Values
    scope: Number


class LinkpropKeys(TypedDict, total=False):
    """Alternative names of links."""

    addr_gen_mode: Number
    address: Union[str, bytes]
    af_spec: Values
    alt_ifname: str
    amt_discovery_ip: Address
    amt_gateway_port: Number
    amt_link: Number
    amt_local_ip: Address
    amt_max_tunnels: Number
    amt_mode: Number
    amt_relay_port: Number
    bareudp_ethertype: Number
    bareudp_multiproto_mode: Truth
    bareudp_port: Number
    bareudp_srcport_min: Number
    batadv_algo_name: str
    bond_active_slave: Number
    bond_ad_actor_sys_prio: Number
    bond_ad_actor_system: Union[str, bytes]
    bond_ad_lacp_active: Number
    bond_ad_lacp_rate: Number
    bond_ad_select: Number
    bond_ad_user_port_key: Number
    bond_all_slaves_active: Number
    bond_arp_all_targets: Number
    bond_arp_interval: Any
    bond_arp_ip_target: Sequence[Any]
    bond_arp_validate: Number
    bond_broadcast_neigh: Number
    bond_coupled_control: Number
    bond_downdelay: Any
    bond_fail_over_mac: Number
    bond_lacp_strict: Number
    bond_lp_interval: Number
    bond_miimon: Any
    bond_min_links: Number
    bond_missed_max: Number
    bond_mode: Number
    bond_ns_ip6_target: Sequence[Any]
    bond_num_peer_notif: Number
    bond_packets_per_slave: Number
    bond_peer_notif_delay: Any
    bond_primary: Number
    bond_primary_reselect: Number
    bond_resend_igmp: Number
    bond_slave_actor_port_prio: Number
    bond_slave_prio: Number
    bond_slave_queue_id: Number
    bond_tlb_dynamic_lb: Number
    bond_updelay: Any
    bond_use_carrier: Number
    bond_xmit_hash_policy: Number
    br_ageing_time: Any
    br_fdb_flush: Truth
    br_fdb_max_learned: Number
    br_forward_delay: Any
    br_group_addr: Union[str, bytes]
    br_group_fwd_mask: Number
    br_hello_time: Any
    br_max_age: Any
    br_mcast_hash_elasticity: Number
    br_mcast_hash_max: Number
    br_mcast_igmp_version: Number
    br_mcast_last_member_cnt: Number
    br_mcast_last_member_intvl: Any
    br_mcast_membership_intvl: Any
    br_mcast_mld_version: Number
    br_mcast_querier: Number
    br_mcast_querier_intvl: Any
    br_mcast_query_intvl: Any
    br_mcast_query_response_intvl: Any
    br_mcast_query_use_ifaddr: Number
    br_mcast_router: Number
    br_mcast_snooping: Number
    br_mcast_startup_query_cnt: Number
    br_mcast_startup_query_intvl: Any
    br_mcast_stats_enabled: Number
    br_multi_boolopt: Values
    br_nf_call_arptables: Number
    br_nf_call_ip6tables: Number
    br_nf_call_iptables: Number
    br_priority: Number
    br_stp_mode: Number
    br_stp_state: Number
    br_vlan_default_pvid: Number
    br_vlan_filtering: Number
    br_vlan_protocol: Number
    br_vlan_stats_enabled: Number
    br_vlan_stats_per_port: Number
    broadcast: Union[str, bytes]
    brport_backup_nhid: Number
    brport_backup_port: Number
    brport_bcast_flood: Number
    brport_cost: Number
    brport_fast_leave: Number
    brport_flush: Truth
    brport_group_fwd_mask: Number
    brport_guard: Number
    brport_isolated: Number
    brport_learning: Number
    brport_learning_sync: Number
    brport_locked: Number
    brport_mab: Number
    brport_mcast_eht_hosts_limit: Number
    brport_mcast_flood: Number
    brport_mcast_max_groups: Number
    brport_mcast_to_ucast: Number
    brport_mode: Number
    brport_multicast_router: Number
    brport_neigh_forward_grat: Number
    brport_neigh_suppress: Number
    brport_neigh_vlan_suppress: Number
    brport_priority: Number
    brport_protect: Number
    brport_proxyarp: Number
    brport_proxyarp_wifi: Number
    brport_state: Number
    brport_unicast_flood: Number
    brport_vlan_tunnel: Number
    caif_ipv4_connid: Number
    caif_ipv6_connid: Number
    caif_loopback: Number
    can_bittiming: Values
    can_ctrlmode: Values
    can_data_bittiming: Values
    can_restart: Number
    can_restart_ms: Number
    can_tdc: Values
    can_termination: Number
    can_xl_data_bittiming: Values
    can_xl_pwm: Values
    can_xl_tdc: Values
    carrier: Number
    change: Number
    dsa_conduit: Number
    ext_mask: Names
    family: Number
    flags: Names
    geneve_collect_metadata: Truth
    geneve_df: Number
    geneve_gro_hint: Truth
    geneve_id: Number
    geneve_inner_proto_inherit: Truth
    geneve_label: Number
    geneve_local: Address
    geneve_local6: Address
    geneve_port: Number
    geneve_port_range: Values
    geneve_remote: Address
    geneve_remote6: Address
    geneve_tos: Number
    geneve_ttl: Number
    geneve_ttl_inherit: Number
    geneve_udp_csum: Number
    geneve_udp_zero_csum6_rx: Number
    geneve_udp_zero_csum6_tx: Number
    gre_collect_metadata: Truth
    gre_encap_dport: Number
    gre_encap_flags: Names
    gre_encap_limit: Number
    gre_encap_sport: Number
    gre_encap_type: Number
    gre_erspan_dir: Number
    gre_erspan_hwid: Number
    gre_erspan_index: Number
    gre_erspan_ver: Number
    gre_flags: Number
    gre_flowinfo: Number
    gre_fwmark: Number
    gre_iflags: Names
    gre_ignore_df: Number
    gre_ikey: Number
    gre_link: Number
    gre_local: Address
    gre_oflags: Names
    gre_okey: Number
    gre_pmtudisc: Number
    gre_remote: Address
    gre_tos: Number
    gre_ttl: Number
    gro_ipv4_max_size: Number
    gro_max_size: Number
    group: Number
    gso_ipv4_max_size: Number
    gso_max_segs: Number
    gso_max_size: Number
    gtp_create_sockets: Number
    gtp_fd0: Number
    gtp_fd1: Number
    gtp_local: Address
    gtp_local6: Address
    gtp_pdp_hashsize: Number
    gtp_restart_count: Number
    gtp_role: Number
    hsr_interlink: Number
    hsr_multicast_spec: Number
    hsr_protocol: Number
    hsr_slave1: Number
    hsr_slave2: Number
    hsr_version: Number
    if_netnsid: Number
    ifalias: str
    ifi_type: Number
    ifname: str
    index: Number
    ip6gre_collect_metadata: Truth
    ip6gre_encap_dport: Number
    ip6gre_encap_flags: Names
    ip6gre_encap_limit: Number
    ip6gre_encap_sport: Number
    ip6gre_encap_type: Number
    ip6gre_erspan_dir: Number
    ip6gre_erspan_hwid: Number
    ip6gre_erspan_index: Number
    ip6gre_erspan_ver: Number
    ip6gre_flags: Names
    ip6gre_flowinfo: Number
    ip6gre_fwmark: Number
    ip6gre_iflags: Names
    ip6gre_ignore_df: Number
    ip6gre_ikey: Number
    ip6gre_link: Number
    ip6gre_local: Address
    ip6gre_oflags: Names
    ip6gre_okey: Number
    ip6gre_pmtudisc: Number
    ip6gre_remote: Address
    ip6gre_tos: Number
    ip6gre_ttl: Number
    ip6tnl_collect_metadata: Truth
    ip6tnl_encap_dport: Number
    ip6tnl_encap_flags: Names
    ip6tnl_encap_limit: Number
    ip6tnl_encap_sport: Number
    ip6tnl_encap_type: Number
    ip6tnl_flags: Names
    ip6tnl_flowinfo: Number
    ip6tnl_fwmark: Number
    ip6tnl_link: Number
    ip6tnl_local: Address
    ip6tnl_proto: Number
    ip6tnl_remote: Address
    ip6tnl_ttl: Number
    ipip_collect_metadata: Truth
    ipip_encap_dport: Number
    ipip_encap_flags: Names
    ipip_encap_sport: Number
    ipip_encap_type: Number
    ipip_fwmark: Number
    ipip_link: Number
    ipip_local: Address
    ipip_pmtudisc: Number
    ipip_proto: Number
    ipip_remote: Address
    ipip_tos: Number
    ipip_ttl: Number
    ipoib_mode: Number
    ipoib_pkey: Number
    ipoib_umcast: Number
    ipvlan_flags: Names
    ipvlan_mode: Number
    kind: str
    link: Number
    link_netnsid: Number
    linkmode: Number
    macsec_cipher_suite: Number
    macsec_encoding_sa: Number
    macsec_encrypt: Number
    macsec_es: Number
    macsec_icv_len: Number
    macsec_inc_sci: Number
    macsec_offload: Number
    macsec_port: Number
    macsec_protect: Number
    macsec_replay_protect: Number
    macsec_scb: Number
    macsec_sci: Number
    macsec_validation: Number
    macsec_window: Number
    macvlan_bc_cutoff: Number
    macvlan_bc_queue_len: Number
    macvlan_flags: Names
    macvlan_macaddr: Union[str, bytes]
    macvlan_macaddr_data: Values
    macvlan_macaddr_mode: Number
    macvlan_mode: Number
    macvtap_bc_cutoff: Number
    macvtap_bc_queue_len: Number
    macvtap_flags: Names
    macvtap_macaddr: Union[str, bytes]
    macvtap_macaddr_data: Values
    macvtap_macaddr_mode: Number
    macvtap_mode: Number
    map: Values
    master: Number
    mtu: Number
    net_ns_fd: Number
    net_ns_pid: Number
    netkit_headroom: Number
    netkit_mode: Number
    netkit_pairing: Number
    netkit_peer_info: Values
    netkit_peer_policy: Number
    netkit_peer_scrub: Number
    netkit_policy: Number
    netkit_scrub: Number
    netkit_tailroom: Number
    new_ifindex: Number
    num_rx_queues: Number
    num_tx_queues: Number
    operstate: Number
    ovpn_mode: Number
    parent_dev_bus_name: str
    parent_dev_name: str
    port_self: Values
    ppp_dev_fd: Number
    prop_list: Values
    proto_down: Number
    proto_down_reason: Values
    rmnet_flags: Values
    rmnet_mux_id: Number
    sit_6rd_prefix: Address
    sit_6rd_prefixlen: Number
    sit_6rd_relay_prefix: Address
    sit_6rd_relay_prefixlen: Number
    sit_encap_dport: Number
    sit_encap_flags: Names
    sit_encap_sport: Number
    sit_encap_type: Number
    sit_flags: Names
    sit_fwmark: Number
    sit_link: Number
    sit_local: Address
    sit_pmtudisc: Number
    sit_proto: Number
    sit_remote: Address
    sit_tos: Number
    sit_ttl: Number
    slave_kind: str
    token: Address
    txqlen: Number
    veth_peer: Values
    vf_ports: Values
    vfinfo_list: Values
    vlan_egress_qos: Values
    vlan_flags: Values
    vlan_id: Number
    vlan_ingress_qos: Values
    vlan_protocol: Number
    vrf_table: Number
    vti6_fwmark: Number
    vti6_ikey: Number
    vti6_link: Number
    vti6_local: Address
    vti6_okey: Number
    vti6_remote: Address
    vti_fwmark: Number
    vti_ikey: Number
    vti_link: Number
    vti_local: Address
    vti_okey: Number
    vti_remote: Address
    vxcan_peer: Values
    vxlan_ageing: Any
    vxlan_collect_metadata: Number
    vxlan_df: Number
    vxlan_gbp: Truth
    vxlan_gpe: Truth
    vxlan_group: Address
    vxlan_group6: Address
    vxlan_id: Number
    vxlan_l2miss: Number
    vxlan_l3miss: Number
    vxlan_label: Number
    vxlan_label_policy: Number
    vxlan_learning: Number
    vxlan_limit: Number
    vxlan_link: Number
    vxlan_local: Address
    vxlan_local6: Address
    vxlan_localbypass: Number
    vxlan_mc_route: Number
    vxlan_port: Number
    vxlan_port_range: Values
    vxlan_proxy: Number
    vxlan_remcsum_nopartial: Truth
    vxlan_remcsum_rx: Number
    vxlan_remcsum_tx: Number
    vxlan_reserved_bits: Values
    vxlan_rsc: Number
    vxlan_tos: Number
    vxlan_ttl: Number
    vxlan_ttl_inherit: Number
    vxlan_udp_csum: Number
    vxlan_udp_zero_csum6_rx: Number
    vxlan_udp_zero_csum6_tx: Number
    vxlan_vnifilter: Number
    weight: Number
    wwan_link_id: Number
    xdp: Values
    xfrm_collect_metadata: Truth
    xfrm_if_id: Number
    xfrm_link: Number


class VlanKeys(TypedDict, total=False):
    """VLANs of bridges and their ports."""

    dev: Number
    entry: Values
    family: Number
    global_options: Values
    ifindex: Number


class NexthopbucketKeys(TypedDict, total=False):
    """Buckets of resilient groups of next hops."""

    blackhole: Truth
    dst_port: Number
    encap: Any
    encap_type: Number
    family: Number
    fdb: Truth
    flags: Names
    gateway: Address
    group: Sequence[Any]
    group_type: Number
    groups: Truth
    hw_stats_enable: Number
    id: Number
    master: Number
    oif: Number
    op_flags: Names
    protocol: Number
    res_bucket: Values
    res_group: Values
    scope: Number


class TunnelKeys(TypedDict, total=False):
    """VXLAN network identifiers that VXLANs take packets of."""

    family: Number
    flags: Names
    ifindex: Number
    vni: Values


class CangwKeys(TypedDict, total=False):
    """Routes between CAN interfaces."""

    cs_crc8: Values
    cs_xor: Values
    dst_if: Number
    family: Number
    fdmod_and: Values
    fdmod_or: Values
    fdmod_set: Values
    fdmod_xor: Values
    filter: Values
    flags: Names
    gwtype: Number
    lim_hops: Number
    mod_and: Values
    mod_or: Values
    mod_set: Values
    mod_uid: Number
    mod_xor: Values
    src_if: Number
