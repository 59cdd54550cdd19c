"""route2's IPDB beside pyroute2's: what it takes to import it, to open it, and to follow events.

    python bench/python/ipdb.py [--links N] [--routes N] [--runs N] [--quick]

Root is needed: everything happens in a network namespace of its own. Peers are installed by pip into environments of their
own, in target/bench-python. route2 is what PYTHONPATH says, or what is installed. Times are CPU seconds (user and system) of
the process, the least of the runs: others use this machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "bench-python"
PEERS = {"0.5.19": "pyroute2==0.5.19", "0.9.7": "pyroute2==0.9.7"}

#: What each measurement runs before, and prints after.
FRAME = """
import json, os, resource, sys, time
def used():
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime
def peak():
    # (What getrusage says has the parent's in it.)
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024
def done(**found):
    found["rss"], found["more"] = peak(), peak() - rss
    print(json.dumps(found), flush=True)
    os._exit(0)
rss = peak()
cpu, wall = used(), time.monotonic()
%s
done(cpu=used() - cpu, wall=time.monotonic() - wall, **globals().get("found", {}))
"""

IMPORT = {
    "route2": "from route2.ipdb import IPDB",
    "pyroute2 0.5.19 IPDB": "from pyroute2 import IPDB",
    "pyroute2 0.9.7 NDB": "from pyroute2 import NDB",
}
#: (The import is not part of it.)
START_LINKS = {
    "route2": "ipdb = IPDB(); ipdb.interfaces[1].mtu",
    "pyroute2 0.5.19 IPDB": "ipdb = IPDB(); ipdb.interfaces[1].mtu",
    "pyroute2 0.9.7 NDB": "ndb = NDB(); ndb.interfaces['lo']['mtu']",
}
START_ROUTES = {
    "route2": "ipdb = IPDB(); found = {'gateway': ipdb.routes['20.1.2.0/24'].oif}",
    "pyroute2 0.5.19 IPDB": "ipdb = IPDB(); found = {'gateway': ipdb.routes['20.1.2.0/24'].oif}",
    "pyroute2 0.9.7 NDB": "ndb = NDB(); found = {'gateway': ndb.routes['20.1.2.0/24']['oif']}",
    "pyroute2 0.9.7 IPRoute": "ipr = IPRoute(); found = {'count': len(list(ipr.get_routes(family=2)))}",
}
#: Each event is counted (and, where it is looked into, its net is read); the batch is started when all is open.
EVENTS = """
import subprocess
looks, total = %r, %d
%s
batch = subprocess.Popen(["ip", "-batch", %r])
cpu, wall, count, failure = used(), time.monotonic(), 0, None
try:
    for event in events:
        if event["event"] == "RTM_NEWROUTE":
            count += 1
            if looks:
                event.get_attr("RTA_DST")
            if count == 1:
                cpu, wall = used(), time.monotonic()
            if count >= total:
                break
except Exception as error:
    failure = repr(error)
cpu, wall = used() - cpu, time.monotonic() - wall
batch.wait()
done(cpu=cpu, wall=wall, count=count, failure=failure)
"""
OPEN_EVENTS = {
    "route2": "ipdb = IPDB(); ipdb.routes\nevents = ipdb.eventloop(timeout=3)",
    # (Its routes are not asked for: its thread would do five times as much.)
    "pyroute2 0.5.19 IPDB": "ipdb = IPDB(); queue = ipdb.eventqueue(timeout=3); queue.__enter__(); events = queue",
    "pyroute2 0.9.7 IPRoute": (
        "ipr = IPRoute(); ipr.bind()\ndef all_of():\n    while True:\n        yield from ipr.get()\nevents = all_of()"
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--links", type=int, default=1000)
    parser.add_argument("--routes", type=int, default=100_000)
    parser.add_argument("--burst", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="little of everything, once: does it run?")
    args = parser.parse_args()
    if args.quick:
        args.links, args.routes, args.burst, args.runs = 20, 500, 500, 1
    if not os.environ.get("ROUTE2_BENCH_INSIDE"):
        os.environ["ROUTE2_BENCH_INSIDE"] = "1"
        for version, requirement in PEERS.items():
            environment(version, requirement)
        os.execvp("unshare", ["unshare", "-n", sys.executable, __file__, *sys.argv[1:]])
    with tempfile.TemporaryDirectory() as directory:
        measure(args, Path(directory))
    return 0


def environment(version: str, requirement: str) -> None:
    """A Python with a peer."""
    venv = ENVIRONMENTS / version
    if not (venv / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [venv / "bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
    # (0.5.19 asks for distutils, which setuptools has.)
    subprocess.run([*pip, "install", requirement, "setuptools<80"], check=True)


def run(subject: str, imports: str, code: str) -> Optional[dict[str, Any]]:
    """One measurement, in a process of its own."""
    version = subject.split()[1] if " " in subject else None
    python = sys.executable if version is None else str(ENVIRONMENTS / version / "bin/python")
    env = {**os.environ, "PYTHONWARNINGS": "ignore"}
    if version is not None:
        env.pop("PYTHONPATH", None)
    script = imports + "\n" + FRAME % code
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, env=env, timeout=1200)
    for line in reversed(done.stdout.splitlines()):
        if line.startswith("{"):
            return json.loads(line)  # type: ignore[no-any-return]
    print("%s: %s" % (subject, done.stderr.strip().splitlines()[-1:]), file=sys.stderr)
    return None


def imports_of(subject: str) -> str:
    return IMPORT.get(subject, "from pyroute2 import IPRoute")


def best(runs: int, subject: str, imports: str, code: str) -> Optional[dict[str, Any]]:
    """The run that took the least time."""
    results = [found for found in (run(subject, imports, code) for _ in range(runs)) if found]
    return min(results, key=lambda found: found["cpu"]) if results else None


def table(title: str, results: dict[str, Optional[dict[str, Any]]]) -> None:
    """Prints what was found, and each peer's as a multiple of route2's."""
    head = "CPU s | times route2's | wall s | peak MB | times route2's | MB beyond the imports | times route2's"
    print("\n%s\n\n| | %s |\n|%s" % (title, head, "---|" * 8))
    own = results["route2"]
    for subject, found in results.items():
        if found is None or own is None:
            print("| %s | failed | | | | | | |" % subject)
            continue
        times = "%.1f" % (found["cpu"] / own["cpu"])
        more = "%.1f" % (found["rss"] / own["rss"])
        beyond = "%.1f" % (found["more"] / own["more"]) if own["more"] else ""
        row = (subject, "%.4f" % found["cpu"], times, "%.3f" % found["wall"], "%.1f" % found["rss"], more)
        row += ("%.1f" % found["more"], beyond)
        print("| %s |" % " | ".join(row))


def measure(args: argparse.Namespace, directory: Path) -> None:
    sh("ip link set lo up")
    table("**Import**", {s: best(args.runs, s, "", code) for s, code in IMPORT.items()})
    pairs = "".join("link add v%d type veth peer w%d\n" % (n, n) for n in range(args.links // 2))
    batch(directory / "links", pairs)
    sh("ip -batch %s" % (directory / "links"))
    title = "**Opening with %d links**" % args.links
    table(title, {s: best(args.runs, s, imports_of(s), code) for s, code in START_LINKS.items()})
    sh("ip link show | sed -n 's/^[0-9]*: \\(v[0-9]*\\)@.*/link del \\1/p' > %s" % (directory / "gone"))
    sh("ip -batch %s" % (directory / "gone"))
    sh("ip link add d0 type veth peer d1; ip link set d0 up; ip link set d1 up; ip addr add 10.0.0.1/24 dev d0")
    events(args, directory)
    batch(directory / "routes", routes("add", args.routes))
    sh("ip -batch %s" % (directory / "routes"))
    title = "**Opening with %d routes**" % args.routes
    slow = {
        s: best(1 if "0.5.19" in s or "NDB" in s else args.runs, s, imports_of(s), c) for s, c in START_ROUTES.items()
    }
    table(title, slow)


def events(args: argparse.Namespace, directory: Path) -> None:
    """A burst, of which each consumer gets what it gets."""
    batch(directory / "burst", routes("add", args.burst))
    print("\n**A burst of %d events of routes**" % args.burst)
    print("\n| | got | events a CPU second | how it ended |\n|---|---|---|---|")
    for looks in (False, True):
        for subject, code in OPEN_EVENTS.items():
            found = run(subject, imports_of(subject), EVENTS % (looks, args.burst, code, str(directory / "burst")))
            sh("ip route flush root 20.0.0.0/7")
            label = subject + (", looked into" if looks else "")
            if found is None:
                print("| %s | failed | | |" % label)
                continue
            rate = (found["count"] - 1) / found["cpu"] if found["cpu"] and found["count"] > 1 else 0
            end = found["failure"] or "all of them"
            print("| %s | %d | %s | %s |" % (label, found["count"], "%.0f" % rate, end))


def routes(verb: str, count: int) -> str:
    nets = ((20 + (n >> 16), n >> 8 & 255, n & 255) for n in range(count))
    return "".join("route %s %d.%d.%d.0/24 dev d0\n" % (verb, *net) for net in nets)


def batch(file: Path, lines: str) -> None:
    file.write_text(lines)


def sh(command: str) -> None:
    subprocess.run(["sh", "-ec", command], check=True)


if __name__ == "__main__":
    sys.exit(main())
