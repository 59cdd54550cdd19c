"""Scripts that say `from pyroute2.iproute import IPRoute`."""

from __future__ import annotations

from route2.iproute import RTMGRP_DEFAULTS, IPRoute, NetNS

__all__ = ["IPRoute", "NetNS", "RTMGRP_DEFAULTS"]
