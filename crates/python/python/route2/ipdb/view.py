"""Views of some of a dictionary's objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class View(Generic[K, V]):
    """Some of the keys of a dictionary, in lists as IPDB has them."""

    def __init__(self, keys: Callable[[], list[K]], get: Callable[[K], V]) -> None:
        self._keys = keys
        self._get = get

    def __getitem__(self, key: K) -> V:
        """The object; KeyError where there is none."""
        if key not in self:
            raise KeyError(key)
        return self._get(key)

    def __setitem__(self, key: K, value: V) -> None:
        raise TypeError("a view shows what is there, and cannot be changed")

    def __delitem__(self, key: K) -> None:
        raise TypeError("a view shows what is there, and cannot be changed")

    def __contains__(self, key: object) -> bool:
        return key in self._keys()

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys())

    def __len__(self) -> int:
        return len(self._keys())

    def __repr__(self) -> str:
        return repr(dict(self.items()))

    def get(self, key: K, default: Any = None) -> Any:
        """The object, or what is said instead."""
        return self[key] if key in self else default

    def keys(self) -> list[K]:
        """The keys."""
        return self._keys()

    def values(self) -> list[V]:
        """The objects."""
        return [self._get(key) for key in self._keys()]

    def items(self) -> list[tuple[K, V]]:
        """The keys with their objects."""
        return [(key, self._get(key)) for key in self._keys()]
