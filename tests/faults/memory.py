"""The memory use of a server: private memory of its processes, in bytes."""

import asyncio
from collections.abc import Callable

from harness.servers import Server

LOOKS, INTERVAL = 20, 0.1  # seconds between them


def memory(server: Server) -> int:
    """Return the current memory use of all the server's processes."""
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
