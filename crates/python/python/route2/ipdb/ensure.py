"""What must hold after each commit, or all is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from route2.ipdb import commit

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB


def ensure(ipdb: IPDB, cmd: str, reachable: Optional[str]) -> Any:
    """`add`: an address must answer echo requests (`ping`) after each commit, or it is undone. `run`: looks now, and raises
    CommitException where one does not answer. `reset`: nothing must hold. `get`: what must; `print` prints it."""
    if cmd == "add":
        if reachable is None:
            raise ValueError("say which address must be reachable: reachable='10.0.0.1'")
        ipdb.ensured.append(reachable)
    elif cmd == "run":
        native = ipdb.mirror.begin()
        for address in ipdb.ensured:
            native.reachable(address)
        commit.done(native)
    elif cmd == "reset":
        ipdb.ensured.clear()
    elif cmd == "get":
        return list(ipdb.ensured)
    elif cmd == "print":
        print("\n".join("reachable: %s" % address for address in ipdb.ensured))
    else:
        raise ValueError("`%s` is none of: add, run, reset, get, print" % cmd)
    return None
