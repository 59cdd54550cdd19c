"""Events for those who await them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from route2._native import Event, Events


class AsyncEvents:
    """What `async for event in events` iterates over."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def __aiter__(self) -> AsyncEvents:
        return self

    async def __anext__(self) -> Event:
        while True:
            # What ends the mirror rings too, so nothing is missed between the look and the wait.
            event: Any = self._events.try_next()
            if event is not None:
                return event  # type: ignore[no-any-return]
            if self._events.ended:
                raise StopAsyncIteration
            await _readable(self._events.fileno())


async def _readable(fd: int) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def on_ready() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(fd, on_ready)
    try:
        await ready
    finally:
        loop.remove_reader(fd)
