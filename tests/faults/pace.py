"""How long a crowd goes on, and what happens in the middle of its work."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from math import inf

from .client import Client
from .crowd import Crowd


def times(number: int) -> Callable[[], bool]:
    """Return a function that is true so many times."""
    left = iter(range(number))
    return lambda: next(left, None) is not None


def seconds(number: float) -> Callable[[], bool]:
    """Return a function that is true for so many seconds from now."""
    end = time.monotonic() + number
    return lambda: time.monotonic() < end


async def until(happened: Callable[[], bool], longest: float) -> None:
    """Return once it has happened; AssertionError if it does not within so many seconds."""
    soon = seconds(longest)
    while not happened():
        assert soon(), f"it did not happen within {longest} s"
        await asyncio.sleep(0.01)


ON_THE_WAY = 0.02  # seconds: a server may close a kept connection just before it reads from it


class Strike:
    """An event in the middle of many writes, and what became of those in flight.

    `finished` were sent before it and answered after it, `lost` sent before it and never answered,
    but for those that may still have been on their way (RFC 9112 §9.5); `broken` counts all that
    got no answer, by what the client saw.
    """

    def __init__(self, crowd: Crowd, number: int, event: Callable[[], object]) -> None:
        """Let the event happen when the write of this number is about to begin."""
        self.crowd, self.event = crowd, event
        self.before = times(number - 1)
        self.moment = inf  # when it happened, by time.monotonic()
        self.finished, self.lost = 0, 0
        self.broken: Counter[str] = Counter()

    async def step(self, client: Client) -> None:
        """Create a task."""
        if not self.before() and self.moment == inf:
            self.moment = time.monotonic()
            self.event()
        try:
            await self.crowd.create(client)
        except ConnectionError as error:
            self.broken[type(error).__name__] += 1
            self.lost += client.sent < self.moment - ON_THE_WAY
        else:
            self.finished += client.sent < self.moment < time.monotonic()
