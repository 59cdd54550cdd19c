"""pyroute2's keywords as route2's keys: what is called otherwise there, and what is said otherwise."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from route2 import _native
from route2.errors import BadValue

Keys = dict[str, Any]


@lru_cache(maxsize=None)
def names(table: str) -> dict[str, str]:
    """The key of each name that an attribute of a table has in the kernel, and of each key itself."""
    known: dict[str, str] = {}
    for key, about in _native.keys(table).items():
        known[key] = key
        if about["name"]:
            known[about["name"]] = key
    return known


def plain(value: Any) -> Any:
    """Nests as pyroute2 has them (`{"attrs": [(name, value), ...]}`) as mappings of names to values."""
    if isinstance(value, Mapping):
        said = {key: plain(value[key]) for key in value if key not in ("attrs", "header")}
        for attr in value.get("attrs", ()):
            said[attr[0]] = plain(attr[1])
        return said
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


def of(table: str, keywords: Mapping[str, Any]) -> Keys:
    """What keywords say of an object of a table, as route2's keys."""
    said = {key: plain(value) for key, value in keywords.items() if value is not None}
    spell = _TABLES.get(table)
    if spell is not None:
        spell(said)
    return said


def _link(said: Keys) -> None:
    _rename(said, "mask", "change")
    _rename(said, "IFLA_IFNAME", "ifname")
    for key in ("link", "master"):
        # A message of another link, as IPDB has them.
        if isinstance(said.get(key), Mapping):
            said[key] = said[key]["index"]
    if isinstance(said.get("flags"), (list, tuple)):
        said["flags"], said["change"] = _flags(said["flags"])
    kind = said.get("kind")
    if kind in _WITH_MODE and "mode" in said:
        said[kind + "_mode"] = said.pop("mode")
    if isinstance(said.get("vlan_flags"), list):
        said["vlan_flags"] = {"flags": said["vlan_flags"], "mask": said["vlan_flags"]}


#: Kinds of which `mode` alone says what is meant.
_WITH_MODE = ("ipvlan", "macvlan", "macvtap", "bond")


def _flags(words: Any) -> tuple[int, int]:
    """Flags of a link, and which of them are meant: `["IFF_UP", "!IFF_NOARP"]`."""
    bits = _native.names("link", "flags")
    flags = change = 0
    for word in words:
        name = word.lstrip("!").upper().replace("IFF_", "")
        if name not in bits:
            raise BadValue("flags", "`%s` is no flag of a link" % word)
        change |= bits[name]
        flags |= 0 if word.startswith("!") else bits[name]
    return flags, change


def _addr(said: Keys) -> None:
    _rename(said, "IFA_LABEL", "label")
    mask = said.pop("mask", None)
    if mask is not None:
        said.setdefault("prefixlen", _length(mask))
    for key in ("local", "address"):
        if isinstance(said.get(key), str) and "/" in said[key]:
            said[key], length = said[key].split("/", 1)
            said.setdefault("prefixlen", _length(length))
    address = said.get("local") or said.get("address")
    if address is not None and "prefixlen" not in said:
        said["prefixlen"] = ipaddress.ip_address(str(address)).max_prefixlen
    if said.get("broadcast") is True:
        net = ipaddress.ip_interface("%s/%s" % (address, said["prefixlen"])).network
        said["broadcast"] = str(net.broadcast_address)
    lifetimes = {
        "ifa_valid": said.pop("valid_lft", None),
        "ifa_preferred": said.pop("preferred_lft", None),
    }
    if any(value is not None for value in lifetimes.values()):
        forever = 0xFFFFFFFF
        said["cacheinfo"] = {key: forever if value is None else value for key, value in lifetimes.items()}


def _route(said: Keys) -> None:
    _rename(said, "RTA_DST", "dst")
    _rename(said, "mask", "dst_len")
    _rename(said, "prefix", "dst")
    _net(said, "dst")
    _net(said, "src")
    for key in ("oif", "iif"):
        if isinstance(said.get(key), Mapping):
            said[key] = said[key]["index"]
        elif isinstance(said.get(key), list):
            # As link_lookup() gives it.
            (said[key],) = said[key]
    if isinstance(said.get("newdst"), (list, Mapping)):
        said["newdst"] = _labels(said["newdst"])
    _encap(said)
    for hop in said.get("multipath") or ():
        _encap(hop)
        if isinstance(hop.get("newdst"), (list, Mapping)):
            hop["newdst"] = _labels(hop["newdst"])
    if isinstance(said.get("metrics"), Mapping):
        said["metrics"] = {_without(key, "RTAX_"): value for key, value in said["metrics"].items()}
    if said.get("family") == _AF_MPLS and "dst" in said:
        said["dst"] = _labels(said["dst"])


#: Of `socket`, which has none everywhere.
_AF_MPLS = getattr(socket, "AF_MPLS", 28)


def _encap(said: Keys) -> None:
    encap = said.get("encap")
    if not isinstance(encap, Mapping) or "type" not in encap:
        return
    encap = dict(encap)
    kind = encap.pop("type")
    if "labels" in encap:
        encap["dst"] = _labels(encap.pop("labels"))
    if "segs" in encap:
        mode = encap.pop("mode", "encap")
        srh = _segments(encap.pop("segs"), mode == "inline" and kind == "seg6")
        encap["srh"] = {"encapmode": mode, **srh} if kind == "seg6" else srh
    if isinstance(encap.get("srh"), Mapping) and kind == "seg6local":
        encap["srh"] = _segments(encap["srh"]["segs"], False)
    said["encap_type"], said["encap"] = kind, encap


def _segments(segments: Any, has_room: bool) -> Keys:
    """A routing header of these segments, in the order of the header (the last of the way first), as pyroute2 takes them;
    with room for the destination's own."""
    if isinstance(segments, str):
        segments = segments.split(",")
    segments = [*(["::"] if has_room else []), *segments]
    last = len(segments) - 1
    return {
        "hdrlen": 2 * len(segments),
        "type": 4,
        "segments_left": last,
        "first_segment": last,
        "segs": segments,
    }


def _labels(labels: Any) -> str:
    """A stack of MPLS labels: 200/300."""
    if isinstance(labels, Mapping):
        labels = [labels]
    if isinstance(labels, list):
        each = (label["label"] if isinstance(label, Mapping) else label for label in labels)
        return "/".join(str(label) for label in each)
    return str(labels)


def _neigh(said: Keys) -> None:
    _rename(said, "index", "ifindex")
    _rename(said, "nud", "state")
    _rename(said, "link", "ifindex")


def _fdb(said: Keys) -> None:
    _neigh(said)
    said.setdefault("family", socket.AF_UNSPEC if "family" in said else 7)


_ACTIONS = {"to_tbl": "lookup", "unicast": "lookup", "table": "lookup"}


def _rule(said: Keys) -> None:
    _rename(said, "FRA_PRIORITY", "priority")
    action = said.get("action")
    if isinstance(action, str):
        action = _without(action, "FR_ACT_").lower()
        said["action"] = _ACTIONS.get(action, action)
    _net(said, "src")
    _net(said, "dst")
    for key in ("uid_range", "sport_range", "dport_range"):
        if isinstance(said.get(key), str):
            start, _, end = said[key].replace(":", "-").partition("-")
            said[key] = {"start": start, "end": end or start}


def _net(said: Keys, key: str) -> None:
    """A net of which address and length are said apart."""
    length = said.pop(key + "_len", None)
    value = said.get(key)
    if length is not None:
        if value is None or (isinstance(value, str) and "/" not in value and value != "default"):
            said[key] = "%s/%d" % (value, _length(length)) if value else "default"
    elif isinstance(value, str) and "/" in value and "." in value.split("/", 1)[1]:
        address, mask = value.split("/", 1)
        said[key] = "%s/%d" % (address, _length(mask))
    if key == "dst" and value in ("", "0.0.0.0/0", "::/0"):
        if value == "::/0":
            said.setdefault("family", socket.AF_INET6)
        said[key] = "default"


def _length(mask: Any) -> int:
    """The length that a mask is, or says: 24, "24", "255.255.255.0"."""
    text = str(mask)
    if "." in text or ":" in text:
        return ipaddress.ip_network("%s/%s" % ("0.0.0.0" if "." in text else "::", text)).prefixlen
    return int(text)


def _rename(said: Keys, old: str, new: str) -> None:
    if old in said:
        said.setdefault(new, said.pop(old))


def _without(text: str, prefix: str) -> str:
    return text[len(prefix) :].lower() if text.startswith(prefix) else text


_TABLES: dict[str, Callable[[Keys], None]] = {
    "link": _link,
    "addr": _addr,
    "route": _route,
    "neigh": _neigh,
    "fdb": _fdb,
    "rule": _rule,
}
