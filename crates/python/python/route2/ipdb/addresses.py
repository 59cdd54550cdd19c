"""The addresses of interfaces."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

from route2._native import Message, Snapshot
from route2.ipdb.linkedset import LinkedSet, Wait

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB

#: An address and the length of its prefix.
Address = tuple[str, int]
_DETAILS = ("local", "broadcast", "address", "flags", "prefixlen", "family", "cacheinfo", "scope", "label")


def parse(ip: Any, mask: Union[int, str, None] = None) -> Address:
    """An address and the length of its prefix from `10.0.0.1/24`, `("10.0.0.1", 24)`, `10.0.0.1/255.255.255.0`, or from
    both. ValueError where there is no length. (That an address is none is seen when it is committed.)"""
    if isinstance(ip, (tuple, list)):
        ip, mask = ip[0], ip[1] if len(ip) > 1 else mask
    text = str(ip)
    if "/" in text:
        text, mask = text.split("/", 1)
    if mask is None:
        raise ValueError("`%s` has no length: write it as `%s/24`, or say mask=24" % (text, text))
    return normal_ip(text), _length(mask)


def normal_ip(text: str) -> str:
    """An address as the kernel's are spelled here; what is none, as it is."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text


def check(address: Address) -> None:
    """OSError where it is none, as IPDB raises it."""
    try:
        ipaddress.ip_interface("%s/%d" % address)
    except ValueError:
        raise OSError("illegal IP address string: `%s/%d`" % address) from None


def _length(mask: Union[int, str]) -> int:
    text = str(mask)
    if text.isdigit():
        return int(text)
    bits = int(ipaddress.ip_address(text))
    return bin(bits).count("1")


def of_message(message: Message) -> Address:
    """The address that a message is about."""
    key = message.key
    return key("local") or key("address"), message["prefixlen"]


def details(message: Message) -> dict[str, Any]:
    """What IPDB says of an address."""
    return {key: message.get(key) for key in _DETAILS}


class IPaddrSet(LinkedSet[Address]):
    """The addresses of an interface, as pairs of address and length: `("10.0.0.1", 24)`. `ipaddr[0]` and
    `ipaddr["10.0.0.1/24"]` say what is known of one."""

    def normal(self, key: Any) -> Any:
        try:
            return parse(key)
        except ValueError:
            return key

    def __getitem__(self, key: Any) -> Any:
        """What is known of an address, by number or by text; IndexError or KeyError where it is none."""
        members = self._read(self._state())
        if isinstance(key, int):
            return list(members.values())[key]
        return members[self.normal(key)]

    @property
    def ipv4(self) -> tuple[Address, ...]:
        """Those of IPv4."""
        return tuple(address for address in self if ":" not in address[0])

    @property
    def ipv6(self) -> tuple[Address, ...]:
        """Those of IPv6."""
        return tuple(address for address in self if ":" in address[0])

    def target_filter(self, member: Address) -> bool:
        return not member[0].startswith("fe80:")

    def wait_ip(
        self,
        net: str,
        mask: Union[int, str, None] = None,
        timeout: Optional[float] = None,
        ignore_link_local: bool = False,
    ) -> bool:
        """Waits until there is an address: exactly this one or, with a length, one in the net. `False` where there is
        none in time (in seconds; `None` waits for ever)."""
        if mask is None and "/" in net:
            net, mask = net.split("/", 1)
        if mask is None:
            wanted = ipaddress.ip_address(net)
            is_it: Callable[[Any], bool] = lambda ip: ip == wanted
        else:
            inside = ipaddress.ip_network((net, _length(mask)), strict=False)
            is_it = lambda ip: ip in inside

        def holds(now: Snapshot) -> bool:
            ips = (ipaddress.ip_address(address[0]) for address in self._read(now))
            return any(is_it(ip) and not (ignore_link_local and ip.is_link_local) for ip in ips)

        return self._wait(holds, timeout)


def read_of(index: Callable[[], Optional[int]]) -> Callable[[Optional[Snapshot]], Mapping[Address, Any]]:
    """Reads the addresses of the interface with an index."""

    def read(now: Optional[Snapshot]) -> Mapping[Address, Any]:
        own = index()
        if now is None or own is None:
            return {}
        return {of_message(message): details(message) for message in now.addrs(own)}

    return read


class SortedIPaddrSet(IPaddrSet):
    """The same in the kernel's order, which only the kernel knows: who looks at them in order, asks it."""

    def __init__(
        self,
        read: Any,
        state: Callable[[], Optional[Snapshot]],
        wait: Wait,
        ask: Callable[[], Sequence[Message]],
    ) -> None:
        super().__init__(read, state, wait)
        self._ask = ask

    def __iter__(self) -> Iterator[Address]:
        there = self._read(self._state())
        order = {of_message(message): None for message in self._ask()}
        yield from (address for address in order if address in there)
        yield from (address for address in there if address not in order)


def asker(ipdb: IPDB, index: Callable[[], Optional[int]]) -> Callable[[], Sequence[Message]]:
    """Asks the kernel for the addresses of an interface."""

    def ask() -> Sequence[Message]:
        own = index()
        return () if own is None else ipdb.nl.get_addr(index=own)

    return ask
