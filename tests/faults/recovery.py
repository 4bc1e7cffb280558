"""The state of a server during a database failure, and the time it needs to recover."""

import time
from contextlib import closing

from harness.servers import Server

from .client import Client, User
from .conftest import complaints
from .timing import seconds, times
from .workload import Workload

LATER_CLIENTS = 32
BACK_SECONDS = 5


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
    newcomers = Workload(workload.user, "later")
    await newcomers.work(newcomers.clients(server.port, 1), newcomers.live, times(2))
    assert in_time()
    back = time.monotonic() - start
    clients = newcomers.clients(server.port, LATER_CLIENTS)
    await newcomers.work(clients, newcomers.live, times(LATER_CLIENTS))
    assert newcomers.statuses.keys() == {200, 201, 204}, newcomers.statuses
    workload.promised |= newcomers.promised
    return back
