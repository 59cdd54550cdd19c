"""rtnetlink's numbers, as pyroute2 names them: made of route2's tables."""

from __future__ import annotations

from typing import Any

from route2 import _native
from route2.iproute import RTMGRP_DEFAULTS


def _both(names: dict[str, int]) -> dict[Any, Any]:
    """Numbers by name, and names by number."""
    return {**names, **{number: name for name, number in names.items()}}


#: `RTNLGRP_LINK` is 1, as the kernel has it, and `RTMGRP_LINK` a bit.
_GROUPS = {name.upper().replace("-", "_"): number for name, number in _native.groups().items()}

RTNLGRP_NONE = 0
RTMGRP_NONE = 0

globals().update(
    {name: number for name, number in _native.constants().items() if name.startswith("RTM_")}
)
globals().update({"RTNLGRP_" + name: number for name, number in _GROUPS.items()})
globals().update({"RTMGRP_" + name: 1 << number - 1 for name, number in _GROUPS.items() if number <= 32})

RTM_NAMES = {name: number for name, number in _native.constants().items() if name.startswith("RTM_")}
RTM_VALUES = {number: name for name, number in RTM_NAMES.items()}

TC_H_INGRESS = 0xFFFFFFF1
TC_H_CLSACT = TC_H_INGRESS
TC_H_ROOT = 0xFFFFFFFF

rt_type = _both(_native.names("route", "type"))
#: (What iproute2 calls `global`.)
rt_scope = _both({"universe" if name == "global" else name: n for name, n in _native.names("route", "scope").items()})
rt_proto = _both(_native.names("route", "proto"))

rtypes = {"RTN_" + name.upper(): number for name, number in _native.names("route", "type").items()}
rtscopes = {"RT_SCOPE_" + name.upper(): n for name, n in rt_scope.items() if isinstance(name, str)}
rtprotos = {"RTPROT_" + name.upper(): number for name, number in _native.names("route", "proto").items()}
globals().update(rtypes)
globals().update(rtscopes)
globals().update(rtprotos)

__all__ = [name for name in globals() if not name.startswith("_") and name not in ("Any", "annotations")]
