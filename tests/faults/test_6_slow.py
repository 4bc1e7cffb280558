"""Fault 6: hundreds of slow clients that never finish their requests."""

import asyncio

import pytest
from harness.cluster import clustered
from harness.servers import Server

from .client import Client, User
from .conftest import Record, Scale
from .observing import complaints
from .raw import slow_clients
from .timing import seconds
from .workload import new_workload

HEADERS = 500
BODIES = 64  # of tasks, with a valid token
STRANGERS = 400  # bodies without a token: more than Granian's threads
INTERVAL = 0.1  # seconds between normal requests
PATIENCE = 1  # second


async def test_slow_clients_hold_nobody_up(server: Server, scale: Scale, figure: Record) -> None:
    """Without nginx, a normal request gets an answer within a second."""
    await measure(server, scale.seconds, figure, BODIES)


@pytest.mark.only("postgresql")
async def test_slow_clients_hold_nobody_up_behind_nginx(
    name: str, database: str, scale: Scale, figure: Record
) -> None:
    """Through nginx, a normal request gets an answer within a second."""
    with clustered(name, 1, environment={"DATABASE_URL": database}) as cluster:
        await measure(cluster.proxy, scale.seconds, figure, STRANGERS, token="")


async def measure(
    server: Server, duration: float, figure: Record, bodies: int, token: str | None = None
) -> None:
    """Create tasks at intervals, each on a new connection, while slow clients are connected.

    The slow clients use the same token, unless another one is given.
    """
    workload = await new_workload(server.port)
    slow_user = workload.user if token is None else User(token, workload.user.path)

    async def step(client: Client) -> None:
        await workload.create(client)
        client.close()
        await asyncio.sleep(INTERVAL)

    async with slow_clients(server.port, slow_user, HEADERS, bodies, 1) as slow:
        await workload.work(1, step, seconds(duration))
        come_again = slow["connections"] - HEADERS - bodies
    assert workload.statuses.keys() == {201}, f"{workload.statuses}\n{complaints(server)}"
    slowest, number = max(workload.seconds), len(workload.seconds)
    assert slowest < PATIENCE
    text = f"slowest of {number} normal ones {slowest * 1000:.0f} ms; "
    text += f"slow ones were cut off {come_again} times"
    figure(text, slowest_seconds=slowest, requests=number, cut_off=come_again)
