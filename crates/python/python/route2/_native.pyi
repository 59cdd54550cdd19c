"""The native part of route2: thin, over the Rust crate of that name.

A message is a mapping, as pyroute2's users know it (`msg['attrs']`, `msg.get_attr('IFLA_MTU')`), and is decoded when
somebody looks into it. What waits does so without Python's lock, and Ctrl-C ends it. Timeouts are in seconds, `None` is
for ever. Interfaces are named or numbered; families and routing tables are numbers or names (`"inet6"`, `"main"`).

What is given is text, numbers, truth, lists and mappings of these: what bytes it becomes, the table says. A key that is
none raises `UnknownKey`, a value that is none of the key's `BadValue`; the kernel's no is a `NetlinkError`.
"""

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from os import PathLike
from typing import Any, Final, Literal, SupportsIndex, final, overload

from typing_extensions import Self, Unpack, disjoint_base

from route2._aio import AsyncEvents
from route2._keys import LinkKeys, Table

#: `"link ifname=ppp* state=up"`, or the words of that.
_Filter = str | Sequence[str]
_Goal = Literal["add", "replace", "change", "append", "del", "remove", "gone", "as"]
_Verb = Literal["add", "replace", "change", "set", "append", "del", "delete", "remove", "get"]

__all__ = [
    "Committed",
    "Event",
    "Events",
    "Frozen",
    "LinkDraft",
    "Listener",
    "Message",
    "Messages",
    "Mirror",
    "Nest",
    "Node",
    "Review",
    "Snapshot",
    "Socket",
    "Transaction",
    "VERSION",
    "_ending",
    "bind_netns",
    "constants",
    "enter_netns",
    "groups",
    "guard",
    "keys",
    "make_netns",
    "names",
    "share_mounts",
    "tables",
    "unbind_netns",
]

VERSION: Final[str]

@disjoint_base
class Node:
    """A mapping of struct members, and of `attrs` to the attributes behind them; what is put into it stays."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def __setitem__(self, key: Any, value: Any, /) -> None: ...
    def __delitem__(self, key: Any, /) -> None: ...
    def __contains__(self, key: Any, /) -> bool: ...
    def __len__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def keys(self) -> KeysView[str]: ...
    def values(self) -> ValuesView[Any]: ...
    def items(self) -> ItemsView[str, Any]: ...
    def get(self, key: Any, default: Any = None) -> Any:
        """The entry under a key; where there is none, what IPDB has under that key (`mtu`), or at the end of a path
        of such keys: `("linkinfo", "kind")`."""
    def pop(self, key: Any, *default: Any) -> Any: ...
    def setdefault(self, key: Any, default: Any = None) -> Any: ...
    def update(self, *args: Any, **kwargs: Any) -> None: ...
    def get_attr(self, attr: str, default: Any = None) -> Any:
        """The value of the first attribute with the kernel's name (`IFLA_MTU`)."""
    def get_attrs(self, attr: str) -> list[Any]:
        """The values of all attributes with the kernel's name."""
    def get_nested(self, *attrs: str) -> Any:
        """The value at the end of a path of the kernel's names; `None` where there is none."""
    def dump(self) -> dict[str, Any]:
        """All of it as plain dictionaries and lists."""

@final
class Nest(Node):
    """What is in an attribute."""

    def __new__(cls, content: dict[str, Any]) -> Self: ...
    def copy(self) -> Nest: ...
    def __reduce__(self) -> Any: ...

class Message(Node):
    """One message: members of the family's struct, `attrs` (a list of pairs), `header`, `event`; of links, `state`."""

    @staticmethod
    def from_bytes(bytes: bytes) -> Message:
        """The message that these bytes are. ValueError where they are none."""
    @staticmethod
    def _of(bytes: bytes, content: dict[str, Any]) -> Message: ...
    @property
    def raw(self) -> bytes:
        """The bytes, as the kernel wrote them, whatever was put into the mapping."""
    @property
    def table(self) -> str | None:
        """The table that it is about (`link`)."""
    @property
    def is_removal(self) -> bool:
        """Does it say that an object is gone, or shall be?"""
    def flags2names(self, flags: int) -> list[str]:
        """The names of flags, of a link (`IFF_UP`) or an address (`IFA_F_PERMANENT`)."""
    def removal(self) -> bytes:
        """The request to remove the object that it is about."""
    @property
    def revision(self) -> int | None:
        """The mirror's revision in which the object was changed last; `None` where no mirror has it."""
    def key(self, key: str, default: Any = None) -> Any:
        """The value under one of IPDB's keys (`mtu`, `br_ageing_time`), as the kernel has it."""
    def by_keys(self) -> dict[str, Any]:
        """All of IPDB's keys that have a value, with the values."""
    def json(self, whole: bool = False) -> str:
        """The message as JSON text: by key, or whole."""
    def copy(self) -> Message: ...
    def __reduce__(self) -> Any: ...

@final
class Event(Message):
    """A notification of the kernel's, or one that it should have sent, with what it did to the mirror."""

    @property
    def change(self) -> Literal["added", "changed", "removed"] | None:
        """What it did to the mirror; `None` where it changed nothing that is kept, and not volatile."""
    @property
    def origin(self) -> Literal["kernel", "inferred", "resync"]:
        """Where it was learnt from: the kernel said so, or did not, or what it said was lost."""
    @property
    def kept(self) -> str | None:
        """The table of the mirror that it is about."""
    @property
    def before(self) -> Message | None:
        """The object before; `None` where it was not there, or nothing changed."""
    @property
    def after(self) -> Message | None:
        """The object now; `None` where it is gone, or nothing changed."""
    def differences(self) -> dict[str, tuple[Any, Any]]:
        """What is not as it was: each key with the value before and now, `None` where there was or is none."""

@final
class Messages(Sequence[Message]):
    """Several messages, each made a Python object when somebody takes it."""

    def __len__(self, /) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Message: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[Message]: ...
    def __iter__(self, /) -> Iterator[Message]: ...

@final
class Mirror:
    """A live mirror of the kernel's network state. It is filled when it is opened; a thread of its own, which needs
    nothing of Python, follows the kernel. After a fork it belongs to the process that opened it."""

    def __new__(
        cls,
        *,
        netns: str | None = None,
        pid: int | None = None,
        fd: int | None = None,
        tables: Sequence[str] | None = None,
        groups: Sequence[int] | None = None,
        rcvbuf: int | None = None,
        routing_tables: Sequence[int] | None = None,
    ) -> Self:
        """In the network namespace with this name or path (`/` is in it), of a process, behind a file descriptor; else
        the thread's. `tables` are those kept (links, addresses, routes, neighbours, rules and next hops where nothing is
        said); `groups` multicast groups to be heard besides, by number; routes are kept of `routing_tables` only."""
    def snapshot(self) -> Snapshot:
        """The state as it is. To have one costs no copy."""
    def events(self, filter: _Filter | None = None, *, bound: int | None = None, losses: bool = False) -> Events:
        """All that happens from now on, of which at most `bound` bytes wait. A consumer that is slower gets the
        differences. With `losses`, that something was lost is told too, as `Lost`."""
    def wait(
        self, what: _Filter | Callable[[Snapshot], object], timeout: float | None = None, *, gone: bool = False
    ) -> bool:
        """Waits until an object is as described (`link ifname=ppp0 state=up`), or, with `gone`, none is; or until a
        function says so of a snapshot. `False` where it is not so in time."""
    def settle(self, timeout: float | None = None) -> bool:
        """Waits until all that the kernel had said by now is taken in, and nothing is in doubt."""
    def resync(self) -> None:
        """Has everything read again; what differs from what is kept is told as events."""
    def stats(self) -> dict[str, int]:
        """What the mirror has been through: events, overruns, questions, disturbed, inferred, resynced, drops,
        foreign_datagrams, settled."""
    def begin(self) -> Transaction:
        """Begins a transaction."""
    def undo(self, committed: Committed) -> list[str]:
        """Undoes a transaction that was committed; what could not be, a line each."""
    def revert(self, to: Snapshot, filter: _Filter | None = None) -> Committed:
        """Makes what the filter lets through as it was in an earlier snapshot: what is gone is made again, what is new is
        removed, what changed is changed back. The filter has conditions alone: `dev=br0`."""
    def freeze(self, filter: _Filter | None = None) -> Frozen:
        """Keeps what the filter lets through as it is against whoever changes it (at most ten times in ten seconds),
        until the answer is closed or dropped."""
    @property
    def ended(self) -> str | None:
        """Why the mirror has ended; `None` while it lives."""
    def close(self) -> None:
        """Ends the mirror. Who iterates over its events gets what waits for them, and then the end."""
    def __enter__(self) -> Self: ...
    def __exit__(self, _class: object, _error: object, _trace: object) -> None: ...

@final
class Frozen:
    """Objects that are kept as they are against whoever changes them, until this is closed."""

    def put_back(self) -> list[list[str]]:
        """What was put back since this was asked last: of each time the steps, a line each."""
    def next(self, timeout: float | None = None) -> list[str] | None:
        """The steps by which something is put back next, a line each; `None` where that does not happen in time."""
    def close(self) -> None:
        """Lets go."""
    def __enter__(self) -> Self: ...
    def __exit__(self, _class: object, _error: object, _trace: object) -> None: ...

@final
class Events:
    """What a mirror tells, in the kernel's order: when an event is taken, a snapshot that is taken then has it.
    Iterating waits for the next one, and ends when the mirror is closed; where it ends by itself, that is raised."""

    def __iter__(self, /) -> Self: ...
    def __next__(self, /) -> Event: ...
    def __aiter__(self, /) -> AsyncEvents: ...
    def next(self, timeout: float | None = None) -> Event | None:
        """The next event; `None` where none comes in time, or where the mirror was closed. (With `losses`, `Lost`.)"""
    def try_next(self) -> Event | None:
        """The next event, if one is there; else `fileno()` can be read once there is."""
    def fileno(self) -> int: ...
    @property
    def ended(self) -> bool:
        """Has the mirror ended, or was this closed?"""
    def name(self, index: int) -> str | None:
        """The name of a link as of the event that was taken last; of one that is gone, the last that it had."""
    def close(self) -> None:
        """Nothing more is wanted; who waits gets the end."""
    def __enter__(self) -> Self: ...
    def __exit__(self, _class: object, _error: object, _trace: object) -> None: ...

@final
class Snapshot:
    """The state at one moment, which does not change. Tables that the mirror does not keep are empty."""

    @property
    def revision(self) -> int: ...
    @property
    def tables(self) -> list[str]:
        """The tables that the mirror keeps."""
    def count(self, table: str) -> int: ...
    def objects(self, filter: _Filter) -> Messages:
        """The objects of a table: `link`, `route table=100`."""
    def links(
        self, *, kind: str | None = None, group: int | None = None, master: int | str | None = None
    ) -> Messages: ...
    def link(self, link: int | str) -> Message | None:
        """The link with this index, name, or alternative name."""
    def name(self, index: int) -> str | None: ...
    def index(self, name: str) -> int | None: ...
    def addrs(self, link: int | str | None = None) -> Messages: ...
    def neighs(self, link: int | str | None = None) -> Messages: ...
    def neigh(self, link: int | str, address: Any) -> Message | None: ...
    def routes(
        self, dst: str | None = None, *, table: int | str | None = None, family: int | str | None = None
    ) -> Messages:
        """All, those of a table or a family, those to a net (`10.0.0.0/8`, `default`; of the table `main` where none is
        said). What counts comes first."""
    def lookup(self, address: Any, *, table: int | str | None = None) -> Message | None:
        """The route of a table (`main`) that a packet to this address takes: that with the longest prefix."""
    def resolve(self, address: Any) -> tuple[Message | None, Message | None]:
        """The rule and the route that a packet to this address takes, which this machine sends."""
    def rules(self, family: int | str | None = None) -> Messages: ...
    def nexthop(self, id: int) -> Message | None: ...
    def changes_to(self, newer: Snapshot) -> list[tuple[str, Message | None, Message | None]]:
        """What differs in a newer snapshot: the table, the object here and there, `None` where it is not."""

@final
class Socket:
    """A connection to the kernel for questions and requests; several threads take turns."""

    def __new__(cls, *, netns: str | None = None, pid: int | None = None, fd: int | None = None) -> Self: ...
    def dump(
        self,
        name: str,
        filter: _Filter | None = None,
        *,
        family: int | str | None = None,
        ifindex: int = 0,
        table: int | str | None = None,
    ) -> Messages:
        """The objects of a table of the kernel (of a family, at an interface, of a routing table) of which all that the
        filter says holds. What the kernel can pick out itself, it does."""
    def request(
        self, verb: _Verb, table: Table, described: Mapping[str, Any] | None = None, /, **keys: Any
    ) -> Messages:
        """Asks the kernel to do something with an object that is described by IPDB's keys or the kernel's names. With
        `get`, what it answers is returned; `set` is `RTM_SET...`, which only links and few others have."""
    def encode(
        self, verb: _Verb, table: Table, described: Mapping[str, Any] | None = None, /, **keys: Any
    ) -> Message:
        """The request that `request` would send."""
    def send(self, request: bytes) -> None:
        """Sends a request as bytes, and waits for the kernel's yes. (Sequence and port are filled in.)"""
    def get(self, request: bytes) -> Messages: ...
    def get_all(self, request: bytes) -> Messages: ...
    def batch(self, requests: Sequence[bytes], *, stop: bool = True) -> list[Exception | Literal[False] | None]:
        """Sends many requests, in order, up to 128 at once, and says of each how it ended: `None` is well, `False` was
        not sent because one before it failed."""
    def index(self, name: str) -> int | None:
        """The index of the link with this name or alternative name."""
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, _class: object, _error: object, _trace: object) -> None: ...

@final
class Listener:
    """A socket that hears what the kernel tells in multicast groups, by their numbers: without a mirror, nothing that is
    lost is made up for."""

    def __new__(
        cls,
        groups: Sequence[int] = ...,
        *,
        netns: str | None = None,
        pid: int | None = None,
        fd: int | None = None,
        rcvbuf: int | None = None,
    ) -> Self: ...
    def join(self, group: int) -> None: ...
    def receive(self, timeout: float | None = None) -> Messages:
        """The messages of the next datagram; none where none comes in time, or it was closed. Where the kernel had no
        room and dropped some, that is OSError with ENOBUFS."""
    def poll(self, timeout: float) -> bool: ...
    def fileno(self) -> int: ...
    def drops(self) -> int:
        """How many messages the kernel dropped for want of room."""
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, _class: object, _error: object, _trace: object) -> None: ...

@final
class Transaction:
    """Changes that are gathered, looked at, and made wholly or not at all. One that is dropped never was."""

    def link(self, name: str, /, **keys: Unpack[LinkKeys]) -> LinkDraft:
        """What is to be changed of a link, by its name or alternative name."""
    def create(self, kind: str, name: str, /, **keys: Unpack[LinkKeys]) -> LinkDraft:
        """A link that is to be made, of a kind."""
    def ensure_link(self, kind: str, name: str, /, **keys: Unpack[LinkKeys]) -> LinkDraft:
        """A link that is to be there, made where there is none."""
    def ask(
        self, goal: _Goal, table: Table, described: Mapping[str, Any] | None = None, /, **keys: Any
    ) -> Self:
        """What is wanted of an object of a table, described by key; `dev` is the interface."""
    def ask_message(self, goal: _Goal, message: bytes) -> Self:
        """The same, of an object that a message describes whole."""
    def index(self, name: str) -> int | None:
        """The index of a link, by name: of one that is to be made, too."""
    def timeout(self, timeout: float) -> Self:
        """How long a commit may take to be seen in the mirror: ten seconds, unless this says otherwise."""
    def ensure(self, what: str, holds: Callable[[Snapshot], object]) -> Self:
        """That a function says yes to the snapshot afterwards; if it does not within the timeout, all is undone."""
    def reachable(self, address: Any) -> Self:
        """That an address answers echo requests afterwards; if it does not within the timeout, all is undone."""
    def confirm_within(self, within: float, guardian: Sequence[str]) -> Self:
        """Has it rolled back unless it is confirmed within so many seconds, whatever becomes of this process. The
        guardian is a program that gets one more argument, and calls `guard` with it."""
    def take_down(self, name: str) -> Self:
        """Takes a link down before anything else of it is changed, and puts it up again."""
    def review(self) -> Review:
        """What would be done. CommitError where what is wanted cannot be."""
    def commit(self) -> Committed:
        """Makes the changes; when this returns, the mirror has seen them. If a step fails, all is as before, and
        CommitError says of the step, and has the kernel's no as its cause."""

@final
class LinkDraft:
    """What a transaction wants of one link; what returns the draft can be chained."""

    @property
    def name(self) -> str: ...
    def set(self, described: Mapping[str, Any] | None = None, /, **keys: Unpack[LinkKeys]) -> Self:
        """Sets what is under keys, in any order."""
    def up(self) -> Self: ...
    def down(self) -> Self: ...
    def rename(self, name: str) -> Self: ...
    def add_addr(self, prefix: str) -> Self: ...
    def del_addr(self, prefix: str) -> Self: ...
    def add_port(self, port: str) -> Self: ...
    def del_port(self, port: str) -> Self: ...
    def add_vlan(self, vid: int, last: int | None = None, *, pvid: bool = False, untagged: bool = False) -> Self: ...
    def del_vlan(self, vid: int, last: int | None = None) -> Self: ...
    def remove(self) -> Self: ...

@final
class Review:
    """The steps of a plan, in order: `str()` is a line a step."""

    @property
    def lines(self) -> list[str]: ...
    def requests(self) -> list[Message]: ...
    def __len__(self, /) -> int: ...

@final
class Committed:
    """A transaction that was committed."""

    @property
    def review(self) -> Review:
        """What was done; nothing where all was so already."""
    @property
    def snapshot(self) -> Snapshot:
        """The state that has it."""
    @property
    def id(self) -> str | None:
        """What it is called, where it is to be confirmed."""
    def confirm(self) -> None:
        """It stays."""
    def rollback(self) -> list[str]:
        """It is rolled back: what could not be, a line each."""

def tables() -> list[dict[str, Any]]:
    """The tables of the kernel: name, doc, type, events, groups, kept."""

def keys(table: str) -> dict[str, dict[str, Any]]:
    """The keys of a table's objects: name (the kernel's), says, type (Python's), doc, takes (`None`: nobody sets it)."""

def names(table: str, key: str) -> dict[str, int]:
    """The names that a value of a table's objects can have, with their numbers or bits."""

def groups() -> dict[str, int]:
    """The multicast groups, by name."""

def constants() -> dict[str, int]:
    """The kernel's numbers of messages and attributes, by name."""

def enter_netns(path: str | PathLike[str]) -> None:
    """Moves the calling thread into the network namespace behind a path."""

def make_netns(path: str | PathLike[str]) -> None:
    """Makes a network namespace and binds it to a file, which must be there."""

def bind_netns(from_: str | PathLike[str], to: str | PathLike[str]) -> None: ...
def share_mounts(directory: str | PathLike[str]) -> None: ...
def unbind_netns(path: str | PathLike[str]) -> None: ...
def guard(journal: str | PathLike[str], stop: int | None = None) -> None: ...
def _ending() -> None: ...
