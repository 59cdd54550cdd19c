"""Scripts that say `from pyroute2.ipdb import IPDB`."""

from __future__ import annotations

from route2.ipdb import IPDB

__all__ = ["IPDB"]
