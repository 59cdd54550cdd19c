"""What needs a kernel with more than this machine's, and a real pppd: run by `cargo xtask lab-test`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Output, ip, sh, wait_until

from route2.ipdb import IPDB

pytestmark = pytest.mark.skipif("ROUTE2_LAB" not in os.environ, reason="needs the lab: a real pppd")

MONITOR = Path(__file__).with_name("seed_monitor.py")


class Line:
    """Two pppd back to back over a pty, the peer in a network namespace of its own."""

    def __init__(self):
        sh("modprobe -a ppp_generic ppp_async; mkdir -p /etc/ppp; : > /etc/ppp/options")
        sh("test -e /run/netns/peer || ip netns add peer")
        peer = "ip netns exec peer pppd notty nodetach noauth local noccp novj nodefaultroute noipv6"
        options = "nodetach noauth local noccp novj noipv6 nodefaultroute 10.64.64.1:10.64.64.2".split()
        command = ["pppd", *options, "pty", peer]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def hang_up(self):
        self.process.terminate()
        self.process.wait()


def listens(output):
    """The script says nothing before something happens: links of another name come until it prints one."""
    for number in range(2000):
        sh("ip link add pppx%d type dummy && ip link del pppx%d" % (number, number))
        if output.has("RTM_DELLINK"):
            return
    raise AssertionError("the script does not start")


@pytest.mark.parametrize("how", ["-m route2", "import pyroute2"])
def test_the_monitor_of_the_page_prints_the_four_events_of_a_real_pppd(how):
    if how == "-m route2":
        command = [sys.executable, "-m", "route2", str(MONITOR)]
    else:
        code = "from route2 import _alias; _alias.install(); exec(open(%r).read())" % str(MONITOR)
        command = [sys.executable, "-c", code]
    output = Output(command)
    listens(output)
    time.sleep(0.5)
    output.has("")
    output.text = ""
    line = Line()
    wait_until(lambda: output.has("'state': 'up'"))
    wait_until(lambda: ip("addr show ppp0")[0]["addr_info"])
    line.hang_up()
    wait_until(
        lambda: output.has("- event : RTM_DELLINK") and "'state': 'down'}" in output.text.rsplit("RTM_DELLINK", 1)[1]
    )
    output.process.send_signal(signal.SIGINT)
    output.process.wait()
    events = output.text.split("- event : ")[1:]
    kinds = [(event.split("\n", 1)[0], event.rsplit("'state': '", 1)[1].split("'")[0]) for event in events]
    assert kinds == [("RTM_NEWLINK", "down"), ("RTM_NEWLINK", "up"), ("RTM_NEWLINK", "down"), ("RTM_DELLINK", "down")]
    for event in events:
        assert "('IFLA_IFNAME', 'ppp0')" in event and "('IFLA_INFO_KIND', 'ppp')" in event
        assert event.split("\n")[1].startswith("{ '__align': (),")
    sh("ip netns del peer")


def test_the_session_of_the_page():
    """Its lines, as they stand there; what they print is this machine's."""
    sh("ip link add br0 type bridge; ip link set br0 up; ip link add d0 type dummy; ip link set d0 master br0 up")
    lines = [
        "import pyroute2",
        "ipdb=pyroute2.IPDB()",
        "interfaces = dir(ipdb.interfaces)",
        "br0 = ipdb.interfaces.br0",
        "print(interfaces, len(dir(br0)))",
        "print(br0.operstate)",
        "print(ipdb.interfaces.lo.ipaddr)",
    ]
    script = "/run/session.py"
    Path(script).write_text("\n".join(lines))
    wait_until(lambda: ip("link show br0")[0]["operstate"] == "UP")
    done = subprocess.run([sys.executable, "-m", "route2", script], capture_output=True, text=True)
    first, second, third = done.stdout.splitlines()
    assert first.startswith("['br0', 'd0', 'lo'] ") and (second, third) == ("UP", "(('127.0.0.1', 8), ('::1', 128))")


def info(name):
    return ip("link show " + name)[0]["linkinfo"]["info_data"]


def test_kinds():
    with IPDB() as ipdb:
        d0 = ipdb.create(kind="dummy", ifname="d0").up().commit()
        for flags, result in ((2, 2), ("gvrp", 2), (("gvrp", "mvrp"), 10), ({"flags": 2, "mask": 2}, 2), ([2, 2], 2)):
            with ipdb.create(kind="vlan", ifname="d0.1", link=d0, vlan_id=101, vlan_flags=flags) as vlan:
                vlan.up()
            assert (vlan.link, vlan.vlan_id, vlan.vlan_flags & result) == (d0.index, 101, result)
            assert info("d0.1")["id"] == 101
            vlan.remove().commit()
        ipdb.create(kind="vlan", ifname="s", link="d0", vlan_id=1, vlan_protocol=0x88A8).commit()
        assert info("s")["protocol"] == "802.1ad" and ipdb.interfaces.s.vlan_protocol == 0x88A8
        with ipdb.create(kind="bond", ifname="bond7", bond_mode=2) as bond:
            bond.add_port(d0).add_ip("10.0.0.1/24").up()
        assert info("bond7")["mode"] == "balance-xor" and bond.bond_mode == 2 and d0.master == bond.index
        bond.del_port(d0).commit()
        assert d0.master is None
        ipdb.create(kind="gre", ifname="g0", gre_local="10.0.0.1", gre_remote="10.0.0.2", gre_ttl=16).commit()
        assert info("g0")["remote"] == "10.0.0.2" and ipdb.interfaces.g0.gre_ttl == 16
        ipdb.create(kind="vrf", ifname="vrf0", vrf_table=100).commit()
        assert info("vrf0")["table"] == 100 and ipdb.interfaces.vrf0.vrf_table == 100
        ipdb.create(kind="ip6gre", ifname="g6", ip6gre_local="2001:db8::1", ip6gre_remote="2001:db8::2").commit()
        assert ipdb.interfaces.g6.ip6gre_remote == "2001:db8::2"


def test_several_that_build_on_each_other():
    with IPDB() as ipdb:
        ipdb.create(kind="dummy", ifname="a")
        ipdb.create(kind="vlan", ifname="a.100", vlan_id=100, link=ipdb.interfaces.a)
        ipdb.create(kind="bridge", ifname="br0").add_port("a.100").add_ip("10.0.0.1/24").up()
        ipdb.commit()
        assert ip("link show a.100")[0]["master"] == "br0" and ip("link show a.100")[0]["link"] == "a"


def test_vlans_of_a_bridge():
    with IPDB() as ipdb:
        with ipdb.create(kind="bridge", ifname="br0") as br0:
            br0.set("br_vlan_filtering", 1)
        p1 = ipdb.create(kind="dummy", ifname="p1").commit()
        assert len(p1.vlans) == 0
        br0.add_port(p1).commit()
        assert p1.vlans == {1}
        with p1:
            p1.add_vlan(302).add_vlan({"vid": 304, "flags": 6})
        assert p1.vlans == {1, 302, 304} and p1.vlans[302][0]["flags"] == 0 and p1.vlans[304][0]["flags"] == 6
        br0.add_vlan(302, "self").commit()
        assert br0.vlans == {1, 302}
        p1.del_vlan(302).commit()
        assert p1.vlans == {1, 304}
        br0.del_port(p1).commit()
        assert len(p1.vlans) == 0


def test_routes_of_mpls():
    sh("modprobe -a mpls_router mpls_iptunnel; sysctl -qw net.mpls.platform_labels=1000 net.mpls.conf.lo.input=1")
    with IPDB() as ipdb:
        oif = ipdb.interfaces.lo.index
        route = ipdb.routes.add(
            {"family": 28, "dst": 20, "newdst": [30], "oif": oif, "via": {"family": 2, "addr": "127.0.0.2"}}
        )
        route.commit()
        assert "20" in sh("ip -f mpls route") and ipdb.routes.tables["mpls"][20] is route
        with route:
            route.newdst = [40, 50]
        assert "40/50" in sh("ip -f mpls route")
        route.remove().commit()
        assert sh("ip -f mpls route") == ""
        route = ipdb.routes.add(
            dst="default", table=2020, gateway="127.0.0.2", encap={"type": "mpls", "labels": "200"}
        ).commit()
        assert route["encap"]["labels"] == "200" and "encap mpls  200" in sh("ip route show table 2020")
        with route:
            route["encap"]["labels"] = "200/300"
        assert "200/300" in sh("ip route show table 2020")
        with route:
            route.encap = {}
            route.metrics = {"mtu": 1320}
        assert "encap" not in sh("ip route show table 2020") and "mtu 1320" in sh("ip route show table 2020")
        route.remove().commit()
