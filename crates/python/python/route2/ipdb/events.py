"""What happens: queues of events, functions that are called for them, and waiting for one."""

from __future__ import annotations

import logging
import os
import queue
import select
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Optional, Union

from route2._native import Event, Events

if TYPE_CHECKING:
    from route2.ipdb.main import IPDB

log = logging.getLogger(__name__)

Callback = Callable[["IPDB", Event, str], Any]


class EventQueue:
    """The events from when this was made on, in the kernel's order: iterate over it. As a context manager, it is closed at
    the end."""

    def __init__(self, ipdb: IPDB, block: bool = True, timeout: Optional[float] = None) -> None:
        self._ipdb = ipdb
        self._timeout = timeout if block else 0
        self._events = ipdb.open_events()

    def __enter__(self) -> EventQueue:
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        self.close()

    def __iter__(self) -> Iterator[Event]:
        return self

    def __next__(self) -> Event:
        """The next event. `queue.Empty` where none comes in time; the end where the IPDB is released."""
        while True:
            event = self._events.next(self._timeout)
            if event is None:
                if self._events.ended:
                    raise StopIteration
                if self._timeout is None:
                    continue
                raise queue.Empty
            if self._ipdb.is_bound(event):
                return event

    next = __next__

    def close(self) -> None:
        """Nothing more is wanted."""
        self._ipdb.close_events(self._events)


class Watchdog:
    """Waits for an event that says something: from when it was made on."""

    def __init__(self, ipdb: IPDB, wdops: Union[str, Iterable[str]], match: dict[str, Any]) -> None:
        self._ipdb = ipdb
        self._wdops = (wdops,) if isinstance(wdops, str) else tuple(wdops)
        self._match = match
        self._seen = False
        self._events = ipdb.open_events()

    @property
    def is_set(self) -> bool:
        """Was there such an event?"""
        while not self._seen:
            event = self._events.try_next()
            if event is None:
                break
            self._look(event)
        return self._seen

    def _look(self, event: Event) -> None:
        if event["event"] in self._wdops and all(event.get(key) == value for key, value in self._match.items()):
            self._seen = True
            self.cancel()

    def wait(self, timeout: Optional[float] = 5) -> bool:
        """Waits for such an event: `False` where there is none in time (in seconds), or it was cancelled."""
        until = None if timeout is None else time.monotonic() + timeout
        while not self._seen:
            event = self._events.next(None if until is None else max(0.0, until - time.monotonic()))
            if event is None:
                break
            self._look(event)
        return self._seen

    def cancel(self) -> None:
        """It waits no more."""
        self._ipdb.close_events(self._events)


class Wrapped:
    """A function that is called for events; where it raises, that is logged, and it is called again for the next."""

    def __init__(self, ipdb: IPDB, hook: Callback) -> None:
        self._ipdb = ipdb
        self.hook = hook
        self.uuid = uuid.uuid4()
        self.lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        with self.lock:
            try:
                self.hook(self._ipdb, event, event["event"])
            except Exception:
                log.exception("a callback of IPDB raised")


class Callbacks:
    """Functions that are called for each event, in a thread that lives as long as there are any."""

    def __init__(self, ipdb: IPDB, name: str, before: Callable[[], None], after: Callable[[Event], None]) -> None:
        self._ipdb = ipdb
        self._name = name
        self._before = before
        self._after = after
        self._lock = threading.Lock()
        self._wrapped: dict[uuid.UUID, Wrapped] = {}
        self._worker: Optional[_Worker] = None

    def add(self, hook: Callback) -> uuid.UUID:
        """Has a function called, from the next event on: an id."""
        wrapped = Wrapped(self._ipdb, hook)
        with self._lock:
            self._wrapped = {**self._wrapped, wrapped.uuid: wrapped}
            if self._worker is None:
                self._worker = _Worker(self._ipdb.open_events(), self._handle, self._name)
        return wrapped.uuid

    def remove(self, uid: uuid.UUID) -> Wrapped:
        """Has it called no more. KeyError where it is not."""
        with self._lock:
            rest = dict(self._wrapped)
            wrapped = rest.pop(uid)
            self._wrapped = rest
            worker = None if rest else self._worker
            if worker is not None:
                self._worker = None
        self._end(worker)
        return wrapped

    def close(self) -> None:
        """No function is called any more."""
        with self._lock:
            self._wrapped, worker, self._worker = {}, self._worker, None
        self._end(worker)

    def _end(self, worker: Optional[_Worker]) -> None:
        if worker is not None:
            worker.stop()
            self._ipdb.close_events(worker.events)

    def flush(self) -> None:
        """Waits until all events that had come by now are handled. (In the thread that handles them: not at all.)"""
        worker = self._worker
        if worker is not None:
            worker.flush()

    def _handle(self, event: Event) -> None:
        if not self._ipdb.is_bound(event):
            return
        self._before()
        for wrapped in list(self._wrapped.values()):
            wrapped(event)
        self._after(event)


class _Worker:
    """A thread that handles events."""

    def __init__(self, events: Events, handle: Callable[[Event], None], name: str) -> None:
        self.events = events
        self._handle = handle
        self._ending = False
        #: Was it stopped by what it called? Then it tidies up itself.
        self._closes = False
        self._ear, self._voice = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._flushes: queue.SimpleQueue[threading.Event] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _call(self) -> None:
        try:
            os.write(self._voice, b"!")
        except (BlockingIOError, OSError):
            pass

    def stop(self) -> None:
        self._ending = True
        self._call()
        if threading.current_thread() is self._thread:
            self._closes = True
        else:
            self._thread.join()
            self._close()

    def _close(self) -> None:
        voice, self._voice = self._voice, -1
        if voice >= 0:
            os.close(voice)
            os.close(self._ear)

    def flush(self) -> None:
        if threading.current_thread() is self._thread:
            return
        flushed = threading.Event()
        self._flushes.put(flushed)
        self._call()
        while not flushed.wait(0.5) and self._thread.is_alive():
            pass

    def _run(self) -> None:
        poll = select.poll()
        poll.register(self._ear, select.POLLIN)
        poll.register(self.events.fileno(), select.POLLIN)
        while not self._ending:
            waiting = self._take_flushes()
            try:
                event = self.events.try_next()
                while event is not None and not self._ending:
                    self._handle(event)
                    event = self.events.try_next()
                ended = self.events.ended
            except Exception:
                # The mirror has ended: who asks it anything is told why.
                ended = True
            for flushed in waiting:
                flushed.set()
            if ended:
                break
            if not self._ending:
                poll.poll()
        for flushed in self._take_flushes():
            flushed.set()
        if self._closes:
            self._close()

    def _take_flushes(self) -> list[threading.Event]:
        try:
            while os.read(self._ear, 512):
                pass
        except (BlockingIOError, OSError):
            pass
        taken = []
        while not self._flushes.empty():
            taken.append(self._flushes.get())
        return taken
