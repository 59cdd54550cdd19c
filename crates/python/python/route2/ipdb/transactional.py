"""What all objects have in common that are changed by transactions: interfaces, routes, rules.

An object has no copy of the kernel's state: who reads it, reads the newest snapshot of the mirror. A transaction is a thin
layer over it, and nothing is done before it is committed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any, ClassVar, Optional

from route2._native import Message, Snapshot, Transaction
from route2.errors import UnknownKey
from route2.ipdb import fields
from route2.ipdb.linkedset import DraftSet

if TYPE_CHECKING:
    from typing_extensions import Self

    from route2.ipdb.main import IPDB

#: What is called after a commit with the object as it is, as it was, and what was wanted; where it raises, all is undone.
Hook = Callable[[dict[str, Any], dict[str, Any], dict[str, Any]], Any]

MODES = ("implicit", "explicit")


class Changes:
    """What a transaction wants of an object: a layer over it. (IPDB's users know it as `current_tx`.)"""

    def __init__(self, owner: Transactional) -> None:
        self.owner = owner
        self.uid = uuid.uuid4()
        #: What is wanted, by key.
        self.values: dict[str, Any] = {}
        #: What is wanted of the object's sets, by key.
        self.sets: dict[str, DraftSet[Any]] = {}
        #: `remove` or `shadow`: the object is to go.
        self.scope: Optional[str] = None
        #: Is what fails left out, and told in `errors`?
        self.partial = False
        self.errors: list[Exception] = []

    def __getitem__(self, key: str) -> Any:
        if key in self.sets:
            return self.sets[key]
        return self.values[key] if key in self.values else self.owner[key]

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            return self[key]
        except KeyError:
            raise AttributeError(key) from None

    def get(self, key: str, default: Any = None) -> Any:
        """What will be under a key."""
        try:
            return self[key]
        except KeyError:
            return default

    def dump(self) -> dict[str, Any]:
        """The object as it will be, as plain values."""
        dump = self.owner.dump()
        dump.update({key: plain(value) for key, value in self.values.items()})
        dump.update({key: list(draft) for key, draft in self.sets.items()})
        return dump

    def __repr__(self) -> str:
        return "<transaction %s: %r>" % (self.uid, self.review())

    def review(self) -> dict[str, Any]:
        """What is wanted, by key; of sets, what is added (`+ipaddr`) and what is removed (`-ipaddr`)."""
        review = {key: plain(value) for key, value in self.values.items()}
        for key in self.owner._sets:
            draft = self.sets.get(key)
            review["+" + key] = frozenset() if draft is None else frozenset(draft.news())
            review["-" + key] = frozenset() if draft is None else frozenset(draft.losses())
        if self.scope is not None:
            review["ipdb_scope"] = self.scope
        return review


class Transactional(MutableMapping[str, Any]):
    """An object that is read like a dictionary (or by attribute), and changed by transactions."""

    #: The kernel's table.
    _table: ClassVar[str]
    #: The keys whose values are sets.
    _sets: ClassVar[tuple[str, ...]] = ()
    #: What is set on the object itself.
    _attributes: ClassVar[frozenset[str]] = frozenset(["ipdb", "nl", "nlmsg", "last_error"])

    def __init__(self, ipdb: IPDB, mode: Optional[str] = None, at: Optional[Snapshot] = None) -> None:
        self.ipdb = ipdb
        self.last_error: Optional[BaseException] = None
        self._mode = mode or ipdb.mode
        self._at = at
        #: The message that was there last.
        self._last: Optional[Message] = None
        #: What it has, as long as it is not in the kernel (any more).
        self._own: dict[str, Any] = {}
        self._scope = "system"
        self._snapshots: dict[Any, dict[str, Any]] = {}
        self._commit_hooks: list[Hook] = []
        self._began: list[bool] = []
        self._targets: dict[str, Any] = {}

    # What subclasses say.

    def _read(self, key: str) -> Any:
        """What is under a key; None where nothing is."""
        raise NotImplementedError

    def _message(self) -> Optional[Message]:
        """The kernel's message of it; None where there is none."""
        raise NotImplementedError

    def _create(self, native: Transaction, changes: Changes) -> None:
        """Says that it is to be made, where it is."""

    def _ask(self, native: Transaction, changes: Changes) -> None:
        """Says what is wanted."""
        raise NotImplementedError

    def _missing(self, native: Transaction, changes: Changes, before: Any) -> bool:
        """Says what has to be said again, because the kernel took it along with something else. Is there such?"""
        return False

    def _committed(self, changes: Changes) -> None:
        """What was wanted has come about."""
        raise NotImplementedError

    def _forget(self) -> None:
        """It was not made, and will not be."""

    def _picked(self, at: Optional[Snapshot]) -> Self:
        """The same, of a state, that cannot be changed."""
        raise NotImplementedError

    def _spell(self, key: str, value: Any) -> Any:
        """A value as transactions have it."""
        return value

    # Reading.

    @property
    def _state(self) -> Optional[Snapshot]:
        return self._at or self.ipdb.now()

    @property
    def nl(self) -> Any:
        """The IPDB's IPRoute."""
        return self.ipdb.nl

    @property
    def nlmsg(self) -> Optional[Message]:
        """The kernel's message of it; None where there is none."""
        return self._message()

    def _shown(self) -> Optional[Message]:
        """The message that is shown: where it is gone, the last one."""
        return self._message() or (self._last if self._scope == "system" else None)

    @property
    def ipdb_scope(self) -> str:
        """Where it is: `system`, `create` (not yet made), `shadow` (removed, to be made again), `invalid` (gone)."""
        if self._scope == "system" and self._message() is None:
            return "removed"
        return self._scope

    def __getitem__(self, key: str) -> Any:
        value = self._read(key)
        if value is None and key not in fields.of_table(self._table):
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(fields.of_table(self._table)))

    def __len__(self) -> int:
        return len(fields.of_table(self._table))

    def __contains__(self, key: object) -> bool:
        return key in fields.of_table(self._table)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return repr(self.dump())

    def __dir__(self) -> list[str]:
        return list(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            pass
        if name.startswith("set_") and name[4:] in self:
            return lambda value: self.set(name[4:], value)
        raise AttributeError("no key is called `%s`" % name)

    def dump(self, not_none: bool = True) -> dict[str, Any]:
        """All of it as plain values, which JSON can hold."""
        now = self if self._at is not None else self._picked(self._state)
        dump = {key: plain(now[key]) for key in (now._keys_said() if not_none else now)}
        return {key: value for key, value in dump.items() if value is not None} if not_none else dump

    def _keys_said(self) -> Iterable[str]:
        """The keys that may have a value."""
        return self

    def pick(self, detached: bool = True, uid: Any = None, parent: Any = None, readonly: bool = False) -> Self:
        """The object as it is now, and stays: it cannot be changed."""
        return self._picked(self._state)

    @property
    def ro(self) -> Self:
        """The object as it is now, and stays: it cannot be changed."""
        return self._picked(self._state)

    def detach(self) -> Self:
        """Nothing: an object is where it is."""
        return self

    def invalidate(self) -> None:
        """It is not used any more."""
        self._mode = "invalid"

    def __sub__(self, other: Any) -> dict[str, Any]:
        return {key: self[key] for key in self if plain(self[key]) != plain(other.get(key))}

    # Changing.

    @property
    def local_tx(self) -> dict[Any, Changes]:
        """The calling thread's transactions, by their ids."""
        return {changes.uid: changes for changes in self.ipdb.open_of(self)}

    @property
    def current_tx(self) -> Optional[Changes]:
        """The calling thread's transaction that is changed; None where there is none."""
        open_of = self.ipdb.open_of(self)
        return open_of[-1] if open_of else None

    def begin(self) -> Any:
        """Begins a transaction: its id. (What is to be made has one.) RuntimeError where the IPDB was released."""
        if self._mode not in MODES:
            raise self._not_changeable()
        if self._scope == "create" and self.current_tx is not None:
            return self.current_tx.uid
        return self.ipdb.begin(self).uid

    def _not_changeable(self) -> Exception:
        if self._mode in ("readonly", "snapshot"):
            return RuntimeError("can not change readonly object")
        return TypeError("transaction mode not supported: `%s`" % self._mode)

    def _changes(self) -> Changes:
        """The transaction that is changed: in implicit mode, it is begun where there is none."""
        if self._mode not in MODES:
            raise self._not_changeable()
        current = self.current_tx
        if current is None:
            if self._mode == "explicit":
                raise TypeError("start a transaction first: call begin(), or use `with`")
            current = self.ipdb.begin(self)
        return current

    def _transaction(self, tid: Any) -> Changes:
        changes = self.current_tx if tid is None else self.local_tx.get(tid)
        if changes is None:
            raise TypeError("no transaction started")
        return changes

    def _draft(self, key: str) -> DraftSet[Any]:
        changes = self._changes()
        if key not in changes.sets:
            changes.sets[key] = DraftSet(self[key])
        return changes.sets[key]

    def __setitem__(self, key: str, value: Any) -> None:
        changes = self._changes()
        if key in self._sets:
            self._draft(key).become(value)
            return
        if key not in fields.of_table(self._table):
            raise UnknownKey(key)
        changes.values[key] = self._spell(key, value)

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._changes().values.pop(key, None)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_") or name in self._attributes:
            object.__setattr__(self, name, value)
        else:
            self[name] = value

    def set(self, key: str, value: Any) -> Self:
        """Sets what is under a key."""
        self[key] = value
        return self

    def option(self, key: str, value: Any) -> Self:
        """Sets what is under a key."""
        return self.set(key, value)

    def unset(self, key: str) -> Self:
        """Takes back what was set under a key."""
        del self[key]
        return self

    def remove(self) -> Self:
        """Removes it."""
        self._changes().scope = "remove"
        return self

    def shadow(self) -> Self:
        """Removes it from the kernel, and keeps it here. (An interface is made again, as it was, by `create`.)"""
        self._changes().scope = "shadow"
        return self

    def review(self, tid: Any = None) -> dict[str, Any]:
        """What a transaction wants. TypeError where there is none."""
        return self._transaction(tid).review()

    def drop(self, tid: Any = None) -> Self:
        """Ends a transaction without doing anything. TypeError where there is none."""
        self.ipdb.end(self, self._transaction(tid))
        return self

    def commit(
        self,
        tid: Any = None,
        transaction: Optional[Changes] = None,
        commit_phase: int = 1,
        commit_mask: int = 0xFF,
        newif: bool = False,
    ) -> Self:
        """Does what a transaction wants, or nothing. Raises what went wrong; the transaction is open still."""
        self.ipdb.commit_all([(self, transaction or self._transaction(tid))])
        return self

    def __enter__(self) -> Self:
        if self._mode != "readonly":
            if self._mode not in MODES:
                raise TypeError("context managers require a transactional mode, not `%s`" % self._mode)
            self._began.append(self.current_tx is None)
            if self._began[-1]:
                self.begin()
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if self._mode == "readonly":
            return
        has_begun = self._began.pop()
        if exc_type is not None:
            if has_begun and self.current_tx is not None:
                self.drop()
            return
        try:
            self.commit()
        except Exception as error:
            self.last_error = error
            raise

    # Snapshots of the object, hooks, and what is waited for.

    def snapshot(self, sid: Any = None) -> Any:
        """Remembers the object as it is: an id for `revert`."""
        sid = sid or uuid.uuid4()
        self._snapshots[sid] = self.dump()
        self._keep()
        return sid

    def last_snapshot_id(self) -> Any:
        """The id of the snapshot that was made last; None where there is none."""
        return next(reversed(self._snapshots), None)

    def last_snapshot(self) -> Optional[dict[str, Any]]:
        """The object as it was when the last snapshot was made."""
        return self._snapshots.get(self.last_snapshot_id())

    def revert(self, sid: Any) -> Self:
        """Begins a transaction that makes the object as it was when a snapshot was made: commit it."""
        if self.current_tx is None:
            self.begin()
        self.load(self._snapshots[sid])
        return self

    def load(self, data: Any) -> Self:
        """Wants the object to be as a dump says, in all that can be changed."""
        raise NotImplementedError

    def register_commit_hook(self, hook: Hook) -> None:
        """Has a function called after each commit, with dumps of the object as it is, as it was, and as wanted. Where it
        raises, all is undone."""
        self._commit_hooks.append(hook)
        self._keep()

    def unregister_commit_hook(self, hook: Hook) -> None:
        """Has it called no more."""
        self._commit_hooks.remove(hook)
        self._keep()

    def _is_kept(self) -> bool:
        """Does it know something that another object for the same would not?"""
        return bool(self._snapshots or self._commit_hooks)

    def _keep(self) -> None:
        self.ipdb.keep(self, self._is_kept())

    def set_target(self, key: str, value: Any) -> None:
        """Says what is to be under a key, for `wait_target`."""
        self._targets[key] = value

    def mirror_target(self, key_from: str, key_to: str) -> None:
        """Under another key, the same is to be."""
        self._targets[key_to] = self._targets.get(key_from)

    def wait_target(self, key: str, timeout: Optional[float] = 5) -> bool:
        """Waits until under a key is what is to be: `False` where it is not in time (in seconds)."""
        wanted = self._targets.get(key)
        return self.ipdb.wait(lambda now: self._picked(now)[key] == wanted, timeout)

    def wait_all_targets(self) -> bool:
        """Waits until under all keys is what is to be."""
        return all(self.wait_target(key) for key in self._targets)


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, Transactional):
        return value["index"] or value["ifname"]
    dump = getattr(value, "dump", None)
    if dump is not None:
        return dump()
    if hasattr(value, "keys"):
        return {key: plain(value[key]) for key in value.keys()}
    if isinstance(value, bytes):
        return value.hex(":")
    return [plain(item) for item in value]
