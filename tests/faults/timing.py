"""How long a workload goes on, and what happens in the middle of its work."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from math import inf
from pathlib import Path

from .client import Client
from .workload import Workload


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


def unread(port: int) -> set[int]:
    """Return the ports of clients whose bytes wait in the kernel for the server of a port.

    https://docs.kernel.org/networking/proc_net_tcp.html: addresses and queues are hexadecimal.
    """
    waiting = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, _, queues, *_ = line.split()
        own, client, size = (int(each.partition(":")[2], 16) for each in (local, remote, queues))
        if own == port and client and size:  # the listening socket has no client
            waiting.add(client)
    return waiting


class Strike:
    """An event in the middle of many writes, and what became of those in flight.

    `finished` were sent before it and answered after it, `lost` read by the server before it and
    never answered. A request that it had not read may be lost: whoever closes a kept connection
    cannot know of it (RFC 9112 section 9.5). `broken` counts all that got no answer, by what the
    client saw.
    """

    def __init__(
        self, workload: Workload, number: int, event: Callable[[], object], port: int
    ) -> None:
        """Let the event happen to the server of a port when this write is about to begin."""
        self.workload, self.event, self.port = workload, event, port
        self.before = times(number - 1)
        self.moment = inf  # when it happened, by time.monotonic()
        self.unread: set[int] = set()  # ports of the clients that the server had not read from
        self.finished, self.lost = 0, 0
        self.broken: Counter[str] = Counter()

    async def step(self, client: Client) -> None:
        """Create a task."""
        if not self.before() and self.moment == inf:
            self.moment, self.unread = time.monotonic(), unread(self.port)
            self.event()
        try:
            await self.workload.create(client)
        except ConnectionError as error:
            self.broken[type(error).__name__] += 1
            self.lost += client.sent < self.moment and client.own_port not in self.unread
        else:
            self.finished += client.sent < self.moment < time.monotonic()
