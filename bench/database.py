"""A database for a variant: migrated like the application's own, and filled with SQL."""

import atexit
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from harness import ROOT, SERVERS
from harness.postgres import new_database

PASSWORD = "correct horse"  # noqa: S105 - of all users, in a temporary database
HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$/7+s8oMwgGqsKikrsdbpKA"
    "$O403yiPJ+gHF3CYrzUAyDI/o3nX37/ek4T4tVf2+cDQ"
)
TOKENS = {"ann": "a" * 43, "bob": "b" * 43}  # ann only reads, bob writes
USERS, TASKS = 100, 1_000  # the defaults
PAGE = 20  # ann's tasks, spread evenly among those of the others

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
FILL = """
    INSERT INTO users (username, email, password, date_joined{more_columns})
    {users_numbers} SELECT
        CASE i WHEN 1 THEN 'ann' WHEN 2 THEN 'bob' ELSE 'user' || i END,
        'somebody@example.org', '{hash}', '2026-01-02 03:04:05.678901'{more_values}
    FROM n;
    INSERT INTO tokens (digest, expiry_date, user_id)
    {users_numbers} SELECT
        CASE i WHEN 1 THEN '{ann}' WHEN 2 THEN '{bob}' ELSE 'digest ' || i END,
        '2099-01-02 03:04:05.678901', i
    FROM n;
    INSERT INTO tasks (name, note, creation_date, due_date, completed, user_id)
    {tasks_numbers} SELECT
        'Task ' || i, 'A note of some words.', '2026-01-02 03:04:05.678901',
        '2030-01-02 08:00:00.000000', i % 3 = 0,
        CASE WHEN i % {step} = 0 THEN 1 ELSE 2 + i % {others} END
    FROM n;
    ANALYZE
"""


@contextmanager
def prepared(
    framework: str, postgres: str | None = None, users: int = USERS, tasks: int = TASKS
) -> Iterator[str]:
    """Yield the URL of a new database with these numbers of users and tasks (ann has `PAGE`).

    It is an SQLite file, unless `postgres` is the administrator's URL of a PostgreSQL server.
    """
    if postgres is None:
        with TemporaryDirectory() as folder:
            file = shutil.copy(migrated(framework), folder)
            fill(framework, f"sqlite:///{file}", users, tasks)
            with another_connection(file):
                yield f"sqlite:///{file}"
    else:
        with new_database(postgres) as url:
            migrate(framework, url)
            fill(framework, url, users, tasks)
            yield url


@contextmanager
def another_connection(file: str) -> Iterator[None]:
    """Keep a connection to an SQLite file open, as other processes would.

    Closing the last connection to a file costs a checkpoint and the removal of the WAL; without
    this, some applications would pay for it in each request (https://www.sqlite.org/wal.html).
    """
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM users").fetchone()
        yield


@cache
def migrated(framework: str) -> Path:
    """Return an SQLite file with the framework's tables, as a template; it is removed at exit."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    file = Path(folder.name, "todo.db")
    migrate(framework, f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")  # one file, without a WAL
    return file


def migrate(framework: str, url: str) -> None:
    """Create the tables and indexes with the framework's migrations."""
    program, *arguments = SERVERS[framework]["migrate"]
    command = [ROOT / ".venvs" / framework / "bin" / program, *arguments]
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{framework} cannot migrate a new database:\n{done.stderr}")


def fill(framework: str, url: str, users: int, tasks: int) -> None:
    """Insert users, a token for each, and tasks."""
    is_django = framework == "django"
    script = FILL.format(
        more_columns=", is_active, is_staff, is_superuser" if is_django else "",
        more_values=", 0 = 0, 0 = 1, 0 = 1" if is_django else "",
        users_numbers=NUMBERS.format(count=users),
        tasks_numbers=NUMBERS.format(count=tasks),
        hash=f"argon2{HASH}" if is_django else HASH,
        **{name: sha256(token.encode()).hexdigest() for name, token in TOKENS.items()},
        step=tasks // PAGE,
        others=users - 1,
    )
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(Path(url.removeprefix("sqlite:///")))) as database:
            database.executescript(f"BEGIN; {script}; COMMIT")
    else:
        with psycopg.connect(url) as connection:
            connection.execute(script)
