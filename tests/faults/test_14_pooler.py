"""Fault 14: PgBouncer in transaction mode, between the server and PostgreSQL."""

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

from .client import sign_up
from .conftest import Record, Scale, complaints, serve
from .timing import seconds
from .workload import Workload

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
    """Let all clients write, then run the mixed load, and compare the ledger.

    The writes come first: a driver forgets its prepared statements on rollback, as after reads.
    """
    workload = Workload(await sign_up(servers[0].port))
    clients = [each for server in servers for each in workload.clients(server.port, CLIENTS)]
    for step in (workload.create, workload.live):
        await workload.work(clients, step, seconds(duration / 2))
    said = "\n".join(complaints(server) for server in servers)
    assert workload.statuses.keys() == {200, 201, 204}, f"{workload.statuses}\n{said}"
    assert not workload.doubtful
    assert await workload.differences(servers[0].port) == []
    number, rate = len(workload.seconds), len(workload.seconds) / duration
    text = f"{number} requests at {rate:.0f} requests/s, none failed, none lost or doubled"
    figure(text, requests=number, requests_per_second=rate)
