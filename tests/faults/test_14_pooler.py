"""Fault 14: PgBouncer in transaction mode, between the server and PostgreSQL."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from harness import ROOT
from harness.pgbouncer import pooled
from harness.postgres import execute
from harness.programs import find_program
from harness.servers import Server
from psycopg.sql import SQL

from .conftest import Record, Scale, serve
from .observing import verify
from .timing import seconds
from .workload import new_workload

CLIENTS = 16  # for each of two instances
CONNECTIONS = 10  # from the pooler to the database
COUNT = "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()"


@pytest.fixture
def pooler(database: str) -> Iterator[str]:
    """The database's URL through PgBouncer; without PgBouncer the test is skipped, except in CI."""
    program = find_program("pgbouncer")
    if not program:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("PgBouncer is missing: install the package pgbouncer")
    with pooled(program, database, CONNECTIONS) as url:
        yield url


@pytest.mark.only("postgresql")
async def test_a_pooler_costs_no_request(
    name: str, database: str, pooler: str, scale: Scale, figure: Record
) -> None:
    """Two instances share few connections; no request fails and no write is lost."""
    migrate = [sys.executable, str(ROOT / "scripts" / "database.py"), name, "migrate"]
    subprocess.run(migrate, env=os.environ | {"DATABASE_URL": database}, check=True)
    with serve(name, pooler) as one, serve(name, pooler) as other:
        await load([one, other], scale.seconds, figure)
        connections = execute(database, SQL(COUNT))
    assert 0 < connections <= CONNECTIONS


async def load(servers: list[Server], duration: int, figure: Record) -> None:
    """Let all clients write, then run the mixed load, and compare through the other instance.

    The writes come first: a driver forgets its prepared statements on rollback, as after reads.
    """
    workloads = [await new_workload(server.port) for server in servers]
    for name in ("create", "live"):
        more = seconds(duration / 2)
        await asyncio.gather(*(each.work(CLIENTS, getattr(each, name), more) for each in workloads))
    for workload, other in zip(workloads, reversed(servers), strict=True):
        assert not workload.doubtful
        workload.port = other.port
        await verify(other, workload, 200, 201, 204)
    number = sum(len(workload.seconds) for workload in workloads)
    text = f"{number} requests at {number / duration:.0f} requests/s, none failed, none lost"
    figure(f"{text} or doubled", requests=number, requests_per_second=number / duration)
