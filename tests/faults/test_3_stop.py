"""Fault 3: the server gets SIGTERM under load."""

import asyncio
import time

from harness.servers import STOP_SECONDS, Server

from .conftest import Record
from .observing import complaints
from .raw import slow_clients
from .timing import Strike
from .workload import new_workload

CLIENTS, SLOW_BODIES = 16, 8
BEFORE = 200  # writes


async def test_sigterm_under_load_loses_no_request(server: Server, figure: Record) -> None:
    """In-flight requests are answered, the exit status is 0 in time, and no child remains."""
    workload = await new_workload(server.port)
    strike = Strike(workload, BEFORE, server.process.terminate, server.port)
    async with slow_clients(server.port, workload.user, 0, SLOW_BODIES, 0.1):
        await workload.work(
            CLIENTS, strike.step, lambda: not strike.broken["ConnectionRefusedError"]
        )
        left = strike.moment + STOP_SECONDS - time.monotonic()
        await asyncio.to_thread(server.process.wait, left)
    took = time.monotonic() - strike.moment
    assert workload.statuses.keys() == {201}, workload.statuses
    assert server.process.returncode == 0, complaints(server)
    assert server.tree() == []
    assert strike.lost == 0
    refused = strike.broken["ConnectionRefusedError"]
    reset = strike.broken.total() - refused
    text = f"ended after {took:.1f} s; of those in flight {strike.finished} answered, 0 lost; "
    text += f"later ones: {refused} refused, {reset} reset"
    figure(text, seconds=took, finished=strike.finished, refused=refused, reset=reset)
