"""IPDB: the network state as objects, live, and changed by transactions."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Optional, Union

from route2._native import Committed, Event, Events, Message, Mirror, Snapshot
from route2.errors import MirrorEnded
from route2.ipdb import commit, ensure, groups
from route2.ipdb.events import Callback, Callbacks, EventQueue, Watchdog, Wrapped
from route2.ipdb.exceptions import ShutdownException
from route2.ipdb.interface import Interface
from route2.ipdb.interfaces import InterfacesDict
from route2.ipdb.routes import Route, RoutingTableSet
from route2.ipdb.rules import RulesDict
from route2.ipdb.setsof import SetsOf
from route2.ipdb.transactional import Changes, Transactional
from route2.ipdb.view import View
from route2.iproute import IPRoute

if TYPE_CHECKING:
    from typing_extensions import Self

log = logging.getLogger(__name__)

#: The groups that IPDB hears, as bits: links, neighbours, traffic control, addresses, routes, rules.
RTMGRP_DEFAULTS = 67372509
#: Which tables there are for a part, and which groups that part needs.
_PLUGINS = {
    "interfaces": (("link", "addr", "neigh", "port", "vlan"), (1, 3, 5, 9)),
    "routes": (("route",), (7, 11)),
    "rules": (("rule",), (8, 19)),
}
_ATTRIBUTES = {
    "interfaces": ("interfaces", "by_name", "by_index", "ipaddr", "neighbours"),
    "routes": ("routes",),
    "rules": ("rules",),
}
#: What of the constructor is a pyroute2's and does nothing here keeps its default.
_RCVBUF = 1048576

_open: weakref.WeakSet[IPDB] = weakref.WeakSet()
#: Who came first opens first: the kernel answers one question about its state at a time.
_opening = threading.Lock()


class IPDB:
    """The network state: `interfaces`, `routes`, `rules`, `neighbours`, and every change of it (`eventloop`).

    It shows a mirror that is always up to date, and has no copy of it. In `implicit` mode the first change of an object
    begins a transaction, in `explicit` mode `begin()` or `with` does.
    """

    def __init__(
        self,
        nl: Any = None,
        mode: str = "implicit",
        restart_on_error: Optional[bool] = None,
        nl_async: Optional[bool] = None,
        sndbuf: int = 1048576,
        rcvbuf: int = _RCVBUF,
        nl_bind_groups: int = RTMGRP_DEFAULTS,
        ignore_rtables: Union[int, Iterable[int], None] = None,
        callbacks: Optional[Iterable[Any]] = None,
        sort_addresses: bool = False,
        plugins: Optional[Iterable[str]] = None,
        deprecation_warning: bool = True,
    ) -> None:
        self.mode = mode
        self.txdrop = False
        self.sort_addresses = sort_addresses
        self.exclusive = threading.RLock()
        #: The transactions of the global commit that failed last.
        self.fallen: list[Changes] = []
        #: Addresses that must answer after each commit.
        self.ensured: list[str] = []
        self.nl_bind_groups = nl_bind_groups
        self.ignore_rtables = {ignore_rtables} if isinstance(ignore_rtables, int) else set(ignore_rtables or ())
        self.where: dict[str, Any] = {}
        self._given = nl
        self._rcvbuf = None if rcvbuf == _RCVBUF else rcvbuf
        offered = [
            name
            for name, (_, needed) in _PLUGINS.items()
            if all(nl_bind_groups & (1 << (group - 1)) for group in needed)
        ]
        self.plugins = [name for name in offered if plugins is None or name in set(plugins)]
        self._local = threading.local()
        self._kept: set[Transactional] = set()
        self._patches: dict[int, Message] = {}
        #: Are events of a table and a family wanted?
        self._bound: dict[Any, bool] = {}
        self._own_nl: Optional[IPRoute] = None
        self._mirror: Optional[Mirror] = None
        self._pre = Callbacks(self, "IPDB pre callbacks", lambda: None, self._patch)
        self._post = Callbacks(self, "IPDB callbacks", self._pre.flush, lambda event: None)
        self._parts: dict[str, Any] = {}
        self.initdb()
        for callback in callbacks or ():
            hook, when = callback if isinstance(callback, tuple) else (callback, "post")
            self.register_callback(hook, when)

    # Opening and closing.

    def initdb(self) -> None:
        """Opens it (again)."""
        if self._mirror is not None:
            return
        if self._given is not None and not isinstance(self._given, IPRoute):
            self._try_foreign(self._given)
        if self._given is not None:
            self.where = dict(self._given.where)
        tables = [table for name in self.plugins for table in _PLUGINS[name][0]]
        heard = [bit + 1 for bit in range(32) if self.nl_bind_groups >> bit & 1]
        with _opening:
            self._mirror = Mirror(tables=tables or ["link"], groups=heard, rcvbuf=self._rcvbuf, **self.where)
        if self._given is None:
            # (In the namespace that the thread is in now.)
            self._own_nl = IPRoute()
        self._parts = self._make_parts()
        _open.add(self)

    def _try_foreign(self, nl: Any) -> None:
        """Another library's socket tells nothing of where it is."""
        monitor = nl.clone()
        try:
            monitor.bind(groups=self.nl_bind_groups, async_cache=True)
            raise TypeError("IPDB takes an IPRoute or NetNS of route2 as `nl`, not a %s" % type(nl).__name__)
        finally:
            monitor.close()

    def _make_parts(self) -> dict[str, Any]:
        interfaces = InterfacesDict(self)
        return {
            "interfaces": interfaces,
            "by_name": View(interfaces.names, interfaces.by_word),
            "by_index": View(interfaces.indexes, interfaces.by_number),
            "ipaddr": SetsOf(self, "ipaddr"),
            "neighbours": SetsOf(self, "neighbours"),
            "routes": RoutingTableSet(self),
            "rules": RulesDict(self),
        }

    def release(self) -> None:
        """Closes it: who waits for events is told that there are no more, and it is empty."""
        mirror, self._mirror = self._mirror, None
        if mirror is None:
            log.warning("shutdown in progress")
            return
        _open.discard(self)
        self._pre.close()
        self._post.close()
        for link in list(self._kept):
            if isinstance(link, Interface):
                link.unfreeze()
        self._kept.clear()
        mirror.close()
        own, self._own_nl = self._own_nl, None
        if own is not None:
            own.close()
        self._local = threading.local()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        self.release()

    def __dir__(self) -> list[str]:
        methods = (
            "commit create drop dump ensure eventloop eventqueue events initdb items load register_callback release "
            "review unregister_callback watchdog"
        ).split()
        return sorted(methods + [name for plugin in self.plugins for name in _ATTRIBUTES[plugin]])

    @property
    def nl(self) -> Any:
        """What sends single requests: the IPRoute that was given, or one of its own."""
        if self._given is not None:
            return self._given
        self._alive()
        return self._own_nl

    @property
    def mnl(self) -> Optional[Mirror]:
        """What watches; None once it was released."""
        return self._mirror

    @property
    def mirror(self) -> Mirror:
        """The mirror. ShutdownException where it was released."""
        return self._alive()

    def _alive(self) -> Mirror:
        if self._mirror is None:
            raise ShutdownException("the IPDB was released: initdb() opens it again")
        return self._mirror

    # The state.

    def _part(self, plugin: str, name: str) -> Any:
        if plugin not in self.plugins:
            raise AttributeError("this IPDB has no `%s`: it was opened without" % name)
        return self._parts[name]

    @property
    def interfaces(self) -> InterfacesDict:
        """The interfaces, by name and by index."""
        return self._part("interfaces", "interfaces")  # type: ignore[no-any-return]

    @property
    def by_name(self) -> View[str, Interface]:
        """The interfaces by name."""
        return self._part("interfaces", "by_name")  # type: ignore[no-any-return]

    @property
    def by_index(self) -> View[int, Interface]:
        """The interfaces by index."""
        return self._part("interfaces", "by_index")  # type: ignore[no-any-return]

    @property
    def ipaddr(self) -> SetsOf:
        """The addresses, by the interface's index."""
        return self._part("interfaces", "ipaddr")  # type: ignore[no-any-return]

    @property
    def neighbours(self) -> SetsOf:
        """The neighbours, by the interface's index."""
        return self._part("interfaces", "neighbours")  # type: ignore[no-any-return]

    @property
    def routes(self) -> RoutingTableSet:
        """The routes, by table and net."""
        return self._part("routes", "routes")  # type: ignore[no-any-return]

    @property
    def rules(self) -> RulesDict:
        """The rules, by priority."""
        return self._part("rules", "rules")  # type: ignore[no-any-return]

    def now(self) -> Optional[Snapshot]:
        """The state as it is; None where it was released."""
        mirror = self._mirror
        if mirror is None:
            return None
        try:
            return mirror.snapshot()
        except MirrorEnded:
            if self._mirror is None:
                return None
            raise

    def settle(self, timeout: Optional[float] = 5) -> bool:
        """Waits until all that the kernel has said is taken in: `False` where that takes longer (in seconds)."""
        settled = self._alive().settle(timeout)
        self._pre.flush()
        return settled

    def wait(self, holds: Callable[[Snapshot], bool], timeout: Optional[float] = None) -> bool:
        """Waits until a function says yes to the state: `False` where it does not in time (in seconds)."""
        return self._alive().wait(holds, timeout)

    # What callbacks made of messages before they were looked at.

    def patched(self, index: Optional[int], message: Message) -> Message:
        """The message of an interface, as callbacks left it."""
        if not self._patches or index is None:
            return message
        patch = self._patches.get(index)
        return patch if patch is not None and (message.revision or 0) <= (patch.revision or 0) else message

    def _patch(self, event: Event) -> None:
        if event.table != "link":
            return
        if not event.is_removal and dict(event) != dict(Message.from_bytes(event.raw)):
            self._patches[event["index"]] = event
        else:
            self._patches.pop(event["index"], None)

    # Transactions.

    def _open_here(self) -> dict[Transactional, list[Changes]]:
        if not hasattr(self._local, "open"):
            self._local.open = {}
        return self._local.open  # type: ignore[no-any-return]

    def open_of(self, link: Transactional) -> list[Changes]:
        """The calling thread's open transactions of an object."""
        return self._open_here().get(link, [])

    def begin(self, link: Transactional) -> Changes:
        """Begins a transaction of an object. RuntimeError where it was released."""
        if self._mirror is None:
            raise RuntimeError("the IPDB was released: nothing can be changed")
        changes = Changes(link)
        self._open_here().setdefault(link, []).append(changes)
        return changes

    def end(self, link: Transactional, changes: Changes) -> None:
        """A transaction of an object is over."""
        here = self._open_here()
        rest = [other for other in here.get(link, []) if other is not changes]
        if rest:
            here[link] = rest
        else:
            here.pop(link, None)
            link._forget()

    def end_all(self, link: Transactional) -> None:
        """All of the calling thread's transactions of an object are over."""
        self._open_here().pop(link, None)

    def keep(self, link: Transactional, is_kept: bool) -> None:
        """Keeps an object that knows something which another one for the same would not."""
        if is_kept:
            self._kept.add(link)
        else:
            self._kept.discard(link)

    def has_done(self, committed: Committed) -> None:
        """A transaction of route2 was committed."""
        self._pre.flush()

    def commit_all(self, wanted: commit.Wanted) -> None:
        """Does what transactions want, or nothing."""
        self._alive()
        commit.commit(self, wanted)

    def commit(self, transactions: Optional[Iterable[Any]] = None, phase: int = 1) -> Self:
        """Does what all of the calling thread's open transactions want, or nothing. Raises what went wrong; the
        transactions are open still."""
        if transactions is None:
            wanted = [(link, changes[-1]) for link, changes in self._open_here().items()]
        else:
            wanted = [(changes.owner, changes) for changes in transactions]
        self.fallen = []
        try:
            self.commit_all(wanted)
        except Exception:
            self.fallen = [changes for _, changes in wanted]
            if self.txdrop:
                self.drop()
            raise
        return self

    def drop(self) -> None:
        """Ends all of the calling thread's transactions without doing anything. TypeError where there are none."""
        here = self._open_here()
        if not here:
            raise TypeError("no transaction started")
        for link, open_of in list(here.items()):
            for changes in list(open_of):
                self.end(link, changes)

    def review(self) -> dict[str, Any]:
        """What the calling thread's transactions want, by kind and name. TypeError where there are none."""
        review: dict[str, Any] = {}
        for link, open_of in self._open_here().items():
            if isinstance(link, Interface):
                review.setdefault("interfaces", {})[link["ifname"]] = link.review()
            elif isinstance(link, Route):
                table = review.setdefault("routes", {}).setdefault(link.table_id, {})
                table[link["dst"]] = link.review()
        if not review:
            raise TypeError("no transaction started")
        return review

    def create(self, kind: str, ifname: str, reuse: bool = False, **kwarg: Any) -> Interface:
        """An interface that is to be made, when it is committed. CreateException where there is one of this name,
        unless it may be used as it is."""
        return self.interfaces.add(kind, ifname, reuse, **kwarg)

    def ensure(self, cmd: str = "add", reachable: Optional[str] = None, condition: Any = None) -> Any:
        """What must hold after each commit, or all is undone: see `route2.ipdb.ensure`."""
        return ensure.ensure(self, cmd, reachable)

    # All of it.

    def items(self) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """All interfaces and routes, each with where it is: `("interfaces", "lo")`, `("routes", 254, key)`."""
        if "interfaces" in self.plugins:
            for name, link in self.by_name.items():
                yield ("interfaces", name), link
        if "routes" in self.plugins:
            for table, routes in self.routes.tables.items():
                for key, route in routes.items():
                    yield ("routes", table, key), route

    def dump(self) -> dict[str, Any]:
        """All interfaces and routes as plain values."""
        dump: dict[str, Any] = {}
        for where, found in self.items():
            place = dump
            for step in where[:-1]:
                place = place.setdefault(step, {})
            place[where[-1]] = found.dump()
        return dump

    def load(self, config: dict[str, Any], ptr: Any = None) -> Self:
        """Wants interfaces and routes to be as a dump says, in transactions that are committed with `commit()`."""
        for name, said in config.get("interfaces", {}).items():
            link = self.interfaces.by_word(name)
            if link is None:
                link = self.create(said["kind"], name)
            elif link.current_tx is None:
                link.begin()
            link.load(said)
        for table, routes in config.get("routes", {}).items():
            for said in routes.values():
                self.routes.load_dump(table, said)
        return self

    # Events.

    def is_bound(self, event: Event) -> bool:
        """Is the event one of the groups that were asked for?"""
        kind = (event.table, event.get("family"))
        found = self._bound.get(kind)
        if found is None:
            found = self._bound[kind] = groups.is_bound(self.nl_bind_groups, *kind)
        return found

    def open_events(self) -> Events:
        """The events from now on, which end with the IPDB."""
        return self._alive().events()

    def close_events(self, events: Events) -> None:
        """Nothing more is wanted of events."""
        events.close()

    def events(self, filter: Union[str, list[str], None] = None) -> Events:
        """What happens from now on, of which a filter holds (`link ifname=ppp*`): for `for` and for `async for`."""
        return self._alive().events(filter)

    def eventqueue(self, qsize: int = 8192, block: bool = True, timeout: Optional[float] = None) -> EventQueue:
        """What happens from now on: iterate over it, as a context manager. `queue.Empty` where nothing comes in time."""
        return EventQueue(self, block, timeout)

    def eventloop(self, qsize: int = 8192, block: bool = True, timeout: Optional[float] = None) -> Iterator[Event]:
        """What happens from now on, as it happens, until the IPDB is released."""
        return _loop(EventQueue(self, block, timeout))

    def watchdog(self, wdops: Union[str, Iterable[str]] = "RTM_NEWLINK", **kwarg: Any) -> Watchdog:
        """Waits for an event of which all that is said holds: `watchdog(ifname="eth0", state="up").wait(5)`."""
        return Watchdog(self, wdops, kwarg)

    def register_callback(self, callback: Callback, mode: str = "post") -> uuid.UUID:
        """Has `callback(ipdb, event, name)` called for each event from the next on: an id. What `pre` callbacks change in
        a message of an interface, that interface shows."""
        return self._callbacks(mode).add(callback)

    def unregister_callback(self, cuid: uuid.UUID, mode: str = "post") -> Wrapped:
        """Has it called no more: what it was wrapped in. KeyError where it is not called."""
        return self._callbacks(mode).remove(cuid)

    def _callbacks(self, mode: str) -> Callbacks:
        if mode not in ("pre", "post"):
            raise KeyError("unknown callback mode `%s`: it is pre or post" % mode)
        return self._pre if mode == "pre" else self._post


def _loop(events: EventQueue) -> Iterator[Event]:
    with events:
        yield from events


def _release_all() -> None:
    for ipdb in list(_open):
        ipdb.release()


def _forked() -> None:
    # Whoever held it is not there any more.
    global _opening
    _opening = threading.Lock()


atexit.register(_release_all)
os.register_at_fork(after_in_child=_forked)
