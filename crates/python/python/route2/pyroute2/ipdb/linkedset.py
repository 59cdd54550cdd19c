"""Scripts that say `from pyroute2.ipdb.linkedset import LinkedSet`."""

from __future__ import annotations

from route2.ipdb.addresses import IPaddrSet, SortedIPaddrSet
from route2.ipdb.linkedset import LinkedSet

__all__ = ["IPaddrSet", "LinkedSet", "SortedIPaddrSet"]
