"""The numbers of routes, as pyroute2 names them."""

from __future__ import annotations

from route2 import Message as rtmsg
from route2 import _native

#: How the packets of a route are wrapped.
LWTUNNEL_ENCAP = {
    "LWTUNNEL_ENCAP_" + name.upper(): number for name, number in _native.names("route", "encap_type").items()
}
globals().update(LWTUNNEL_ENCAP)

__all__ = ["rtmsg", *LWTUNNEL_ENCAP]
