"""Helpers that scripts import from `pyroute2.common`."""

from __future__ import annotations

import ipaddress
import uuid
from typing import Any, Optional, Union

from route2.netns import NETNS_RUN_DIR

__all__ = [
    "AF_MPLS",
    "AF_PIPE",
    "DEFAULT_RCVBUF",
    "Dotkeys",
    "NETNS_RUN_DIR",
    "basestring",
    "dqn2int",
    "getbroadcast",
    "hexdump",
    "hexload",
    "uifname",
    "uuid32",
]

AF_MPLS = 28
AF_PIPE = 255
#: What text is, in a Python of any age.
basestring = (str, bytes)
DEFAULT_RCVBUF = 16384

#: Multipliers to bytes a second, to microseconds, to bytes.
rate_suffixes = {
    "bit": 1,
    "Kibit": 1024,
    "kbit": 1000,
    "mibit": 1024**2,
    "mbit": 1000**2,
    "gibit": 1024**3,
    "gbit": 1000**3,
    "bps": 8,
    "KiBps": 8 * 1024,
    "KBps": 8000,
    "MiBps": 8 * 1024**2,
    "MBps": 8 * 1000**2,
}
time_suffixes = {"s": 1, "sec": 1, "secs": 1, "ms": 1000, "msec": 1000, "us": 10**6, "usec": 10**6}
size_suffixes = {"b": 1, "k": 1024, "kb": 1024, "m": 1024**2, "mb": 1024**2, "g": 1024**3, "gb": 1024**3}


class Dotkeys(dict):  # type: ignore[type-arg]
    """A dictionary whose entries are attributes too."""

    def __dir__(self) -> list[str]:
        return [key for key in self if isinstance(key, str)]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del self[name]
        except KeyError:
            raise AttributeError(name) from None


def uuid32() -> int:
    """A number of 32 bits that nobody else is likely to have."""
    return uuid.uuid4().int & 0xFFFFFFFF


def uifname() -> str:
    """A name for an interface that is likely to be free."""
    return "pr%x" % uuid32()


def hexdump(payload: bytes, length: int = 0) -> str:
    """Bytes in hexadecimal, with colons between them."""
    return ":".join("%02x" % byte for byte in payload[: length or len(payload)])


def hexload(text: str) -> bytes:
    """The bytes that hexdump() shows."""
    return bytes(int(byte, 16) for byte in text.split(":"))


def dqn2int(mask: Union[str, int], family: Optional[int] = None) -> int:
    """The length of a mask: 24 of "255.255.255.0"."""
    if isinstance(mask, int) or str(mask).isdigit():
        return int(mask)
    return bin(int(ipaddress.ip_address(mask))).count("1")


def getbroadcast(addr: str, mask: Union[str, int], family: Optional[int] = None) -> str:
    """The broadcast address of a net."""
    net = ipaddress.ip_interface("%s/%s" % (addr, mask)).network
    return str(net.broadcast_address)
