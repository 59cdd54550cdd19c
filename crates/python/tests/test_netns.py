"""Network namespaces: made, entered, left, removed; without a fork."""

import os
import subprocess
import threading

import pytest
from conftest import ip, sh

from route2 import netns
from route2.iproute import NetNS


def here():
    return os.stat("/proc/thread-self/ns/net").st_ino


def there(name):
    return os.stat("/run/netns/" + name).st_ino


@pytest.fixture
def red():
    netns.create("red")
    yield "red"
    netns.remove("red")


def test_names(red):
    assert netns.listnetns() == ["red"] and "red" in sh("ip netns list")
    assert there("red") != here()
    with pytest.raises(FileExistsError):
        netns.create("red")
    with pytest.raises(FileNotFoundError):
        netns.remove("blue")
    sh("ip netns add green")
    assert netns.listnetns() == ["green", "red"]
    netns.remove("green")
    assert "green" not in sh("ip netns list")


def test_in_and_out(red):
    before = here()
    netns.pushns("red")
    assert here() == there("red")
    netns.pushns()
    netns.setns("blue")
    assert here() == there("blue")
    netns.popns()
    assert here() == there("red")
    netns.popns()
    assert here() == before
    netns.remove("blue")
    with pytest.raises(FileNotFoundError):
        netns.setns("nope", flags=0)
    with pytest.raises(FileNotFoundError):
        netns.pushns("/nowhere")
    with open("/run/netns/red") as file:
        netns.pushns(file.fileno())
        assert here() == there("red")
        netns.popns()
    assert here() == before


def test_a_thread_of_its_own(red):
    before, seen = here(), []

    def other():
        netns.setns("red")
        seen.append(here())

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert seen == [there("red")] and here() == before


def test_processes(red):
    process = os.fork()
    if process == 0:
        netns.setns("red")
        os.kill(os.getpid(), 19)
        os._exit(0)
    os.waitpid(process, os.WUNTRACED)
    assert netns.ns_pids()["red"] == [process] and netns.pid_to_ns(process) == ["red"]
    netns.attach("also", process)
    assert there("also") == there("red")
    netns.remove("also")
    os.kill(process, 9)
    os.waitpid(process, 0)


def test_netns_objects(red):
    children = len(os.listdir("/proc/self/task"))
    with NetNS("blue") as blue, NetNS("red", flags=0) as again:
        assert "blue" in netns.listnetns()
        blue.link("add", ifname="br0", kind="bridge")
        assert blue.link_lookup(ifname="br0") and not again.link_lookup(ifname="br0")
        assert "br0" in sh("ip -n blue link") and not [link for link in ip("link") if link["ifname"] == "br0"]
        assert [entry["path"] for entry in again.get_netns_info()] == ["/run/netns/blue", "/run/netns/red"]
        # No process was forked for it, and no thread is left.
        assert len(os.listdir("/proc/self/task")) == children
        with blue.clone() as clone:
            assert clone.link_lookup(ifname="br0")
        blue.remove()
    assert netns.listnetns() == ["red"]
    with pytest.raises(FileExistsError):
        NetNS("red", flags=os.O_CREAT | os.O_EXCL)
    with pytest.raises(FileNotFoundError):
        NetNS("nope", flags=0)


def test_a_program_in_a_namespace(red):
    before = here()
    with netns.NSPopen("red", ["readlink", "/proc/self/ns/net"], stdout=subprocess.PIPE, text=True) as process:
        assert process.communicate()[0] == "net:[%d]\n" % there("red")
    process.release()
    with pytest.raises(FileNotFoundError):
        netns.NSPopen("nope", ["true"])
    assert netns.NSPopen("blue", ["true"], flags=os.O_CREAT).wait() == 0
    netns.remove("blue")
    assert here() == before
