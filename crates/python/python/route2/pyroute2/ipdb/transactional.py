"""Scripts that say `from pyroute2.ipdb.transactional import Transactional`."""

from __future__ import annotations

from route2.ipdb.transactional import Transactional

__all__ = ["Transactional"]
