"""Writes the types of keys, `python/route2/_keys.py`, from the tables: `cargo xtask python --generate`.

With `--check`, it says whether they are current.
"""

import keyword
import pathlib
import sys

from route2 import _native

TARGET = pathlib.Path(__file__).parent / "python/route2/_keys.py"

HEAD = '''"""The keys that can be set, by table, with what they take. Made by `cargo xtask python --generate`: do not edit."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, Union

Address = Union[str, ipaddress.IPv4Address, ipaddress.IPv6Address]
Net = Union[str, ipaddress.IPv4Network, ipaddress.IPv6Network, ipaddress.IPv4Interface, ipaddress.IPv6Interface]
Number = Union[int, str]
Names = Union[int, str, Sequence[str]]
Truth = Union[bool, int, str]
Values = Mapping[str, Any]

'''

#: How what a key takes is described, and the type that this is: the first that fits.
TYPES = [
    ("true or false", "Truth"),
    ("some of ", "Names"),
    ("flags", "Names"),
    ("a net", "Union[Address, Net]"),
    ("an address with its length", "Union[Address, Net]"),
    ("an IP address", "Address"),
    ("an IPv4 address", "Address"),
    ("an IPv6 address", "Address"),
    ("a list", "Sequence[Any]"),
    ("a number", "Number"),
    ("one of ", "Number"),
    ("a handle", "Number"),
    ("a protocol", "Number"),
    ("the name or the number", "Number"),
    ("the name of an interface", "Number"),
    ("a structure", "Values"),
    ("values by key", "Values"),
    ("a link-layer address", "Union[str, bytes]"),
    ("bytes", "Union[str, bytes]"),
    ("text", "str"),
    ("`up` or `down`", 'Literal["up", "down"]'),
]


def type_of(takes):
    return next((name for start, name in TYPES if takes.startswith(start)), "Any")


def literal(name, words):
    lines = "".join('    "%s",\n' % word for word in words)
    return "%s = Literal[\n%s]\n" % (name, lines)


def text():
    out = [HEAD]
    tables = [table["name"] for table in _native.tables()]
    out.append("#: The tables of the kernel.\n" + literal("Table", tables))
    for table in _native.tables():
        fields = {
            key: about for key, about in sorted(_native.keys(table["name"]).items()) if about["takes"] is not None
        }
        if table["name"] == "link":
            fields["peer"] = {"takes": "what its kind says", "doc": "The other end of a pair."}
        name = "".join(part.capitalize() for part in table["name"].split("_")) + "Keys"
        # One that is a word of Python's (`from`) can be said in a mapping only.
        fields = {key: about for key, about in fields.items() if key.isidentifier() and not keyword.iskeyword(key)}
        lines = ['class %s(TypedDict, total=False):\n    """%s."""\n\n' % (name, table["doc"].rstrip("."))]
        for key, about in fields.items():
            lines.append("    %s: %s\n" % (key, type_of(about["takes"])))
        out.append("\n\n" + "".join(lines))
    return "".join(out)


def main(args):
    if args == ["--check"]:
        if TARGET.read_text() != text():
            raise SystemExit("%s is stale: run `cargo xtask python --generate`" % TARGET.name)
        return
    TARGET.write_text(text())


if __name__ == "__main__":
    main(sys.argv[1:])
