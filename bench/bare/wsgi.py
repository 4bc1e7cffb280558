"""The bare version beside Flask, Pyramid and Django: plain WSGI (PEP 3333)."""

import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any

from .answers import DATABASE, SQLITE, respond

local = threading.local()


def connection() -> Any:
    """Return the database connection of this thread, in autocommit mode."""
    if not hasattr(local, "connection"):
        local.connection = connect()
    return local.connection


def connect() -> Any:
    """Return a new database connection."""
    if not SQLITE:
        import psycopg

        return psycopg.connect(DATABASE, autocommit=True)
    database = sqlite3.connect(DATABASE.removeprefix("sqlite:///"), isolation_level=None)
    database.execute("PRAGMA busy_timeout = 30000")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA foreign_keys = ON")
    return database


def run(statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    text = statement if SQLITE else statement.replace("?", "%s")
    return connection().execute(text, values).fetchall()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one of the four requests."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    work = respond(
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"],
        environ.get("HTTP_AUTHORIZATION", ""),
        environ["wsgi.input"].read(length) if length else b"",
    )
    result: Any = None
    while True:
        try:
            wanted = work.send(result)
        except StopIteration as end:
            status, body, headers = end.value
            break
        result = run(*wanted) if isinstance(wanted, tuple) else wanted()
    headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    start_response(status, [*headers.items()])
    return [body]
