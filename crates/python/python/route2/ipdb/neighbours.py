"""The neighbours of interfaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional

from route2._native import Snapshot
from route2.ipdb.linkedset import LinkedSet

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB

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


class NeighboursDict(Mapping[int, LinkedSet[str]]):
    """The neighbours of all interfaces, by the interface's index."""

    def __init__(self, ipdb: IPDB) -> None:
        self._ipdb = ipdb

    def __getitem__(self, index: int) -> LinkedSet[str]:
        interface = self._ipdb.interfaces.by_number(index)
        if interface is None:
            raise KeyError(index)
        return interface.neighbours  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[int]:
        return iter(self._ipdb.interfaces.indexes())

    def __len__(self) -> int:
        return len(self._ipdb.interfaces.indexes())

    def __repr__(self) -> str:
        return repr(dict(self))
