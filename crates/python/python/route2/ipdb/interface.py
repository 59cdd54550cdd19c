"""One interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Optional, Union

from route2._native import Frozen, Message, Snapshot, Transaction
from route2.ipdb import addresses, fields, linkwish, neighbours, ports
from route2.ipdb.addresses import IPaddrSet, SortedIPaddrSet
from route2.ipdb.linkedset import LinkedSet
from route2.ipdb.transactional import Changes, Transactional, plain

if TYPE_CHECKING:
    from typing_extensions import Self

    from route2.ipdb.main import IPDB

IFF_UP = 1


class Interface(Transactional):
    """An interface, by IPDB's keys: `br0.mtu`, `br0["mtu"]`. What is set, added and removed is done by `commit()`."""

    _table = "link"
    _sets = ("ipaddr", "ports", "vlans")

    def __init__(
        self,
        ipdb: IPDB,
        index: Optional[int] = None,
        own: Optional[Mapping[str, Any]] = None,
        mode: Optional[str] = None,
        at: Optional[Snapshot] = None,
    ) -> None:
        super().__init__(ipdb, mode, at)
        self._index = index
        self._sets_made: dict[str, LinkedSet[Any]] = {}
        self._frozen: Optional[Frozen] = None
        if own is not None:
            self._own, self._scope = dict(own), "create"

    # Reading.

    def _message(self) -> Optional[Message]:
        now = self._state
        message = None if self._index is None or now is None else now.link(self._index)
        if message is not None:
            message = self._last = self.ipdb.patched(self._index, message)
        return message

    def _read(self, key: str) -> Any:
        virtual = _VIRTUAL.get(key)
        if virtual is not None:
            return virtual(self)
        message = self._shown()
        value = self._own.get(key) if message is None else message.get(key)
        if key == "vlan_flags" and isinstance(value, Mapping):
            return value["flags"]
        return value

    def _keys_said(self) -> Iterable[str]:
        message = self._message()
        return sorted({*_VIRTUAL, *(self._own if message is None else message.by_keys())})

    def _set_of(self, key: str) -> LinkedSet[Any]:
        made = self._sets_made.get(key)
        if made is None:
            made = self._sets_made[key] = self._make_set(key)
        return made

    def _make_set(self, key: str) -> LinkedSet[Any]:
        index, state, wait = (lambda: self._index), (lambda: self._state), self.ipdb.wait
        if key == "ipaddr":
            read = addresses.read_of(index)
            if self.ipdb.sort_addresses and self._at is None:
                ask = addresses.asker(self.ipdb, index)
                return SortedIPaddrSet(read, state, wait, ask)
            return IPaddrSet(read, state, wait)
        if key == "neighbours":
            return LinkedSet(neighbours.read_of(index), state, wait)
        read_of = ports.read_of if key == "ports" else ports.read_vlans_of
        return LinkedSet(read_of(index), state, wait)

    @property
    def if_master(self) -> Optional[int]:
        """The index of the interface whose port it is."""
        return self["master"]  # type: ignore[no-any-return]

    def wait_ip(self, *args: Any, **kwargs: Any) -> bool:
        """Waits until it has an address: see `IPaddrSet.wait_ip`."""
        return self.ipaddr.wait_ip(*args, **kwargs)  # type: ignore[no-any-return]

    def _picked(self, at: Optional[Snapshot]) -> Self:
        picked = type(self)(self.ipdb, self._index, mode="readonly", at=at)
        picked._own, picked._scope = dict(self._own), self._scope
        picked._last = self._last
        return picked

    def reload(self) -> Self:
        """Waits until all that the kernel has said is taken in."""
        self.ipdb.settle()
        return self

    # Changing.

    def _spell(self, key: str, value: Any) -> Any:
        if isinstance(value, Interface):
            return value._index if value._index is not None else value["ifname"]
        return value

    def add_ip(
        self,
        ip: Any,
        mask: Union[int, str, None] = None,
        broadcast: Optional[str] = None,
        anycast: Optional[str] = None,
        scope: Optional[int] = None,
    ) -> Self:
        """Adds an address: `10.0.0.1/24`, `("10.0.0.1", 24)`, `10.0.0.1/255.255.255.0`, or with a mask. ValueError where
        its length is not said."""
        said = {"broadcast": broadcast, "anycast": anycast, "scope": scope}
        self._draft("ipaddr").add(addresses.parse(ip, mask), said)
        return self

    def del_ip(self, ip: Any, mask: Union[int, str, None] = None) -> Self:
        """Removes an address, which is said as `add_ip` takes it."""
        self._draft("ipaddr").remove(addresses.parse(ip, mask))
        return self

    def add_port(self, port: Any) -> Self:
        """Makes another interface a port of this one: by name, by index, or itself. What there is none of yet is looked
        for when it is committed."""
        self._draft("ports").add(self.ipdb.interfaces.reference(port))
        return self

    def del_port(self, port: Any) -> Self:
        """Takes a port out of this one."""
        self._draft("ports").remove(self.ipdb.interfaces.reference(port))
        return self

    def add_vlan(self, vlan: Any, flags: Any = None) -> Self:
        """Puts a bridge (with the flag `self`) or a port of one into a VLAN: by number, or a mapping of vid and flags."""
        vid, said = ports.vlan(vlan, flags)
        self._draft("vlans").add(vid, said)
        return self

    def del_vlan(self, vlan: Any) -> Self:
        """Takes a bridge, or a port of one, out of a VLAN."""
        self._draft("vlans").remove(ports.vlan(vlan)[0])
        return self

    def _flags(self) -> int:
        changes = self._changes()
        return int(changes.values.get("flags", self["flags"]) or 0)

    def up(self) -> Self:
        """Puts it up."""
        return self.set("flags", self._flags() | IFF_UP)

    def down(self) -> Self:
        """Takes it down."""
        return self.set("flags", self._flags() & ~IFF_UP)

    def load(self, data: Any) -> Self:
        """Wants it to be as a dump says, in all that can be changed of it."""
        changes = self._changes()
        is_new = self._scope == "create"
        for key, value in data.items():
            if key in self._sets:
                members = (tuple(member) if isinstance(member, list) else member for member in value)
                self._draft(key).become(members)
            elif is_new and key in self and key not in ("ipdb_scope", "neighbours", "index"):
                changes.values[key] = value
            elif key in fields.changeable() and plain(self[key]) != plain(value):
                changes.values[key] = value
        return self

    def load_dict(self, data: Mapping[str, Any]) -> Self:
        """The same."""
        return self.load(data)

    def review(self, tid: Any = None) -> dict[str, Any]:
        """What a transaction wants: of an interface that is to be made, all that it will have."""
        review = super().review(tid)
        if self._scope != "create":
            return review
        for key in self._sets:
            del review["-" + key]
        return {**{key: plain(value) for key, value in self._own.items()}, **review}

    def _create(self, native: Transaction, changes: Changes) -> None:
        linkwish.create(native, self, changes)

    def _ask(self, native: Transaction, changes: Changes) -> None:
        # (What it was, when it is gone.)
        self._message()
        linkwish.ask(native, self, changes)

    def _missing(self, native: Transaction, changes: Changes, before: Any) -> bool:
        return linkwish.ask_again(native, self, changes, before)

    def _committed(self, changes: Changes) -> None:
        interfaces = self.ipdb.interfaces
        if changes.scope is not None or linkwish.is_leaving(changes):
            self._leave(changes.scope)
            return
        if self._index is None:
            name = str(changes.values.get("ifname", self._own.get("ifname")))
            now = self.ipdb.now()
            self._index = None if now is None else now.index(name)
            interfaces.has_made(self)
        self._own, self._scope, self._shadowed = {}, "system", None

    def _leave(self, scope: Optional[str]) -> None:
        """It is in the kernel no more."""
        interfaces, is_shadow = self.ipdb.interfaces, scope == "shadow"
        if self._index is not None and self._last is not None:
            self._own = {**self._last.by_keys(), "ipaddr": ()}
            self._shadowed = self._last
        interfaces.has_left(self, is_shadow)
        self._index = None
        self._scope = "shadow" if is_shadow else "invalid"
        self.unfreeze()
        self.ipdb.end_all(self)
        self._keep()

    #: The kernel's message of it when it became a shadow.
    _shadowed: Optional[Message] = None

    def _forget(self) -> None:
        if self._scope == "create":
            self.ipdb.interfaces.has_left(self, False)
            self._scope = "invalid"

    # Keeping it as it is.

    def freeze(self) -> Self:
        """Keeps it and its addresses as they are, against whoever changes them. RuntimeError where it is frozen."""
        if self._frozen is not None:
            raise RuntimeError("the interface is frozen already: call unfreeze() first")
        if self._index is None:
            raise RuntimeError("there is no such interface that could be frozen")
        self._frozen = self.ipdb.mirror.freeze("index=%d" % self._index)
        self._keep()
        return self

    def unfreeze(self) -> Self:
        """Lets it be changed again."""
        frozen, self._frozen = self._frozen, None
        if frozen is not None:
            frozen.close()
            self._keep()
        return self

    def _is_kept(self) -> bool:
        return super()._is_kept() or self._frozen is not None


def _unknown(link: Interface) -> Any:
    """The last attribute that is declared nowhere."""
    message = link.nlmsg
    return None if message is None else dict(message["attrs"]).get("UNKNOWN")


def _link_info(link: Interface) -> Any:
    message = link.nlmsg
    return None if message is None else message.get_attr("IFLA_LINKINFO")


def _peer(link: Interface) -> Any:
    """The other end of a pair, where it is in the same namespace."""
    other, now = link["link"], link._state
    if link._index is None or now is None or not other or link["kind"] != "veth" or link["link_netnsid"] is not None:
        return link._own.get("peer")
    return now.name(other)


def _of_tun(key: str, kernels: str) -> Callable[[Interface], Any]:
    return lambda link: link._own.get(key) if link._index is None else link[kernels]


def _mode(link: Interface) -> Any:
    return link._own.get("mode") if link._index is None else {1: "tun", 2: "tap"}.get(link["tun_type"])


#: What no attribute of a message says.
_VIRTUAL: dict[str, Callable[[Interface], Any]] = {
    "ipaddr": lambda link: link._set_of("ipaddr"),
    "ports": lambda link: link._set_of("ports"),
    "vlans": lambda link: link._set_of("vlans"),
    "neighbours": lambda link: link._set_of("neighbours"),
    "ipdb_scope": lambda link: link.ipdb_scope,
    "ipdb_priority": lambda link: link._own.get("ipdb_priority", 0),
    "peer": _peer,
    "mode": _mode,
    "uid": _of_tun("uid", "tun_owner"),
    "gid": _of_tun("gid", "tun_group"),
    "unknown": _unknown,
    "linkinfo": _link_info,
}
