"""Run a command with a new PostgreSQL database: python -m harness.postgres COMMAND...

The command gets DATABASE_URL and POSTGRES_SERVER. If one of them is already set, the new database
is on that server, and other databases there stay unchanged; otherwise a temporary server starts.
POSTGRES_ZONE sets the time zone of new databases; the default is the server's.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Composed, Identifier, Literal

from . import commands
from .throwaway import Postgres, throwaway

__all__ = ["Postgres", "new_database", "server", "throwaway"]

CONNECT_SECONDS = 10


@contextmanager
def server() -> Iterator[str]:
    """Yield an administrator's URL of $POSTGRES_SERVER, $DATABASE_URL or a temporary server.

    RuntimeError: the server is unreachable, or no server could be started.
    """
    given = os.environ.get("POSTGRES_SERVER")
    database = os.environ.get("DATABASE_URL", "")
    if given:
        yield given
    elif database.startswith("postgres"):
        print(f"PostgreSQL {version(database)} of DATABASE_URL", file=sys.stderr)
        yield database
    else:
        with throwaway() as postgres:
            said = f"PostgreSQL {version(postgres.url)} from {postgres.programs}, throw-away"
            print(said, file=sys.stderr)
            yield postgres.url


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """Create a database with a random name, yield its URL, and drop it at the end.

    POSTGRES_ZONE sets its time zone. RuntimeError: the server is unreachable, or its user may
    not create databases.
    """
    name, zone = f"todo_{secrets.token_hex(8)}", os.environ.get("POSTGRES_ZONE")
    # template0 can be copied even while a client is connected to template1.
    execute(server_url, SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
    try:
        if zone:
            setting = SQL("ALTER DATABASE {} SET timezone = {}")
            execute(server_url, setting.format(Identifier(name), Literal(zone)))
        parts = urlsplit(server_url)
        query = f"?{parts.query}" if parts.query else ""
        yield f"{parts.scheme}://{parts.netloc}/{name}{query}"
    finally:
        execute(server_url, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def version(url: str) -> str:
    """Return the version of a server, such as "15.18"."""
    return str(execute(url, SQL("SHOW server_version"))).split()[0]


def execute(url: str, statement: SQL | Composed) -> Any:
    """Execute one statement outside a transaction; return the first value, if any.

    RuntimeError, in one line and without the password: the server is unreachable or refuses.
    """
    try:
        _ = urlsplit(url).port  # libpq would print it; it may be a part of the password
        with psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
    except InsufficientPrivilege:
        user = conninfo_to_dict(url).get("user", "NAME")
        raise RuntimeError(f"{user} may not create databases: ALTER ROLE {user} CREATEDB") from None
    except (psycopg.ProgrammingError, ValueError):
        raise RuntimeError("DATABASE_URL is not postgresql://USER:PASSWORD@HOST/NAME") from None
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise RuntimeError(f"PostgreSQL is out of reach, see DATABASE_URL: {reason}") from None
    return row and row[0]


def main(command: list[str]) -> int:
    """Run the command with a new database, and return its exit status."""
    if not command:
        raise RuntimeError("usage: harness.postgres COMMAND [ARGUMENT...]")
    with server() as server_url, new_database(server_url) as url:
        settings = {"POSTGRES_SERVER": server_url, "DATABASE_URL": url}
        with subprocess.Popen(command, env=os.environ | settings) as process:
            try:
                status = process.wait()
            except KeyboardInterrupt:  # the terminal sent it to both processes
                status = process.wait()
            except SystemExit:
                process.terminate()
                raise
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    commands.run(main)
