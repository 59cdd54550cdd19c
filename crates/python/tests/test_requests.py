"""What IPRoute asks of the kernel is what pyroute2 0.5.19 asks with the same call."""

import json
import os

import pytest

from route2 import Message, Socket
from route2.iproute import IPRoute

CAPTURES = os.path.join(os.path.dirname(__file__), "../../../tests/captures/pyroute2")

#: Where ours are others, on purpose: a route's scope is the one that iproute2 says, a table that the attribute says need
#: not be said twice, a deletion is of any scope and action.
OTHERS = {"route": ("scope", "table"), "rule": ("table", "action")}


def flat(message):
    """All that a request says, by path; what is 0 is not said."""
    said = {}

    def value(path, what):
        if isinstance(what, dict):
            for key, inner in what.items():
                if key != "attrs":
                    value("%s.%s" % (path, key), inner)
            for pair in what.get("attrs", ()):
                value("%s/%s" % (path, pair[0]), pair[1])
        elif isinstance(what, list):
            for at, item in enumerate(what):
                value("%s[%d]" % (path, at), item)
        elif what:
            said[path] = what

    dump = message.dump()
    for key in ("header", "state"):
        dump.pop(key, None)
    value("", dump)
    for member in OTHERS.get(message.table, ()):
        said.pop("." + member, None)
    return said


class Recorder:
    """A socket that sends nothing."""

    def __init__(self):
        self.socket, self.requests = Socket(), []

    def request(self, *args):
        self.requests.append(self.socket.encode(*args))
        return []

    def __getattr__(self, name):
        return getattr(self.socket, name)


def calls():
    with open(CAPTURES + "/requests.jsonl") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("line", calls(), ids=lambda line: "%s %s" % (line["call"], line["args"]))
def test_a_request(line):
    with IPRoute() as ipr:
        recorder = ipr._socket = Recorder()
        getattr(ipr, line["call"])(*line["args"], **line["keywords"])
        (ours,) = recorder.requests
    theirs = Message.from_bytes(bytes.fromhex(line["request"]))
    assert flat(ours) == flat(theirs)
