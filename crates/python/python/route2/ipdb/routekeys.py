"""What tells routes apart, and how nets and next hops are spelled."""

from __future__ import annotations

import ipaddress
from collections import namedtuple
from collections.abc import Mapping
from typing import Any, Optional, Union

from route2._native import Message

AF_INET, AF_INET6, AF_MPLS = 2, 10, 28

#: What tells a route from others.
RouteKey = namedtuple("RouteKey", ("dst", "table", "family", "priority", "tos"))
#: What tells a next hop from others.
IPNHKey = namedtuple("IPNHKey", ("gateway", "encap", "oif"))
MPLSNHKey = namedtuple("MPLSNHKey", ("newdst", "via", "oif"))


def net(dst: Any, family: Optional[int] = None) -> tuple[str, int]:
    """A net as IPDB spells it (`10.0.0.0/8`, `default`), and its family. ValueError where it is none."""
    text = str(dst)
    if text == "default":
        return text, family or AF_INET
    network = ipaddress.ip_interface(text)
    number = AF_INET6 if network.version == 6 else AF_INET
    if network.network.prefixlen == 0:
        return "default", number
    return "%s/%d" % (network.ip, network.network.prefixlen), number


def of_message(message: Message) -> RouteKey:
    """The key of the route that a message is about."""
    family = message["family"]
    priority = message.get_attr("RTA_PRIORITY")
    return RouteKey(dst(message), table(message), family, priority, message["tos"])


def dst(message: Message) -> Union[str, int]:
    """Where a route leads: a net, or a label."""
    if message["family"] == AF_MPLS:
        return int(message.get_attr("RTA_DST")[0]["label"])
    ip = message.get_attr("RTA_DST")
    length = message["dst_len"]
    return "default" if ip is None or length == 0 else "%s/%d" % (ip, length)


def table(message: Message) -> int:
    """The table that a route is in."""
    return int(message.key("table") or message["table"])


def labels(said: Any) -> Optional[str]:
    """MPLS labels as route2 has them, `20/30`, from text, numbers, or a kernel's list of mappings."""
    if said is None or said == "" or said == []:
        return None
    if isinstance(said, (str, int)):
        return str(said)
    return "/".join(str(label["label"] if isinstance(label, Mapping) else label) for label in said)


def encap(said: Any) -> dict[str, Any]:
    """`encap` as IPDB has it: `{"type": "mpls", "labels": "20/30"}`; empty where there is none."""
    if not said:
        return {}
    found: dict[str, Any] = {key: said[key] for key in said.keys()}
    if "labels" in found:
        return {"type": "mpls", "labels": labels(found["labels"])}
    return found


def nexthop(said: Any) -> dict[str, Any]:
    """A next hop as IPDB has it, from the kernel's, or from what was said."""
    found = {key: said[key] for key in said.keys() if key not in ("attrs", "header", "len")}
    for attr, key in _NEXTHOP_ATTRS.items():
        value = said.get_attr(attr) if hasattr(said, "get_attr") else None
        if value is not None:
            found[key] = value
    if "newdst" in found:
        found["newdst"] = labels(found["newdst"])
    if hasattr(said, "get_attr"):
        found["encap"] = encap_of(said)
    if found.get("encap"):
        found["encap"] = encap(found["encap"])
    else:
        found.pop("encap", None)
    via = found.get("via")
    if via is not None:
        found["via"] = {key: via[key] for key in via.keys()}
    if "gateway" in found:
        found["gateway"] = str(found["gateway"])
    return found


_NEXTHOP_ATTRS = {"RTA_GATEWAY": "gateway", "RTA_VIA": "via", "RTA_NEWDST": "newdst"}


def encap_of(message: Any) -> dict[str, Any]:
    """`encap` of a kernel's message or next hop."""
    nest = message.get_attr("RTA_ENCAP")
    if nest is None:
        return {}
    out = nest.get_attr("MPLS_IPTUNNEL_DST") if hasattr(nest, "get_attr") else None
    if out is not None:
        return {"type": "mpls", "labels": labels(out)}
    return {"type": message.get_attr("RTA_ENCAP_TYPE"), **(nest.dump() if hasattr(nest, "dump") else {"data": nest})}


def is_same_hop(hop: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Is a next hop the one that is said? What is not said of it does not count."""
    for key in ("gateway", "oif", "newdst"):
        if said.get(key) is not None and hop.get(key) != said[key]:
            return False
    for key in ("encap", "via"):
        wanted = said.get(key)
        if wanted and any((hop.get(key) or {}).get(part) != value for part, value in wanted.items()):
            return False
    return True
