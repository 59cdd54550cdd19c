"""Scripts that say `from pyroute2.ipdb.rules import Rule`."""

from __future__ import annotations

from route2.ipdb.rules import Rule, RuleKey, RulesDict

__all__ = ["Rule", "RuleKey", "RulesDict"]
