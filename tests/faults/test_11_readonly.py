"""Fault 11: the database is read-only, as a standby is after a failover."""

from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from harness.postgres import execute
from harness.servers import Server
from psycopg.sql import SQL, Identifier, Literal

from .client import API, Client, User, register
from .conftest import Record
from .observing import complaints, failures, look, recover
from .timing import times, until
from .workload import new_workload

TASKS = 10
LONGEST = 10  # seconds until all connections are closed
SETTING = "ALTER DATABASE {} SET default_transaction_read_only = {}"
END = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = {}"


@pytest.mark.only("postgresql")
async def test_a_read_only_database_is_survived(
    server: Server, database: str, postgres: str, figure: Record
) -> None:
    """Meanwhile reads work and writes are a 503; afterwards all works."""
    workload, who = await new_workload(server.port), await register(server.port)
    await workload.work(1, workload.create, times(TASKS))
    await make_read_only(postgres, urlsplit(database).path[1:], "on")
    meanwhile = {"/healthz": 200, "/readyz": 503, "tasks": 200}
    assert [await look(server, workload.user) for _ in range(TASKS)] == [meanwhile] * TASKS
    reported, before = failures(server), complaints(server)
    refused = await write_all(server.port, workload.user, who)
    assert refused == dict.fromkeys(refused, (503, "application/problem+json"))
    assert failures(server) == reported + len(refused), server.log_end()
    assert complaints(server) == before
    await make_read_only(postgres, urlsplit(database).path[1:], "off")
    back = await recover(server, workload)
    assert "Traceback" not in server.log.read_text()
    assert await workload.differences() == []
    text = f"{len(refused)} writes refused, reading went on; all works {back:.2f} s after its end"
    figure(text, refused=len(refused), back_seconds=back)


async def make_read_only(administrator: str, database: str, value: str) -> None:
    """Set the mode for new connections, and close all others: the server's pool keeps some."""
    execute(administrator, SQL(SETTING).format(Identifier(database), Literal(value)))
    end = SQL(END).format(Literal(database))
    await until(lambda: execute(administrator, end) == 0, LONGEST)


async def write_all(port: int, user: User, who: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Try every operation that writes; return the status and media type of each answer."""
    newcomer = {"username": "newcomer", "password": "correct horse", "email": "n@example.org"}
    task: dict[str, Any] = {"name": "Buy milk"}
    requests = [
        ("POST", f"{API}/accounts", newcomer),
        ("POST", f"{API}/accounts/login", who),
        ("POST", f"{API}/accounts/logout", None),
        ("PUT", user.path, {"email": "new@example.org"}),
        ("POST", user.tasks, task),
        ("PUT", f"{user.tasks}/1", task),
        ("DELETE", f"{user.tasks}/1", None),
        ("DELETE", user.path, None),
    ]
    found = {}
    with closing(Client(port, user.token)) as client:
        for method, target, value in requests:
            answer = await client.ask(method, target, value)
            assert answer.status != 503 or int(answer.headers["retry-after"]) > 0, answer
            found[f"{method} {target}"] = (answer.status, answer.headers.get("content-type", ""))
    return found
