"""IPRoute: the kernel's tables as pyroute2's users ask for them, and change them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional, Union

from route2 import _native, _spelling, _tc, _tuntap, netns
from route2.errors import BadValue, NetlinkError, UnknownKey

__all__ = ["IPRoute", "NetNS", "RTMGRP_DEFAULTS"]

Message = _native.Message
#: Which objects are meant: values by key, or a function that says of a message.
Match = Union[Mapping[str, Any], Callable[[Message], object], None]

#: The groups that are heard where none are said: links, traffic control, neighbours, addresses, routes, rules; MPLS.
RTMGRP_DEFAULTS = 67372509

_AF_BRIDGE = 7
#: What those who make an IPRoute say of pyroute2's innards.
_IGNORED = frozenset(
    "async_qsize nlm_generator sndbuf all_ns strict_check family port pid groups"
    " target libc sync_timeout use_socket ext_ack rcvsize flags deprecation_warning".split()
)
_VERBS = {"set": "change", "update": "change", "delete": "del", "remove": "del", "prepend": "add"}


class IPRoute:
    """The routing socket of a network namespace: by name or path, that of a process, or the thread's own."""

    def __init__(
        self,
        *,
        netns: Optional[str] = None,
        rcvbuf: Optional[int] = None,
        **ignored: Any,
    ) -> None:
        for key in ignored:
            if key not in _IGNORED:
                raise UnknownKey(key, "IPRoute takes no `%s`" % key)
        self.netns = netns
        #: Where to open another one like this.
        self.where: dict[str, Any] = {"netns": _netns.path(netns)} if netns else {}
        self._rcvbuf = rcvbuf
        self._socket = _native.Socket(**self.where)
        self._listener: Optional[_native.Listener] = None
        self.closed = False

    def __enter__(self) -> IPRoute:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def clone(self) -> IPRoute:
        """Another one like this."""
        return type(self)(netns=self.netns, rcvbuf=self._rcvbuf)

    def close(self, code: int = 0) -> None:
        """Closes it; who waits in get() comes back with nothing."""
        self.closed = True
        self._socket.close()
        if self._listener is not None:
            self._listener.close()

    release = close

    # -- what the kernel tells

    def bind(self, groups: int = RTMGRP_DEFAULTS, **ignored: Any) -> None:
        """Hears what the kernel tells in multicast groups, a bit each: `RTMGRP_LINK | RTMGRP_NEIGH`."""
        listener = self._listening()
        for bit in range(groups.bit_length()):
            if groups & 1 << bit:
                try:
                    listener.join(bit + 1)
                except OSError:
                    # A group that this kernel does not know.
                    pass

    def add_membership(self, group: int) -> None:
        """Hears another group too, by its number."""
        self._listening().join(group)

    def get(self, *ignored: Any, timeout: Optional[float] = None) -> list[Message]:
        """What the kernel tells next; waits for it, at most so many seconds. Where the kernel had to drop something,
        that is OSError with ENOBUFS. (A mirror makes up for that.)"""
        return list(self._listening().receive(timeout))

    def fileno(self) -> int:
        """A file descriptor that can be read when get() has something."""
        return self._listening().fileno()

    def _listening(self) -> _native.Listener:
        if self._listener is None:
            if self.closed:
                raise OSError(9, "the IPRoute was closed")
            self._listener = _native.Listener(rcvbuf=self._rcvbuf or 8 << 20, **self.where)
        return self._listener

    def poll(
        self,
        method: Callable[..., Any],
        command: str,
        timeout: float = 10,
        interval: float = 0.2,
        **spec: Any,
    ) -> Any:
        """Asks again and again (`ip.poll(ip.addr, "dump", address="10.0.0.1")`) until there is an answer: TimeoutError
        where there is none in time."""
        until = time.monotonic() + timeout
        while True:
            try:
                answer = method(command, **spec)
                if answer:
                    return answer
            except NetlinkError:
                pass
            if time.monotonic() >= until:
                raise TimeoutError("no answer within %s seconds" % timeout)
            time.sleep(interval)

    # -- links

    def get_links(self, *indexes: int, match: Match = None, **keys: Any) -> list[Message]:
        """All links; those with these indexes; those of which this holds."""
        if indexes:
            return [message for index in indexes for message in self.link("get", index=index)]
        return self._dump("link", keys, match)

    def link_lookup(self, match: Match = None, **keys: Any) -> list[int]:
        """The indexes of the links of which this holds: `link_lookup(ifname="eth0")`."""
        if match is None and set(keys) == {"ifname"} and isinstance(keys["ifname"], str):
            index = self._socket.index(keys["ifname"])
            return [] if index is None else [index]
        return [message["index"] for message in self._dump("link", keys, match)]

    def link(self, command: str, **keys: Any) -> Sequence[Message]:
        """add, set, del, get, dump of links; property_add and property_del of their alternative names."""
        if command in ("dump", "show"):
            return tuple(self._dump("link", keys, keys.pop("match", None)))
        if command in ("property_add", "property_del"):
            return self._property(command, keys)
        if command == "vlan-add" or command == "vlan-del":
            return self.vlan_filter(command[5:], **keys)
        if keys.get("kind") == "tuntap" and command == "add":
            with _netns.inside(self.where.get("netns")):
                _tuntap.add(keys)
            return ()
        fds: list[int] = []
        try:
            said = _spelling.of("link", keys)
            for wanted in (said, said.get("peer")):
                if isinstance(wanted, dict) and isinstance(wanted.get("net_ns_fd"), str):
                    fds.append(os.open(_netns.path(wanted["net_ns_fd"]), os.O_RDONLY))
                    wanted["net_ns_fd"] = fds[-1]
            return self._ask_link(command, said)
        finally:
            for fd in fds:
                os.close(fd)

    def _ask_link(self, command: str, said: dict[str, Any]) -> Sequence[Message]:
        if command in ("set", "change", "update"):
            of_port = {key: said.pop(key) for key in list(said) if key.startswith("brport_")}
            if of_port:
                which = self._which(said)
                self.brport("set", **which, **of_port)
                if said == which:
                    return ()
        try:
            return self._ask(command, "link", said)
        except UnknownKey:
            # What some keys mean is said by the link's kind.
            if "kind" in said or command in ("add", "get"):
                raise
            kind = self._socket.request("get", "link", self._which(said))[0].key("kind")
            if kind is None:
                raise
            return self._ask(command, "link", {**said, "kind": kind})

    @staticmethod
    def _which(said: Mapping[str, Any]) -> dict[str, Any]:
        """What says which link is meant."""
        return {key: said[key] for key in ("index", "ifname") if key in said}

    def _property(self, command: str, keys: dict[str, Any]) -> tuple[()]:
        names = keys.pop("altname", None) or keys.pop("alt_ifname", ())
        names = [names] if isinstance(names, str) else list(names)
        said = {"prop_list": {"altnames": names}, **_spelling.of("link", keys)}
        self._socket.request("append" if command == "property_add" else "del", "linkprop", said)
        return ()

    def brport(self, command: str, **keys: Any) -> Sequence[Message]:
        """show, set of what a bridge knows of its ports; the keys with or without `brport_`."""
        if command in ("dump", "show"):
            return tuple(self._dump("link", {**keys, "family": _AF_BRIDGE}, None))
        own = {"index", "ifname", "family"}
        said = {
            key if key in own or key.startswith("brport_") else "brport_" + key: value
            for key, value in keys.items()
        }
        self._socket.request("set", "link", {**said, "family": _AF_BRIDGE})
        return ()

    def get_vlans(self, **keys: Any) -> Sequence[Message]:
        """The ports of bridges with their VLANs."""
        return tuple(self._dump("link", {**keys, "family": _AF_BRIDGE}, None))

    def vlan_filter(self, command: str, **keys: Any) -> tuple[()]:
        """add, del of VLANs of a bridge's port, or (with af_spec flags `self`) of a bridge."""
        said = _spelling.plain(keys)
        info = said.pop("vlan_info", None)
        tunnel = said.pop("vlan_tunnel_info", None)
        spec: dict[str, Any] = dict(said.pop("af_spec", None) or {})
        flags = said.pop("vlan_flags", None)
        for key, value in (("flags", flags), ("vlan_info", info), ("vlan_tunnel_info", tunnel)):
            if value is not None:
                spec[key] = value
        said.update(family=_AF_BRIDGE, af_spec=spec)
        self._socket.request("del" if command in ("del", "remove") else "set", "link", said)
        return ()

    # -- addresses

    def get_addr(self, family: int = 0, match: Match = None, **keys: Any) -> Sequence[Message]:
        """Addresses of a family; those of which this holds: `get_addr(label="eth0")`, `get_addr(index=2)`."""
        return tuple(self._dump("addr", {**keys, **_family(family)}, match))

    def addr(
        self,
        command: str,
        index: Optional[int] = None,
        address: Optional[str] = None,
        mask: Union[int, str, None] = None,
        family: Optional[int] = None,
        scope: Union[int, str, None] = None,
        match: Match = None,
        **keys: Any,
    ) -> Sequence[Message]:
        """add, replace, del, get, dump, flush of addresses: `addr("add", index=2, address="10.0.0.1", prefixlen=24)`."""
        keys.update(index=index, address=address, mask=mask, family=family, scope=scope)
        keys = {key: value for key, value in keys.items() if value is not None}
        if command in ("dump", "show"):
            return tuple(self._dump("addr", _spelling_for_match("addr", keys), match))
        if command == "flush":
            return self.flush_addr(match=match, **keys)
        return self._ask(command, "addr", _spelling.of("addr", keys))

    def flush_addr(self, match: Match = None, **keys: Any) -> Sequence[Message]:
        """Removes all addresses of which this holds, and returns them."""
        return self._flush("addr", keys, match)

    # -- routes

    def get_routes(
        self, family: Optional[int] = None, match: Match = None, **keys: Any
    ) -> Sequence[Message]:
        """Routes of a family; those of which this holds: `get_routes(table=254)`, `get_routes(oif=2)`. With an address as
        `dst`, and no table, that is the route that a packet to it takes."""
        # (255 is what pyroute2 says of all.)
        keys.update(_family(None if family == 255 else family))
        dst = keys.get("dst")
        if isinstance(dst, str) and "/" not in dst and dst != "default" and "table" not in keys and match is None:
            return self.route("get", **keys)
        return tuple(self._dump("route", keys, match))

    def get_default_routes(self, family: int = 0, table: int = 254) -> Sequence[Message]:
        """The default routes of a table."""
        routes = self._dump("route", {"table": table, **_family(family)}, None)
        return [route for route in routes if route["dst_len"] == 0 and route["table"] != 255]

    def route(self, command: str, match: Match = None, **keys: Any) -> Sequence[Message]:
        """add, replace, change, append, del, get, dump of routes:
        `route("add", dst="10.0.0.0/24", gateway="192.168.0.1")`."""
        if command in ("dump", "show"):
            return tuple(self._dump("route", keys, match))
        if command == "flush":
            return self.flush_routes(match=match, **keys)
        return self._ask(command, "route", _spelling.of("route", keys))

    def flush_routes(self, match: Match = None, **keys: Any) -> Sequence[Message]:
        """Removes all routes of which this holds, and returns them: of the table `main`, where none is said."""
        return self._flush("route", {"table": 254, **keys}, match)

    # -- neighbours, and forwarding databases

    def get_neighbours(self, family: int = 0, match: Match = None, **keys: Any) -> Sequence[Message]:
        """Neighbours of a family; those of which this holds: `get_neighbours(ifindex=2)`."""
        return tuple(self._dump("neigh", {**keys, **_family(family)}, match))

    def neigh(self, command: str, match: Match = None, **keys: Any) -> Sequence[Message]:
        """add, replace, change, del, get, dump of neighbours:
        `neigh("add", dst="10.0.0.2", lladdr="00:11:22:33:44:55", ifindex=2)`."""
        if command in ("dump", "show"):
            return tuple(self._dump("neigh", keys, match))
        if command == "flush":
            return self.flush_neigh(match=match, **keys)
        said = _spelling.of("neigh", keys)
        if command == "set":
            command = "replace"
        return self._ask(command, "neigh", said)

    def flush_neigh(self, match: Match = None, **keys: Any) -> Sequence[Message]:
        """Removes all neighbours of which this holds, and returns them."""
        return self._flush("neigh", keys, match)

    def fdb(self, command: str, match: Match = None, **keys: Any) -> Sequence[Message]:
        """add, replace, append, del, dump of the entries of forwarding databases:
        `fdb("add", lladdr="00:11:22:33:44:55", ifindex=2)`."""
        if command in ("dump", "show"):
            return tuple(self._dump("neigh", {**keys, "family": _AF_BRIDGE}, match))
        return self._ask(command, "neigh", _spelling.of("fdb", keys))

    def get_ntables(self, family: int = 0) -> Sequence[Message]:
        """The parameters of neighbours."""
        return tuple(self._dump("neightbl", _family(family), None))

    # -- rules

    def get_rules(self, family: int = 0, match: Match = None, **keys: Any) -> Sequence[Message]:
        """Rules of a family; those of which this holds."""
        return tuple(self._dump("rule", {**keys, **_family(family)}, match))

    def rule(self, command: str, *args: Any, match: Match = None, **keys: Any) -> Sequence[Message]:
        """add, del, dump of rules: `rule("add", table=100, priority=1000, src="10.0.0.0/8")`."""
        keys.update(zip(("table", "priority", "action", "family"), args))
        if command in ("dump", "show"):
            return tuple(self._dump("rule", keys, match))
        if command == "flush":
            return self.flush_rules(match=match, **keys)
        said = _spelling.of("rule", keys)
        if command == "add":
            said.setdefault("priority", 32000)
        return self._ask(command, "rule", said)

    def flush_rules(self, match: Match = None, **keys: Any) -> Sequence[Message]:
        """Removes all rules of which this holds, and returns them; not those of the kernel."""
        return self._flush("rule", keys, match, lambda rule: rule.get("priority") not in (None, 0))

    # -- traffic control

    def get_qdiscs(self, index: Optional[int] = None) -> list[Message]:
        """Queueing disciplines: all, or those of a link."""
        return list(self._socket.dump("qdisc", ifindex=index or 0))

    def get_classes(self, index: int = 0) -> Sequence[Message]:
        """Classes of a link; of all, where none is said."""
        return tuple(self._socket.dump("class", ifindex=index))

    def get_filters(self, index: int = 0, handle: int = 0, parent: int = 0) -> Sequence[Message]:
        """Filters of a link; of all, where none is said."""
        filters = self._socket.dump("filter", ifindex=index)
        return tuple(
            message
            for message in filters
            if parent in (0, message["parent"]) and handle in (0, message["handle"])
        )

    def tc(
        self,
        command: str,
        kind: Optional[str] = None,
        index: int = 0,
        handle: Union[int, str] = 0,
        **keys: Any,
    ) -> Sequence[Message]:
        """add, del, change, replace of queueing disciplines; add-class, add-filter and so on. Handles are numbers or
        text ("1:10"); the options those of route2's tables, or as pyroute2 calls them."""
        table, verb, said = _tc.of(command, kind, index, handle, keys)
        if verb == "dump":
            return tuple(self._socket.dump(table, ifindex=index))
        return self._ask(verb, table, said)

    # -- network namespaces

    def get_netns_info(self, list_proc: bool = False) -> list[dict[str, Any]]:
        """The network namespaces that have names: path, inode, and, with `list_proc`, the processes in it."""
        return netns.info(list_proc)

    # -- how

    def dump(self) -> list[Message]:
        """All links, addresses, neighbours, routes and rules."""
        tables = ("link", "addr", "neigh", "route", "rule")
        return [message for table in tables for message in self._socket.dump(table)]

    def _ask(self, command: str, table: Any, said: dict[str, Any]) -> tuple[Message, ...]:
        verb: Any = _VERBS.get(command, command)
        if verb not in ("add", "replace", "change", "append", "del", "get"):
            raise BadValue("command", "`%s` is no command for a %s" % (command, table))
        return tuple(self._socket.request(verb, table, said))

    def _dump(self, table: str, keys: Mapping[str, Any], match: Match) -> list[Message]:
        keys = {key: value for key, value in keys.items() if value is not None}
        if isinstance(match, Mapping):
            keys.update(match)
            match = None
        narrow: dict[str, Any] = {}
        family = keys.pop("family", None)
        if family:
            narrow["family"] = family
        if table == "route" and "table" in keys:
            narrow["table"] = keys.pop("table")
        tests = []
        words = []
        names = _spelling.names(table)
        for key, value in keys.items():
            if key not in names:
                raise UnknownKey(key, "no %s has a key `%s`" % (table, key))
            if callable(value):
                tests.append((names[key], value))
            elif key in ("dst", "src") and isinstance(value, str) and "/" not in value and value != "default":
                # pyroute2 has the address alone, whatever the length.
                tests.append((key, value.__eq__))
            else:
                words.append("%s=%s" % (names[key], int(value) if value in (True, False) else value))
        found = list(self._socket.dump(table, words, **narrow))
        for key, test in tests:
            values = ((message, _value(message, table, key)) for message in found)
            found = [message for message, value in values if value is not None and test(value)]
        if match is not None:
            found = [message for message in found if match(message)]
        return found

    def _flush(
        self,
        table: str,
        keys: Mapping[str, Any],
        match: Match,
        is_meant: Callable[[Message], bool] = lambda message: True,
    ) -> tuple[Message, ...]:
        objects = [message for message in self._dump(table, keys, match) if is_meant(message)]
        outcomes = self._socket.batch([message.removal() for message in objects], stop=False)
        gone = []
        for message, outcome in zip(objects, outcomes):
            if outcome is None:
                gone.append(message)
            elif outcome and not _went_by_itself(outcome):
                raise outcome
        return tuple(gone)


class NetNS(IPRoute):
    """An IPRoute in a network namespace, which is made where there is none. No process is forked for it."""

    def __init__(self, netns: str, flags: int = os.O_CREAT, **ignored: Any) -> None:
        self.flags = flags
        if "/" not in netns:
            if flags & os.O_EXCL and netns in _netns.listnetns():
                raise FileExistsError(17, "there is a network namespace of this name", netns)
            if flags & os.O_CREAT and netns not in _netns.listnetns():
                _netns.create(netns)
        super().__init__(netns=netns, **ignored)

    def clone(self) -> NetNS:
        """Another one like this."""
        return type(self)(self.netns or "", flags=0)

    def remove(self) -> None:
        """Closes it, and removes the namespace."""
        self.close()
        _netns.remove(self.netns or "")


_netns = netns


def _family(family: Optional[int]) -> dict[str, Any]:
    return {"family": family} if family else {}


def _spelling_for_match(table: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Keys that say which objects are meant, where some stand for others."""
    keys = dict(keys)
    if "mask" in keys:
        keys.setdefault("prefixlen", keys.pop("mask"))
    return keys


#: What the kernel's names of a table's attributes begin with.
_PREFIXES = {"link": "IFLA_", "addr": "IFA_", "route": "RTA_", "neigh": "NDA_", "rule": "FRA_"}


def _value(message: Message, table: str, key: str) -> Any:
    """What a message says under a key: its attribute, where it has one of the name."""
    found = message.get_attr(_PREFIXES.get(table, "") + key.upper())
    return message.get(key) if found is None else found


def _went_by_itself(outcome: Any) -> bool:
    """Is what could not be removed gone, along with another one?"""
    return isinstance(outcome, NetlinkError) and outcome.code in (2, 3, 99)
