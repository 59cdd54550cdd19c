"""What is wanted of an interface, as route2's transactions want it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from route2._native import Snapshot, Transaction
from route2.ipdb import addresses, fields
from route2.ipdb.exceptions import CommitException
from route2.ipdb.transactional import Changes

if TYPE_CHECKING:
    from route2.ipdb.interface import Interface

#: Flags that a request can change (linux/if.h), but for IFF_UP: that has a word of its own.
_FLAGS_SETTABLE = 0x4 | 0x20 | 0x80 | 0x100 | 0x200 | 0x1000 | 0x2000 | 0x4000 | 0x8000
_IFF_UP = 1
#: What moves an interface into another network namespace.
_LEAVING = ("net_ns_fd", "net_ns_pid")
#: Of a kind that only /dev/net/tun makes.
_TUNTAP = ("tuntap", "tun", "tap")
_OF_TUNTAP = ("mode", "uid", "gid", "ifr")
#: The flags of a VLAN device, by name.
_VLAN_DEVICE_FLAGS = {"reorder_hdr": 1, "gvrp": 2, "loose_binding": 4, "mvrp": 8, "bridge_binding": 16}


def name(link: Interface) -> str:
    """What the interface is called now, or will be when it is made."""
    now = link.ipdb.now()
    if link._index is not None:
        found = None if now is None else now.name(link._index)
        if found is None:
            raise CommitException("the interface with the index %d is gone" % link._index)
        return found
    return str(link._own["ifname"])


def is_leaving(changes: Changes) -> bool:
    """Will the interface be in another network namespace?"""
    return any(key in changes.values for key in _LEAVING)


def is_tuntap(link: Interface) -> bool:
    """Is it made by /dev/net/tun?"""
    return link._index is None and link._own.get("kind") in _TUNTAP


def create(native: Transaction, link: Interface, changes: Changes) -> None:
    """That a new interface is made."""
    if link._index is None and changes.scope is None and not is_tuntap(link) and link._shadowed is None:
        native.create(str(link._own["kind"]), name(link))


def restore(native: Transaction, link: Interface, is_bare: bool) -> bool:
    """That a shadow is there again: as it was, or just that."""
    was = link._shadowed
    if was is not None and is_bare:
        native.create(was.key("kind"), was.key("ifname")).set(index=was["index"])
    elif was is not None:
        native.ask_message("as", was.raw)
    return was is not None


def ask(native: Transaction, link: Interface, changes: Changes) -> None:
    """All that is wanted of an interface, but for the network namespace that it moves to."""
    if changes.scope is not None:
        if link._index is not None:
            native.link(name(link)).remove()
        return
    said = dict(changes.values)
    if link._index is None:
        said = {**{key: value for key, value in link._own.items() if key in link}, **said}
        said.pop("ifname", None)
        if link._shadowed is not None or is_tuntap(link):
            said = dict(changes.values)
    own = name(link)
    draft = native.link(own)
    flags = said.pop("flags", None)
    if flags is not None:
        _ask_flags(draft, int(flags), int(link["flags"] or 0))
    state = said.pop("state", None)
    if state is not None:
        draft.up() if state == "up" else draft.down()
    said = {key: _spelled(key, value) for key, value in said.items() if _is_said(key, link)}
    if said:
        draft.set(said)
    _ask_sets(native, link, changes, own)


def _is_said(key: str, link: Interface) -> bool:
    if key in fields.OWN or key in _LEAVING or (key == "kind" and link._index is None):
        return False
    return not (key in _OF_TUNTAP and link["kind"] in _TUNTAP)


def _ask_flags(draft: Any, wanted: int, now: int) -> None:
    different = wanted ^ now
    if different & _IFF_UP:
        draft.up() if wanted & _IFF_UP else draft.down()
    different &= _FLAGS_SETTABLE
    if different:
        draft.set({"flags": (wanted & different) | (wanted & _IFF_UP), "change": different | (wanted & _IFF_UP)})


def _spelled(key: str, value: Any) -> Any:
    if key == "net_ns_fd" and isinstance(value, int):
        return "/proc/self/fd/%d" % value
    if key == "peer" and isinstance(value, Mapping):
        return {inner: _spelled(inner, said) for inner, said in value.items()}
    if key == "vlan_flags":
        return _vlan_device_flags(value)
    if isinstance(value, str) and key.endswith("address"):
        return value.lower()
    return value


def _vlan_device_flags(value: Any) -> dict[str, int]:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(word, int) for word in value):
        return {"flags": value[0], "mask": value[1]}
    number = 0
    for word in [value] if isinstance(value, (int, str)) else value:
        number |= _VLAN_DEVICE_FLAGS[word] if isinstance(word, str) else word
    return {"flags": number, "mask": number}


def _ask_sets(native: Transaction, link: Interface, changes: Changes, own: str) -> None:
    ports = changes.sets.get("ports")
    if ports is not None:
        draft = native.link(own)
        for port in ports.removed:
            if port not in ports.added:
                draft.del_port(_port(native, link, port))
        for port in ports.added:
            draft.add_port(_port(native, link, port))
    vlans = changes.sets.get("vlans")
    if vlans is not None:
        draft = native.link(own)
        for vid in vlans.removed:
            draft.del_vlan(vid)
        for vid, said in vlans.added.items():
            flags = said["flags"] if said else 0
            draft.add_vlan(vid, pvid=bool(flags & 2), untagged=bool(flags & 4))
    ipaddr = changes.sets.get("ipaddr")
    if ipaddr is not None:
        for address in ipaddr.removed:
            addresses.check(address)
            native.ask("gone", "addr", {"dev": own, "prefix": "%s/%d" % address})
        for address, said in ipaddr.added.items():
            addresses.check(address)
            native.ask("replace", "addr", _address(own, address, said))


def _address(dev: str, address: addresses.Address, said: Optional[Mapping[str, Any]]) -> dict[str, Any]:
    described = {"dev": dev, "prefix": "%s/%d" % address}
    described.update({key: value for key, value in (said or {}).items() if value is not None})
    return described


def _port(native: Transaction, link: Interface, port: Any) -> str:
    """What a port is called: KeyError where there is none."""
    now = link.ipdb.now()
    found = None if now is None else now.name(port) if isinstance(port, int) else now.index(port) and port
    if not found and isinstance(port, str):
        found = port if native.index(port) else None
    if not found:
        raise KeyError("can not resolve port %s" % port)
    return str(found)


def ask_to_leave(native: Transaction, link: Interface, changes: Changes) -> bool:
    """That it moves into another network namespace, where that is wanted."""
    wanted = {key: changes.values[key] for key in _LEAVING if changes.values.get(key) is not None}
    if not wanted:
        return False
    native.link(name(link)).set({key: _spelled(key, value) for key, value in wanted.items()})
    return True


def ask_again(native: Transaction, link: Interface, changes: Changes, before: Optional[Snapshot]) -> bool:
    """What the kernel did otherwise, because of something else that was wanted: is there such?"""
    now = link.ipdb.now()
    if now is None or changes.scope is not None:
        return False
    found = now.link(name(link))
    if found is None:
        return False
    wanted = changes.values.get("mtu")
    is_other = wanted is not None and found.key("mtu") != wanted
    if is_other:
        # A bridge takes over that of its ports, unless its own is said once it has them.
        native.link(name(link)).set({"mtu": wanted})
    return _ask_for_the_taken(native, link, changes, before, now) or is_other


def _ask_for_the_taken(
    native: Transaction, link: Interface, changes: Changes, before: Optional[Snapshot], now: Snapshot
) -> bool:
    """That addresses stay which the kernel took along with others: it removes those that were second to one."""
    draft = changes.sets.get("ipaddr")
    if draft is None or not draft.removed or link._index is None or before is None:
        return False
    there = {addresses.of_message(message) for message in now.addrs(link._index)}
    taken = [
        message
        for message in before.addrs(link._index)
        if addresses.of_message(message) not in there
        and addresses.of_message(message) not in draft.removed
        and message["family"] == 2
    ]
    for message in taken:
        said = {key: message.get(key) for key in ("broadcast", "anycast", "scope", "label")}
        native.ask("replace", "addr", _address(name(link), addresses.of_message(message), said))
    return bool(taken)
