"""What messages are made of that is Python's own."""

from __future__ import annotations

import sys
from collections import namedtuple
from typing import Any

Stats = namedtuple("Stats", ("qsize", "delta", "delay"))

#: What pyroute2 says of its queue. There is none here.
NO_STATS = Stats(0, 0, 0)


class Attr(tuple):  # type: ignore[type-arg]
    """An attribute: its name and its value."""

    __slots__ = ()
    flags = 0

    @property
    def name(self) -> str:
        return self[0]  # type: ignore[no-any-return]

    @property
    def value(self) -> Any:
        return self[1]

    def __repr__(self) -> str:
        if self.flags:
            return "(%r, %r, %d)" % (self[0], self[1], self.flags)
        return "(%r, %r)" % (self[0], self[1])


class SwappedAttr(Attr):
    """One that says that it is in network byte order."""

    __slots__ = ()
    flags = 0x4000


class NestedAttr(Attr):
    """One that says that it is a nest."""

    __slots__ = ()
    flags = 0x8000


class NestedSwappedAttr(Attr):
    """One that says both."""

    __slots__ = ()
    flags = 0xC000


_taught = False


def teach_pprint() -> None:
    """Has pprint, where it is in use, show messages as it shows dictionaries."""
    global _taught
    if _taught or "pprint" not in sys.modules:
        return
    from route2._native import Node

    printer = sys.modules["pprint"].PrettyPrinter
    dispatch = getattr(printer, "_dispatch", None)
    as_dict = getattr(printer, "_pprint_dict", None)
    if isinstance(dispatch, dict) and as_dict is not None:
        dispatch[Node.__repr__] = as_dict
    _taught = True


class Lost:
    """Told among events: something was lost, and the differences follow, as events found by a resync."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        #: `overrun`: the kernel had no room. `lagged`: this consumer was slower than its bound allows.
        self.why = why

    def __repr__(self) -> str:
        return "<Lost: %s>" % self.why
