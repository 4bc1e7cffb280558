"""Slow clients: they send byte after byte, and never finish."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .client import Client, User, connect
from .timing import until

ARRIVAL = 30  # seconds within which all clients must be connected


@asynccontextmanager
async def slow_clients(
    port: int, user: User, headers: int, bodies: int, seconds: float
) -> AsyncIterator[Counter[str]]:
    """Let clients add one byte to their headers, or to a task's body, at each interval.

    Yields the number of `connections` so far, and of those that are `open`.
    """
    count: Counter[str] = Counter()
    body = Client(port, user.token).head("POST", user.tasks, b" " * 10_000)
    header = b"GET /api/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
    openings = [header] * headers + [body] * bodies
    clients = [asyncio.create_task(send_slowly(port, each, seconds, count)) for each in openings]
    try:
        await until(lambda: count["open"] >= len(openings), ARRIVAL)
        yield count
    finally:
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)


async def send_slowly(port: int, opening: bytes, seconds: float, count: Counter[str]) -> None:
    """Send an opening, then byte after byte; reconnect when cut off, until the server is gone."""
    while True:
        reader, writer = await connect(port)
        count.update(connections=1, open=1)
        try:
            writer.write(opening)
            while not (reader.at_eof() or writer.is_closing()):
                await asyncio.sleep(seconds)
                writer.write(b"x")
        finally:
            writer.close()
            count["open"] -= 1
