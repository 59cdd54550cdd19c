"""Which multicast group of the kernel's an event is of (linux/rtnetlink.h)."""

from __future__ import annotations

from typing import Optional

from route2 import _native

_AF_INET, _AF_INET6, _AF_MPLS = 2, 10, 28

#: Where the family decides. (What IPv6 says of a link, it says in a group of its own, to which IPDB does not listen.)
_BY_FAMILY = {
    ("link", _AF_INET6): 12,
    ("addr", _AF_INET): 5,
    ("addr", _AF_INET6): 9,
    ("route", _AF_INET): 7,
    ("route", _AF_INET6): 11,
    ("route", _AF_MPLS): 27,
    ("rule", _AF_INET): 8,
    ("rule", _AF_INET6): 19,
    ("netconf", _AF_INET): 24,
    ("netconf", _AF_INET6): 25,
}
_OF_TABLES = {"link": [1], "neigh": [3]}


def is_bound(mask: int, table: Optional[str], family: Optional[int]) -> bool:
    """Is an event about an object of a table and a family of one of the groups in a mask? (One that nobody knows is.)"""
    if table is None:
        return True
    group = _BY_FAMILY.get((table, family or 0))
    if group is not None:
        return bool(mask >> (group - 1) & 1)
    groups = _OF_TABLES.get(table)
    if groups is None:
        groups = next((about["groups"] for about in _native.tables() if about["name"] == table), [])
    return not groups or any(mask >> (group - 1) & 1 for group in groups)
