"""Fault 16, continued: sockets that never answer, and sockets of a server that stops."""

import asyncio
import resource
import time

import pytest
from harness.servers import STOP_SECONDS, Server

from .client import Client
from .conftest import Record
from .observing import at_rest, complaints
from .open_pages import ARRIVAL, OpenPage, newcomer
from .test_6_slow import INTERVAL, PATIENCE
from .timing import until
from .workload import new_workload

SILENT, AT_ONCE = 2000, 32  # sockets, and handshakes at the same time
WARM_UP = 1000  # sockets before the memory is measured: the first ones also start threads
CLOSED = 70  # seconds: 30 until the ping, 30 without an answer, 5 for the end
SOCKETS = 100
FAREWELL, GOING_AWAY = 1, 1001  # second; RFC 6455 section 7.4.1

pytestmark = pytest.mark.servers("tornado")


@pytest.mark.full_scale
@pytest.mark.only("sqlite")
async def test_silent_sockets_hold_nobody_up(server: Server, figure: Record) -> None:
    """Others are answered within a second, and the server closes each that answers no ping."""
    page, workload = OpenPage(server, newcomer(server)), await new_workload(server.port)
    handshakes, silent = asyncio.Semaphore(AT_ONCE), set[asyncio.Task[float]]()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    async def weigh(number: int) -> int:
        silent.update(group.create_task(page.be_silent(handshakes)) for _ in range(number))
        await until(lambda: page.openings == len(silent), ARRIVAL)
        return await at_rest(server)

    async def step(client: Client) -> None:
        await workload.create(client)
        client.close()
        await asyncio.sleep(INTERVAL)

    async with asyncio.TaskGroup() as group:
        before = await weigh(WARM_UP)
        size = (await weigh(SILENT - WARM_UP) - before) / (SILENT - WARM_UP)
        assert not any(each.done() for each in silent)
        await workload.work(1, step, lambda: not all(each.done() for each in silent))
    longest, slowest = max(each.result() for each in silent), max(workload.seconds)
    assert workload.statuses.keys() == {201}, f"{workload.statuses}\n{complaints(server)}"
    assert longest < CLOSED
    assert slowest < PATIENCE
    text = f"{size / 1024:.1f} KiB for each; closed within {longest:.0f} s; "
    text += f"slowest of {len(workload.seconds)} normal requests {slowest * 1000:.0f} ms"
    figure(text, bytes_each=size, closed_seconds=longest, slowest_seconds=slowest)


async def test_sigterm_closes_the_sockets(server: Server, figure: Record) -> None:
    """Each gets a close frame at once, and the server ends in time."""
    page = OpenPage(server, newcomer(server))
    sockets = await asyncio.gather(*(page.socket() for _ in range(SOCKETS)))
    start = time.monotonic()
    server.process.terminate()
    async with asyncio.timeout(STOP_SECONDS):
        await asyncio.gather(*(socket.wait_closed() for socket in sockets))
        closed = time.monotonic() - start
        await asyncio.to_thread(server.process.wait, STOP_SECONDS)
    took = time.monotonic() - start
    assert {socket.close_code for socket in sockets} == {GOING_AWAY}
    assert closed < FAREWELL
    assert server.process.returncode == 0, complaints(server)
    assert server.tree() == []
    text = f"{SOCKETS} closed within {closed:.2f} s, ended after {took:.1f} s"
    figure(text, closed_seconds=closed, seconds=took)
