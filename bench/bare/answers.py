"""Four requests with hand-written SQL and no framework: the lower bound of cost in Python.

Each request is a generator. It yields a statement with its values, or a blocking function to call,
and receives the rows or the result. wsgi.py and asyncio.py execute what it yields.
"""

import json
import os
import secrets
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

Answer = tuple[str, bytes, dict[str, str]]  # status, body, headers
Work = Generator[tuple[str, tuple[Any, ...]] | Callable[[], bool], Any, Answer]

DATABASE = os.environ["DATABASE_URL"]
SQLITE = DATABASE.startswith("sqlite")
# Flask writes JSON without spaces and ends it with a line feed; the others use Python's defaults.
FLASK = os.environ["FRAMEWORK"] == "flask"
SEPARATORS, END = ((",", ":"), b"\n") if FLASK else ((", ", ": "), b"")
LIFETIME = timedelta(days=14)

COLUMNS = "id, name, note, creation_date, due_date, completed"
SELECT_CALLER = """
    SELECT users.id, users.username FROM tokens JOIN users ON users.id = tokens.user_id
    WHERE digest = ? AND expiry_date > ?"""
SELECT_USER = "SELECT id, password FROM users WHERE username = ?"
INSERT_SESSION = "INSERT INTO tokens (digest, expiry_date, user_id) VALUES (?, ?, ?) RETURNING id"
SELECT_TASKS = f"SELECT {COLUMNS} FROM tasks WHERE user_id = ? ORDER BY id"  # noqa: S608
SELECT_TASK = f"SELECT {COLUMNS} FROM tasks WHERE user_id = ? AND id = ?"  # noqa: S608
INSERT_TASK = """
    INSERT INTO tasks (name, note, creation_date, due_date, completed, user_id)
    VALUES (?, ?, ?, ?, ?, ?) RETURNING id"""

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB


def respond(method: str, path: str, authorization: str, body: bytes) -> Work:
    """Return the generator that answers a request."""
    _, _, _, _, username, *rest = path.split("/")
    if username == "login":
        return (yield from log_in(json.loads(body)))
    token = authorization.removeprefix("Bearer ")
    rows = yield SELECT_CALLER, (digest(token), stored(datetime.now(UTC)))
    if not rows or rows[0][1] != username:
        return "403 Forbidden" if rows else "401 Unauthorized", b"", {}
    user_id = rows[0][0]
    if len(rest) == 2:
        return (yield from read_task(user_id, int(rest[1])))
    if method == "POST":
        return (yield from create_task(user_id, path, json.loads(body)))
    return (yield from list_tasks(user_id))


def log_in(data: dict[str, Any]) -> Work:
    """Log in and receive a token."""
    rows = yield SELECT_USER, (data["username"],)
    if not rows or not (yield partial(verify, rows[0][1], data["password"])):
        return "401 Unauthorized", b"", {}
    token = secrets.token_urlsafe(32)
    yield INSERT_SESSION, (digest(token), stored(datetime.now(UTC) + LIFETIME), rows[0][0])
    seconds = int(LIFETIME.total_seconds())
    return "200 OK", dump({"token": token, "token_type": "Bearer", "expires_in": seconds}), {}


def list_tasks(user_id: int) -> Work:
    """List the tasks."""
    rows = yield SELECT_TASKS, (user_id,)
    return "200 OK", dump({"tasks": [task(*row) for row in rows]}), {}


def read_task(user_id: int, id: int) -> Work:
    """Show one task."""
    rows = yield SELECT_TASK, (user_id, id)
    return ("200 OK", dump(task(*rows[0])), {}) if rows else ("404 Not Found", b"", {})


def create_task(user_id: int, path: str, data: dict[str, Any]) -> Work:
    """Create a task."""
    due = data.get("due_date")
    values = (
        data["name"],
        data.get("note", ""),
        stored(datetime.now(UTC)),
        stored(datetime.fromisoformat(due).astimezone(UTC)) if due else None,
        data.get("completed", False),
    )
    rows = yield INSERT_TASK, (*values, user_id)
    return "201 Created", dump(task(rows[0][0], *values)), {"Location": f"{path}/{rows[0][0]}"}


def stored(moment: datetime) -> datetime | str:
    """Return a time in UTC as the database stores it; SQLite stores text."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds") if SQLITE else moment


def task(id: int, name: str, note: str, creation: Any, due: Any, completed: Any) -> dict[str, Any]:
    """Return a row as the API sends it."""
    return {
        "id": id,
        "name": name,
        "note": note,
        "creation_date": sent(creation),
        "due_date": due and sent(due),
        "completed": bool(completed),
    }


def sent(moment: datetime | str) -> str:
    """Return a time from the database as the API sends it."""
    text = moment if isinstance(moment, str) else moment.isoformat(" ", "microseconds")
    return f"{text[:10]}T{text[11:26]}Z"


def dump(answer: dict[str, Any]) -> bytes:
    """Return an answer in JSON."""
    return json.dumps(answer, separators=SEPARATORS).encode() + END


def verify(encoded: str, password: str) -> bool:
    """Return whether the hash belongs to this password."""
    try:
        return hasher.verify(encoded.removeprefix("argon2"), password)  # Django's prefix
    except VerifyMismatchError:
        return False


def digest(token: str) -> str:
    """Return the SHA-256 of a token."""
    return sha256(token.encode()).hexdigest()
