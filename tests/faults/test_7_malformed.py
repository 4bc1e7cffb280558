"""Fault 7: malformed requests."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from harness.servers import Server

from . import malformed
from .client import Client, sign_up
from .conftest import Record, Scale
from .observing import at_rest, complaints
from .raw import send

AT_ONCE = 32
GROWTH = 0.2  # relative to the memory after a warm-up


async def test_malformed_requests_are_refused_and_forgotten(
    server: Server, scale: Scale, figure: Record
) -> None:
    """No request causes a crash or a hang, and none leaks memory, after a warm-up."""
    user = await sign_up(server.port)
    names = {"token": user.token, "path": user.path, "id1": "1"}
    processes = set(server.tree())
    await send_all(server.port, malformed.requests(1, scale.requests // 4, names))
    before = await at_rest(server)
    statuses = await send_all(server.port, malformed.requests(2, scale.requests, names))
    growth = await at_rest(server) / before - 1
    assert not [status for status in statuses if status >= 500], f"{statuses}\n{complaints(server)}"
    assert set(server.tree()) == processes, f"a process ended\n{complaints(server)}"
    assert await reads(server, user.path, user.token), "the token is no longer valid"
    assert growth < GROWTH
    closed = statuses.pop(0, 0)
    text = f"0 crashes, {statuses.total()} answered, {closed} closed; memory {growth:+.0%}"
    figure(text, answered=statuses.total(), closed=closed, memory_growth=growth)


async def reads(server: Server, path: str, token: str) -> bool:
    """Return whether the token still reads the account."""
    with closing(Client(server.port, token)) as client:
        return (await client.ask("GET", path)).status == 200


async def send_all(port: int, requests: Iterator[bytes]) -> Counter[int]:
    """Send the requests, many in parallel; count statuses, with 0 for a closed connection."""
    statuses: Counter[int] = Counter()

    async def repeat() -> None:
        for request in requests:
            statuses.update(await send(port, request))

    await asyncio.gather(*(repeat() for _ in range(AT_ONCE)))
    return statuses
