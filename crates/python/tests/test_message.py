"""Messages are what pyroute2's users know, as far as pyroute2 was right."""

import copy
import json
import os
import pickle
import pprint
import struct
from collections import namedtuple

import pytest

import route2
from route2 import Message

CAPTURES = os.path.join(os.path.dirname(__file__), "../../../tests/captures/pyroute2")


def split(data):
    """Messages that stand one behind the other."""
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("=I", data, at)
        yield data[at : at + length]
        at += (length + 3) & ~3


def captured(name):
    with open("%s/%s.bin" % (CAPTURES, name), "rb") as file:
        messages = list(split(file.read()))
    with open("%s/%s.jsonl" % (CAPTURES, name)) as file:
        lines = [json.loads(line) for line in file]
    assert len(messages) == len(lines)
    return [(line["name"], Message.from_bytes(raw), line["message"]) for raw, line in zip(messages, lines)]


EVENTS = captured("events")
SYNTHETIC = captured("synthetic")
ALL = [message for _, message, _ in EVENTS + SYNTHETIC]


def a_link():
    return next(message for message in ALL if message["event"] == "RTM_NEWLINK" and message.get("ifname") == "v1")


# -- beside pyroute2

Row = namedtuple("Row", "path theirs ours right why")


def matches(pattern, text):
    """`*` stands for any text."""
    head, star, tail = pattern.partition("*")
    if not star:
        return pattern == text
    if not text.startswith(head):
        return False
    rest = text[len(head) :]
    return any(matches(tail, rest[at:]) for at in range(len(rest) + 1))


class Comparison:
    """Where two readings of the same bytes differ: `crates/schema/tests/pyroute2.rs` compares the same of the JSON."""

    def __init__(self):
        self.same, self.found = 0, []

    @staticmethod
    def text(value):
        return json.dumps(value, separators=(",", ":"), sort_keys=True)

    def differs(self, path, theirs, ours):
        self.found.append((path, theirs, ours))

    def message(self, theirs, ours):
        path = ours["event"]
        for key in ("target", "stats"):
            ours["header"].pop(key)
        if "attrs" not in theirs:
            self.differs(path, "opaque", self.text(ours.get("attrs")))
            ours = {key: ours[key] for key in ("header", "event")}
        self.members(path, theirs, ours)

    def value(self, path, theirs, ours):
        if isinstance(theirs, dict) and isinstance(ours, dict):
            if "attrs" not in theirs and len(ours.get("attrs", ())) == 1:
                # One nest more.
                self.differs(path, self.text(theirs), self.text(ours))
                self.value(path, theirs, ours["attrs"][0][1])
            else:
                self.members(path, theirs, ours)
        elif isinstance(theirs, dict) and isinstance(ours, list) and "attrs" in theirs:
            # Names where the other side has a list.
            self.differs(path, self.text(theirs), self.text(ours))
            self.items(path, [attr[1] for attr in theirs["attrs"]], ours)
        elif isinstance(theirs, list) and isinstance(ours, list):
            self.items(path, theirs, ours)
        elif theirs == ours:
            self.same += 1
        else:
            self.differs(path, self.text(theirs), self.text(ours))

    def members(self, path, theirs, ours):
        for key, value in theirs.items():
            way = "%s.%s" % (path, key)
            if key not in ours:
                self.differs(way, self.text(value), "-")
            elif key == "attrs":
                self.attrs(path, value, ours[key])
            else:
                self.value(way, value, ours[key])
        for key in ours.keys() - theirs.keys():
            self.differs("%s.%s" % (path, key), "-", self.text(ours[key]))

    def items(self, path, theirs, ours):
        if len(theirs) != len(ours):
            self.differs(path, self.text(theirs), self.text(ours))
        for one, other in zip(theirs, ours):
            self.value(path + "[]", one, other)

    def attrs(self, path, theirs, ours):
        for at in range(max(len(theirs), len(ours))):
            one = theirs[at] if at < len(theirs) else None
            other = ours[at] if at < len(ours) else None
            if other is None:
                self.differs("%s/%s" % (path, one[0]), self.text(one[1]), "-")
            elif one is None:
                self.differs("%s/%s" % (path, other[0]), "-", self.text(other[1]))
            elif one[0] == "UNKNOWN":
                self.differs("%s/%s" % (path, other[0]), "UNKNOWN", self.text(other[1]))
            else:
                way = "%s/%s" % (path, one[0])
                if one[0] == other[0]:
                    self.same += 1
                else:
                    self.differs(way, one[0], other[0])
                self.value(way, one[1], other[1])


def test_every_difference_to_pyroute2_is_explained():
    with open(CAPTURES + "/differences.tsv") as file:
        rows = [Row(*line.rstrip("\n").split("\t")) for line in file][1:]
    comparison = Comparison()
    for _, message, theirs in EVENTS + SYNTHETIC:
        comparison.message(theirs, message.dump())
    unexplained = [
        "%s\n    theirs %s\n    ours   %s" % found
        for found in comparison.found
        if not any(all(map(matches, row[:3], found)) for row in rows)
    ]
    assert not unexplained, "%d unexplained:\n%s" % (len(unexplained), "\n".join(unexplained))
    assert comparison.same > 9700


def test_what_is_printed_is_what_pyroute2_prints():
    """`printed.txt` has what pyroute2 0.5.19 prints of those events on which both agree."""
    with open(CAPTURES + "/printed.txt") as file:
        theirs = file.read().splitlines()
    names = {name: message for name, message, _ in EVENTS}
    assert len(theirs) > 50
    for line in theirs:
        name, text = line.split(" ", 1)
        message = copy.deepcopy(names[name])
        for key in ("target", "stats"):
            message["header"].pop(key)
        assert str(message) == text, name


# -- as a mapping


def test_a_mapping():
    link = a_link()
    assert list(link.keys()) == [
        *("family", "__align", "ifi_type", "index", "flags", "change"),
        *("attrs", "header", "state", "event"),
    ]
    assert link["index"] == 2 and link["state"] == "up" and link["header"]["type"] == 16
    assert "index" in link and "nope" not in link and len(link) == 10
    assert link.get("nope") is None and link.get("nope", 3) == 3
    with pytest.raises(KeyError, match="nope"):
        link["nope"]
    assert dict(link) == link and link == dict(link) and {**link} == link
    assert link != {} and not link == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(link)


def test_attributes():
    link = a_link()
    name, value = link["attrs"][0]
    assert (name, value) == ("IFLA_IFNAME", "v1") == link["attrs"][0]
    assert link["attrs"][0].name == "IFLA_IFNAME" and link["attrs"][0].value == "v1"
    assert link.get_attr("IFLA_MTU") == 1500 and link.get_attrs("IFLA_MTU") == [1500]
    assert link.get_attr("IFLA_NOPE") is None and link.get_attr("IFLA_MASTER", 7) == 7
    assert link.get_attrs("IFLA_NOPE") == []
    assert link.get_nested("IFLA_LINKINFO", "IFLA_INFO_KIND") == "veth"
    assert link.get_nested("IFLA_LINKINFO", "IFLA_NOPE", "X") is None and link.get_nested("IFLA_NOPE") is None
    info = link.get_attr("IFLA_LINKINFO")
    assert info["attrs"] == [("IFLA_INFO_KIND", "veth")] and info.get_attr("IFLA_INFO_KIND") == "veth"
    assert info is link.get_attr("IFLA_LINKINFO")


def test_keys_of_ipdb():
    link = a_link()
    assert link.key("mtu") == 1500 and link.key("kind") == "veth" and link.key("operstate") == "LOWERLAYERDOWN"
    assert link.key("br_ageing_time") is None and link.key("nope", 1) == 1
    assert link.get("ifname") == "v1" and link.get(("linkinfo", "kind")) == "veth"
    keys = link.by_keys()
    assert keys["ifname"] == "v1" and keys["state"] == "up" and keys["index"] == 2
    assert json.loads(link.json())["ifname"] == "v1"
    assert json.loads(link.json(whole=True))["attrs"][0] == ["IFLA_IFNAME", "v1"]


def test_what_is_put_into_it_stays():
    link = a_link().copy()
    link["mine"] = 1
    link["index"] = 77
    link["attrs"].append(("IFLA_MINE", 3))
    link.get_attr("IFLA_LINKINFO")["attrs"].append(("IFLA_OTHER", 4))
    assert link["mine"] == 1 and link["index"] == 77 and link.get_attr("IFLA_MINE") == 3
    assert link.get_nested("IFLA_LINKINFO", "IFLA_OTHER") == 4
    del link["mine"]
    assert "mine" not in link and link.pop("index") == 77 and link.setdefault("x", 5) == 5
    link.update(y=6)
    assert link["y"] == 6
    assert link.raw == a_link().raw and link.key("index") == 2


@pytest.mark.parametrize("is_opened", [False, True])
def test_copies(is_opened):
    for message in ALL:
        fresh = Message.from_bytes(message.raw)
        if is_opened:
            fresh["mine"] = 1
        for other in (pickle.loads(pickle.dumps(fresh)), copy.copy(fresh), copy.deepcopy(fresh), fresh.copy()):
            assert type(other) is Message and other == fresh and other.raw == message.raw
            assert ("mine" in other) is is_opened


def test_dump_is_plain():
    def check(value):
        assert type(value) in (dict, list, int, str, bool, type(None)) or isinstance(value, (tuple, int, str))
        assert not isinstance(value, route2.Nest)
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(item)

    for message in ALL:
        check(message.dump())
        json.dumps(message.dump())


def test_pprint_shows_it_as_a_dictionary():
    text = pprint.pformat(a_link())
    assert text.startswith("{'__align': (),\n 'attrs': [('IFLA_IFNAME', 'v1'),\n           ('IFLA_TXQLEN', 1000),\n")
    assert "\n 'event': 'RTM_NEWLINK',\n 'family': 0," in text


def test_flags_of_attributes_are_printed():
    assert "('IFLA_DEVLINK_PORT', {'attrs': []}, 32768)" in str(a_link())


def test_no_bytes_make_it_panic():
    with pytest.raises(ValueError):
        Message.from_bytes(b"")
    with pytest.raises(ValueError):
        Message.from_bytes(b"\x01\x02")
    for message in ALL:
        raw = bytearray(message.raw)
        for at in range(16, min(len(raw), 400), 3):
            raw[at] ^= 0xFF
            broken = Message.from_bytes(bytes(raw))
            str(broken), broken.by_keys(), broken.dump(), broken.json(), broken.get_attrs("IFLA_MTU")
        for length in range(16, len(raw), 7):
            cut = length.to_bytes(4, "little") + message.raw[4:length]
            str(Message.from_bytes(cut))


def test_an_event_is_no_more_than_itself():
    message = a_link()
    assert message.table == "link" and not message.is_removal and message.revision is None
    assert Message.from_bytes(message.removal())["event"] == "RTM_DELLINK"


def test_what_has_no_end():
    message = a_link().copy()
    message["self"] = message
    assert "..." in repr(message)
    with pytest.raises(RecursionError):
        message.dump()
    endless = []
    endless.append(endless)
    with pytest.raises(RecursionError, match="`mtu`"):
        route2.Socket().encode("change", "link", mtu=endless)
