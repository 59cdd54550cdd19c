"""Scripts that say `from pyroute2.ipdb.main import IPDB`."""

from __future__ import annotations

from route2.ipdb.events import Watchdog
from route2.ipdb.main import IPDB

__all__ = ["IPDB", "Watchdog"]
