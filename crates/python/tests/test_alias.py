"""Scripts that say `import pyroute2` run on route2, unmodified."""

import subprocess
import sys

import pytest
from conftest import sh

SCRIPT = """
import sys
import pyroute2
from pyroute2 import IPRoute, NetNS, NetlinkError, netns
from pyroute2.common import AF_MPLS, uifname
from pyroute2.iproute import IPRoute as Same
from pyroute2.netlink import NLM_F_CREATE, NLM_F_REQUEST
from pyroute2.netlink.exceptions import NetlinkError as SameError
from pyroute2.netlink.rtnl import RTM_NEWLINK, RTMGRP_LINK, RTNLGRP_LINK, rt_proto, rt_scope, rt_type
from pyroute2.netlink.rtnl.ifinfmsg import IFF_NOARP, IFF_UP
from pyroute2.netlink.rtnl.req import IPRouteRequest
import pyroute2.netns

assert Same is IPRoute is pyroute2.IPRoute and SameError is NetlinkError
assert "route2" in pyroute2.__file__ and pyroute2.netns.listnetns is netns.listnetns
assert (RTM_NEWLINK, RTMGRP_LINK, RTNLGRP_LINK, IFF_UP, IFF_NOARP) == (16, 1, 1, 1, 0x80)
assert (rt_type["blackhole"], rt_scope["link"], rt_proto["static"]) == (6, 253, 4)
assert rt_scope["universe"] == 0 and rt_type[1] == "unicast" and AF_MPLS == 28 and NLM_F_CREATE | NLM_F_REQUEST
name = uifname()
with IPRoute() as ip:
    ip.link("add", ifname=name, kind="bridge")
    index = ip.link_lookup(ifname=name)[0]
    ip.addr("add", index=index, address="10.0.0.1", mask=24)
    ip.link("set", index=index, state="up")
    print([(x.get_attr("IFA_ADDRESS"), x["prefixlen"]) for x in ip.get_addr(index=index, family=2)])
    try:
        ip.link("get", index=9999)
    except NetlinkError as error:
        print(error.code, error.args[0])
try:
    import pyroute2.nope
except ImportError as error:
    print(error)
print(sys.argv[1:], __name__)
"""


@pytest.mark.parametrize("how", ["script", "code", "module"])
def test_a_script(tmp_path, how):
    (tmp_path / "script.py").write_text(SCRIPT)
    what = {"script": ["script.py"], "code": ["-c", SCRIPT], "module": ["-m", "script"]}[how]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "route2", *what, "a", "-b"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "[('10.0.0.1', 24)]",
        "19 19",
        "route2 has no `pyroute2.nope`",
        "['a', '-b'] __main__",
    ]


def test_the_scripts_own_directory_comes_first(tmp_path):
    (tmp_path / "helper.py").write_text("name = 'helper'")
    (tmp_path / "script.py").write_text("import helper, sys; print(helper.name, sys.argv)")
    script = str(tmp_path / "script.py")
    done = subprocess.run([sys.executable, "-m", "route2", script, "x"], capture_output=True, text=True, cwd="/")
    assert done.stdout == "helper %s\n" % [script, "x"], done.stderr


def test_how_it_is_called():
    call = [sys.executable, "-m", "route2"]
    assert subprocess.run(call, capture_output=True).returncode == 2
    assert "usage" in subprocess.run([*call, "--help"], capture_output=True, text=True).stdout
    assert subprocess.run([*call, "-c", "import sys; sys.exit(7)"]).returncode == 7
    assert subprocess.run([*call, "/nowhere.py"], capture_output=True).returncode != 0


def test_an_exception_of_the_script_is_its_own(tmp_path):
    (tmp_path / "script.py").write_text("import pyroute2\n1 / 0\n")
    done = subprocess.run([sys.executable, "-m", "route2", "script.py"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1 and 'script.py", line 2' in done.stderr and "ZeroDivisionError" in done.stderr


def test_one_who_can_change_a_line():
    from route2 import pyroute2

    sh("true")
    assert pyroute2.IPRoute and "IPDB" in dir(pyroute2)
    with pytest.raises(AttributeError, match="`Conntrack`"):
        pyroute2.Conntrack
