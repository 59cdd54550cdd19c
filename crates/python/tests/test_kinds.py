"""Links of every kind that the kernel has, made by pyroute2's keywords, by what iproute2 says of them."""

import pytest
from conftest import ip, sh

from route2 import IPRoute, Mirror, NetlinkError

#: The kind, pyroute2's keywords, and what of `info_data` iproute2 says.
KINDS = [
    ("dummy", {"mtu": 1400}, {}),
    ("ifb", {"txqlen": 5}, {}),
    ("bridge", {"br_stp_state": 1, "br_forward_delay": 400}, {"stp_state": 1, "forward_delay": 400}),
    ("bond", {"bond_mode": 1, "bond_miimon": 100}, {"mode": "active-backup", "miimon": 100}),
    ("bond", {"bond_mode": "802.3ad", "bond_ad_lacp_rate": "fast"}, {"mode": "802.3ad", "ad_lacp_rate": "fast"}),
    ("vlan", {"link": "below", "vlan_id": 100}, {"id": 100, "protocol": "802.1Q"}),
    ("vlan", {"link": "below", "vlan_id": 7, "vlan_protocol": 0x88A8}, {"id": 7, "protocol": "802.1ad"}),
    ("vxlan", {"vxlan_link": "below", "vxlan_id": 42, "vxlan_group": "239.1.1.1", "vxlan_ttl": 16}, {"id": 42, "ttl": 16}),
    ("macvlan", {"link": "below", "macvlan_mode": "bridge"}, {"mode": "bridge"}),
    ("macvtap", {"link": "below", "macvtap_mode": "vepa"}, {"mode": "vepa"}),
    ("ipvlan", {"link": "below", "ipvlan_mode": 1}, {"mode": "l3"}),
    ("gre", {"gre_local": "172.16.0.1", "gre_remote": "172.16.0.2", "gre_ttl": 16}, {"local": "172.16.0.1", "ttl": 16}),
    ("gretap", {"gre_local": "172.16.0.1", "gre_remote": "172.16.0.2"}, {"remote": "172.16.0.2"}),
    ("ip6gre", {"ip6gre_local": "fc00::1", "ip6gre_remote": "fc00::2"}, {"remote": "fc00::2"}),
    ("vrf", {"vrf_table": 20}, {"table": 20}),
    ("vti", {"vti_local": "172.16.0.1", "vti_remote": "172.16.0.2"}, {"local": "172.16.0.1"}),
    ("veth", {"peer": "other"}, {}),
]


@pytest.mark.parametrize("kind,keywords,says", KINDS, ids=["%s-%d" % (kind[0], at) for at, kind in enumerate(KINDS)])
def test_a_kind(kind, keywords, says):
    sh("ip link add below type veth peer beneath")
    with IPRoute() as ipr, Mirror() as mirror:
        for key in ("link", "vxlan_link"):
            if key in keywords:
                keywords = {**keywords, key: ipr.link_lookup(ifname="below")[0]}
        try:
            ipr.link("add", ifname="x0", kind=kind, **keywords)
        except NetlinkError as error:
            if error.code == 95 or "Unknown device type" in str(error):
                pytest.skip("this kernel has no links of the kind %s" % kind)
            raise
        (link,) = ip("link show x0")
        assert link["linkinfo"]["info_kind"] == kind
        info = link["linkinfo"].get("info_data", {})
        assert {key: info.get(key) for key in says} == says
        for key in ("mtu", "txqlen"):
            assert link[key] == keywords.get(key, link[key])
        # The mirror says the same by the same keys, and removes it.
        assert mirror.wait("link ifname=x0", 30)
        seen = mirror.snapshot().link("x0")
        assert seen.key("kind") == kind and ipr.link_lookup(kind=kind, ifname="x0") == [link["ifindex"]]
        for key, value in keywords.items():
            if key not in ("peer", "bond_mode", "bond_ad_lacp_rate"):
                assert seen.key(key) in (value, {"bridge": 4, "vepa": 2}.get(value)), key
        tx = mirror.begin()
        tx.link("x0").remove()
        tx.commit()
        assert not [link for link in ip("link") if link["ifname"] == "x0"]
