"""Sets that all interfaces have, by the interface's index: addresses, neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB


class SetsOf(Mapping[int, Any]):
    """A set of each interface, by the interface's index."""

    def __init__(self, ipdb: IPDB, key: str) -> None:
        self._ipdb = ipdb
        self._key = key

    def __getitem__(self, index: int) -> Any:
        """The set of an interface; KeyError where there is none."""
        interface = self._ipdb.interfaces.by_number(index)
        if interface is None:
            raise KeyError(index)
        return interface[self._key]

    def __iter__(self) -> Iterator[int]:
        return iter(self._ipdb.interfaces.indexes())

    def __len__(self) -> int:
        return len(self._ipdb.interfaces.indexes())

    def __repr__(self) -> str:
        return repr(dict(self))

    def reload(self) -> None:
        """Waits until all that the kernel has said is taken in."""
        self._ipdb.settle()
