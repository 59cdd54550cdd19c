"""Scripts that say `from pyroute2.ipdb.routes import Route`."""

from __future__ import annotations

from route2.ipdb.route import BaseRoute, MPLSRoute, NextHopSet, Route
from route2.ipdb.routekeys import IPNHKey, MPLSNHKey, RouteKey
from route2.ipdb.routes import MPLSTable, RoutingTable, RoutingTableSet

__all__ = [
    "BaseRoute",
    "IPNHKey",
    "MPLSNHKey",
    "MPLSRoute",
    "MPLSTable",
    "NextHopSet",
    "Route",
    "RouteKey",
    "RoutingTable",
    "RoutingTableSet",
]
