"""The numbers of neighbours, as pyroute2 names them."""

from __future__ import annotations

from route2 import Message as ndmsg
from route2 import _native

#: What a neighbour's state can be, by name.
states = dict(_native.names("neigh", "state"))
NUD = {"NUD_" + name.upper(): number for name, number in states.items()}
NTF = {"NTF_" + name.upper(): number for name, number in _native.names("neigh", "flags").items()}
globals().update(NUD)
globals().update(NTF)

__all__ = ["ndmsg", "states", *NUD, *NTF]
