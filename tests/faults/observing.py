"""The state of a server: its log, its memory, its health, and its recovery from a failure."""

import asyncio
import time
from collections.abc import Callable
from contextlib import closing

from harness.servers import Server

from .client import Client, User
from .timing import seconds, times
from .workload import Workload

LOST = " the database fails: "  # in the log line of a request that failed because of the database
LOOKS, INTERVAL = 20, 0.1  # seconds between them
LATER_CLIENTS = 32
BACK_SECONDS = 5


def complaints(server: Server) -> str:
    """Return the end of the log without its lines for requests and for database failures."""
    lines = server.log.read_text(errors="replace").splitlines()
    return "\n".join([line for line in lines if " method=" not in line and LOST not in line][-60:])


def failures(server: Server) -> int:
    """Return how many requests the server has logged as failed because of the database."""
    return server.log.read_text(errors="replace").count(LOST)


def memory(server: Server) -> int:
    """Return the private memory of all the server's processes, in bytes."""
    return sum(process.memory_full_info().uss for process in server.tree())


async def at_rest(server: Server) -> int:
    """Return the minimum of several samples: each hash in progress takes 19 MiB."""
    looks = []
    for _ in range(LOOKS):
        looks.append(memory(server))
        await asyncio.sleep(INTERVAL)
    return min(looks)


async def peak(server: Server, at_work: Callable[[], bool]) -> int:
    """Return the maximum of several samples while the server is working."""
    most = memory(server)
    while at_work():
        await asyncio.sleep(INTERVAL)
        most = max(most, memory(server))
    return most


async def ask(port: int, path: str, status: int, within: float) -> float:
    """Return the time for an answer on a new connection; AssertionError: wrong or too late."""
    with closing(Client(port)) as client:
        try:
            async with asyncio.timeout(within):
                answer = await client.ask("GET", path)
        except TimeoutError:
            raise AssertionError(f"{path}: no answer within {within} s") from None
    assert answer.status == status, f"{path}: {answer}"
    return answer.seconds


async def look(server: Server, user: User) -> dict[str, int]:
    """Return the statuses of the health checks and of a list of tasks."""
    paths = {"/healthz": "/healthz", "/readyz": "/readyz", "tasks": user.tasks}
    with closing(Client(server.port, user.token)) as client:
        return {key: (await client.ask("GET", path)).status for key, path in paths.items()}


async def recover(server: Server, workload: Workload) -> float:
    """Return the seconds until every operation works; then test with many clients in parallel."""
    start, in_time = time.monotonic(), seconds(BACK_SECONDS)
    while (await look(server, workload.user))["/readyz"] != 200:
        assert in_time(), complaints(server)
    newcomers = Workload(server.port, workload.user, "later")
    await newcomers.work(1, newcomers.live, times(2))
    assert in_time()
    back = time.monotonic() - start
    await newcomers.work(LATER_CLIENTS, newcomers.live, times(LATER_CLIENTS))
    assert newcomers.statuses.keys() == {200, 201, 204}, newcomers.statuses
    workload.promised |= newcomers.promised
    return back


async def verify(server: Server, workload: Workload, *statuses: int) -> None:
    """Check the answers, that each 503 is in the log, and that what was confirmed is stored."""
    assert workload.statuses.keys() == {*statuses}, f"{workload.statuses}\n{complaints(server)}"
    assert failures(server) >= workload.statuses[503]
    assert await workload.differences() == []
