"""Fault 4: the database is unavailable for a while."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest
from harness.postgres import throwaway
from harness.servers import Server

from .conftest import Record, serve
from .observing import look, recover, verify
from .timing import until
from .workload import new_workload

CLIENTS = 8
LONGEST = 60  # seconds: the limit for each step
Action = Callable[[], object]


@pytest.mark.only("postgresql")
async def test_a_stopped_database_is_survived(name: str, kind: str, figure: Record) -> None:
    """Requests get 503 meanwhile, and work again soon after the database does."""
    meanwhile = {"/healthz": 200, "/readyz": 503, "tasks": 503}
    with throwaway() as postgres, serve(name, postgres.url) as server:
        await outage(server, postgres.stop, postgres.start, meanwhile, figure)


@pytest.mark.only("sqlite")
async def test_a_locked_database_is_survived(server: Server, database: str, figure: Record) -> None:
    """Writes get 503 during another program's lock, reads still work; afterwards all works."""
    meanwhile = {"/healthz": 200, "/readyz": 200, "tasks": 200}
    path = database.removeprefix("sqlite:///")
    # All clients compete for this lock, so it may take some time to get it.
    other = sqlite3.connect(path, LONGEST, isolation_level=None, check_same_thread=False)
    with closing(other):
        lock = partial(other.execute, "BEGIN IMMEDIATE")
        await outage(server, lock, other.rollback, meanwhile, figure)


async def outage(
    server: Server, lose: Action, regain: Action, meanwhile: dict[str, int], figure: Record
) -> None:
    """Make the database unavailable under load; `meanwhile` has the expected statuses of GETs."""
    workload, at_work = await new_workload(server.port), True
    working = asyncio.create_task(workload.work(CLIENTS, workload.write_and_read, lambda: at_work))
    await until(lambda: len(workload.promised) > 50, LONGEST)
    await asyncio.to_thread(lose)
    assert await look(server, workload.user) == meanwhile
    await until(lambda: len(workload.refused) >= CLIENTS, LONGEST)
    at_work = False
    await asyncio.to_thread(regain)
    back = await recover(server, workload)
    await working
    await verify(server, workload, 200, 201, 503)
    number, slowest = len(workload.refused), max(workload.refused)
    text = f"{number} refused, each within {slowest:.1f} s; all works {back:.2f} s after its return"
    figure(text, refused=number, slowest_seconds=slowest, back_seconds=back)
