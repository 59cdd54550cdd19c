"""The interfaces, by name and by index."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING, Any, Optional, Union

from route2.ipdb.exceptions import CreateException
from route2.ipdb.interface import Interface

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB

#: What is said of an interface before it is made, and so is the object's own.
_OWN = ("peer", "uid", "gid", "ifr", "mode", "bond_mode", "address")


class InterfacesDict(MutableMapping[Union[int, str], Any]):
    """The interfaces there are, and those that are to be made: `interfaces["lo"]`, `interfaces[1]`, `interfaces.lo`."""

    def __init__(self, ipdb: IPDB) -> None:
        self._ipdb = ipdb
        #: Those that somebody has, by index.
        self._known: weakref.WeakValueDictionary[int, Interface] = weakref.WeakValueDictionary()
        #: Those that are not in the kernel, by name.
        self._unmade: dict[str, Interface] = {}
        #: What somebody put here.
        self._extra: dict[Any, Any] = {}

    # Which there are.

    def indexes(self) -> list[int]:
        """The indexes of those that are there."""
        now = self._ipdb.now()
        return [] if now is None else [link["index"] for link in now.links()]

    def names(self) -> list[str]:
        """The names of those that are there or to be made."""
        now = self._ipdb.now()
        there = [] if now is None else [link.key("ifname") for link in now.links()]
        return [*there, *(name for name in list(self._unmade) if name not in there)]

    def by_number(self, index: int) -> Optional[Interface]:
        """The one with this index; None where there is none."""
        if not isinstance(index, int) or not 0 < index < 1 << 31:
            return None
        now = self._ipdb.now()
        if now is None or now.name(index) is None:
            return None
        link = self._known.get(index)
        if link is None:
            link = self._known[index] = Interface(self._ipdb, index)
        return link

    def by_word(self, name: str) -> Optional[Interface]:
        """The one with this name or alternative name; None where there is none."""
        if not isinstance(name, str):
            return None
        now = self._ipdb.now()
        index = None if now is None else now.index(name)
        there = None if index is None else self.by_number(index)
        return there or self._unmade.get(name)

    def _find(self, key: Any) -> Optional[Interface]:
        return self.by_word(key) if isinstance(key, str) else self.by_number(key)

    def __getitem__(self, key: Any) -> Any:
        found = self._find(key)
        if found is not None:
            return found
        if key in self._extra:
            return self._extra[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[Any]:
        now = self._ipdb.now()
        for link in () if now is None else now.links():
            yield link["index"]
            yield link.key("ifname")
        yield from list(self._unmade)
        yield from self._extra

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        return self._find(key) is not None or key in self._extra

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError("there is no interface `%s`" % name) from None

    def __setitem__(self, key: Any, value: Any) -> None:
        self._extra[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._extra[key]

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            self._extra[name] = value

    def __delattr__(self, name: str) -> None:
        del self._extra[name]

    def __dir__(self) -> list[str]:
        return sorted({*self.names(), *(key for key in self._extra if isinstance(key, str))})

    def __repr__(self) -> str:
        return repr({key: self[key] for key in self})

    # Those that are to be made.

    def add(self, kind: str, ifname: str, reuse: bool = False, **kwarg: Any) -> Interface:
        """An interface that is to be made, when it is committed. CreateException where there is one of this name,
        unless it may be used as it is."""
        there = self.by_word(ifname)
        if there is not None and there._scope != "shadow":
            if not reuse:
                raise CreateException("interface %s exists" % ifname)
            link = there
        elif there is not None:
            link = there
        else:
            own = {"kind": kind, "ifname": ifname}
            own.update({key: kwarg.pop(key) for key in _OWN if key in kwarg})
            link = Interface(self._ipdb, own=own)
            self._unmade[ifname] = link
        self._ipdb.begin(link)
        for key, value in kwarg.items():
            link.set(key, value)
        return link

    def _is_unmade_no_more(self, link: Interface) -> None:
        # (In place: other threads have others here.)
        for name, unmade in list(self._unmade.items()):
            if unmade is link:
                self._unmade.pop(name, None)

    def has_made(self, link: Interface) -> None:
        """An interface was made."""
        self._is_unmade_no_more(link)
        if link._index is not None:
            self._known[link._index] = link

    def has_left(self, link: Interface, is_shadow: bool) -> None:
        """An interface was removed."""
        self._is_unmade_no_more(link)
        if link._index is not None:
            self._known.pop(link._index, None)
        if is_shadow:
            self._unmade[str(link._own["ifname"])] = link

    def reference(self, link: Any) -> Any:
        """What an interface is known by: its index, or its name where there is none yet."""
        if isinstance(link, Interface):
            return link._index if link._index is not None else link._own["ifname"]
        found = self._find(link)
        return link if found is None or found._index is None else found._index
