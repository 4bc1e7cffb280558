"""How much memory a server uses: what belongs to its processes alone, in bytes."""

import asyncio
from collections.abc import Callable

from servers import Server

LOOKS, INTERVAL = 20, 0.1  # seconds between them


def memory(server: Server) -> int:
    """Return what all processes of the server use now."""
    return sum(process.memory_full_info().uss for process in server.tree())


async def at_rest(server: Server) -> int:
    """Return the least of some looks: each hash that nobody waits for any more takes 19 MiB."""
    looks = []
    for _ in range(LOOKS):
        looks.append(memory(server))
        await asyncio.sleep(INTERVAL)
    return min(looks)


async def peak(server: Server, at_work: Callable[[], bool]) -> int:
    """Return the most that was seen while the server was at work."""
    most = memory(server)
    while at_work():
        await asyncio.sleep(INTERVAL)
        most = max(most, memory(server))
    return most
