"""Scripts that say `from pyroute2.ipdb.interfaces import Interface`."""

from __future__ import annotations

from route2.ipdb.interface import Interface
from route2.ipdb.interfaces import InterfacesDict
from route2.ipdb.setsof import SetsOf as AddressesDict
from route2.ipdb.setsof import SetsOf as NeighboursDict

__all__ = ["AddressesDict", "Interface", "InterfacesDict", "NeighboursDict"]
