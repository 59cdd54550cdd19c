"""Sets of what belongs to an object: its addresses, ports, VLANs, neighbours."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from typing import Any, Generic, Optional, TypeVar

from route2._native import Snapshot

K = TypeVar("K", bound=Hashable)

#: Waits until a function says yes to the newest state: `False` where it does not in time (in seconds).
Wait = Callable[[Callable[[Snapshot], bool], Optional[float]], bool]
#: What a set has in a state: its members in order, each with what is known of it.
Read = Callable[[Optional[Snapshot]], Mapping[K, Any]]


class Target(Generic[K]):
    """What a set is to be like."""

    def __init__(self, owner: LinkedSet[K], value: Optional[frozenset[K]]) -> None:
        self._owner = owner
        self.value = value

    def is_set(self) -> bool:
        """Is it so?"""
        return self.value is None or self._owner.has_all_of(self.value)

    def wait(self, timeout: Optional[float] = None) -> bool:
        """Waits until it is so: `False` where it is not in time."""
        value = self.value
        if value is None:
            return True
        return self._owner.wait(lambda members: frozenset(members) == value, timeout)


class LinkedSet(Set[K]):
    """A set as it is now: it changes as the kernel's state does. `set[member]` says what is known of it."""

    def __init__(self, read: Read[K], state: Callable[[], Optional[Snapshot]], wait: Wait) -> None:
        self._read = read
        self._state = state
        self._wait = wait
        self.target: Target[K] = Target(self, None)

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> Set[Any]:
        return frozenset(it)

    @property
    def raw(self) -> dict[K, Any]:
        """The members, each with what is known of it."""
        return dict(self._read(self._state()))

    def __contains__(self, key: object) -> bool:
        return self.normal(key) in self._read(self._state())

    def __iter__(self) -> Iterator[K]:
        return iter(self._read(self._state()))

    def __len__(self) -> int:
        return len(self._read(self._state()))

    def __getitem__(self, key: Any) -> Any:
        """What is known of a member; KeyError where it is none."""
        return self._read(self._state())[self.normal(key)]

    def __repr__(self) -> str:
        return repr(tuple(self))

    def normal(self, key: Any) -> Any:
        """A member as it is spelled here."""
        return key

    def target_filter(self, member: K) -> bool:
        """Does it count when the set is compared with what it is to be?"""
        return True

    def has_all_of(self, value: frozenset[K]) -> bool:
        """Is the set this one?"""
        return frozenset(filter(self.target_filter, self)) == value

    def wait(self, holds: Callable[[list[K]], bool], timeout: Optional[float] = None) -> bool:
        """Waits until something holds of the members: `False` where it does not in time (in seconds)."""
        return self._wait(lambda now: holds(list(filter(self.target_filter, self._read(now)))), timeout)

    def set_target(self, value: Optional[Iterable[Any]], ignore_state: bool = False) -> None:
        """Says what the set is to be like; `target.wait()` waits for it."""
        wanted = None if value is None else frozenset(self.normal(member) for member in value)
        self.target = Target(self, wanted)

    def check_target(self) -> bool:
        """Is the set as it is to be?"""
        return self.target.is_set()

    def clear_target(self, target: Optional[Target[K]] = None) -> None:
        """It may be as it is."""
        if target is None or target is self.target:
            self.target = Target(self, None)


class DraftSet(Set[K]):
    """What a transaction will make of a set."""

    def __init__(self, base: LinkedSet[K]) -> None:
        self.base = base
        #: What is to be in it, in this order, with what is said of it.
        self.added: dict[K, Any] = {}
        self.removed: dict[K, Any] = {}

    @classmethod
    def _from_iterable(cls, it: Iterable[Any]) -> Set[Any]:
        return frozenset(it)

    def __contains__(self, key: object) -> bool:
        key = self.base.normal(key)
        return key in self.added or (key in self.base and key not in self.removed)

    def __iter__(self) -> Iterator[K]:
        yield from (key for key in self.base if key not in self.removed)
        kept = self.base
        yield from (key for key in self.added if key in self.removed or key not in kept)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(tuple(self))

    def add(self, key: Any, raw: Any = None, cascade: bool = False) -> None:
        """That something is in it."""
        self.added[self.base.normal(key)] = raw

    def remove(self, key: Any, raw: Any = None, cascade: bool = False) -> None:
        """That something is not in it."""
        key = self.base.normal(key)
        if key in self.added:
            del self.added[key]
            if key not in self.base:
                return
        self.removed[key] = raw

    def become(self, members: Iterable[Any]) -> None:
        """That it has these members and no others."""
        wanted = {self.base.normal(member): None for member in members}
        is_now = set(self.base)
        self.added = {key: None for key in wanted if key not in is_now}
        self.removed = {key: None for key in is_now if key not in wanted}

    def news(self) -> list[K]:
        """What is added and is not there."""
        base = set(self.base)
        return [key for key in self.added if key not in base or key in self.removed]

    def losses(self) -> list[K]:
        """What is removed and is there."""
        base = set(self.base)
        return [key for key in self.removed if key in base and key not in self.added]

    @property
    def is_empty(self) -> bool:
        """Is nothing said?"""
        return not self.added and not self.removed
