"""The ports of interfaces, and the VLANs that those of a bridge are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Optional

from route2._native import Snapshot

#: What IPDB says of a VLAN by number: `BRIDGE_VLAN_INFO_*`.
_VLAN_FLAGS = {"master": 1, "pvid": 2, "untagged": 4, "range_begin": 8, "range_end": 16, "brentry": 32}
_RANGE = 8 | 16


def read_of(index: Callable[[], Optional[int]]) -> Callable[[Optional[Snapshot]], Mapping[int, Any]]:
    """Reads the ports of the interface with an index: their indexes."""

    def read(now: Optional[Snapshot]) -> Mapping[int, Any]:
        own = index()
        if now is None or own is None:
            return {}
        return {port["index"]: None for port in now.links(master=own)}

    return read


def read_vlans_of(index: Callable[[], Optional[int]]) -> Callable[[Optional[Snapshot]], Mapping[int, Any]]:
    """Reads the VLANs that a bridge's port (or a bridge itself) is in: their numbers, with vid and flags."""

    def read(now: Optional[Snapshot]) -> Mapping[int, Any]:
        own = index()
        if now is None or own is None or "vlan" not in now.tables:
            return {}
        found: dict[int, Any] = {}
        for message in now.objects(["vlan", "ifindex=%d" % own]):
            for entry in message.get_attrs("BRIDGE_VLANDB_ENTRY"):
                info = entry.get_attr("BRIDGE_VLANDB_ENTRY_INFO")
                last = entry.get_attr("BRIDGE_VLANDB_ENTRY_RANGE") or info["vid"]
                for vid in range(info["vid"], last + 1):
                    found[vid] = [{"vid": vid, "flags": info["flags"] & ~_RANGE}]
        return found

    return read


def vlan(said: Any, flags: Any = None) -> tuple[int, dict[str, Any]]:
    """The number of a VLAN, and what is said of it: `{"flags": 6, "self": True}`."""
    if isinstance(said, Mapping):
        said, flags = said["vid"], said.get("flags", flags)
    words = [flags] if isinstance(flags, (int, str)) else list(flags or ())
    number, is_own = 0, False
    for word in words:
        if word == "self":
            is_own = True
        elif isinstance(word, str):
            if word not in _VLAN_FLAGS and word != "master":
                raise ValueError("`%s` is no flag of a VLAN: %s" % (word, ", ".join([*_VLAN_FLAGS, "self"])))
            number |= _VLAN_FLAGS[word]
        else:
            number |= word
    return int(said), {"flags": number, "self": is_own}
