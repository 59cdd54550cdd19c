"""IPRoute changes what it is told to, by what iproute2 says of it afterwards."""

import socket

import pytest
from conftest import ip, sh

import route2
from route2 import NetlinkError, UnknownKey
from route2.iproute import IPRoute


@pytest.fixture
def ipr():
    with IPRoute() as ipr:
        yield ipr


def index(ipr, name):
    return ipr.link_lookup(ifname=name)[0]


def test_links(ipr):
    assert ipr.link("add", ifname="br0", kind="bridge", br_ageing_time=1000) == ()
    ipr.link("set", ifname="br0", mtu=1400, br_hello_time=300)
    ipr.link("add", ifname="v0", kind="veth", peer="v1", address="02:00:00:00:00:01")
    ipr.link("set", index=index(ipr, "v0"), state="up", master=index(ipr, "br0"))
    ipr.link("set", ifname="v1", txqlen=77, IFLA_GROUP=3)
    (br0,) = ip("link show br0")
    assert br0["mtu"] == 1400 and br0["linkinfo"]["info_data"]["ageing_time"] == 1000
    assert br0["linkinfo"]["info_data"]["hello_time"] == 300
    (v0,) = ip("link show v0")
    assert "UP" in v0["flags"] and v0["master"] == "br0" and v0["address"] == "02:00:00:00:00:01"
    (v1,) = ip("link show v1")
    assert v1["txqlen"] == 77 and v1["group"] == "3"

    (message,) = ipr.link("get", index=v0["ifindex"])
    assert message.get_attr("IFLA_IFNAME") == "v0" and message["state"] == "up"
    assert [m.get_attr("IFLA_IFNAME") for m in ipr.get_links()] == [link["ifname"] for link in ip("link")]
    assert ipr.get_links(v0["ifindex"])[0]["index"] == v0["ifindex"]
    assert ipr.link_lookup(kind="veth") == [v1["ifindex"], v0["ifindex"]]
    assert ipr.link_lookup(address="02:00:00:00:00:01", kind="veth", operstate="UP") == []
    assert ipr.link_lookup(ifname="nope") == []
    assert ipr.link_lookup(mtu=lambda mtu: mtu == 65536) == [1]
    assert [m["index"] for m in ipr.get_links(match=lambda m: m["index"] == 1)] == [1]

    ipr.link("property_add", index=v0["ifindex"], altname=["other0", "another"])
    assert sorted(ip("link show v0")[0]["altnames"]) == ["another", "other0"]
    ipr.link("property_del", index=v0["ifindex"], altname="another")
    assert ip("link show v0")[0]["altnames"] == ["other0"]
    ipr.link("set", index=v0["ifindex"], ifname="w0")
    ipr.link("del", index=index(ipr, "w0"))
    assert not {"v0", "v1", "w0"} & {link["ifname"] for link in ip("link")}


def test_links_of_other_namespaces(ipr):
    sh("ip netns add red")
    ipr.link("add", ifname="v0", kind="veth", peer={"ifname": "v1", "net_ns_fd": "red"})
    assert "v1" in sh("ip -n red link")
    ipr.link("set", index=index(ipr, "v0"), net_ns_fd="red")
    assert "v0" in sh("ip -n red link") and "v0" not in sh("ip link")
    with IPRoute(netns="red") as red:
        assert red.link_lookup(ifname="v0")
    sh("ip netns del red")


def test_a_tap(ipr):
    ipr.link("add", ifname="tap0", kind="tuntap", mode="tap", uid=0)
    assert ip("link show tap0")[0]["linkinfo"]["info_data"]["type"] == "tap"
    ipr.link("del", index=index(ipr, "tap0"))


def test_addresses(ipr):
    ipr.addr("add", index=1, address="10.0.0.1", mask=24, label="lo:x", broadcast=True)
    ipr.addr("add", index=1, address="10.0.1.1/30")
    ipr.addr("add", index=1, local="10.0.2.1", address="10.0.2.2", prefixlen=32)
    ipr.addr("add", index=1, address="2001:db8::1", prefixlen=64, valid_lft=1000, preferred_lft=500)
    (lo,) = ip("addr show lo")
    of = {address["local"]: address for address in lo["addr_info"]}
    assert of["10.0.0.1"]["label"] == "lo:x" and of["10.0.0.1"]["broadcast"] == "10.0.0.255"
    assert of["10.0.1.1"]["prefixlen"] == 30
    assert of["10.0.2.1"]["address"] == "10.0.2.2"
    assert 990 <= of["2001:db8::1"]["valid_life_time"] <= 1000
    assert {m.get_attr("IFA_LOCAL") for m in ipr.get_addr(family=socket.AF_INET)} == {
        "127.0.0.1",
        "10.0.0.1",
        "10.0.1.1",
        "10.0.2.1",
    }
    assert [m["prefixlen"] for m in ipr.get_addr(label="lo:x")] == [24]
    assert [m["prefixlen"] for m in ipr.get_addr(index=1, prefixlen=30)] == [30]
    ipr.addr("del", index=1, address="10.0.0.1", mask=24)
    assert "10.0.0.1" not in sh("ip addr")
    ipr.flush_addr(index=1, family=socket.AF_INET)
    assert not ip("-4 addr show lo")
    assert "2001:db8::1" in sh("ip addr")


def test_routes(ipr):
    sh("ip link add v0 type veth peer v1; ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0")
    v0 = index(ipr, "v0")
    ipr.route("add", dst="10.1.0.0/16", gateway="10.0.0.2", metrics={"mtu": 1400}, priority=7)
    ipr.route("add", dst="10.2.0.0", dst_len=24, oif=v0, table=100, proto="boot", scope="link")
    ipr.route("add", dst="10.3.0.0/24", type="blackhole")
    ipr.route(
        "add",
        dst="10.4.0.0/24",
        multipath=[{"gateway": "10.0.0.3", "oif": v0, "hops": 4}, {"gateway": "10.0.0.4", "oif": v0}],
    )
    ipr.route("add", dst="default", gateway="10.0.0.254")
    ipr.route("replace", dst="10.1.0.0/16", gateway="10.0.0.9", priority=7)
    routes = {route["dst"]: route for route in ip("route show table all")}
    assert routes["10.1.0.0/16"]["gateway"] == "10.0.0.9" and routes["10.1.0.0/16"]["metric"] == 7
    assert routes["10.2.0.0/24"]["table"] == "100" and routes["10.2.0.0/24"]["protocol"] == "boot"
    assert routes["10.3.0.0/24"]["type"] == "blackhole"
    assert [hop["weight"] for hop in routes["10.4.0.0/24"]["nexthops"]] == [5, 1]
    assert routes["default"]["gateway"] == "10.0.0.254"

    assert [m.get_attr("RTA_DST") for m in ipr.get_routes(table=100)] == ["10.2.0.0"]
    assert len(ipr.get_routes(family=socket.AF_INET, table=254)) == len(ip("route"))
    (default,) = ipr.get_default_routes(family=socket.AF_INET)
    assert default.get_attr("RTA_GATEWAY") == "10.0.0.254"
    (found,) = ipr.route("get", dst="10.1.2.3")
    assert found.get_attr("RTA_GATEWAY") == "10.0.0.9"
    (hops,) = [m for m in ipr.get_routes(table=254) if m.get_attr("RTA_MULTIPATH")]
    assert [hop["hops"] for hop in hops.get_attr("RTA_MULTIPATH")] == [4, 0]
    assert hops.get_attr("RTA_MULTIPATH")[0].get_attr("RTA_GATEWAY") == "10.0.0.3"

    ipr.route("del", dst="10.1.0.0/16")
    assert not ip("route show 10.1.0.0/16")
    assert [m.get_attr("RTA_DST") for m in ipr.flush_routes(table=100)] == ["10.2.0.0"]
    assert not ip("route show table 100")


def test_neighbours(ipr):
    sh("ip link add br0 type bridge; ip link set br0 up; ip link add v0 type veth peer v1")
    br0, v0 = index(ipr, "br0"), index(ipr, "v0")
    ipr.neigh("add", dst="10.0.0.2", lladdr="00:11:22:33:44:55", ifindex=br0)
    ipr.neigh("add", dst="10.0.0.3", lladdr="00:11:22:33:44:56", ifindex=br0, state="stale")
    states = {n["dst"]: n["state"] for n in ip("neigh")}
    assert states == {"10.0.0.2": ["PERMANENT"], "10.0.0.3": ["STALE"]}
    assert [m["ifindex"] for m in ipr.get_neighbours(dst="10.0.0.2")] == [br0]
    ipr.neigh("set", dst="10.0.0.2", lladdr="00:11:22:33:44:66", ifindex=br0)
    ipr.neigh("del", dst="10.0.0.3", ifindex=br0)
    assert [n["lladdr"] for n in ip("neigh")] == ["00:11:22:33:44:66"]

    ipr.link("set", index=v0, master=br0)
    ipr.fdb("add", lladdr="00:11:22:33:44:77", ifindex=v0)
    assert "00:11:22:33:44:77" in sh("bridge fdb show dev v0")
    assert [m["ifindex"] for m in ipr.fdb("dump", lladdr="00:11:22:33:44:77")] == [v0]
    ipr.fdb("del", lladdr="00:11:22:33:44:77", ifindex=v0)
    assert "00:11:22:33:44:77" not in sh("bridge fdb show dev v0")


def test_ports_of_bridges(ipr):
    sh("ip link add br0 type bridge; ip link add v0 type veth peer v1; ip link set v0 master br0")
    ipr.brport("set", index=index(ipr, "v0"), unicast_flood=0, cost=333)
    port = ip("link show v0")[0]["linkinfo"]["info_slave_data"]
    assert port["cost"] == 333 and port["flood"] is False


def test_rules(ipr):
    ipr.rule("add", table=100, priority=1000, src="10.0.0.0/8", fwmark=10)
    ipr.rule("add", priority=1001, dst="10.9.0.0", dst_len=16, action="FR_ACT_BLACKHOLE")
    ipr.rule("add", table=101, priority=1002, iifname="lo", family=socket.AF_INET6)
    rules = {rule["priority"]: rule for rule in ip("rule") + ip("-6 rule")}
    assert rules[1000]["src"] == "10.0.0.0" and rules[1000]["srclen"] == 8 and rules[1000]["fwmark"] == "0xa"
    assert rules[1001]["action"] == "blackhole" and rules[1001]["dst"] == "10.9.0.0"
    assert rules[1002]["iif"] == "lo"
    assert [m.get_attr("FRA_PRIORITY") for m in ipr.get_rules(table=100)] == [1000]
    ipr.rule("del", priority=1001)
    assert 1001 not in [rule["priority"] for rule in ip("rule")]
    ipr.flush_rules(family=socket.AF_INET, priority=lambda priority: priority and priority < 32766)
    assert 1000 not in [rule["priority"] for rule in ip("rule")]


def test_the_kernels_no(ipr):
    with pytest.raises(NetlinkError) as error:
        ipr.link("get", index=999)
    assert error.value.code == 19 and error.value.args[0] == 19
    with pytest.raises(NetlinkError) as error:
        ipr.route("add", dst="10.0.0.0/8", gateway="192.0.2.1")
    assert error.value.code == 101 and "invalid gateway" in str(error.value)


def test_an_unknown_keyword_is_named(ipr):
    for ask in (
        lambda: ipr.link("set", index=1, mtuu=1),
        lambda: ipr.link_lookup(mtuu=1),
        lambda: ipr.addr("add", index=1, address="10.0.0.1", mtuu=3),
        lambda: ipr.get_routes(mtuu=1),
        lambda: ipr.rule("add", table=1, mtuu=1),
        lambda: IPRoute(mtuu=1),
    ):
        with pytest.raises(UnknownKey, match="mtuu"):
            ask()
    with pytest.raises(ValueError, match="`mtu` is a number from 0 to 4294967295, not `lots`"):
        ipr.link("set", index=1, mtu="lots")


def test_what_the_kernel_tells(ipr):
    ipr.bind()
    ipr.link("add", ifname="br0", kind="bridge")
    told = []
    while "RTM_NEWLINK" not in [m["event"] for m in told]:
        told += ipr.get(timeout=10)
    assert ipr.get(timeout=0) is not None
    assert ipr.fileno() > 2


def test_polling(ipr):
    with pytest.raises(TimeoutError):
        ipr.poll(ipr.link, "dump", timeout=0.1, interval=0.05, ifname="br0")
    ipr.link("add", ifname="br0", kind="bridge")
    assert ipr.poll(ipr.link, "dump", ifname="br0")[0].get("ifname") == "br0"


def test_keys_that_are_called_like_parameters():
    with route2.Socket() as socket_:
        socket_.request("add", "route", dst="10.1.0.0/24", type="blackhole", table=100)
        assert ip("route show table 100")[0]["dst"] == "10.1.0.0/24"
        (raw,) = [m.raw for m in socket_.dump("route", table=100)]
        assert socket_.encode("del", "route", {"dst": "10.1.0.0/24"}, table="main").table == "route" and raw


def test_what_is_asked_of_the_routes(ipr):
    sh("ip link add d0 type bridge; ip link set d0 up; ip addr add 172.16.60.1/24 dev d0; ip route add 10.5.0.0/16 dev d0")
    sh("ip route add 10.6.0.0/16 dev d0 table 100")
    (found,) = ipr.get_routes(dst="10.5.3.3")
    assert found["dst_len"] == 32 and found.get_attr("RTA_OIF") == index(ipr, "d0")
    assert ipr.get_routes(dst="127.0.0.1") and ipr.get_routes(dst="::1")
    for keys in ({"dst": "10.5.0.0/16"}, {"dst": "10.5.0.0", "table": 254}, {"match": {"dst": "10.5.0.0"}}):
        assert [m.get_attr("RTA_DST") for m in ipr.get_routes(**keys)] == ["10.5.0.0"]
    assert len(ipr.get_routes(family=socket.AF_INET, dst=lambda dst: dst in ("172.16.60.0", "10.5.0.0"))) == 2
    assert [m.get_attr("RTA_DST") for m in ipr.get_routes(dst="10.6.0.0", table=100)] == ["10.6.0.0"]
    ipr.route("add", dst="10.7.0.0", dst_len=24, oif=(1,))
    assert [m.get_attr("RTA_OIF") for m in ipr.route("dump", dst="10.7.0.0/24")] == [1]


def test_flags_by_name(ipr):
    sh("ip link add br0 type bridge")
    ipr.link("set", index=index(ipr, "br0"), flags=["IFF_UP", "IFF_NOARP"])
    (br0,) = ipr.get_links(index(ipr, "br0"))
    assert {"IFF_UP", "IFF_NOARP"} <= set(br0.flags2names(br0["flags"]))
    ipr.link("set", index=br0["index"], flags=["!IFF_UP"])
    assert not ipr.get_links(br0["index"])[0]["flags"] & 1
    with pytest.raises(ValueError, match="IFF_NOPE"):
        ipr.link("set", index=1, flags=["IFF_NOPE"])
    ipr.addr("add", 1, "10.0.0.1", 8)
    (address,) = ipr.get_addr(address="10.0.0.1")
    assert address.flags2names(address["flags"]) == ["IFA_F_PERMANENT"]


def test_vlans_of_bridges(ipr):
    try:
        ipr.link("add", ifname="br0", kind="bridge", br_vlan_filtering=1)
    except NetlinkError:
        pytest.skip("this kernel's bridges know no VLANs")
    sh("ip link add v0 type veth peer v1; ip link set v0 master br0")
    spec = ipr.get_vlans(ifname="br0")[0].get_nested("IFLA_AF_SPEC", "IFLA_BRIDGE_VLAN_INFO")
    assert spec["vid"] == 1
    v0 = index(ipr, "v0")
    ipr.vlan_filter("add", index=v0, vlan_info={"vid": 567})
    assert "567" in sh("bridge vlan show")
    ipr.vlan_filter("del", index=v0, vlan_info={"vid": 567})
    assert "567" not in sh("bridge vlan show")
    ipr.vlan_filter("add", index=v0, af_spec={"attrs": [["IFLA_BRIDGE_VLAN_INFO", {"vid": 568}]]})
    assert "568" in sh("bridge vlan show")


def test_neighbour_tables(ipr):
    parms = [table.get_attr("NDTA_PARMS").get_attr("NDTPA_IFINDEX") for table in ipr.get_ntables()]
    assert {link["index"] for link in ipr.get_links()} == set(parms) - {None}


def test_what_is_no_request():
    """The kernel would not answer, and whoever asked would wait for good."""
    with route2.Socket() as socket_:
        good = socket_.encode("get", "link", index=1).raw
        assert socket_.get(good)[0]["index"] == 1
        for bad in (b"", bytes(14), bytes(26), good[:-1], good + bytes(4), b"\x10\0\0\0\3\0" + bytes(10)):
            for send in (socket_.send, socket_.get, socket_.get_all, lambda bad: socket_.batch([bad])):
                with pytest.raises(ValueError, match="no request"):
                    send(bad)
