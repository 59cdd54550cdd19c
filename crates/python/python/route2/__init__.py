"""The Linux kernel's network state, live: links, addresses, routes, and every change of them."""

import atexit as _atexit
from collections.abc import MutableMapping as _MutableMapping
from collections.abc import Sequence as _Sequence
from typing import TYPE_CHECKING

from route2 import _native
from route2._message import Attr, Lost, Stats
from route2._native import VERSION as __version__
from route2._native import (
    Committed,
    Event,
    Events,
    Frozen,
    LinkDraft,
    Listener,
    Message,
    Messages,
    Mirror,
    Nest,
    Review,
    Snapshot,
    Socket,
    Transaction,
)
from route2.errors import (
    BadValue,
    CommitError,
    MirrorEnded,
    NetlinkError,
    Route2Error,
    UnknownKey,
)

if TYPE_CHECKING:
    from route2.iproute import IPRoute, NetNS
else:
    #: What is imported when somebody asks for it.
    _LATER = {"IPDB": "route2.ipdb", "IPRoute": "route2.iproute", "NetNS": "route2.iproute"}

    def __getattr__(name):
        if name not in _LATER:
            raise AttributeError("route2 has no `%s`" % name)
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)


__all__ = [
    "Attr",
    "BadValue",
    "CommitError",
    "Committed",
    "Event",
    "Events",
    "Frozen",
    "IPRoute",
    "LinkDraft",
    "Listener",
    "Lost",
    "Message",
    "Messages",
    "Mirror",
    "MirrorEnded",
    "Nest",
    "NetNS",
    "NetlinkError",
    "Review",
    "Route2Error",
    "Snapshot",
    "Socket",
    "Stats",
    "Transaction",
    "UnknownKey",
    "__version__",
]

_MutableMapping.register(_native.Node)
_Sequence.register(Messages)
_atexit.register(_native._ending)
