"""Fault 7: input that no client of good will sends."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from servers import Server

from . import garbage
from .client import Client, connect, sign_up
from .conftest import Record, Scale, complaints

AT_ONCE = 32
COMPLETE = 1  # second without an answer, after which the server seems to wait for more
PATIENCE = 10  # seconds in which it answers or closes once it knows that no more will come
LOOKS = 20  # at the memory, a tenth of a second apart
GROWTH = 0.2  # of the memory after a warm-up
STATUS = re.compile(rb"^HTTP/1\.[01] ([0-9]{3})", re.MULTILINE)


def test_garbage_is_refused_and_forgotten(server: Server, scale: Scale, figure: Record) -> None:
    """No request is a crash, none hangs, and none leaves memory behind."""
    asyncio.run(bombard(server, scale.requests, figure))


async def bombard(server: Server, number: int, figure: Record) -> None:
    """Warm the server up with garbage, weigh it, send more, and weigh it again."""
    user = await sign_up(server.port)
    names = {"token": user.token, "path": user.path, "id1": "1"}
    processes = set(server.tree())
    await send_all(server.port, garbage.requests(1, number // 4, names))
    before = await weight(server)
    statuses = await send_all(server.port, garbage.requests(2, number, names))
    growth = await weight(server) / before - 1
    assert not [status for status in statuses if status >= 500], f"{statuses}\n{complaints(server)}"
    assert set(server.tree()) == processes, f"a process ended\n{complaints(server)}"
    assert await reads(server, user.path, user.token), "the session ended, and most was a 401"
    assert growth < GROWTH
    closed = statuses.pop(0, 0)
    text = f"0 crashes, {statuses.total()} answered, {closed} closed; memory {growth:+.0%}"
    figure(text, answered=statuses.total(), closed=closed, memory_growth=growth)


async def reads(server: Server, path: str, token: str) -> bool:
    """Tell whether the token still reads the account."""
    with closing(Client(server.port, token)) as client:
        return (await client.ask("GET", path)).status == 200


async def weight(server: Server) -> int:
    """Return the bytes of memory that only this server's processes use once they are at rest.

    The least of some looks: a hash that somebody no longer waits for takes 19 MiB meanwhile.
    """
    looks = []
    for _ in range(LOOKS):
        looks.append(sum(process.memory_full_info().uss for process in server.tree()))
        await asyncio.sleep(0.1)
    return min(looks)


async def send_all(port: int, requests: Iterator[bytes]) -> Counter[int]:
    """Send the requests, many at once; count the statuses, 0 for a connection that was closed."""
    statuses: Counter[int] = Counter()

    async def repeat() -> None:
        for request in requests:
            statuses.update(await send(port, request))

    await asyncio.gather(*(repeat() for _ in range(AT_ONCE)))
    return statuses


async def send(port: int, request: bytes) -> list[int]:
    """Send bytes and return the statuses that come back; [0] for none."""
    reader, writer = await connect(port)
    received = b""
    try:
        writer.write(request)
        received = await first(reader)
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            received += await reader.read()
    except TimeoutError:
        raise AssertionError(f"it hangs: {request[:300]!r}") from None
    except OSError:
        pass  # it was closed while we still had something to say
    finally:
        writer.close()
    return [int(each) for each in STATUS.findall(received)] or [0]


async def first(reader: asyncio.StreamReader) -> bytes:
    """Return what comes soon, which is nothing if more is waited for."""
    try:
        async with asyncio.timeout(COMPLETE):
            return await reader.read(2**16)
    except TimeoutError:
        return b""
