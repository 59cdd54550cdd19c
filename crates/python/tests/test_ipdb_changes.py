"""What IPDB changes: transactions of objects, and of all of them, against what iproute2 says."""

import threading

import pytest
from conftest import ip, sh

from route2.errors import BadValue, NetlinkError, UnknownKey
from route2.ipdb import CommitException, CreateException, IPDB, PartialCommitException


@pytest.fixture
def ipdb():
    with IPDB() as ipdb:
        yield ipdb


def link(name):
    return ip("link show " + name)[0]


def names():
    return [link["ifname"] for link in ip("link")]


def addresses(name):
    return [(a["local"], a["prefixlen"]) for said in ip("-4 addr show " + name) for a in said["addr_info"]]


def a_veth(ipdb, name="v0", peer="v1"):
    return ipdb.create(kind="veth", ifname=name, peer=peer).commit()


def test_a_bridge_in_one_transaction(ipdb):
    a_veth(ipdb)
    with ipdb.create(kind="bridge", ifname="br0", br_stp_state=1) as br0:
        br0.add_port("v0").add_ip("10.0.0.1/24").add_ip("2001:db8::1", mask=64)
        br0.set_mtu(1400).set("br_forward_delay", 500).up()
        assert "br0" not in names() and br0.ipdb_scope == "create"
    said = link("br0")
    assert (said["mtu"], "UP" in said["flags"]) == (1400, True)
    assert (said["linkinfo"]["info_data"]["stp_state"], said["linkinfo"]["info_data"]["forward_delay"]) == (1, 500)
    assert link("v0")["master"] == "br0" and addresses("br0") == [("10.0.0.1", 24)]
    # When the commit returns, all has been seen: nothing is waited for.
    assert br0.ipdb_scope == "system" and br0.index == said["ifindex"] and ("2001:db8::1", 64) in br0.ipaddr
    with br0:
        br0.del_port("v0").del_ip("10.0.0.1/24").down()
    assert "master" not in link("v0") and addresses("br0") == [] and "UP" not in link("br0")["flags"]
    br0.remove().commit()
    assert "br0" not in names() and "br0" not in ipdb.interfaces and br0.ipdb_scope == "invalid"


def test_each_way_of_saying_it(ipdb):
    v0 = a_veth(ipdb)
    v0.mtu = 1300
    v0["txqlen"] = 77
    v0.option("ifalias", "an alias").set_address("02:00:00:00:00:AA")
    assert v0.review()["mtu"] == 1300 and link("v0")["mtu"] == 1500
    v0.unset("mtu")
    v0.commit()
    said = link("v0")
    assert (said["mtu"], said["txqlen"], said["ifalias"], said["address"]) == (
        1500,
        77,
        "an alias",
        "02:00:00:00:00:aa",
    )
    v0.state = "up"
    v0.commit()
    assert "UP" in link("v0")["flags"] and v0.state == "up"
    v0.set("flags", v0.flags | 0x100).commit()
    assert "PROMISC" in link("v0")["flags"]


def test_explicit_transactions():
    with IPDB(mode="explicit") as ipdb:
        lo = ipdb.interfaces.lo
        with pytest.raises(TypeError, match="start a transaction"):
            lo.mtu = 1500
        with pytest.raises(TypeError):
            lo.commit()
        first = lo.begin()
        lo.add_ip("10.0.0.1/8")
        second = lo.begin()
        lo.add_ip("10.0.0.2/8")
        assert set(lo.local_tx) == {first, second} and lo.current_tx.uid == second
        lo.drop(second)
        assert lo.review()["+ipaddr"] == {("10.0.0.1", 8)}
        lo.commit(first)
        assert addresses("lo") == [("127.0.0.1", 8), ("10.0.0.1", 8)] and not lo.local_tx


def test_each_thread_has_its_own_transactions(ipdb):
    lo, seen = ipdb.interfaces.lo, []
    lo.add_ip("10.0.0.1/8")
    thread = threading.Thread(target=lambda: seen.append(lo.current_tx))
    thread.start()
    thread.join()
    assert seen == [None] and lo.current_tx is not None
    ipdb.drop()


def test_what_cannot_be_says_why(ipdb):
    v0 = a_veth(ipdb)
    with pytest.raises(UnknownKey, match="foobar"):
        v0["foobar"] = 1
    with pytest.raises(AttributeError, match="foobar"):
        v0.set_foobar(1)
    assert v0.current_tx is None or not v0.current_tx.values
    v0.set_mtu(-1).add_ip("10.0.0.1/24")
    with pytest.raises(BadValue, match="mtu"):
        v0.commit()
    assert addresses("v0") == [] and v0.current_tx is not None
    v0.drop()
    v0.add_ip("10.0.0.1/24").set_address("11:22:33:44:55:66")
    with pytest.raises(NetlinkError) as refused:
        v0.commit()
    assert refused.value.code == 99 and "set link v0" in refused.value.debug["step"]
    assert addresses("v0") == []
    v0.drop()
    with pytest.raises(KeyError, match="can not resolve port nope"):
        ipdb.create(kind="bridge", ifname="br0").add_port("nope").commit()
    with pytest.raises(ValueError, match="length"):
        v0.add_ip("10.0.0.1")
    with pytest.raises(TypeError, match="no transaction"):
        ipdb.interfaces.lo.review()


def test_a_body_that_raises_leaves_nothing_behind(ipdb):
    lo = ipdb.interfaces.lo
    with pytest.raises(ZeroDivisionError):
        with lo:
            lo.add_ip("10.0.0.1/8")
            1 / 0
    assert lo.current_tx is None and addresses("lo") == [("127.0.0.1", 8)]


def test_what_there_is_already(ipdb):
    v0 = a_veth(ipdb)
    with pytest.raises(CreateException, match="v0 exists"):
        ipdb.create(kind="veth", ifname="v0")
    assert ipdb.create(kind="veth", ifname="v0", reuse=True).up().commit() is v0
    ipdb.create(kind="ifb", ifname="i0")
    with pytest.raises(CreateException):
        ipdb.create(kind="ifb", ifname="i0")
    ipdb.drop()
    # What is dropped never was.
    assert "i0" not in ipdb.interfaces
    ipdb.create(kind="ifb", ifname="i0").commit()
    assert link("i0")["linkinfo"]["info_kind"] == "ifb"


def test_a_global_commit_is_all_or_nothing(ipdb):
    v0 = a_veth(ipdb)
    with v0:
        v0.add_ip("10.0.0.1/24").up()
    with ipdb.interfaces.v1 as v1:
        v1.up()
    ipdb.routes.add(dst="10.1.0.0/16", gateway="10.0.0.2").commit()
    before = (ip("-4 route"), names(), addresses("v0"))
    v0.del_ip("10.0.0.1/24").set_mtu(1300)
    ipdb.create(kind="bridge", ifname="br0").add_port("v1")
    ipdb.routes.add(dst="10.2.0.0/16", gateway="172.16.0.1")
    with pytest.raises(NetlinkError):
        ipdb.commit()
    assert (ip("-4 route"), names(), addresses("v0")) == before and link("v0")["mtu"] == 1500
    assert len(ipdb.fallen) == 3 and "master" not in link("v1")
    ipdb.routes["10.2.0.0/16"].gateway = "10.0.0.3"
    v0.current_tx.sets.clear()
    ipdb.commit()
    assert "br0" in names() and link("v1")["master"] == "br0" and link("v0")["mtu"] == 1300
    with pytest.raises(TypeError):
        ipdb.review()


def test_priorities_are_an_order_and_all_is_undone(ipdb):
    a_veth(ipdb)
    ipdb.create(kind="bridge", ifname="first").set_ipdb_priority(3)
    ipdb.interfaces.v0.set_ipdb_priority(2).set_address("11:22:33:44:55:66")
    ipdb.create(kind="bridge", ifname="last").set_ipdb_priority(1)
    seen = ipdb.watchdog(ifname="first"), ipdb.watchdog(ifname="last")
    with pytest.raises(NetlinkError):
        ipdb.commit()
    assert seen[0].wait(10) and not seen[1].is_set
    assert names() == ["lo", "v1", "v0"] or set(names()) == {"lo", "v0", "v1"}


def test_a_partial_commit_says_what_failed(ipdb):
    br0 = ipdb.create(kind="bridge", ifname="br0").commit()
    a_veth(ipdb)
    br0.add_port("v0").add_port("later")
    changes = br0.current_tx
    changes.partial = True
    with pytest.raises(PartialCommitException):
        br0.commit(transaction=changes)
    assert link("v0")["master"] == "br0" and [type(error) for error in changes.errors] == [KeyError]
    a_veth(ipdb, "later", "peer")
    br0.commit(transaction=changes)
    assert link("later")["master"] == "br0" and not changes.errors


def test_hooks_can_veto(ipdb):
    lo, calls = ipdb.interfaces.lo, []

    def hook(now, before, wanted):
        calls.append((len(now["ipaddr"]), len(before["ipaddr"]), len(wanted["ipaddr"])))
        if len(calls) > 1:
            raise ValueError("not this one")

    lo.register_commit_hook(hook)
    lo.add_ip("10.0.0.1/8").commit()
    with pytest.raises(ValueError, match="not this one"):
        lo.add_ip("10.0.0.2/8").commit()
    assert len(calls) == 2 and ("10.0.0.2", 8) not in addresses("lo") and ("10.0.0.1", 8) in addresses("lo")
    lo.drop()
    lo.unregister_commit_hook(hook)
    lo.add_ip("10.0.0.3/8").commit()
    assert len(calls) == 2


def test_snapshots_and_reverts(ipdb):
    v0 = a_veth(ipdb)
    with v0:
        v0.add_ip("10.0.0.1/24").add_ip("10.0.1.1/24").up()
    sid = v0.snapshot()
    with v0:
        v0.ifname = "w0"
        v0.del_ip("10.0.0.1/24").add_ip("10.0.2.1/24").set_mtu(1300).down()
    assert v0.last_snapshot_id() == sid and v0.last_snapshot()["mtu"] == 1500
    v0.revert(sid).commit()
    said = link("v0")
    assert (
        said["mtu"] == 1500 and "UP" in said["flags"] and set(addresses("v0")) == {("10.0.0.1", 24), ("10.0.1.1", 24)}
    )


def test_shadows_come_back(ipdb):
    with ipdb.create(kind="bridge", ifname="br0", address="02:00:00:00:00:01") as br0:
        br0.set_mtu(1400).set("br_ageing_time", 12000)
    was = link("br0")
    br0.shadow().commit()
    assert "br0" not in names() and "br0" in ipdb.interfaces and br0.ipdb_scope == "shadow"
    again = ipdb.create(kind="bridge", ifname="br0").commit()
    now = link("br0")
    assert again is br0 and (now["address"], now["mtu"], now["ifindex"]) == (was["address"], 1400, was["ifindex"])
    assert now["linkinfo"]["info_data"]["ageing_time"] == 12000


def test_what_is_frozen_stays(ipdb):
    v0 = a_veth(ipdb)
    with v0:
        v0.add_ip("10.0.0.1/24").up()
    v0.freeze()
    with pytest.raises(RuntimeError, match="frozen"):
        v0.freeze()
    v0.ipaddr.set_target({("10.0.0.1", 24)})
    sh("ip addr del 10.0.0.1/24 dev v0; ip addr add 10.9.9.9/24 dev v0")
    assert v0.wait_ip("10.0.0.1", timeout=30) and v0.ipaddr.target.wait(30)
    v0.unfreeze()
    sh("ip addr del 10.0.0.1/24 dev v0")
    assert ipdb.settle() and ("10.0.0.1", 24) not in v0.ipaddr


def test_secondary_addresses_survive_their_primary(ipdb):
    with a_veth(ipdb) as v0:
        v0.add_ip("10.0.0.1/24").add_ip("10.0.0.2/24").add_ip("10.0.0.3/24", broadcast="10.0.0.9")
    v0.del_ip("10.0.0.1/24").commit()
    assert set(addresses("v0")) == {("10.0.0.2", 24), ("10.0.0.3", 24)}


def test_dumps_are_loaded(ipdb):
    with a_veth(ipdb) as v0:
        v0.add_ip("10.0.0.1/24").set_mtu(1400).up()
    ipdb.routes.add(dst="10.7.0.0/16", oif=v0.index, table=77).commit()
    dump = ipdb.dump()
    with v0:
        # (With the last address, the route goes.)
        v0.del_ip("10.0.0.1/24").set_mtu(1300)
    assert "10.7.0.0/16" not in ipdb.routes.tables[77]
    ipdb.load({"interfaces": {"v0": dump["interfaces"]["v0"]}, "routes": {77: dump["routes"][77]}})
    ipdb.commit()
    assert link("v0")["mtu"] == 1400 and ("10.0.0.1", 24) in addresses("v0")
    assert [route["dst"] for route in ip("route show table 77")] == ["10.7.0.0/16"]


def test_routes_come_change_and_go(ipdb):
    with a_veth(ipdb) as v0:
        v0.add_ip("10.0.0.1/24").up()
    with ipdb.interfaces.v1 as v1:
        v1.up()
    route = ipdb.routes.add(dst="10.1.0.0/16", gateway="10.0.0.2", metrics={"mtu": 1300})
    assert route.ipdb_scope == "create" and "10.1.0.0/16" in ipdb.routes
    route.commit()

    def said():
        return [r for r in ip("-4 route") if r["dst"] == "10.1.0.0/16"]

    assert said()[0]["gateway"] == "10.0.0.2" and said()[0]["metrics"] == [{"mtu": 1300}]
    with route:
        route.metrics.mtu = 1350
        route.gateway = "10.0.0.3"
    assert said()[0]["gateway"] == "10.0.0.3" and said()[0]["metrics"] == [{"mtu": 1350}]
    route.priority = 77
    route.commit()
    assert [r["metric"] for r in said()] == [77] and route.priority == 77 and ipdb.routes["10.1.0.0/16"] is route
    route.add_nh({"gateway": "10.0.0.4", "hops": 9}).commit()
    assert {(hop["gateway"], hop["weight"]) for hop in said()[0]["nexthops"]} == {("10.0.0.3", 1), ("10.0.0.4", 10)}
    route.del_nh({"gateway": "10.0.0.3"}).commit()
    assert said()[0]["gateway"] == "10.0.0.4" and route.gateway == "10.0.0.4" and not route["multipath"]
    with pytest.raises(KeyError):
        route.del_nh({"gateway": "10.0.0.4"})
    route.drop()
    with pytest.raises(NetlinkError):
        ipdb.routes.add(dst="10.1.0.0/16", gateway="10.0.0.9", priority=77).commit()
    ipdb.drop()
    other = ipdb.routes.add(dst="10.1.0.0/16", gateway="10.0.0.9", priority=78).commit()
    other.priority = 77
    with pytest.raises(CommitException, match="conflict"):
        other.commit()
    other.drop()
    route.remove().commit()
    other.remove().commit()
    assert said() == [] and "10.1.0.0/16" not in ipdb.routes
    with pytest.raises(ValueError):
        ipdb.routes.add(gateway="10.0.0.2")


def test_routes_of_ipv6(ipdb):
    with a_veth(ipdb) as v0:
        v0.add_ip("2001:db8::1/64").up()
    with ipdb.interfaces.v1 as v1:
        v1.up()
    route = ipdb.routes.add(dst="2001:db8:1::/48", gateway="2001:db8::2").commit()
    assert route.priority == 1024 and ip("-6 route show 2001:db8:1::/48")[0]["gateway"] == "2001:db8::2"
    route.gateway = "2001:db8::3"
    route.commit()
    assert [r["gateway"] for r in ip("-6 route show 2001:db8:1::/48")] == ["2001:db8::3"]
    default = ipdb.routes.add(dst="default", gateway="2001:db8::2", table=100).commit()
    assert default.family == 10 and ip("-6 route show table 100")[0]["dst"] == "default"
    default.remove().commit()
    route.remove().commit()
    assert ip("-6 route show 2001:db8:1::/48") == []


def test_rules_come_change_and_go(ipdb):
    rule = ipdb.rules.add(src="10.0.0.0/8", table=100, priority=77)
    assert rule.ipdb_scope == "create" and 77 in ipdb.rules
    rule.commit()

    def said():
        return [r for r in ip("-4 rule") if r["priority"] == 77]

    assert [(r["src"], r["srclen"], r["table"]) for r in said()] == [("10.0.0.0", 8, "100")]
    rule.table = 101
    rule.commit()
    assert [(r["src"], r["table"]) for r in said()] == [("10.0.0.0", "101")] and rule.table == 101
    rule.remove().commit()
    assert said() == [] and 77 not in ipdb.rules
    assert ipdb.rules.add(table=9).commit().priority == 32000


def test_links_into_other_namespaces(ipdb):
    sh("ip netns add other")
    with a_veth(ipdb) as v0:
        v0.net_ns_fd = "other"
    assert "v0" not in names() and "v0" not in ipdb.interfaces
    ipdb.create(kind="veth", ifname="w0", peer={"ifname": "w1", "net_ns_fd": "other"}).commit()
    assert {link["ifname"] for link in ip("-n other link")} == {"lo", "v0", "w1"}
    sh("ip netns del other")


def test_ensure(ipdb):
    ipdb.ensure("add", reachable="127.0.0.1")
    assert ipdb.ensure("get") == ["127.0.0.1"]
    ipdb.interfaces.lo.add_ip("10.0.0.1/8").commit()
    ipdb.ensure("reset")
    assert ipdb.ensure("get") == []
    with pytest.raises(ValueError):
        ipdb.ensure("nonsense")


def test_tuntap(ipdb):
    t0 = ipdb.create(kind="tuntap", ifname="t0", mode="tap", uid=1, gid=2).add_ip("10.0.0.1/24").commit()
    assert addresses("t0") == [("10.0.0.1", 24)] and (t0.kind, t0.mode, t0.uid, t0.gid) == ("tun", "tap", 1, 2)
    with pytest.raises(BadValue):
        ipdb.create(kind="tuntap", ifname="t1", mode="nonsense").commit()
    assert "t1" not in names()


def test_what_the_kernel_tells_nobody(ipdb):
    """Of a link that is down, it does not say what of its kind is changed."""
    v0 = a_veth(ipdb)
    m0 = ipdb.create(kind="macvlan", ifname="m0", link=v0, macvlan_mode="bridge").commit()
    with m0:
        m0.macvlan_mode = "vepa"
        m0.ifalias = "an alias"
        m0.group = 7
    assert link("m0")["linkinfo"]["info_data"]["mode"] == "vepa"
    assert (m0.macvlan_mode, m0.ifalias, m0.group) == ("vepa", "an alias", 7)
