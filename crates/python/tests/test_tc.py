"""Traffic control by pyroute2's keywords, by what iproute2 says of it afterwards."""

import socket

import pytest
from conftest import sh

from route2 import IPRoute, NetlinkError


@pytest.fixture
def ipr():
    with IPRoute() as ipr:
        yield ipr


def index(ipr, name):
    return ipr.link_lookup(ifname=name)[0]


def lacks(ask, *args, **keywords):
    """Asks for what a kernel may lack: then the test is over."""
    try:
        ask(*args, **keywords)
    except NetlinkError as error:
        if error.code in (2, 95):
            pytest.skip("this kernel lacks it: %s" % error)
        raise


def test_traffic_control(ipr):
    sh("ip link add v0 type veth peer v1; ip link set v0 up")
    v0 = index(ipr, "v0")
    ipr.tc("add", "htb", v0, 0x10000, default=0x200000)
    ipr.tc("add-class", "htb", v0, 0x10001, parent=0x10000, rate="256kbit", burst=1024 * 6)
    ipr.tc("add-class", "htb", v0, "1:10", parent="1:1", rate="192kbit", burst=1024 * 6, prio=1)
    ipr.tc(
        "add-filter",
        "u32",
        v0,
        parent=0x10000,
        prio=10,
        protocol=socket.AF_INET,
        target=0x10010,
        keys=["0x0006/0x00ff+8", "0x0000/0xffc0+2"],
    )
    ipr.tc("add", "tbf", v0, 0x200000, parent=0x10010, rate="220kbit", latency="50ms", burst=1540)
    assert "htb 1: root" in sh("tc qdisc show dev v0") and "tbf 20: parent 1:10 rate 220Kbit" in sh(
        "tc qdisc show dev v0"
    )
    classes = sh("tc class show dev v0")
    assert "class htb 1:1 root rate 256Kbit" in classes and "burst 6Kb" in classes
    assert "match 00060000/00ff0000 at 8" in sh("tc filter show dev v0")
    assert [m.get_attr("TCA_KIND") for m in ipr.get_qdiscs(v0)] == ["htb", "tbf"]
    assert len(ipr.get_classes(v0)) == 3 and ipr.get_filters(v0)
    ipr.tc("del", index=v0, handle=0x10000, parent=0xFFFFFFFF)
    assert "htb" not in sh("tc qdisc show dev v0")
    ipr.tc("add", "ingress", v0)
    assert "ingress" in sh("tc qdisc show dev v0")


def test_filters_that_do_something(ipr):
    sh("ip link add v0 type veth peer v1; ip link set v0 up")
    v0 = index(ipr, "v0")
    ipr.tc("add", "ingress", v0, 0xFFFF0000)
    lacks(
        ipr.tc,
        "add-filter",
        "u32",
        v0,
        0,
        protocol=socket.AF_INET,
        parent=0xFFFF0000,
        action="drop",
        target=0x1,
        rate="10kbit",
        burst=10240,
        limit=0,
        prio=50,
        keys=["0x0/0x0+12"],
    )
    shown = sh("tc filter show dev v0 ingress")
    assert "police" in shown and "rate 10Kbit burst 10Kb" in shown and "action drop" in shown
    act = {"kind": "mirred", "direction": "egress", "action": "redirect", "ifindex": index(ipr, "v1")}
    ipr.tc("add-filter", "u32", v0, 0, protocol=0x0003, parent=0xFFFF0000, prio=51, keys=["0x1/0xff+0"], action=act)
    lacks(
        ipr.tc, "add-filter", "u32", v0, 0, protocol=3, parent=0xFFFF0000, prio=52, keys=["0x2/0xff+0"], action="drop"
    )
    shown = sh("tc filter show dev v0 ingress")
    assert "mirred (Egress Redirect to device v1)" in shown and "gact action drop" in shown
    options = [m.get_attr("TCA_OPTIONS") for m in ipr.get_filters(v0, parent=0xFFFF0000)]
    assert any(option is not None and option.get_attr("TCA_U32_ACT") for option in options)


@pytest.mark.parametrize(
    "kind,keywords,says",
    [
        ("pfifo_fast", {}, "qdisc pfifo_fast"),
        ("pfifo", {"limit": 100}, "limit 100p"),
        ("sfq", {"perturb": 10}, "perturb 10sec"),
        ("codel", {"cdl_interval": "40ms", "cdl_target": "2ms", "cdl_limit": 5000, "cdl_ecn": 1}, "limit 5000p target 2ms interval 40ms ecn"),
        ("fq_codel", {"fqc_limit": 100, "fqc_target": "5ms"}, "limit 100p"),
        ("netem", {"delay": 100000, "limit": 500}, "limit 500 delay 100ms"),
        ("hfsc", {"default": "1:1"}, "default 1"),
        ("plug", {"limit": 13107}, "qdisc plug"),
        ("clsact", {}, "qdisc clsact"),
    ],
)
def test_a_queueing_discipline(ipr, kind, keywords, says):
    sh("ip link add v0 type veth peer v1; ip link set v0 up")
    v0 = index(ipr, "v0")
    lacks(ipr.tc, "add", kind, v0, 0 if kind in ("pfifo_fast", "clsact") else "1:", **keywords)
    assert says in sh("tc qdisc show dev v0")
    if kind == "hfsc":
        ipr.tc("add-class", "hfsc", v0, "1:1", parent="1:0", rsc={"m2": "3mbit"})
        assert "class hfsc 1:1 parent 1: rt m1 0bit d 0us m2 3Mbit" in sh("tc class show dev v0")
