"""Fault 10: the database hangs. Its connections stay open, but nothing is answered."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from statistics import median

import psutil
import pytest
from harness.postgres import Postgres, throwaway
from harness.servers import Server

from .conftest import Record, serve
from .observing import ask, recover, verify
from .timing import seconds, until
from .workload import new_workload

CLIENTS, WRITES = 100, 500
LONGEST = 60  # seconds until that many writes have happened
HANGS = 8  # seconds
HEALTH_WITHIN, READY_WITHIN = 1, 3  # seconds
HALF_WITHIN = 4  # seconds for half of the refused ones: most wait three for the pool
REFUSED_WITHIN = 6  # seconds: three for the pool, two to connect, one for the rest
INTERVAL = 0.1  # seconds between health checks


@pytest.mark.only("postgresql")
async def test_a_hanging_database_is_survived(name: str, kind: str, figure: Record) -> None:
    """Requests that need a connection are soon refused; all works soon after the end."""
    with throwaway() as postgres, serve(name, postgres.url) as server:
        await hang(server, postgres, figure)


async def hang(server: Server, postgres: Postgres, figure: Record) -> None:
    """Stop PostgreSQL under load, check the health of the server, and continue PostgreSQL."""
    workload, at_work = await new_workload(server.port), True
    working = asyncio.create_task(workload.work(CLIENTS, workload.write_and_read, lambda: at_work))
    await until(lambda: len(workload.promised) > WRITES, LONGEST)
    with stopped(postgres):
        ready = await look_around(server.port, seconds(HANGS))
        latest = time.monotonic() - REFUSED_WITHIN
        waiting = sum(client.sent < latest for client in workload.clients)
        held, at_work = connections(server, postgres.port), False
    back = await recover(server, workload)
    await working
    await verify(server, workload, 200, 201, 503)
    refused, half, slowest = len(workload.refused), median(workload.refused), max(workload.refused)
    text = f"{refused} refused, half of them within {half:.1f} s, all within {slowest:.1f} s; "
    text += f"`/readyz` within {ready:.1f} s; {waiting} waited with a connection; "
    text += f"all works {back:.2f} s after it goes on"
    assert half < HALF_WITHIN, text
    assert slowest < REFUSED_WITHIN, text
    assert waiting <= held, f"{text}; there are {held} connections"
    figure(text, refused=refused, slowest_seconds=slowest, waiting=waiting, back_seconds=back)


@contextmanager
def stopped(postgres: Postgres) -> Iterator[None]:
    """Stop all processes of a server until the block ends; the parent first, so it cannot fork."""
    main = psutil.Process(postgres.server.process.pid)
    main.suspend()
    children = main.children()
    try:
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.suspend()
        yield
    finally:
        for process in [*children, main]:
            with suppress(psutil.NoSuchProcess):
                process.resume()


async def look_around(port: int, more: Callable[[], bool]) -> float:
    """Check the health of the server repeatedly; return the longest time for /readyz."""

    async def repeat(path: str, status: int, within: float) -> float:
        longest = 0.0
        while more():
            longest = max(longest, await ask(port, path, status, within))
            await asyncio.sleep(INTERVAL)
        return longest

    health, ready = repeat("/healthz", 200, HEALTH_WITHIN), repeat("/readyz", 503, READY_WITHIN)
    return (await asyncio.gather(health, ready))[1]


def connections(server: Server, port: int) -> int:
    """Return how many connections the server has to a port."""
    found = [each for process in server.tree() for each in process.net_connections("tcp")]
    return sum(bool(each.raddr) and each.raddr.port == port for each in found)
