"""The duration of a workload, and an event in the middle of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from math import inf
from pathlib import Path

from .client import Client
from .workload import Workload


def times(number: int) -> Callable[[], bool]:
    """Return a function that is true this many times."""
    left = iter(range(number))
    return lambda: next(left, None) is not None


def seconds(number: float) -> Callable[[], bool]:
    """Return a function that is true for this many seconds from now."""
    end = time.monotonic() + number
    return lambda: time.monotonic() < end


async def until(happened: Callable[[], bool], longest: float) -> None:
    """Wait until the condition is true; AssertionError if that takes too many seconds."""
    soon = seconds(longest)
    while not happened():
        assert soon(), f"condition not reached within {longest} s"
        await asyncio.sleep(0.01)


def unread(port: int) -> set[int]:
    """Return the ports of clients whose data the server at a port has not read yet.

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
    """An event during many writes, and the results of the requests in flight.

    `finished` counts requests sent before the event and answered after it; `lost` those that the
    server had read but never answered. Requests that it had not read may fail: a server that closes
    a kept connection cannot know of them (RFC 9112 section 9.5). `broken` counts all requests
    without an answer, by the client's error.
    """

    def __init__(
        self, workload: Workload, number: int, event: Callable[[], object], port: int
    ) -> None:
        """Prepare an event for the server at a port, triggered before this write."""
        self.workload, self.event, self.port = workload, event, port
        self.before = times(number - 1)
        self.moment = inf  # time.monotonic() of the event
        self.unread: set[int] = set()  # ports of clients whose data the server had not read
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
