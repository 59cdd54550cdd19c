"""Scripts that say `from pyroute2 import netns`, or `import pyroute2.netns`."""

from __future__ import annotations

from route2.netns import (
    NETNS_RUN_DIR,
    attach,
    create,
    listnetns,
    ns_pids,
    pid_to_ns,
    popns,
    pushns,
    remove,
    setns,
)

__all__ = [
    "NETNS_RUN_DIR",
    "attach",
    "create",
    "listnetns",
    "ns_pids",
    "pid_to_ns",
    "popns",
    "pushns",
    "remove",
    "setns",
]
