"""The neighbours of interfaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Optional

from route2._native import Snapshot

_DETAILS = ("lladdr", "state", "flags", "ndm_type", "family", "probes", "cacheinfo")


def read_of(index: Callable[[], Optional[int]]) -> Callable[[Optional[Snapshot]], Mapping[str, Any]]:
    """Reads the neighbours of the interface with an index: by address."""

    def read(now: Optional[Snapshot]) -> Mapping[str, Any]:
        own = index()
        if now is None or own is None:
            return {}
        found = {}
        for message in now.neighs(own):
            dst = message.key("dst")
            if dst is not None:
                found[dst] = {key: message.get(key) for key in _DETAILS}
        return found

    return read
