"""Views of some of a dictionary's objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, Optional, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class View(Generic[K, V]):
    """Some of the keys of a dictionary, in lists as IPDB has them."""

    def __init__(self, keys: Callable[[], list[K]], find: Callable[[K], Optional[V]]) -> None:
        self._keys = keys
        self._find = find

    def __getitem__(self, key: K) -> V:
        """The object; KeyError where there is none."""
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: K, value: V) -> None:
        raise TypeError("a view shows what is there, and cannot be changed")

    def __delitem__(self, key: K) -> None:
        raise TypeError("a view shows what is there, and cannot be changed")

    def __contains__(self, key: Any) -> bool:
        return self._find(key) is not None

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys())

    def __len__(self) -> int:
        return len(self._keys())

    def __repr__(self) -> str:
        return repr(dict(self.items()))

    def get(self, key: K, default: Any = None) -> Any:
        """The object, or what is said instead."""
        found = self._find(key)
        return default if found is None else found

    def keys(self) -> list[K]:
        """The keys."""
        return self._keys()

    def values(self) -> list[V]:
        """The objects."""
        return [found for _, found in self.items()]

    def items(self) -> list[tuple[K, V]]:
        """The keys with their objects."""
        found = ((key, self._find(key)) for key in self._keys())
        return [(key, there) for key, there in found if there is not None]
