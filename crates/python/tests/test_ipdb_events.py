"""Events of IPDB: in order, whole, and whatever those who get them do."""

import asyncio
import queue
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from conftest import Output, run, sh, wait_until

from route2.ipdb import IPDB

#: The script of the page that people learnt it from, as it stands there.
MONITOR = Path(__file__).with_name("seed_monitor.py")


@pytest.fixture
def ipdb():
    with IPDB() as ipdb:
        yield ipdb


def test_events_are_the_pages_dictionaries(ipdb):
    with ipdb.eventqueue(timeout=30) as events:
        sh("ip link add v0 type veth peer v1; ip link set v0 up; ip link del v0")
        seen = []
        for event in events:
            if event.get_attr("IFLA_IFNAME") == "v0" and event["family"] == 0:
                seen.append((event["event"], event["state"]))
                assert isinstance(event["attrs"], list) and event["header"]["error"] is None
                assert event.get("ifname") == "v0" and dict(event["attrs"])["IFLA_IFNAME"] == "v0"
                if event["event"] == "RTM_DELLINK":
                    break
    assert seen[0] == ("RTM_NEWLINK", "down") and seen[-1][0] == "RTM_DELLINK" and ("RTM_NEWLINK", "up") in seen


def test_the_order_is_the_kernels(ipdb):
    with ipdb.eventqueue(timeout=30) as events:
        Path("/run/batch").write_text("".join("addr add 10.0.%d.1/32 dev lo\n" % n for n in range(250)))
        sh("ip -batch /run/batch")
        added = []
        for event in events:
            if event["event"] == "RTM_NEWADDR":
                added.append(event.get_attr("IFA_LOCAL"))
            if len(added) == 250:
                break
    assert added == ["10.0.%d.1" % n for n in range(250)]


def test_a_burst_is_lost_for_nobody(ipdb):
    """Twenty thousand events, of which nobody takes one before the last has come."""
    sh("ip link add v0 type veth peer v1; ip link set v0 up; ip addr add 10.0.0.1/24 dev v0")
    ipdb.settle()
    Path("/run/batch").write_text("".join("route add 20.%d.%d.0/24 dev v0\n" % (n >> 8, n & 255) for n in range(20000)))
    with ipdb.eventqueue(timeout=60) as events:
        sh("ip -batch /run/batch")
        assert ipdb.settle(60)
        nets = set()
        for event in events:
            if event["event"] == "RTM_NEWROUTE":
                nets.add(event.get_attr("RTA_DST"))
                if len(nets) == 20000:
                    break
    assert "20.78.31.0" in nets and len(ipdb.routes.keys()) >= 20000


#: What the page says that there is.
NAMES = "LINK ADDR ROUTE NEIGH RULE QDISC TCLASS TFILTER".split()


def test_all_events_that_the_page_names(ipdb):
    with ipdb.eventqueue(timeout=30) as events:
        sh("ip link add v0 type veth peer v1; ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0")
        sh(
            "ip route add 10.1.0.0/16 via 10.0.0.2; ip rule add from 10.3.0.0/16 table 100; ip neigh add 10.0.0.9 dev v0 lladdr 2:0:0:0:0:9"
        )
        sh("tc qdisc add dev v0 root handle 1: htb; tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit")
        sh("tc filter add dev v0 parent 1: protocol ip u32 match ip dst 10.0.0.0/8 flowid 1:1")
        sh("tc filter del dev v0 parent 1:; tc class del dev v0 classid 1:1; tc qdisc del dev v0 root")
        sh("ip neigh del 10.0.0.9 dev v0; ip rule del from 10.3.0.0/16 table 100; ip route del 10.1.0.0/16")
        sh("ip addr del 10.0.0.1/24 dev v0; ip link del v0")
        wanted = {"RTM_" + verb + name for name in NAMES for verb in ("NEW", "DEL")}
        for event in events:
            wanted.discard(event["event"])
            if not wanted:
                break


def test_nothing_in_time(ipdb):
    with pytest.raises(queue.Empty):
        next(ipdb.eventloop(timeout=0.05))
    with pytest.raises(queue.Empty):
        next(ipdb.eventloop(block=False))


def test_the_release_ends_all_loops(ipdb):
    loops = [ipdb.eventloop() for _ in range(5)]
    threads = [threading.Thread(target=list, args=(loop,)) for loop in loops]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    ipdb.release()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


def test_callbacks(ipdb):
    calls = []

    def raises(ipdb, event, name):
        calls.append(name)
        raise ValueError("a callback that raises")

    seen = []
    bad = ipdb.register_callback(raises)
    good = ipdb.register_callback(lambda ipdb, event, name: seen.append((name, event.get_attr("IFA_LOCAL"))))
    for number in range(3):
        sh("ip addr add 10.0.0.%d/32 dev lo" % (number + 1))
    wait_until(lambda: len([name for name, _ in seen if name == "RTM_NEWADDR"]) == 3)
    assert [local for name, local in seen if name == "RTM_NEWADDR"] == ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
    # One that raises is called again, and is nobody else's trouble.
    assert calls.count("RTM_NEWADDR") == 3
    assert ipdb.unregister_callback(bad).hook is raises
    ipdb.unregister_callback(good)
    with pytest.raises(KeyError):
        ipdb.unregister_callback(good)
    count = len(seen)
    sh("ip addr add 10.0.0.9/32 dev lo")
    ipdb.settle()
    assert len(seen) == count


def test_callbacks_change_what_is_shown_and_change_things(ipdb):
    def pre(ipdb, event, name):
        if name == "RTM_NEWLINK":
            event["flags"] = 1234

    def post(ipdb, event, name):
        if name == "RTM_NEWLINK" and event.get_attr("IFLA_IFNAME") == "v0" and ipdb.interfaces.v0.mtu != 1300:
            assert ipdb.interfaces.v0.flags == 1234
            ipdb.interfaces.v0.set_mtu(1300).commit()

    uid = ipdb.register_callback(pre, mode="pre")
    ipdb.register_callback(post)
    ipdb.create(kind="veth", ifname="v0", peer="v1").commit()
    assert ipdb.interfaces.v0.flags == 1234
    wait_until(lambda: ipdb.interfaces.v0.mtu == 1300)
    ipdb.unregister_callback(uid, mode="pre")


def test_a_callback_that_unregisters_itself(ipdb):
    seen = []

    def once(ipdb, event, name):
        seen.append(name)
        ipdb.unregister_callback(uid)

    uid = ipdb.register_callback(once)
    sh("ip addr add 10.0.0.1/32 dev lo; ip addr add 10.0.0.2/32 dev lo")
    wait_until(lambda: seen)
    ipdb.settle()
    assert len(seen) == 1


def test_watchdogs(ipdb):
    dog = ipdb.watchdog(ifname="v0", state="up")
    gone = ipdb.watchdog("RTM_DELLINK", ifname="v0")
    sh("ip link add v0 type veth peer v1")
    assert not dog.wait(0.1) and not dog.is_set
    sh("ip link set v0 up")
    assert dog.wait(30) and dog.is_set and not gone.is_set
    gone.cancel()
    assert not gone.wait(30)


def test_async_events(ipdb):
    async def first():
        async for event in ipdb.events("link ifname=v*"):
            return event["event"], event.get_attr("IFLA_IFNAME")

    async def both():
        task = asyncio.create_task(first())
        await asyncio.sleep(0.05)
        await asyncio.to_thread(sh, "ip addr add 10.0.0.1/8 dev lo; ip link add v0 type veth peer w0")
        return await asyncio.wait_for(task, 30)

    event, name = asyncio.run(both())
    assert (event, name) == ("RTM_NEWLINK", "v0")


def monitored(*command):
    """What the page's script prints of a link that comes up like that of ppp."""
    output = Output([sys.executable, *command])
    # It says nothing before there is something: links of other names come until it must be listening.
    numbers = iter(range(1000))
    while not output.has("RTM_DELLINK"):
        sh("ip link add ppp{0} type ifb; ip link set ppp{0} up; ip link del ppp{0}".format(next(numbers)))
    sh("ip link add pppx type ifb && ip link set pppx up && ip link set pppx down && ip link del pppx")

    def is_gone():
        output.has("")
        parts = output.text.rpartition("- event : RTM_DELLINK")
        return "('IFLA_IFNAME', 'pppx')" in parts[2] and "'state': " in parts[2]

    wait_until(is_gone, "the script has said that the link is gone")
    output.process.send_signal(signal.SIGINT)
    output.process.wait()
    return output.text


@pytest.mark.parametrize("how", ["-m", "alias"])
def test_the_monitor_of_the_page(how):
    if how == "-m":
        text = monitored("-m", "route2", str(MONITOR))
    else:
        text = monitored("-c", "from route2 import _alias; _alias.install(); exec(open(%r).read())" % str(MONITOR))
    parts = [part for part in text.split("- event : ")[1:] if "('IFLA_IFNAME', 'pppx')" in part]
    kinds = [(part.split("\n")[0], eval_state(part)) for part in parts]
    assert kinds[0] == ("RTM_NEWLINK", "down") and kinds[-1][0] == "RTM_DELLINK"
    assert ("RTM_NEWLINK", "up") in kinds
    # As pprint prints a dictionary.
    assert parts[0].split("\n")[1].startswith("{ '__align': (),") and "\n  'attrs': [ ('IFLA_IFNAME'" in parts[0]


def eval_state(part):
    return part.rsplit("'state': '", 1)[1].split("'")[0]


LEAKS = """
import os, threading, time
from route2.ipdb import IPDB

def count():
    return len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task")), threading.active_count()

def use(times):
    for number in range(times):
        ipdb = IPDB()
        assert ipdb.interfaces.lo.index == 1
        if number % 4 == 0:
            ipdb.register_callback(lambda *what: None)
            ipdb.register_callback(lambda *what: None, mode="pre")
        if number % 3 == 0:
            ipdb.watchdog(ifname="none")
        if number % 5 == 0:
            ipdb.interfaces.lo.freeze()
        ipdb.release()

def at_rest():
    # The kernel counts a thread that has ended for a moment longer.
    for _ in range(200):
        found = count()
        if found[1] == 1:
            break
        time.sleep(0.05)
    return found

use(30)
before = at_rest()
use(1000)
after = at_rest()
assert after == before and before[1] == 1, (before, after)
"""


def test_a_thousand_opens_and_releases():
    done = subprocess.run([sys.executable, "-c", LEAKS], capture_output=True, text=True, timeout=550)
    assert done.returncode == 0, done.stderr


def test_the_program_ends_with_threads_that_wait():
    done = run(
        """
        import threading
        from route2.ipdb import IPDB
        ipdb = IPDB()
        ipdb.register_callback(lambda *what: None)
        for daemon in (True, True):
            threading.Thread(target=lambda: list(ipdb.eventloop()), daemon=daemon).start()
        ipdb.interfaces.lo.freeze()
        print("end")
        """.replace("\n        ", "\n")
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "end\n", "")


def test_ctrl_c_ends_the_loop():
    script = textwrap.dedent("""
        from route2.ipdb import IPDB
        ipdb = IPDB()
        try:
            print("ready", flush=True)
            for event in ipdb.eventloop():
                pass
        except KeyboardInterrupt:
            print("interrupted", ipdb.interfaces.lo.index)
            ipdb.release()
        """)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "interrupted 1\n" and process.returncode == 0


def test_forks():
    done = run(
        textwrap.dedent("""
        import os, warnings
        from route2.ipdb import IPDB
        from route2.errors import MirrorEnded
        warnings.simplefilter("ignore", DeprecationWarning)
        ipdb = IPDB()
        callback = ipdb.register_callback(lambda *what: None)
        pid = os.fork()
        if pid == 0:
            try:
                ipdb.interfaces.lo
                os._exit(1)
            except MirrorEnded:
                pass
            # The parent's is let go of, and one of its own is opened.
            ipdb.release()
            with IPDB() as own:
                assert own.interfaces.lo.index == 1
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0
        assert ipdb.interfaces.lo.index == 1
        ipdb.release()
        print("parent goes on")
        """)
    )
    assert (done.stdout, done.stderr) == ("parent goes on\n", "")
