"""What IPDB shows, against what iproute2 says."""

import socket
from pathlib import Path

import pytest
from conftest import ip, sh

from route2.ipdb import IPDB

SEED_KEYS = Path(__file__).with_name("seed_keys.txt")


@pytest.fixture
def ipdb():
    with IPDB() as ipdb:
        yield ipdb


def a_bridge():
    sh("ip link add br0 type bridge; ip link add v0 type veth peer v1; ip link set v0 master br0 up; ip link set v1 up")
    sh("ip link set br0 up; ip addr add 10.0.0.1/24 dev br0; ip addr add 2001:db8::1/64 dev br0 nodad")
    sh("ip neigh add 10.0.0.9 lladdr 00:11:22:33:44:55 dev br0")


def test_the_session_of_the_page():
    """As on the page that people learnt it from."""
    sh("ip link set lo up")
    a_bridge()
    import route2.pyroute2 as pyroute2

    ipdb = pyroute2.IPDB()
    assert dir(ipdb.interfaces) == ["br0", "lo", "v0", "v1"]
    br0 = ipdb.interfaces.br0
    assert br0.operstate == ip("link show br0")[0]["operstate"]
    assert repr(ipdb.interfaces.lo.ipaddr) == "(('127.0.0.1', 8), ('::1', 128))"
    ipdb.release()


def test_every_key_of_the_page_is_there(ipdb):
    a_bridge()
    ipdb.settle()
    br0, v0 = ipdb.interfaces.br0, ipdb.interfaces.v0
    names = SEED_KEYS.read_text().split()
    assert set(names) <= set(dir(br0))
    for name in names:
        # By attribute and by key, and without an error where it has no value.
        assert getattr(br0, name) == br0[name] or br0[name] is not None
        getattr(v0, name)
    with pytest.raises(AttributeError):
        br0.no_such_key
    with pytest.raises(KeyError):
        br0["no_such_key"]


def test_values_are_those_of_iproute2(ipdb):
    a_bridge()
    ipdb.settle()
    for said in ip("addr"):
        link = ipdb.interfaces[said["ifname"]]
        assert (
            link is ipdb.interfaces[said["ifindex"]] is ipdb.by_name[said["ifname"]] is ipdb.by_index[said["ifindex"]]
        )
        assert (link.index, link.mtu, link.txqlen) == (said["ifindex"], said["mtu"], said.get("txqlen"))
        assert (link.address, link.operstate, link.qdisc) == (said["address"], said["operstate"], said["qdisc"])
        assert link.state == ("up" if "UP" in said["flags"] else "down")
        assert link.kind == said.get("linkinfo", {}).get("info_kind")
        assert set(link.ipaddr) == {(a["local"], a["prefixlen"]) for a in said["addr_info"]}
        assert set(link.ipaddr.ipv4) | set(link.ipaddr.ipv6) == set(link.ipaddr)
        master = said.get("master")
        assert link.master == (ipdb.interfaces[master].index if master else None) == link.if_master
    br0 = ipdb.interfaces.br0
    data = ip("link show br0")[0]["linkinfo"]["info_data"]
    assert (br0.br_ageing_time, br0.br_forward_delay) == (data["ageing_time"], data["forward_delay"])
    assert (br0.br_stp_state, br0.br_priority) == (data["stp_state"], data["priority"])
    port = ip("link show v0")[0]["linkinfo"]["info_slave_data"]
    assert ipdb.interfaces.v0.brport_cost == port["cost"]
    assert list(br0.ports) == [ipdb.interfaces.v0.index]
    assert br0.neighbours["10.0.0.9"]["lladdr"] == "00:11:22:33:44:55"
    assert "10.0.0.9" in ipdb.neighbours[br0.index]
    assert ("10.0.0.1", 24) in ipdb.ipaddr[br0.index]


def test_it_is_live(ipdb):
    sh("ip link add v0 type veth peer v1")
    assert ipdb.settle()
    v0 = ipdb.interfaces.v0
    sh("ip link set v0 mtu 1400 name w0")
    assert ipdb.settle()
    assert (v0.mtu, v0.ifname) == (1400, "w0") and ipdb.interfaces.w0 is v0
    index = v0.index
    sh("ip link del w0")
    assert ipdb.settle()
    assert "w0" not in ipdb.interfaces and index not in ipdb.interfaces
    # Who has it still can read what it was.
    assert (v0.ifname, v0.ipdb_scope) == ("w0", "removed")


def test_interfaces_by_name_and_by_index(ipdb):
    sh("ip link add v0 type veth peer v1; ip link set v0 up; ip link property add dev v0 altname a-longer-name-of-it")
    ipdb.settle()
    assert list(ipdb.interfaces.keys())[:2] == [1, "lo"]
    assert set(ipdb.by_name.keys()) == {"lo", "v0", "v1"}
    assert set(ipdb.by_index.keys()) == {link["ifindex"] for link in ip("link")}
    assert ipdb.interfaces["a-longer-name-of-it"] is ipdb.interfaces.v0
    assert ipdb.interfaces.get("nope") is None and "nope" not in ipdb.interfaces and 99 not in ipdb.interfaces
    with pytest.raises(KeyError):
        ipdb.interfaces["nope"]
    with pytest.raises(AttributeError):
        ipdb.interfaces.nope
    with pytest.raises(KeyError):
        ipdb.by_name["nope"]


def test_addresses_by_number_and_by_text(ipdb):
    sh("ip link add v0 type veth peer v1; ip addr add 10.0.0.1/24 brd 10.0.0.99 dev v0")
    ipdb.settle()
    ipaddr = ipdb.interfaces.v0.ipaddr
    said = ipaddr[0]
    assert (said["local"], said["broadcast"], said["prefixlen"], said["family"]) == ("10.0.0.1", "10.0.0.99", 24, 2)
    assert ipaddr["10.0.0.1/24"] == ipaddr[("10.0.0.1", 24)] == ipaddr["10.0.0.1/255.255.255.0"] == said
    assert ("10.0.0.1", 24) in ipaddr and "10.0.0.1/24" in ipaddr and ("10.0.0.1", 25) not in ipaddr
    assert ipaddr - {("10.0.0.1", 24)} == set()


def test_waiting_for_an_address(ipdb):
    sh("ip link add v0 type veth peer v1; ip link set v0 up")
    ipdb.settle()
    v0 = ipdb.interfaces.v0
    sh("sleep 0.2 && ip addr add 10.1.2.3/24 dev v0 &")
    assert v0.wait_ip("10.1.0.0", 16, timeout=30)
    assert v0.ipaddr.wait_ip("10.1.2.3") and not v0.wait_ip("10.1.2.4", timeout=0.1)


def test_routes_are_those_of_iproute2(ipdb):
    sh("ip link add v0 type veth peer v1; ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0")
    sh("ip route add 10.1.0.0/16 via 10.0.0.2 metric 7 mtu 1300; ip route add default via 10.0.0.3 table 100")
    sh(
        "ip route add 10.2.0.0/16 nexthop via 10.0.0.2 weight 2 nexthop via 10.0.0.3; ip -6 route add 2001:db8:1::/48 dev v0"
    )
    ipdb.settle()
    routes = ipdb.routes
    assert {key for key in routes.keys(family=2)} == {route["dst"] for route in ip("-4 route")}
    one = routes["10.1.0.0/16"]
    assert (one.gateway, one.oif, one.priority, one.metrics.mtu) == ("10.0.0.2", ipdb.interfaces.v0.index, 7, 1300)
    assert one["metrics"]["mtu"] == 1300 and one.ipdb_scope == "system" and one.family == 2
    assert [(hop["gateway"], hop["hops"]) for hop in routes["10.2.0.0/16"]["multipath"]] == [
        ("10.0.0.2", 1),
        ("10.0.0.3", 0),
    ]
    assert {254, 255, 100} <= set(routes.tables)
    assert routes.tables[100]["default"].gateway == "10.0.0.3" == routes.get("default", 100).gateway
    assert "2001:db8:1::/48" in routes and "10.9.0.0/16" not in routes and routes.has_key("default", 100)
    assert routes[{"dst": "10.1.0.0/16"}] is one and routes[one.key] is one
    assert [found["route"] for found in routes.filter({"gateway": "10.0.0.3"})] == [routes.tables[100]["default"]]
    assert routes.describe("10.1.0.0/16")["key"] == one.key
    for nothing in ("10.9.0.0/16", one.key._replace(tos=4), {"dst": "10.1.0.0/16", "gateway": "10.9.9.9"}, 999, "nonsense"):
        assert nothing not in routes
        with pytest.raises(KeyError):
            routes[nothing]


def test_rules_are_those_of_iproute2(ipdb):
    sh("ip rule add from 10.0.0.0/8 table 100 priority 77; ip -6 rule add to 2001:db8::/32 table 101 priority 78")
    ipdb.settle()
    assert ipdb.rules[77].table == 100 and ipdb.rules[77].src_len == 8 and ipdb.rules[{"table": 101}].priority == 78
    assert {key.priority for key in ipdb.rules} == {rule["priority"] for rule in ip("-4 rule") + ip("-6 rule")}
    with pytest.raises(KeyError):
        ipdb.rules[99]


def test_what_a_read_only_object_shows_stays(ipdb):
    sh("ip link add v0 type veth peer v1")
    ipdb.settle()
    with ipdb.interfaces.v0.ro as was:
        sh("ip link set v0 mtu 1400")
        ipdb.settle()
        assert (was.mtu, ipdb.interfaces.v0.mtu) == (1500, 1400)
        with pytest.raises(RuntimeError, match="readonly"):
            was.mtu = 1300


def test_dumps_are_plain(ipdb):
    import json

    a_bridge()
    ipdb.settle()
    dump = json.loads(json.dumps(ipdb.interfaces.br0.dump()))
    assert (
        dump["ifname"] == "br0" and ["10.0.0.1", 24] in dump["ipaddr"] and dump["ports"] == [ipdb.interfaces.v0.index]
    )
    everything = ipdb.dump()
    assert everything["interfaces"]["lo"]["ipaddr"] and everything["routes"][254]
    assert {where[0] for where, _ in ipdb.items()} == {"interfaces", "routes"}


def test_parts_that_were_not_asked_for():
    with IPDB(plugins=["interfaces"]) as ipdb:
        assert "lo" in ipdb.interfaces and "routes" not in dir(ipdb)
        with pytest.raises(AttributeError):
            ipdb.routes
    # RTMGRP_LINK and nothing else.
    with IPDB(nl_bind_groups=1) as ipdb, ipdb.eventqueue(timeout=10) as events:
        sh("ip addr add 10.0.0.1/8 dev lo; ip link add v0 type veth peer v1")
        assert next(events)["event"] == "RTM_NEWLINK"
        with pytest.raises(AttributeError):
            ipdb.interfaces


def test_in_another_namespace():
    from route2.iproute import NetNS

    with NetNS("other") as nl:
        with IPDB(nl=nl) as ipdb:
            nl.link("add", ifname="v0", kind="veth", peer="v1")
            ipdb.settle()
            assert set(ipdb.by_name.keys()) == {"lo", "v0", "v1"} and ipdb.nl is nl
        # It was given, and is not closed.
        assert nl.link_lookup(ifname="v0")
    assert [link["ifname"] for link in ip("link")] == ["lo"]
    sh("ip netns del other")


def test_after_the_release():
    ipdb = IPDB()
    lo = ipdb.interfaces.lo
    assert lo.index == 1
    ipdb.release()
    assert len(ipdb.interfaces) == 0 and dir(ipdb.interfaces) == [] and len(ipdb.routes.keys()) == 0
    with pytest.raises(RuntimeError):
        lo.begin()
    ipdb.release()
    ipdb.initdb()
    assert ipdb.interfaces.lo.index == 1
    ipdb.release()


def test_no_other_librarys_socket_is_taken():
    with pytest.raises((TypeError, AttributeError)):
        IPDB(nl=socket.socket())


def test_nothing_is_copied_when_it_opens():
    """A hundred thousand routes cost what the mirror costs."""
    sh("ip link add v0 type veth peer v1; ip link set v0 up; ip addr add 10.0.0.1/24 dev v0")
    lines = "\n".join("route add 20.%d.%d.0/24 dev v0" % (n >> 8, n & 255) for n in range(20000))
    Path("/run/routes").write_text(lines)
    sh("ip -batch /run/routes")
    import tracemalloc

    tracemalloc.start()
    with IPDB() as ipdb:
        assert "20.5.6.0/24" in ipdb.routes
        # What Python has, beside the mirror: next to nothing.
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    tracemalloc.stop()
