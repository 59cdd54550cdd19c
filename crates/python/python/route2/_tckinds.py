"""Kinds of traffic control whose options pyroute2 says otherwise than the kernel."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Said = dict[str, Any]

_RATES = {"": 1, "bit": 1, "kbit": 1000, "mbit": 10**6, "gbit": 10**9, "tbit": 10**12}
_BYTE_RATES = {"bps": 1, "kbps": 1000, "mbps": 10**6, "gbps": 10**9}
_TIMES = {"": 1, "us": 1, "usec": 1, "usecs": 1, "ms": 1000, "msec": 1000, "msecs": 1000, "s": 10**6, "sec": 10**6, "secs": 10**6}
_SIZES = {"": 1, "b": 1, "k": 1024, "kb": 1024, "m": 1 << 20, "mb": 1 << 20, "g": 1 << 30, "gb": 1 << 30}


def _parts(text: str) -> tuple[float, str]:
    found = re.fullmatch(r"\s*([0-9.]+)\s*([A-Za-z]*)\s*", text)
    if not found:
        raise ValueError("`%s` is no number with a unit" % text)
    return float(found[1]), found[2].lower()


def rate(value: Any) -> int:
    """Bytes a second: a number is that, text has a unit ("256kbit")."""
    if isinstance(value, (int, float)):
        return int(value)
    amount, unit = _parts(value)
    if unit in _BYTE_RATES:
        return int(amount * _BYTE_RATES[unit])
    return int(amount * _RATES[unit] / 8)


def time(value: Any) -> int:
    """Microseconds: a number is that, text has a unit ("50ms")."""
    if isinstance(value, (int, float)):
        return int(value)
    amount, unit = _parts(value)
    return int(amount * _TIMES[unit])


def size(value: Any) -> int:
    """Bytes: a number is that, text has a unit ("15kb")."""
    if isinstance(value, (int, float)):
        return int(value)
    amount, unit = _parts(value)
    return int(amount * _SIZES[unit])


@lru_cache(maxsize=1)
def _clock() -> tuple[float, float]:
    """The kernel's ticks a microsecond, and its timer's frequency."""
    with open("/proc/net/psched") as file:
        t2us, us2t, resolution, frequency = (int(word, 16) for word in file.read().split())
    factor = resolution / 1_000_000
    return t2us / us2t * factor, frequency if resolution == 1_000_000 else 1_000_000_000 / frequency


def ticks(microseconds: float) -> int:
    """A time as the kernel counts it."""
    return int(microseconds * _clock()[0])


def _transmission(bytes_a_second: int, length: int) -> int:
    """How long so many bytes take, as the kernel counts it."""
    return ticks(1_000_000 * length / bytes_a_second)


def _ratespec(bytes_a_second: int, said: Said) -> Said:
    return {
        "rate": min(bytes_a_second, 0xFFFFFFFF),
        "mpu": said.get("mpu", 0),
        "overhead": said.get("overhead", 0),
        "linklayer": 1,
    }


def _htb(said: Said) -> None:
    init = {"version": 3, "rate2quantum": said.pop("r2q", 10), "defcls": said.pop("default", 0)}
    said["options"] = {"init": init}


def _htb_class(said: Said) -> None:
    bytes_a_second = rate(said.pop("rate"))
    ceil = rate(said.pop("ceil", bytes_a_second))
    mtu = said.pop("mtu", 1600)
    frequency = _clock()[1]
    burst = size(said.pop("burst", said.pop("maxburst", int(bytes_a_second / frequency + mtu))))
    cburst = size(said.pop("cburst", said.pop("cmaxburst", int(ceil / frequency + mtu))))
    parms = {
        "rate": _ratespec(bytes_a_second, said),
        "ceil": _ratespec(ceil, said),
        "buffer": _transmission(bytes_a_second, burst),
        "cbuffer": _transmission(ceil, cburst),
        "quantum": said.pop("quantum", 0),
        "prio": said.pop("prio", 0),
    }
    said.pop("mpu", None), said.pop("overhead", None)
    said["options"] = {"parms": parms}


def _tbf(said: Said) -> None:
    bytes_a_second = rate(said.pop("rate"))
    burst = size(said.pop("burst", said.pop("buffer", 0)))
    parms: Said = {"rate": _ratespec(bytes_a_second, said), "mtu": said.pop("mtu", 0)}
    if "latency" in said:
        parms["limit"] = int(bytes_a_second * time(said.pop("latency")) / 1_000_000 + burst)
    if "limit" in said:
        parms["limit"] = size(said.pop("limit"))
    parms["buffer"] = _transmission(bytes_a_second, burst)
    if "peak" in said:
        parms["peakrate"] = _ratespec(rate(said.pop("peak")), said)
    said.pop("mpu", None), said.pop("overhead", None)
    said["options"] = {"parms": parms, "burst": burst}


def _sfq(said: Said) -> None:
    members = ("quantum", "limit", "divisor", "flows")
    parms = {key: said.pop(key) for key in members if key in said}
    if "perturb" in said:
        parms["perturb_period"] = said.pop("perturb")
    said["options"] = {"v0": parms}


def _fifo(said: Said) -> None:
    if "limit" in said:
        said["options"] = {"limit": size(said.pop("limit"))}


def _netem(said: Said) -> None:
    parms: Said = {"limit": said.pop("limit", 1000)}
    for key, member in (("delay", "latency"), ("jitter", "jitter")):
        if key in said:
            parms[member] = ticks(time(said.pop(key)))
    for key, member in (("loss", "loss"), ("duplicate", "duplicate")):
        if key in said:
            parms[member] = int(float(said.pop(key)) / 100 * 0xFFFFFFFF)
    if "gap" in said:
        parms["gap"] = said.pop("gap")
    said["options"] = parms


def _of_prefix(prefix: str, *times: str) -> Callable[[Said], None]:
    """pyroute2 puts the kind before what only one kind has."""

    def spell(said: Said) -> None:
        own = [key for key in said if key.startswith(prefix)]
        options = {key[len(prefix) :]: said.pop(key) for key in own}
        for key in times:
            if key in options:
                options[key] = time(options[key])
        said["options"] = options

    return spell


def _hfsc(said: Said) -> None:
    said["options"] = {"defcls": said.pop("default", 0) & 0xFFFF}


def _hfsc_class(said: Said) -> None:
    options: Said = {}
    for curve in ("rsc", "fsc", "usc"):
        if curve in said:
            given = said.pop(curve)
            options[curve] = {
                "m1": rate(given.get("m1", 0)),
                "d": time(given.get("d", 0)),
                "m2": rate(given.get("m2", 0)),
            }
    said["options"] = options


def _ingress(said: Said) -> None:
    said.setdefault("parent", 0xFFFFFFF1)
    said.setdefault("handle", 0xFFFF0000)


#: value/mask+offset
_KEY = re.compile(r"\s*(0x[0-9a-fA-F]+|\d+)/(0x[0-9a-fA-F]+|\d+)\+(\d+|0x[0-9a-fA-F]+)\s*")


_CONTROLS = {"ok": "pass", "accept": "pass", "shot": "drop"}


def _control(word: Any) -> Any:
    """What becomes of a packet, as the kernel has it."""
    return _CONTROLS.get(word, word)


def _police(said: Said) -> Said:
    """What a filter lets through: `rate`, `burst`, `limit`, `mtu`; and what becomes of the rest, `action`."""
    bytes_a_second, mtu = rate(said.pop("rate")), said.pop("mtu", 2040)
    spec = {**_ratespec(bytes_a_second, said), "cell_log": _cell_log(mtu)}
    parms = {
        "rate": spec,
        "burst": _transmission(bytes_a_second, size(said.pop("burst"))),
        "mtu": mtu,
        "limit": said.pop("limit", 0),
        "action": _control(said.pop("action", "reclassify")),
    }
    # (The kernel does without the table, and wants it.)
    table = [_transmission(bytes_a_second, (at + 1) << spec["cell_log"]) for at in range(256)]
    return {"tbf": parms, "rate": table}


def _cell_log(mtu: int) -> int:
    """In a table of 256 times, lengths are told apart by so many bits less."""
    return max(0, (mtu >> 8).bit_length())


def _action(said: Any) -> Said:
    """An action: a word (`drop`), or its kind with what belongs to it."""
    if not isinstance(said, dict):
        return {"kind": "gact", "options": {"parms": {"action": _control(said)}}}
    said = dict(said)
    kind = said.pop("kind", "gact")
    if kind == "gact":
        return {"kind": kind, "options": {"parms": {"action": _control(said.pop("action", "drop"))}}}
    if kind == "bpf":
        parms = {"action": _control(said.pop("action", "ok"))}
        return {"kind": kind, "options": {"parms": parms, **said}}
    if kind == "mirred":
        what = "%s-%s" % (said.pop("direction", "egress"), said.pop("action", "redirect"))
        control = "pipe" if what.endswith("mirror") else "stolen"
        return {"kind": kind, "options": {"parms": {"eaction": what, "action": control, **said}}}
    if kind == "police":
        return {"kind": kind, "options": _police(said)}
    return {"kind": kind, "options": said}


def acts(said: Said) -> None:
    """What a filter does with what it finds: a policer where a rate is said, else a list of actions."""
    if "action" not in said and "rate" not in said:
        return
    options = said.setdefault("options", {})
    if "rate" in said:
        options["police"] = _police(said)
        return
    action = said.pop("action")
    options["act"] = [_action(one) for one in (action if isinstance(action, list) else [action])]


def _u32(said: Said) -> None:
    options: Said = {}
    keys = []
    for text in said.pop("keys", ()):
        found = _KEY.fullmatch(text)
        if not found:
            raise ValueError("`%s` is no key of u32: write value/mask+offset" % text)
        keys.append(_u32_key(found[1], found[2], int(found[3], 0)))
    if keys:
        options["sel"] = {"flags": "terminal", "nkeys": len(keys), "keys": keys}
    if "classid" in said:
        options["classid"] = said.pop("classid")
    said["options"] = options


def _u32_key(value: str, mask: str, offset: int) -> Said:
    """A key of as many bytes as the mask has digits for, at its place in the word of four."""
    width = {2: 1, 4: 2}.get(len(mask) - 2, 4) if mask.startswith("0x") else 4
    shift = 8 * (4 - width - offset % 4)
    return {
        "key_mask": int(mask, 0) << shift,
        "key_val": int(value, 0) << shift,
        "key_off": offset - offset % 4,
    }


KINDS: dict[tuple[str, str | None], Callable[[Said], None]] = {
    ("qdisc", "htb"): _htb,
    ("class", "htb"): _htb_class,
    ("qdisc", "tbf"): _tbf,
    ("qdisc", "sfq"): _sfq,
    ("qdisc", "pfifo"): _fifo,
    ("qdisc", "bfifo"): _fifo,
    ("qdisc", "netem"): _netem,
    ("qdisc", "fq_codel"): _of_prefix("fqc_", "target", "interval", "ce_threshold"),
    ("qdisc", "codel"): _of_prefix("cdl_", "target", "interval", "ce_threshold"),
    ("qdisc", "hfsc"): _hfsc,
    ("class", "hfsc"): _hfsc_class,
    ("qdisc", "ingress"): _ingress,
    ("qdisc", "clsact"): _ingress,
    ("filter", "u32"): _u32,
}
