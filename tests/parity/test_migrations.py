"""Migrations work in both directions, keep existing rows, and can run several times in parallel.

Every test runs the command behind `make migrate-flask`, on a new database of each kind.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from harness import ROOT, SERVERS
from harness.postgres import new_database, server

TABLES = ["users", "tokens", "tasks", "failed_logins"]
FIRST, NOTHING = "0001", "0000"  # revisions
MOMENT = "'2026-01-02 03:04:05.678901+00:00'"
OF_DJANGO = {"is_active": "TRUE", "is_staff": "FALSE", "is_superuser": "FALSE"}
ANN = {"username": "'ann'", "email": "'ann@example.org'", "password": "'x'", "date_joined": MOMENT}
OF_ANN = {"user_id": "(SELECT id FROM users)"}
ROWS = {
    "tokens": {"digest": "'d1'", "expiry_date": MOMENT} | OF_ANN,
    "tasks": {"name": "'🥛'", "note": "''", "creation_date": MOMENT, "completed": "TRUE"} | OF_ANN,
    "failed_logins": {"digest": "'d2'", "creation_date": MOMENT},
}
PIPES: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
SCHEMA = {
    "sqlite": ["SELECT type, name, tbl_name, sql FROM sqlite_master"],
    "postgresql": [
        "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length"
        " FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
    ],
}

every_server = pytest.mark.parametrize("name", SERVERS)


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    """A PostgreSQL server where tests may create databases."""
    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new, empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/todo.db"
    else:
        with new_database(request.getfixturevalue("server_url")) as database:
            yield database


def run(name: str, url: str, *task: str, times: int = 1) -> None:
    """Run `migrate` or `revert REVISION`, several times in parallel; all runs must succeed."""
    command = [sys.executable, str(ROOT / "scripts" / "database.py"), name, *task]
    environment = os.environ | {"DATABASE_URL": url}
    processes = [subprocess.Popen(command, env=environment, **PIPES) for _ in range(times)]
    outputs = [process.communicate()[0] for process in processes]
    assert not any(process.returncode for process in processes), "".join(outputs)


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Execute a statement and return its rows in a fixed order."""
    file = url.removeprefix("sqlite:///")
    connection: Any = psycopg.connect(url) if url == file else sqlite3.connect(file)
    with closing(connection):
        cursor = connection.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        connection.commit()
    return sorted(rows, key=repr)


def schema(url: str) -> list[list[tuple[Any, ...]]]:
    """Return all tables, columns, indexes and constraints from the database's catalogue."""
    return [execute(url, query) for query in SCHEMA[url.partition(":")[0]]]


def contents(url: str, columns: Iterable[str] = ("*",)) -> list[list[tuple[Any, ...]]]:
    """Return all rows, of those columns of `users` and all of the others."""
    shown = dict.fromkeys(TABLES, "*") | {"users": ", ".join(columns)}
    return [execute(url, f"SELECT {shown[table]} FROM {table}") for table in TABLES]  # noqa: S608


@every_server
def test_several_processes_may_migrate_an_empty_database_at_once(name: str, url: str) -> None:
    """All succeed, and the result equals that of one process after a full revert."""
    run(name, url, "migrate", times=3)
    migrated = schema(url)
    run(name, url, "revert", NOTHING)
    assert not {value for rows in schema(url) for row in rows for value in row} & {*TABLES}
    run(name, url, "migrate")
    assert schema(url) == migrated
    assert contents(url) == [[], [], [], []]


@every_server
def test_migrations_keep_what_is_there(name: str, url: str) -> None:
    """Rows from the first revision are the same at the last one, and users have the zone UTC."""
    run(name, url, "migrate")
    migrated = schema(url)
    run(name, url, "revert", FIRST)
    assert schema(url) != migrated
    users = {"users": ANN | (OF_DJANGO if name == "django" else {})}
    for table, row in (users | ROWS).items():
        columns, values = ", ".join(row), ", ".join(row.values())
        execute(url, f"INSERT INTO {table} ({columns}) VALUES ({values})")  # noqa: S608 - our names
    before = contents(url, ANN)
    assert all(before)
    run(name, url, "migrate")
    assert contents(url, ANN) == before
    assert execute(url, "SELECT time_zone FROM users") == [("UTC",)]
    assert schema(url) == migrated
