"""Fault 1: more clients than database connections, all reading and writing."""

from statistics import quantiles

from harness.servers import Server

from .client import sign_up
from .conftest import Record, Scale, complaints
from .timing import seconds
from .workload import Workload

CLIENTS = 64


async def test_nothing_is_lost_under_load(server: Server, scale: Scale, figure: Record) -> None:
    """Every request gets the expected answer, and every write is stored once."""
    workload = Workload(await sign_up(server.port))
    clients = workload.clients(server.port, CLIENTS)
    await workload.work(clients, workload.live, seconds(scale.seconds))
    assert workload.statuses.keys() == {200, 201, 204}, f"{workload.statuses}\n{complaints(server)}"
    assert not workload.doubtful
    assert await workload.differences(server.port) == []
    p99, rate = quantiles(workload.seconds, n=100)[-1], len(workload.seconds) / scale.seconds
    text = f"p99 {p99 * 1000:.0f} ms at {rate:.0f} requests/s, none lost or doubled"
    figure(text, p99_seconds=p99, requests_per_second=rate, requests=len(workload.seconds))
