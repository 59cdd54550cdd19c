"""The Linux kernel's network state, live: links, addresses, routes, and every change of them."""

import atexit as _atexit
import os as _os
from collections.abc import MutableMapping as _MutableMapping
from collections.abc import Sequence as _Sequence

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

__all__ = [
    "Attr",
    "BadValue",
    "CommitError",
    "Committed",
    "Event",
    "Events",
    "Frozen",
    "LinkDraft",
    "Listener",
    "Lost",
    "Message",
    "Messages",
    "Mirror",
    "MirrorEnded",
    "Nest",
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
_atexit.register(_native._end_waiting)
_os.register_at_fork(after_in_child=_native._forked)
