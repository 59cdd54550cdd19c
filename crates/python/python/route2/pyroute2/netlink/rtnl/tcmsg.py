"""The class of the messages of traffic control, as pyroute2 names it."""

from __future__ import annotations

from route2 import Message as tcmsg

__all__ = ["tcmsg"]
