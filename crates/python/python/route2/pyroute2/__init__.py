"""What scripts import from pyroute2, from route2: `from route2 import pyroute2`.

`python -m route2 SCRIPT.py` runs a script that says `import pyroute2` with this in its place.
"""

from __future__ import annotations

import importlib
from typing import Any

from route2 import __version__
from route2.errors import NetlinkDumpInterrupted, NetlinkError
from route2.iproute import IPRoute, NetNS
from route2.netns import NSPopen
from route2.pyroute2 import common, config, iproute, netlink, netns, protocols

__all__ = [
    "CommitException",
    "CreateException",
    "DeprecationException",
    "IPDB",
    "IPRSocket",
    "IPRoute",
    "NSPopen",
    "NetNS",
    "NetlinkDumpInterrupted",
    "NetlinkError",
    "PartialCommitException",
    "RawIPRoute",
    "__version__",
    "common",
    "config",
    "iproute",
    "netlink",
    "netns",
    "protocols",
]

#: (There is one sort of them.)
RawIPRoute = IPRSocket = IPRoute

#: What is imported when it is asked for.
_LATER = {
    "IPDB": "route2.ipdb",
    "CommitException": "route2.ipdb",
    "CreateException": "route2.ipdb",
    "DeprecationException": "route2.ipdb",
    "PartialCommitException": "route2.ipdb",
}


def __getattr__(name: str) -> Any:
    if name == "ipdb":
        return importlib.import_module("route2.pyroute2.ipdb")
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError("route2 has no `%s` of pyroute2's" % name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER, "ipdb"})
