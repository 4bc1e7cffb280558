"""Fault 1: more clients than database connections, all reading and writing."""

from statistics import quantiles

from harness.servers import Server

from .conftest import Record, Scale
from .observing import verify
from .timing import seconds
from .workload import new_workload

CLIENTS = 64


async def test_nothing_is_lost_under_load(server: Server, scale: Scale, figure: Record) -> None:
    """Every request gets the expected answer, and every write is stored once."""
    workload = await new_workload(server.port)
    await workload.work(CLIENTS, workload.live, seconds(scale.seconds))
    assert not workload.doubtful
    await verify(server, workload, 200, 201, 204)
    p99, rate = quantiles(workload.seconds, n=100)[-1], len(workload.seconds) / scale.seconds
    text = f"p99 {p99 * 1000:.0f} ms at {rate:.0f} requests/s, none lost or doubled"
    figure(text, p99_seconds=p99, requests_per_second=rate, requests=len(workload.seconds))
