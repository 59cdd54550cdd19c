"""Links of the kinds tun and tap, which no request of netlink makes."""

from __future__ import annotations

import fcntl
import os
import struct
from typing import Any

from route2.errors import BadValue, UnknownKey

# linux/if_tun.h
_TUNSETIFF = 0x400454CA
_TUNSETPERSIST = 0x400454CB
_TUNSETOWNER = 0x400454CC
_TUNSETGROUP = 0x400454CE
_MODES = {"tun": 1, "tap": 2}
_FLAGS = {"no_pi": 0x1000, "one_queue": 0x2000, "vnet_hdr": 0x4000, "multi_queue": 0x0100}


def add(keys: dict[str, Any]) -> None:
    """Makes one, in the calling thread's network namespace, that stays: `ifname`, `mode`, `uid`, `gid`, `ifr`."""
    keys = {key: value for key, value in keys.items() if value is not None}
    keys.pop("kind", None)
    name = keys.pop("ifname")
    mode = keys.pop("mode", keys.pop("tun_mode", "tun"))
    if mode not in _MODES:
        raise BadValue("mode", "`%s` is no mode of tuntap: it is tun or tap" % mode)
    flags = _MODES[mode]
    for flag, is_set in (keys.pop("ifr", None) or {}).items():
        if flag not in _FLAGS:
            raise UnknownKey(flag, "no flag of tuntap is called `%s`" % flag)
        flags |= _FLAGS[flag] if is_set else 0
    owner, group = keys.pop("uid", None), keys.pop("gid", None)
    for key in keys:
        if key not in ("index", "tun_type"):
            raise UnknownKey(key, "no tuntap has a `%s`" % key)
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.ioctl(fd, _TUNSETIFF, struct.pack("16sH22x", name.encode(), flags))
        if owner is not None:
            fcntl.ioctl(fd, _TUNSETOWNER, owner)
        if group is not None:
            fcntl.ioctl(fd, _TUNSETGROUP, group)
        fcntl.ioctl(fd, _TUNSETPERSIST, 1)
    finally:
        os.close(fd)
