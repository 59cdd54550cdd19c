"""The class of the messages of addresses, as pyroute2 names it."""

from __future__ import annotations

from route2 import Message as ifaddrmsg

__all__ = ["ifaddrmsg"]
