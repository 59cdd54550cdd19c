"""The names of IPDB's keys: those of the kernel's tables, and those that are IPDB's own."""

from __future__ import annotations

from functools import lru_cache

from route2 import _native

#: Keys of interfaces that no message of the kernel has.
_OF_LINKS = (
    "alt_ifname event gid ifr ipaddr ipdb_priority ipdb_scope linkinfo mask mode neighbours peer ports prop_list "
    "protinfo uid unknown vlans"
).split()
_OF_ROUTES = "encap ipdb_priority ipdb_scope metrics multipath removal unspec via".split()
_OF_RULES = "ipdb_priority ipdb_scope removal unspec".split()

#: Keys that are none of the kernel's and none of a single kind.
OWN = frozenset(["ipdb_scope", "ipdb_priority"])

#: What of every link a request changes; beside it, what its kind has (and `_READ_ONLY` is not).
_LIVE = frozenset(
    "ifname mtu address broadcast txqlen flags ifalias group master linkmode proto_down gso_max_size gso_max_segs "
    "gro_max_size gso_ipv4_max_size gro_ipv4_max_size".split()
)
_OF_KINDS = ("br_", "brport_", "bond_", "vxlan_", "gre_", "ip6gre_", "macvlan_", "macvtap_", "ipvlan_", "vti_", "vlan_")
_READ_ONLY = (
    "br_bridge_id br_root_id br_root_port br_root_path_cost br_topology_change br_topology_change_detected "
    "br_hello_timer br_tcn_timer br_topology_change_timer br_gc_timer br_fdb_n_learned br_mcast_querier_state "
    "brport_root_id brport_bridge_id brport_designated_port brport_designated_cost brport_id brport_no "
    "brport_topology_change_ack brport_config_pending brport_message_age_timer brport_forward_delay_timer "
    "brport_hold_timer brport_state brport_mcast_eht_hosts_cnt brport_mcast_n_groups bond_ad_info "
    "macvlan_macaddr_count macvtap_macaddr_count vlan_id vlan_protocol vxlan_id"
).split()


@lru_cache(maxsize=None)
def of_table(table: str) -> frozenset[str]:
    """All keys of the objects of a table: `link`, `route`, `rule`."""
    own = {"link": _OF_LINKS, "route": _OF_ROUTES, "rule": _OF_RULES}[table]
    return frozenset(_native.keys(table)).union(own)


@lru_cache(maxsize=None)
def changeable() -> frozenset[str]:
    """The keys of a link that a request can change once it is there."""
    keys = _native.keys("link")
    of_kinds = {key for key in keys if key.startswith(_OF_KINDS) and keys[key]["takes"]}
    return _LIVE | of_kinds.difference(_READ_ONLY)
