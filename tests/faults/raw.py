"""Send what no client would send: malformed bytes at once, or correct ones very slowly."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .client import Client, User, connect
from .timing import until

COMPLETE = 1  # second without an answer, after which the server seems to wait for more data
PATIENCE = 10  # seconds to answer or close after the end of the data
ARRIVAL = 30  # seconds within which all slow clients must be connected
STATUS = re.compile(rb"^HTTP/1\.[01] ([0-9]{3})", re.MULTILINE)


async def send(port: int, request: bytes) -> list[int]:
    """Send bytes and return the statuses of the answers; [0] if there are none."""
    reader, writer = await connect(port)
    received = b""
    try:
        writer.write(request)
        received = await first(reader)
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            received += await reader.read()
    except TimeoutError:
        raise AssertionError(f"no answer to {request[:300]!r}") from None
    except OSError:
        pass  # the server closed it before we had sent everything
    finally:
        writer.close()
    return [int(each) for each in STATUS.findall(received)] or [0]


async def first(reader: asyncio.StreamReader) -> bytes:
    """Return what arrives quickly, or nothing if the server waits for more data."""
    try:
        async with asyncio.timeout(COMPLETE):
            return await reader.read(2**16)
    except TimeoutError:
        return b""


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
