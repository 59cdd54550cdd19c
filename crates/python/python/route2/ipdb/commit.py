"""Doing what transactions want: all of it, or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, Any, Optional

from route2._native import Committed, Transaction
from route2.errors import CommitError, NetlinkError
from route2.ipdb import linkwish, tuntap
from route2.ipdb.exceptions import CommitException, PartialCommitException
from route2.ipdb.interface import Interface
from route2.ipdb.transactional import Changes, Transactional
from route2.pyroute2 import config

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB

Wanted = list[tuple[Transactional, Changes]]


def commit(ipdb: IPDB, wanted: Wanted) -> None:
    """Does what transactions want, those with a higher `ipdb_priority` first, and ends them. Where anything fails, all is
    as it was, the transactions are open still, and what failed is raised: a NetlinkError where the kernel refused."""
    wanted = sorted(wanted, key=lambda pair: -int(pair[1].get("ipdb_priority") or 0))
    partial = [pair for pair in wanted if pair[1].partial]
    if partial:
        _in_parts(ipdb, wanted)
        return
    with _Commit(ipdb) as work:
        before = {id(link): link.dump() for link, _ in wanted if link._commit_hooks and link._scope == "system"}
        for _, group in groupby(wanted, key=lambda pair: int(pair[1].get("ipdb_priority") or 0)):
            work.do_all(list(group))
        for link, changes in wanted:
            for hook in list(link._commit_hooks):
                hook(link.dump(), before.get(id(link), {}), changes.dump())
    _end(ipdb, wanted)
    if config.commit_barrier:
        time.sleep(config.commit_barrier)


def _end(ipdb: IPDB, wanted: Wanted) -> None:
    for link, changes in wanted:
        link._committed(changes)
        ipdb.end(link, changes)


class _Commit:
    """Transactions of route2, one after the other, of which all are undone where one fails."""

    def __init__(self, ipdb: IPDB) -> None:
        self._ipdb = ipdb
        #: What undoes what was done, in order.
        self._undo: list[Callable[[], Any]] = []

    def __enter__(self) -> _Commit:
        return self

    def __exit__(self, kind: Any, error: Optional[BaseException], trace: Any) -> None:
        left = [line for undo in reversed(self._undo) for line in undo() or ()] if error is not None else []
        if left:
            raise CommitException("%s; what could not be put back: %s" % (error, "; ".join(left))) from error

    def do_all(self, wanted: Wanted) -> None:
        """Does what transactions want that belong together."""
        before = self._ipdb.now()
        for link, changes in wanted:
            if isinstance(link, Interface) and linkwish.is_tuntap(link) and changes.scope is None:
                self._undo.append(tuntap.add(self._ipdb, link, changes))

            elif isinstance(link, Interface) and link._shadowed is not None and changes.scope is None:
                self._restore(link)

        def ask(native: Transaction) -> bool:
            for link, changes in wanted:
                link._create(native, changes)
            for link, changes in wanted:
                link._ask(native, changes)
            return True

        self._do(ask)
        self._do(lambda native: any([link._missing(native, changes, before) for link, changes in wanted]))
        leaving = [pair for pair in wanted if isinstance(pair[0], Interface) and linkwish.is_leaving(pair[1])]
        if leaving:
            self._do(lambda native: any([self._leave(native, *pair) for pair in leaving]))

    def _restore(self, link: Interface) -> None:
        """Makes an interface again that is a shadow. What the kernel takes only once it is there is said again."""
        try:
            self._do(lambda native: linkwish.restore(native, link, False))
        except NetlinkError:
            self._do(lambda native: linkwish.restore(native, link, True))
            self._do(lambda native: linkwish.restore(native, link, False))

    def _leave(self, native: Transaction, link: Any, changes: Changes) -> bool:
        return linkwish.ask_to_leave(native, link, changes)

    def _do(self, ask: Callable[[Transaction], bool]) -> None:
        mirror = self._ipdb.mirror
        native = mirror.begin()
        if not ask(native):
            return
        for address in self._ipdb.ensured:
            native.reachable(address)
        committed = done(native)
        self._undo.append(lambda: mirror.undo(committed))
        self._ipdb.has_done(committed)


def done(native: Transaction) -> Committed:
    """Commits a transaction of route2. Raises the kernel's no, where that is why it failed."""
    try:
        return native.commit()
    except CommitError as error:
        if error.left:
            # What could not be put back is worth more words than the reason alone.
            raise CommitException(str(error)) from error
        if error.reason is not None:
            reason = error.reason
            reason.debug = {"step": error.step, "number": error.number}  # type: ignore[attr-defined]
            raise reason from error
        raise CommitException(str(error)) from error


def _in_parts(ipdb: IPDB, wanted: Wanted) -> None:
    """Does what can be done, and says what cannot: what is in order ends, the rest stays in its transaction."""
    failed = False
    for link, changes in wanted:
        changes.errors = []
        for part in _parts(changes):
            try:
                with _Commit(ipdb) as work:
                    work.do_all([(link, part)])
            except Exception as error:
                changes.errors.append(error)
        failed = failed or bool(changes.errors)
        if not changes.errors:
            link._committed(changes)
            ipdb.end(link, changes)
    if failed:
        raise PartialCommitException("partial commit error")


def _parts(changes: Changes) -> list[Changes]:
    """A transaction as several, each with one wish."""
    parts = []

    def part() -> Changes:
        parts.append(Changes(changes.owner))
        parts[-1].scope = changes.scope
        return parts[-1]

    if changes.scope is not None or changes.owner._scope == "create":
        whole = part()
        whole.values, whole.sets = changes.values, changes.sets
        return parts
    for key, value in changes.values.items():
        part().values[key] = value
    for key, draft in changes.sets.items():
        for member in draft.removed:
            part().sets[key] = type(draft)(draft.base)
            parts[-1].sets[key].removed[member] = None
        for member, said in draft.added.items():
            part().sets[key] = type(draft)(draft.base)
            parts[-1].sets[key].added[member] = said
    return parts
