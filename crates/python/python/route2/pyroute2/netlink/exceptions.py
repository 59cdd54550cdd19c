"""pyroute2's exceptions of netlink."""

from __future__ import annotations

from route2.errors import NetlinkDumpInterrupted, NetlinkError

__all__ = [
    "NetlinkDecodeError",
    "NetlinkDumpInterrupted",
    "NetlinkError",
    "SkipInode",
]


class NetlinkDecodeError(Exception):
    """What cannot be decoded. (In route2 that is the value of the one attribute, and never raised.)"""


class SkipInode(Exception):
    """pyroute2's own."""


NetlinkHeaderDecodeError = NetlinkDataDecodeError = NetlinkNLADecodeError = NetlinkDecodeError
