"""One route."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING, Any, Optional, Union

from route2._native import Message, Snapshot, Transaction
from route2.ipdb import routekeys
from route2.ipdb.exceptions import CommitException
from route2.ipdb.routekeys import AF_INET6, AF_MPLS, RouteKey
from route2.ipdb.transactional import Changes, Transactional, plain

if TYPE_CHECKING:
    from typing_extensions import Self

    from route2.ipdb.main import IPDB

#: What a route is described by, beside `metrics`, `encap`, `via` and `multipath`.
_SAID = ("dst", "src", "tos", "proto", "scope", "type", "oif", "iif", "gateway", "priority", "prefsrc", "flow", "pref",
         "mark", "newdst", "expires", "ttl_propagate", "nh_id")  # fmt: skip
_KEY = ("dst", "table", "family", "priority", "tos")
#: What a next hop has, or the route where it has one.
_OF_HOP = ("gateway", "oif", "encap", "via", "newdst")
#: Flags that can be said: `onlink`.
_RTNH_F_ONLINK = 4


class Part(MutableMapping[str, Any]):
    """What is under a key of a route, and has keys itself: `route.metrics.mtu = 1400`."""

    def __init__(self, owner: Route, key: str, values: dict[str, Any]) -> None:
        self._owner = owner
        self._key = key
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        changes = self._owner._changes()
        self._values = {**changes.values.get(self._key, self._values), key: value}
        changes.values[self._key] = self._values

    def __delitem__(self, key: str) -> None:
        self[key] = None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        return self._values.get(key)

    def __setattr__(self, key: str, value: Any) -> None:
        if key.startswith("_"):
            object.__setattr__(self, key, value)
        else:
            self[key] = value

    def __repr__(self) -> str:
        return repr(self._values)

    def dump(self) -> dict[str, Any]:
        """As a plain dictionary."""
        return dict(self._values)


class NextHops(list[dict[str, Any]]):
    """The next hops of a route: a list of dictionaries."""

    def add(self, hop: Any) -> None:
        """Adds one."""
        self.append(routekeys.nexthop(hop))

    def discard(self, hop: Any) -> None:
        """Removes the one that is said. KeyError where there is none."""
        said = routekeys.nexthop(hop)
        for place, there in enumerate(self):
            if routekeys.is_same_hop(there, said):
                del self[place]
                return
        raise KeyError("the route has no next hop %r" % (hop,))


class Route(Transactional):
    """A route, by IPDB's keys: `route.gateway`, `route.metrics.mtu`. What is set is done by `commit()`."""

    _table = "route"

    def __init__(
        self,
        ipdb: IPDB,
        key: RouteKey,
        own: Optional[dict[str, Any]] = None,
        mode: Optional[str] = None,
        at: Optional[Snapshot] = None,
    ) -> None:
        super().__init__(ipdb, mode, at)
        self._key = key
        if own is not None:
            self._own, self._scope = own, "create"

    # Reading.

    @property
    def table_id(self) -> Union[int, str]:
        """The table it is in: a number, or `mpls`."""
        return "mpls" if self._key.family == AF_MPLS else self._key.table

    @property
    def key(self) -> RouteKey:
        """What tells it from others."""
        return self._key

    def _message(self) -> Optional[Message]:
        now = self._state
        if now is None or self._scope != "system":
            return None
        found = find(now, self._key)
        if found is not None:
            self._last = found
        return found

    def _read(self, key: str) -> Any:
        if key == "ipdb_scope":
            return self.ipdb_scope
        if key == "ipdb_priority":
            return self._own.get(key, 0)
        message = self._shown()
        if key in ("metrics", "encap"):
            return Part(self, key, self._part(key, message))
        if key == "multipath":
            return NextHops(self._hops(message))
        if message is None:
            return self._own.get(key, getattr(self._key, key, None))
        if key == "dst":
            return routekeys.dst(message)
        if key == "table":
            return routekeys.table(message)
        return message.get(key)

    def _part(self, key: str, message: Optional[Message]) -> dict[str, Any]:
        if message is None:
            return dict(self._own.get(key) or {})
        if key == "encap":
            return routekeys.encap_of(message)
        nest = message.get_attr("RTA_METRICS")
        if nest is None:
            return {}
        return {name[5:].lower(): value for name, value in (attr[:2] for attr in nest["attrs"])}

    def _hops(self, message: Optional[Message]) -> list[dict[str, Any]]:
        hops = self._own.get("multipath") if message is None else message.get_attr("RTA_MULTIPATH")
        return [routekeys.nexthop(hop) for hop in hops or ()]

    def _picked(self, at: Optional[Snapshot]) -> Self:
        picked = type(self)(self.ipdb, self._key, mode="readonly", at=at)
        picked._own, picked._scope, picked._last = dict(self._own), self._scope, self._last
        return picked

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return None if key == "via" and not value else value

    # Changing.

    def _spell(self, key: str, value: Any) -> Any:
        if key in ("oif", "iif") and isinstance(value, Transactional):
            return value["index"] or value["ifname"]
        if key in ("metrics", "encap", "via"):
            return dict(value or {})
        return value

    def _draft_hops(self) -> NextHops:
        changes = self._changes()
        if "multipath" not in changes.values:
            changes.values["multipath"] = NextHops(self["multipath"])
        return changes.values["multipath"]  # type: ignore[no-any-return]

    def add_nh(self, prime: dict[str, Any]) -> Self:
        """Adds a next hop: `{"gateway": "10.0.0.2", "hops": 20}`. A route with one becomes one with several."""
        hops = self._draft_hops()
        if not hops:
            only = {key: plain(self[key]) for key in _OF_HOP if self[key]}
            if only:
                hops.add(only)
        hops.add(prime)
        return self

    def del_nh(self, prime: dict[str, Any]) -> Self:
        """Removes a next hop. KeyError where the route has none such, or has only one."""
        changes = self._changes()
        if "multipath" not in changes.values and not self["multipath"]:
            raise KeyError("the route has one next hop, which stays: remove the route, or set another gateway")
        self._draft_hops().discard(prime)
        return self

    def load(self, data: Any) -> Self:
        """Wants it to be as a dump says."""
        changes = self._changes()
        for key, value in data.items():
            if key in (*_SAID, "metrics", "encap", "multipath") and plain(self[key]) != plain(value):
                changes.values[key] = value
        return self

    def review(self, tid: Any = None) -> dict[str, Any]:
        """What a transaction wants: of a route that is to be made, all of it."""
        review = super().review(tid)
        return {**{key: plain(value) for key, value in self._own.items()}, **review}

    def _ask(self, native: Transaction, changes: Changes) -> None:
        message = self._message()
        if changes.scope is not None:
            if message is not None:
                native.ask_message("del", message.raw)
            return
        if self._scope == "system" and message is None:
            raise CommitException("the route to %s is gone" % (self._key.dst,))
        if not changes.values and self._scope == "system":
            return
        said = {**(self._own if message is None else described(message)), **changes.values}
        key = self._key_of(said)
        if message is None:
            native.ask("add", "route", spelled(said, key))
        elif key == self._key:
            native.ask("replace", "route", spelled(said, key))
        else:
            now = self._state
            if now is not None and find(now, key) is not None:
                raise CommitException("route idx conflict: there is a route with the key %r" % (key,))
            native.ask_message("del", message.raw)
            native.ask("add", "route", spelled(said, key))

    def _key_of(self, said: dict[str, Any]) -> RouteKey:
        return self._key._replace(**{key: said[key] for key in ("priority", "tos") if key in said})._replace(
            **({"dst": routekeys.net(said["dst"], self._key.family)[0]} if self._key.family != AF_MPLS else {}),
            table=int(said.get("table") or self._key.table),
        )

    def _committed(self, changes: Changes) -> None:
        tables = self.ipdb.routes
        if changes.scope is not None:
            tables.has_left(self)
            is_shadow = changes.scope == "shadow"
            if is_shadow and self._last is not None:
                self._own = described(self._last)
                tables.unmade[self] = None
            self._scope = "shadow" if is_shadow else "invalid"
            return
        said = {**(self._own or {"dst": self._key.dst}), **changes.values}
        key = self._key_of({"dst": self._key.dst, **said})
        tables.has_made(self, key)
        self._key, self._own, self._scope = key, {}, "system"

    def _forget(self) -> None:
        if self._scope == "create":
            self.ipdb.routes.has_left(self)
            self._scope = "invalid"


def find(now: Snapshot, key: RouteKey) -> Optional[Message]:
    """The route with a key; None where there is none."""
    for message in candidates(now, key.dst, key.family, key.table):
        if message["tos"] != (key.tos or 0):
            continue
        priority = message.get_attr("RTA_PRIORITY")
        if priority == key.priority or (not priority and not key.priority):
            return message
        if key.family == AF_INET6 and not key.priority:
            return message
    return None


def candidates(now: Snapshot, dst: Any, family: int, table: int) -> Iterator[Message]:
    """The routes of a table to a net, or with a label."""
    if family == AF_MPLS:
        found = (m for m in now.routes(family=AF_MPLS) if routekeys.dst(m) == dst)
        yield from found
        return
    for message in now.routes(str(dst), table=table, family=family):
        if message["family"] == family:
            yield message


def described(message: Message) -> dict[str, Any]:
    """A route as it is said to route2, but for next hops."""
    said: dict[str, Any] = {"table": routekeys.table(message), "dst": routekeys.dst(message)}
    for key in _SAID:
        value = message.get(key)
        if value is not None and key != "dst":
            said[key] = value
    for key, value in (("metrics", message.get_attr("RTA_METRICS")), ("encap", routekeys.encap_of(message))):
        if value:
            said[key] = value if key == "encap" else {attr[0][5:].lower(): attr[1] for attr in value["attrs"]}
    via, hops = message.get_attr("RTA_VIA"), message.get_attr("RTA_MULTIPATH")
    if via is not None:
        said["via"] = {key: via[key] for key in via.keys()}
    if hops is not None:
        said["multipath"] = [routekeys.nexthop(hop) for hop in hops]
    if message["flags"] & _RTNH_F_ONLINK:
        said["flags"] = _RTNH_F_ONLINK
    return said


def spelled(said: dict[str, Any], key: RouteKey) -> dict[str, Any]:
    """What route2 is asked for."""
    said = {name: value for name, value in said.items() if not name.startswith("ipdb_")}
    hops = [_hop(hop) for hop in said.pop("multipath", None) or ()]
    if len(hops) == 1:
        said.update({name: value for name, value in hops[0].items() if name not in ("hops", "flags")})
    elif hops:
        for name in _OF_HOP:
            said.pop(name, None)
        said["multipath"] = hops
    said.update(family=key.family, table=key.table, dst=str(key.dst))
    if said.get("newdst") is not None:
        said["newdst"] = routekeys.labels(said["newdst"])
    _spell_encap(said)
    if not said.get("via"):
        said.pop("via", None)
    metrics = {name: value for name, value in (said.pop("metrics", None) or {}).items() if value is not None}
    if metrics:
        said["metrics"] = metrics
    if key.family == AF_MPLS:
        said.pop("table")
        said.pop("priority", None)
    if key.family == AF_INET6:
        said.pop("pref", None) if said.get("pref") == 0 else None
    return {name: value for name, value in said.items() if value is not None}


def _hop(hop: Any) -> dict[str, Any]:
    said = routekeys.nexthop(hop)
    said.pop("family", None)
    said["flags"] = (said.get("flags") or 0) & _RTNH_F_ONLINK
    if not said["flags"]:
        del said["flags"]
    _spell_encap(said)
    return {key: value for key, value in said.items() if value is not None}


def _spell_encap(said: dict[str, Any]) -> None:
    encap = routekeys.encap(said.pop("encap", None))
    if encap.get("labels"):
        said["encap_type"] = "mpls"
        said["encap"] = {"dst": encap["labels"]}
    elif encap:
        said["encap_type"] = encap.pop("type", None)
        said["encap"] = encap


#: For those who know IPDB's modules.
BaseRoute = Route
MPLSRoute = Route
NextHopSet = NextHops
