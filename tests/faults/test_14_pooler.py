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
    """Two instances share few connections; no request fails, and each sees the other's writes."""
    migrate = [sys.executable, str(ROOT / "scripts" / "database.py"), name, "migrate"]
    subprocess.run(migrate, env=os.environ | {"DATABASE_URL": database}, check=True)
    with serve(name, pooler) as one, serve(name, pooler) as other:
        workloads = [await new_workload(server.port) for server in (one, other)]
        # Writes first: a driver forgets its prepared statements on rollback, as after reads.
        for step in ("create", "live"):
            more = seconds(scale.seconds / 2)
            working = [each.work(CLIENTS, getattr(each, step), more) for each in workloads]
            await asyncio.gather(*working)
        for workload, server in zip(workloads, (other, one), strict=True):
            assert not workload.doubtful
            workload.port = server.port
            await verify(server, workload, 200, 201, 204)
        connections = execute(database, SQL(COUNT))
    assert 0 < connections <= CONNECTIONS
    number = sum(len(workload.seconds) for workload in workloads)
    rate = number / scale.seconds
    text = f"{number} requests at {rate:.0f} requests/s, none failed, none lost or doubled"
    figure(text, requests=number, requests_per_second=rate)
