"""Fault 9: many users log in at once; each hash costs memory and time."""

import asyncio
import random
import time
from collections import Counter
from statistics import quantiles

from harness.servers import Server

from .client import Client, log_in, register
from .conftest import Record, Scale
from .observing import at_rest, complaints, peak
from .workload import new_workload

CLIENTS = 16
PAUSE = 1  # seconds between the requests of a client, on average
# Most clients that are logged in wait less. Not all: SQLite lets writers wait in no fair order, so
# that even without hashes one answer in a hundred takes a second or two (see fault 1).
PATIENCE = 1  # second
GROWTH = 150 * 10**6  # bytes


async def test_a_crowd_logs_in_while_others_work(
    server: Server, scale: Scale, figure: Record
) -> None:
    """All log-ins succeed, other clients do not have to wait, and memory use stays low."""
    number = scale.logins
    users = [await register(server.port) for _ in range(number)]
    workload = await new_workload(server.port)
    before, start = await at_rest(server), time.monotonic()
    logins = asyncio.gather(*(log_in(server.port, who) for who in users))
    weighing = asyncio.create_task(peak(server, lambda: not logins.done()))

    async def step(client: Client) -> None:
        await asyncio.sleep(random.uniform(0, 2 * PAUSE))  # noqa: S311 - it need not be secret
        await workload.write_and_read(client)

    await workload.work(CLIENTS, step, lambda: not logins.done())
    statuses, took = Counter(answer.status for answer in await logins), time.monotonic() - start
    growth, p95 = await weighing - before, quantiles(workload.seconds, n=20)[-1]
    text = f"{number} log-ins in {took:.1f} s, memory {growth / 10**6:+.0f} MB; "
    text += f"p95 of the others {p95 * 1000:.0f} ms"
    assert statuses == {200: number}, f"{text}, {statuses}\n{complaints(server)}"
    assert workload.statuses.keys() == {200, 201}, (
        f"{text}, {workload.statuses}\n{complaints(server)}"
    )
    assert p95 < PATIENCE, text
    assert growth < GROWTH, text
    figure(text, seconds=took, memory_growth_bytes=growth, p95_seconds=p95)
