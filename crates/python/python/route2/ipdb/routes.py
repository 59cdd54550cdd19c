"""The routes, by table and net."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional, Union

from route2._native import Message, Node
from route2.ipdb import routekeys
from route2.ipdb.route import BaseRoute, MPLSRoute, NextHopSet, Route, candidates, find
from route2.ipdb.routekeys import AF_INET, AF_INET6, AF_MPLS, IPNHKey, MPLSNHKey, RouteKey

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB

__all__ = [
    "BaseRoute", "IPNHKey", "MPLSNHKey", "MPLSRoute", "NextHopSet", "Route", "RouteKey", "RoutingTable",
    "RoutingTableSet",
]  # fmt: skip

RT_TABLE_MAIN = 254
RT_TABLE_LOCAL = 255
#: The priority that the kernel gives a route of IPv6 that has none.
_IP6_RT_PRIO_USER = 1024


class RoutingTable:
    """The routes of one table: `table["10.0.0.0/8"]`, `table["default"]`, `table[{"dst": "default", "family": 10}]`."""

    def __init__(self, ipdb: IPDB, routes: RoutingTableSet, table: Union[int, str]) -> None:
        self.ipdb = ipdb
        self._routes = routes
        self.table = table

    def messages(self) -> Iterator[Message]:
        """The kernel's messages of the routes."""
        now = self.ipdb.now()
        if now is None:
            return
        if self.table == "mpls":
            yield from now.routes(family=AF_MPLS)
            return
        for message in now.routes(table=self.table):
            if message["family"] in (AF_INET, AF_INET6):
                yield message

    def _unmade(self) -> list[Route]:
        return [route for route in list(self._routes.unmade) if route.table_id == self.table]

    def all_keys(self) -> list[RouteKey]:
        """What tells each of the routes from others."""
        return [*map(routekeys.of_message, self.messages()), *(route.key for route in self._unmade())]

    def find(self, target: Any) -> Optional[Route]:
        """The route that is meant; None where there is none."""
        if isinstance(target, Route):
            return target
        if isinstance(target, RouteKey):
            return self._with_key(target)
        if isinstance(target, Node):
            return self._with_key(routekeys.of_message(target))  # type: ignore[arg-type]
        if isinstance(target, tuple):
            return self._with_key(RouteKey(*target))
        if isinstance(target, int) and self.table != "mpls":
            keys = self.all_keys()
            return self._with_key(keys[target]) if -len(keys) <= target < len(keys) else None
        said = dict(target) if isinstance(target, Mapping) else {"dst": target}
        for route in self._unmade():
            if matches(route, said):
                return route
        return next(self._there(said), None)

    def _with_key(self, key: RouteKey) -> Optional[Route]:
        unmade = [route for route in self._unmade() if route.key == key]
        if unmade:
            return unmade[0]
        now = self.ipdb.now()
        return self._routes.known(key) if now is not None and find(now, key) is not None else None

    def _there(self, said: dict[str, Any]) -> Iterator[Route]:
        """The kernel's routes of which all holds that is said."""
        now = self.ipdb.now()
        if now is None:
            return
        found: Iterator[Message] = self.messages()
        dst = said.get("dst")
        if dst is not None and self.table == "mpls":
            found = candidates(now, int(dst), AF_MPLS, 0)
        elif dst is not None:
            try:
                dst, family = routekeys.net(dst)
            except ValueError:
                return
            said = {**said, "dst": dst}
            families = [said["family"]] if said.get("family") else [AF_INET, AF_INET6] if dst == "default" else [family]
            found = (m for f in families for m in candidates(now, dst, f, int(self.table)))
        for message in found:
            route = self._routes.known(routekeys.of_message(message))
            if route is not None and matches(route, said):
                yield route

    def __getitem__(self, key: Any) -> Route:
        """The route; KeyError where there is none."""
        found = self.find(key)
        if found is None:
            raise KeyError("route %s not found in table %s" % (key, self.table))
        return found

    def __setitem__(self, key: Any, value: Any) -> None:
        self[key].load(value)

    def __delitem__(self, key: Any) -> None:
        self[key].remove().commit()

    def __contains__(self, key: object) -> bool:
        return self.find(key) is not None

    def __len__(self) -> int:
        return sum(1 for _ in self.messages()) + len(self._unmade())

    def __iter__(self) -> Iterator[RouteKey]:
        return iter(self.all_keys())

    def __repr__(self) -> str:
        return repr(self.all_keys())

    def keys(self, key: str = "dst") -> list[Any]:
        """Of each route what is under a key: where it leads."""
        if key == "dst":
            return [there.dst for there in self.all_keys()]
        return [route[key] for _, route in self.items()]

    def items(self) -> Iterator[tuple[RouteKey, Route]]:
        """The routes, each with what tells it from others."""
        for message in self.messages():
            key = routekeys.of_message(message)
            yield key, self._routes.known(key)
        for route in self._unmade():
            yield route.key, route

    def filter(self, target: Any, oneshot: bool = False) -> list[dict[str, Any]]:
        """The routes of which all holds that a dictionary (or a net) says: `[{"route": route, "key": key}]`."""
        said = dict(target) if isinstance(target, Mapping) else {"dst": target}
        unmade = (route for route in self._unmade() if matches(route, said))
        found = ({"route": route, "key": route.key} for routes in (unmade, self._there(said)) for route in routes)
        return [next(found, {})] if oneshot else list(found)

    def describe(self, target: Any, forward: bool = False) -> dict[str, Any]:
        """A route, what tells it from others, and where it stands. KeyError where there is none."""
        route = self[target]
        return {"route": route, "key": route.key, "idx": self.all_keys().index(route.key)}

    def gc(self) -> None:
        """Nothing: what the kernel drops is gone here too."""


#: A table of MPLS is one as others are.
MPLSTable = RoutingTable


class RoutingTableSet:
    """The routes: of the table `main` by net (`routes["10.0.0.0/8"]`), of others by `tables[100]["10.0.0.0/8"]`."""

    def __init__(self, ipdb: IPDB) -> None:
        self._ipdb = ipdb
        self._known: weakref.WeakValueDictionary[RouteKey, Route] = weakref.WeakValueDictionary()
        #: Those that are not in the kernel.
        self.unmade: dict[Route, None] = {}
        #: Tables that had routes.
        self._seen: dict[Union[int, str], None] = {RT_TABLE_MAIN: None}

    @property
    def tables(self) -> dict[Union[int, str], RoutingTable]:
        """The tables that have or had routes, by number (and `mpls`)."""
        now, numbers = self._ipdb.now(), self._seen
        for message in () if now is None else now.routes():
            is_mpls = message["family"] == AF_MPLS
            numbers["mpls" if is_mpls else routekeys.table(message)] = None
        for route in list(self.unmade):
            numbers[route.table_id] = None
        return {
            number: RoutingTable(self._ipdb, self, number)
            for number in numbers
            if number not in self._ipdb.ignore_rtables
        }

    def of(self, table: Union[int, str, None]) -> RoutingTable:
        """A table, whether it has routes or not."""
        return RoutingTable(self._ipdb, self, RT_TABLE_MAIN if table is None else table)

    def known(self, key: RouteKey) -> Route:
        """The route with a key."""
        route = self._known.get(key)
        if route is None:
            route = self._known[key] = Route(self._ipdb, key)
        return route

    def has_made(self, route: Route, key: RouteKey) -> None:
        """A route was made, or has another key."""
        self.has_left(route)
        self._known[key] = route

    def has_left(self, route: Route) -> None:
        """A route was removed."""
        self.unmade.pop(route, None)
        if self._known.get(route.key) is route:
            del self._known[route.key]

    def add(self, spec: Optional[Mapping[str, Any]] = None, **kwarg: Any) -> Route:
        """A route that is to be made, when it is committed: `routes.add(dst="10.0.0.0/8", gateway="192.168.0.1")`.
        ValueError where it is not said where to."""
        said = {**(spec or {}), **kwarg}
        if said.get("dst") is None:
            raise ValueError("a route needs a `dst`: a net, or `default`")
        said = {"tos": 0, "scope": 0, **said}
        family = said.pop("family", None)
        if family == AF_MPLS:
            key = RouteKey(int(said["dst"]), RT_TABLE_MAIN, AF_MPLS, None, 0)
            said.pop("scope")
        else:
            hint = said.get("gateway") or next((h.get("gateway") for h in said.get("multipath") or ()), None)
            if family is None and hint is not None and said["dst"] == "default":
                family = AF_INET6 if ":" in hint else AF_INET
            dst, family = routekeys.net(said["dst"], family)
            priority = said.get("priority", _IP6_RT_PRIO_USER if family == AF_INET6 else None)
            key = RouteKey(dst, int(said.get("table") or RT_TABLE_MAIN), family, priority, said["tos"])
            said.update(dst=dst, table=key.table)
        said["family"] = key.family
        if "gateway" in said and said["gateway"] is not None:
            said["gateway"] = _normal(said["gateway"])
        route = Route(self._ipdb, key, own=said)
        self.unmade[route] = None
        self._ipdb.begin(route)
        return route

    def load_dump(self, table: Any, said: Mapping[str, Any]) -> Route:
        """A route as a dump has it."""
        found = self.of(table).find({"dst": said["dst"], "family": said.get("family")})
        if found is None:
            return self.add({key: said[key] for key in ("dst", "table", "family")}).load(said)
        if found.current_tx is None:
            found.begin()
        return found.load(said)

    def __getitem__(self, key: Any) -> Route:
        """The route of the table `main`; KeyError where there is none."""
        return self.get(key)

    def get(self, dst: Any, table: Optional[int] = None) -> Route:
        """The route of a table; KeyError where there is none."""
        if table is None and isinstance(dst, (RouteKey, Mapping)):
            table = dst.table if isinstance(dst, RouteKey) else dst.get("table")
        return self.of(table)[dst]

    def remove(self, route: Any, table: Optional[int] = None) -> RoutingTableSet:
        """Removes a route."""
        found = route if isinstance(route, Route) else self.get(route, table)
        if found.current_tx is None:
            found.begin()
        found.remove().commit()
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        self[key].load(value)

    def __delitem__(self, key: Any) -> None:
        self.remove(key)

    def __contains__(self, key: object) -> bool:
        return key in self.of(RT_TABLE_MAIN)

    def __iter__(self) -> Iterator[RouteKey]:
        return iter(self.of(RT_TABLE_MAIN))

    def __len__(self) -> int:
        return len(self.of(RT_TABLE_MAIN))

    def __repr__(self) -> str:
        return repr(self.of(RT_TABLE_MAIN))

    def has_key(self, key: Any, table: int = RT_TABLE_MAIN) -> bool:
        """Is there such a route?"""
        return key in self.of(table)

    def keys(self, table: int = RT_TABLE_MAIN, family: int = 0) -> list[Any]:
        """Where the routes of a table lead."""
        return [key.dst for key in self.of(table).all_keys() if family in (0, key.family)]

    def describe(self, spec: Any, table: int = RT_TABLE_MAIN) -> dict[str, Any]:
        """A route, what tells it from others, and where it stands. KeyError where there is none."""
        return self.of(table).describe(spec)

    def filter(self, target: Any) -> list[dict[str, Any]]:
        """The routes of all tables of which all holds that a dictionary (or a net) says."""
        return [found for table in self.tables.values() for found in table.filter(target)]

    def gc(self) -> None:
        """Nothing: what the kernel drops is gone here too."""


def _normal(gateway: Any) -> Any:
    from route2.ipdb.addresses import normal_ip

    return normal_ip(str(gateway))


def matches(route: Route, said: Mapping[str, Any]) -> bool:
    """Does all hold of a route that is said?"""
    for key, value in said.items():
        if value is None:
            continue
        if key == "dst" and route.key.family != AF_MPLS:
            try:
                value = routekeys.net(value)[0]
            except ValueError:
                return False
        if route[key] != value:
            return False
    return True
