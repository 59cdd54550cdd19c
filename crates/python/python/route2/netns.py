"""Network namespaces by name, as `ip netns` has them; without a fork, and without a helper process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator
from typing import Any, Optional, Union

from route2 import _native

__all__ = [
    "NETNS_RUN_DIR",
    "NSPopen",
    "attach",
    "create",
    "listnetns",
    "ns_pids",
    "pid_to_ns",
    "popns",
    "pushns",
    "remove",
    "setns",
]

#: Where names are kept: that of `ip netns`.
NETNS_RUN_DIR = "/run/netns"

#: A namespace belongs to a thread, and so does what it comes back to.
_pushed = threading.local()


def path(netns: str) -> str:
    """The file of a namespace that is said by name or by path."""
    return netns if "/" in netns else os.path.join(NETNS_RUN_DIR, netns)


def listnetns(nspath: Optional[str] = None) -> list[str]:
    """The names there are."""
    try:
        return sorted(os.listdir(nspath or NETNS_RUN_DIR))
    except FileNotFoundError:
        return []


def create(netns: str, libc: Any = None) -> None:
    """Makes a network namespace with a name. FileExistsError where there is one."""
    _make_room()
    file = path(netns)
    os.close(os.open(file, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o444))
    try:
        _native.make_netns(file)
    except BaseException:
        os.unlink(file)
        raise


def attach(netns: str, pid: int, libc: Any = None) -> None:
    """Gives the network namespace of a process a name."""
    _make_room()
    file = path(netns)
    os.close(os.open(file, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o444))
    try:
        _native.bind_netns("/proc/%d/ns/net" % pid, file)
    except BaseException:
        os.unlink(file)
        raise


def remove(netns: str, libc: Any = None) -> None:
    """Takes its name from a namespace. (It is there as long as something is in it.)"""
    file = path(netns)
    try:
        _native.unbind_netns(file)
    except OSError:
        # A name that nothing is bound to.
        if not os.path.exists(file):
            raise
    os.unlink(file)


def setns(netns: Union[str, int], flags: int = os.O_CREAT, libc: Any = None) -> None:
    """Moves the calling thread into a namespace: by name, by path, or by file descriptor. A name that is none is made
    one, unless `flags` has no O_CREAT."""
    if isinstance(netns, int):
        return _native.enter_netns("/proc/self/fd/%d" % netns)
    if "/" not in netns:
        exists = netns in listnetns()
        if exists and flags & os.O_EXCL:
            raise FileExistsError(17, "there is a network namespace of this name", netns)
        if not exists and flags & os.O_CREAT:
            create(netns)
    _native.enter_netns(path(netns))


def pushns(newns: Union[str, int, None] = None, libc: Any = None) -> None:
    """Remembers the thread's namespace, and moves it into another one where one is said."""
    if not hasattr(_pushed, "fds"):
        _pushed.fds = []
    fd = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        if newns is not None:
            setns(newns)
    except BaseException:
        os.close(fd)
        raise
    _pushed.fds.append(fd)


def popns(libc: Any = None) -> None:
    """Moves the thread back to where it was when pushns() was called last."""
    fds = getattr(_pushed, "fds", None)
    if not fds:
        raise IndexError("popns() without pushns()")
    fd = fds.pop()
    try:
        setns(fd)
    finally:
        os.close(fd)


@contextlib.contextmanager
def inside(netns: Optional[str]) -> Iterator[None]:
    """With the calling thread in a namespace; in its own where none is said."""
    if netns is None:
        yield
        return
    pushns(netns)
    try:
        yield
    finally:
        popns()


class NSPopen(subprocess.Popen):  # type: ignore[type-arg]
    """A program that is started in a namespace: by its name, then as `subprocess.Popen` has it. A name that is none is
    made one where `flags` has O_CREAT."""

    def __init__(self, nsname: str, *args: Any, flags: int = 0, **options: Any) -> None:
        pushns()
        try:
            setns(nsname, flags)
            # A process begins where the thread is that starts it.
            super().__init__(*args, **options)
        finally:
            popns()

    def release(self) -> None:
        """Nothing: there is no helper process to be ended."""


def ns_pids(nspath: str = NETNS_RUN_DIR) -> dict[str, list[int]]:
    """The processes in each namespace that has a name."""
    names = {_identity(os.path.join(nspath, name)): name for name in listnetns(nspath)}
    found: dict[str, list[int]] = {name: [] for name in names.values()}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                name = names.get(_identity("/proc/%s/ns/net" % entry))
                if name is not None:
                    found[name].append(int(entry))
    return found


def pid_to_ns(pid: int = 1, nspath: str = NETNS_RUN_DIR) -> list[str]:
    """The names of the namespace that a process is in."""
    own = _identity("/proc/%d/ns/net" % pid)
    return [name for name in listnetns(nspath) if _identity(os.path.join(nspath, name)) == own]


def info(list_proc: bool = False) -> list[dict[str, Any]]:
    """The namespaces that have names: path, inode, and the processes in it where those are wanted."""
    processes = ns_pids() if list_proc else {}
    return [
        {"path": path(name), "inode": os.stat(path(name)).st_ino, "netnsid": name, "proc": processes.get(name, [])}
        for name in listnetns()
    ]


def _identity(file: str) -> tuple[int, int]:
    stat = os.stat(file)
    return (stat.st_dev, stat.st_ino)


def _make_room() -> None:
    """The directory of names, whose mounts other mount namespaces are to see."""
    if not os.path.isdir(NETNS_RUN_DIR):
        os.makedirs(NETNS_RUN_DIR, 0o755, exist_ok=True)
    with contextlib.suppress(OSError):
        _native.share_mounts(NETNS_RUN_DIR)
