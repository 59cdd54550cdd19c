"""Interfaces of the kinds tun and tap, which no request of netlink makes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from route2 import _tuntap, netns
from route2.ipdb.transactional import Changes

if TYPE_CHECKING:
    from route2.ipdb.interface import Interface
    from route2.ipdb.main import IPDB


def add(ipdb: IPDB, link: Interface, changes: Changes) -> Callable[[], Any]:
    """Makes one, and returns what removes it again."""
    own, said = link._own, changes.values
    keys = {key: said.get(key, own.get(key)) for key in ("ifname", "mode", "uid", "gid", "ifr")}
    if own["kind"] != "tuntap":
        keys["mode"] = keys["mode"] or own["kind"]
    _inside(ipdb, lambda: _tuntap.add(keys))
    name = str(keys["ifname"])
    ipdb.wait(lambda now: now.index(name) is not None, 5)

    def undo() -> None:
        native = ipdb.mirror.begin()
        native.link(name).remove()
        native.commit()

    return undo


def _inside(ipdb: IPDB, work: Callable[[], None]) -> None:
    """Does something in the IPDB's network namespace, in which the calling thread need not be."""
    if not ipdb.where:
        return work()
    raised: list[BaseException] = []

    def run() -> None:
        try:
            where = ipdb.where
            netns.setns(where.get("netns") or where.get("fd") or "/proc/%d/ns/net" % where["pid"])
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
