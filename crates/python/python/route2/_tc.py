"""pyroute2's keywords of traffic control as route2's keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional, Union

from route2 import _spelling
from route2._tckinds import KINDS, acts

#: What follows the verb in a command, and the table that it means.
_TABLES = {"": "qdisc", "-class": "class", "-filter": "filter", "_class": "class", "_filter": "filter"}


def of(
    command: str, kind: Optional[str], index: int, handle: Union[int, str], keywords: Mapping[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    """The table, the verb, and the keys that are meant."""
    for separator in "-_":
        verb, found, rest = command.partition(separator)
        if found:
            break
    table = _TABLES.get(found + rest, rest)
    said = _spelling.plain({key: value for key, value in keywords.items() if value is not None})
    options = said.pop("opts", None)
    if isinstance(options, dict):
        said.update(options)
    if "prio" in said and table == "filter":
        said["pref"] = said.pop("prio")
    if "target" in said and table == "filter":
        said["classid"] = said.pop("target")
    said["protocol"] = _protocol(said["protocol"]) if table == "filter" and "protocol" in said else None
    for key in ("handle", "parent", "classid", "default"):
        if isinstance(said.get(key), str):
            said[key] = number(said[key])
    spell = KINDS.get((table, kind)) if verb != "del" else None
    if spell is not None:
        spell(said)
    if table == "filter" and verb != "del":
        acts(said)
    if kind is not None:
        said["kind"] = kind
    if index:
        said["index"] = index
    if handle:
        said["handle"] = number(handle) if isinstance(handle, str) else handle
    return table, verb, {key: value for key, value in said.items() if value is not None}


def number(handle: str) -> int:
    """A handle as a number: "1:10" is 0x10010."""
    if handle in ("root", "ingress", "clsact"):
        return {"root": 0xFFFFFFFF}.get(handle, 0xFFFFFFF1)
    if ":" not in handle:
        return int(handle, 0)
    major, minor = handle.split(":")
    return int(major or "0", 16) << 16 | int(minor or "0", 16)


def _protocol(protocol: Any) -> Any:
    """pyroute2 takes a protocol's number (0x0800) or an address family (AF_INET)."""
    return {2: 0x0800, 10: 0x86DD}.get(protocol, protocol)
