"""A temporary PostgreSQL server works as tests need it, and leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from harness import MODULES
from harness.commands import OURS, refusal
from harness.ports import free_port
from harness.postgres import Postgres, execute, new_database, throwaway
from harness.programs import copy_programs, find_postgres, version
from harness.servers import running
from harness.throwaway import accepts
from psycopg.sql import SQL

COMMAND = [sys.executable, "-m", "harness.postgres"]
TELL = """
import os, sys
print(os.environ["DATABASE_URL"], flush=True)
sys.exit(len(sys.stdin.read()))
"""
ENDING_SECONDS = 20
PIPES: Any = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | {"text": True}

every_source = pytest.mark.parametrize("source", ["", "embedded"], ids=["found", "embedded"])


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A server for all tests of this module."""
    with throwaway() as server:
        yield server


def begin(*command: str, **settings: str) -> subprocess.Popen[str]:
    """Start a command with a new database; of the database settings it gets only these."""
    kept = {key: value for key, value in os.environ.items() if key not in OURS}
    environment = kept | MODULES | settings
    return subprocess.Popen([*COMMAND, *command], env=environment, **PIPES)


def test_a_server_keeps_its_data_over_a_restart(postgres: Postgres) -> None:
    """It has the same address after a restart, as soon as `start` returns."""
    with new_database(postgres.url) as url:
        execute(url, SQL("CREATE TABLE things AS SELECT 'kept' AS name"))
        postgres.stop()
        assert not accepts(url)
        postgres.start()
        assert execute(url, SQL("SELECT name FROM things")) == "kept"


def test_a_new_database_is_dropped_even_while_it_is_used(postgres: Postgres) -> None:
    """A connection that is still open does not prevent it."""
    with new_database(postgres.url) as url:
        forgotten = psycopg.connect(url)
    assert accepts(postgres.url)
    assert not accepts(url)
    forgotten.close()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_new_database_has_the_time_zone_that_is_asked_for(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Every connection to it starts with this time zone."""
    monkeypatch.setenv("POSTGRES_ZONE", zone)
    with new_database(postgres.url) as url:
        assert execute(url, SQL("SHOW timezone")) == zone


@every_source
def test_a_command_gets_a_database_and_its_status_is_passed_on(source: str) -> None:
    """With the programs of this machine and of the wheel; the message says which ones."""
    process = begin(sys.executable, "-c", TELL, PG_BIN=source)
    output, error = process.communicate("seven..")
    assert process.returncode == 7
    assert output.startswith("postgresql://todo:")
    said = error.splitlines()[-1]  # before it, the first time, comes the installer's output
    assert said.startswith("PostgreSQL ")
    assert said.endswith(", throw-away")
    assert ("embedded" in said) == bool(source)


def test_a_command_in_a_command_gets_another_database_of_the_same_server(
    postgres: Postgres,
) -> None:
    """The outer command sets POSTGRES_SERVER; the inner one starts and prints nothing."""
    with new_database(postgres.url) as outer:
        process = begin(
            sys.executable, "-c", TELL, POSTGRES_SERVER=postgres.url, DATABASE_URL=outer
        )
        output, error = process.communicate()
    inner = output.strip()
    assert inner != outer
    assert inner.rpartition("/")[0] == outer.rpartition("/")[0]
    assert error == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind_however_it_ends(number: signal.Signals) -> None:
    """Neither SIGTERM nor SIGKILL leaves a process or a folder behind."""
    process = begin(sys.executable, "-c", TELL)
    with process:
        assert process.stdout
        url = process.stdout.readline().strip()
        family = psutil.Process(process.pid).children(recursive=True)
        children = psutil.Process(process.pid).children()  # unlike PostgreSQL's own, these stay
        folders = {child.cwd() for child in children} - {str(Path.cwd())}
        process.send_signal(number)
    assert not psutil.wait_procs(family, timeout=ENDING_SECONDS)[1]
    assert not [folder for folder in folders if Path(folder).exists()]
    assert folders
    assert not accepts(url)


@pytest.mark.parametrize(
    ("port", "said"),
    [
        (str(free_port()), "PostgreSQL is out of reach, see DATABASE_URL: .*Connection refused"),
        ("s3cret", "DATABASE_URL is not postgresql://USER:PASSWORD@HOST/NAME"),
    ],
    ids=["unreachable", "malformed"],
)
def test_a_database_out_of_reach_is_said_in_one_line(port: str, said: str) -> None:
    """The message has the reason and the variable; it never repeats what may be the password."""
    line = refusal(*COMMAND, "true", DATABASE_URL=f"postgresql://ann:s3cret@127.0.0.1:{port}/todo")
    assert re.match(said, line)
    assert "s3cret" not in line


def test_a_user_who_may_not_create_databases_is_told_so(postgres: Postgres) -> None:
    """The message tells an administrator how to fix it."""
    execute(postgres.url, SQL("CREATE ROLE ann LOGIN PASSWORD 's3cret'"))
    address = f"postgresql://ann:s3cret@{postgres.url.rpartition('@')[2]}"
    line = refusal(*COMMAND, "true", POSTGRES_SERVER=address)
    assert line == "ann may not create databases: ALTER ROLE ann CREATEDB\n"


def test_a_folder_without_programs_is_said_in_one_line(tmp_path: Path) -> None:
    """If PG_BIN is set, no other folder is used."""
    line = refusal(*COMMAND, "true", PG_BIN=str(tmp_path))
    assert line == f"PG_BIN={tmp_path} has no programs of PostgreSQL 13 or newer\n"


@every_source
def test_programs_run_where_they_are_copied_to(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL does not run as root, and its user may not have access to the original folder."""
    monkeypatch.setenv("PG_BIN", source)
    programs = find_postgres()
    copied = copy_programs(programs, tmp_path)
    for program in ("postgres", "initdb"):
        assert version(copied / program) == version(programs / program) != "0"


def test_a_server_of_a_framework_gets_a_database_there(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """POSTGRES_SERVER is enough, and the database is dropped when the server stops."""
    monkeypatch.setenv("POSTGRES_SERVER", postgres.url)
    count = SQL("SELECT count(*) FROM pg_database WHERE datname LIKE 'todo_%'")
    with running("flask"):
        assert execute(postgres.url, count) == 1
    assert execute(postgres.url, count) == 0
