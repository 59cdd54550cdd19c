"""The numbers of links, as pyroute2 names them."""

from __future__ import annotations

from route2 import Message as ifinfmsg
from route2 import _native

#: `IFF_UP` and the other flags of a link, by name and by bit.
IFF_NAMES = {"IFF_" + name: number for name, number in _native.names("link", "flags").items()}
IFF_VALUES = {number: name for name, number in IFF_NAMES.items()}
globals().update(IFF_NAMES)

#: Those that can be set.
IFF_MASK = IFF_NAMES["IFF_UP"]
for _name in ("DEBUG", "NOTRAILERS", "NOARP", "PROMISC", "ALLMULTI", "MULTICAST", "PORTSEL", "AUTOMEDIA", "DYNAMIC"):
    IFF_MASK |= IFF_NAMES.get("IFF_" + _name, 0)

__all__ = ["IFF_MASK", "IFF_NAMES", "IFF_VALUES", "ifinfmsg", *IFF_NAMES]
