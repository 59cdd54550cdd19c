"""The numbers of rules, as pyroute2 names them."""

from __future__ import annotations

from route2 import Message as fibmsg
from route2 import _native

#: What a rule does.
FR_ACT_NAMES = {"FR_ACT_" + name.upper(): number for name, number in _native.names("rule", "action").items()}
FR_ACT_NAMES["FR_ACT_TO_TBL"] = FR_ACT_NAMES["FR_ACT_LOOKUP"]
FR_ACT_VALUES = {number: name for name, number in FR_ACT_NAMES.items()}
globals().update(FR_ACT_NAMES)

__all__ = ["FR_ACT_NAMES", "FR_ACT_VALUES", "fibmsg", *FR_ACT_NAMES]
