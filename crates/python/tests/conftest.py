"""Tests run in namespaces of their own: no root is needed, and nothing of the machine is touched."""

import json
import os
import select
import signal
import subprocess
import sys
import time

import pytest

_INSIDE = "ROUTE2_PYTEST_INSIDE"


def pytest_configure(config):
    """Starts pytest again, in a user, network and mount namespace."""
    # Who is started in the background may have been told to ignore it, and so all whom he starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if os.environ.get(_INSIDE):
        return
    command = ["unshare", "--net", "--mount"]
    if os.geteuid() != 0:
        command += ["--user", "--map-root-user"]
    setup = 'mount -t tmpfs run /run && mkdir /run/netns && exec "$@"'
    command += ["--", "sh", "-ec", setup, "sh", sys.executable, "-m", "pytest", *sys.argv[1:]]
    sys.stdout.flush()
    os.environ[_INSIDE] = "1"
    os.execvp(command[0], command)


def sh(command):
    """Runs a shell command, and gives what it prints."""
    done = subprocess.run(["sh", "-ec", command], capture_output=True, text=True)
    assert done.returncode == 0, "%s: %s%s" % (command, done.stdout, done.stderr)
    return done.stdout


def ip(what):
    """What iproute2 says, as JSON."""
    return json.loads(sh("ip -d -j " + what) or "[]")


def wait_until(holds, what="it holds"):
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until, "waited in vain until " + what
        time.sleep(0.01)


def run(script, *args, **options):
    """Runs a Python script in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *args], capture_output=True, text=True, timeout=120, **options
    )


class Output:
    """What a process prints, read as it comes."""

    def __init__(self, command):
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=env)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.text = ""

    def has(self, what):
        while select.select([self.process.stdout], [], [], 0.05)[0]:
            more = self.process.stdout.read()
            if not more:
                break
            self.text += more.decode()
        return what in self.text


@pytest.fixture(autouse=True)
def bare():
    """A network namespace with nothing but `lo`."""
    from route2 import netns

    netns.pushns()
    fd = os.open("/run/route2-test", os.O_CREAT | os.O_RDONLY)
    os.close(fd)
    from route2 import _native

    _native.make_netns("/run/route2-test")
    _native.enter_netns("/run/route2-test")
    _native.unbind_netns("/run/route2-test")
    sh("ip link set lo up")
    yield
    netns.popns()
