"""Four requests as Tornado's guide and the README of tornado-sqlalchemy would write them.

https://www.tornadoweb.org/en/stable/guide/structure.html
https://github.com/siddhantgoel/tornado-sqlalchemy
"""

import asyncio
import os
import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Boolean, Column, DateTime, Engine, ForeignKey, Integer, Text, event
from sqlalchemy.orm import joinedload, relationship
from tornado.escape import json_decode
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.options import define, options, parse_command_line
from tornado.process import fork_processes
from tornado.web import Application, HTTPError, RequestHandler, url
from tornado_sqlalchemy import SessionMixin, SQLAlchemy, as_future, set_max_workers

define("host", "127.0.0.1")
define("port", 8004)
define("processes", 2)
define("pool_size", 32)  # threads and connections, as in the application

LIFETIME = timedelta(days=14)
db = SQLAlchemy()
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB


@event.listens_for(Engine, "connect")
def configure_sqlite(connection: Any, record: object) -> None:
    """Configure SQLite as in the application."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 30000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")


class User(db.Model):
    """An account."""

    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    username = Column(Text, nullable=False, unique=True)
    password = Column(Text, nullable=False)


class Token(db.Model):
    """A token."""

    __tablename__ = "tokens"
    id = Column(Integer, primary_key=True)
    digest = Column(Text, nullable=False, unique=True)
    expiry_date = Column(DateTime(timezone=True), nullable=False)
    user_id = Column(ForeignKey("users.id"), nullable=False)
    user = relationship(User)


class Task(db.Model):
    """A task."""

    __tablename__ = "tasks"
    id = Column(Integer, primary_key=True)
    name = Column(Text, nullable=False)
    note = Column(Text, nullable=False)
    creation_date = Column(
        DateTime(timezone=True), nullable=False, default=lambda: datetime.now(UTC)
    )
    due_date = Column(DateTime(timezone=True))
    completed = Column(Boolean, nullable=False)
    user_id = Column(ForeignKey("users.id"), nullable=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the task as the API sends it."""
        return {
            "id": self.id,
            "name": self.name,
            "note": self.note,
            "creation_date": write_time(self.creation_date),
            "due_date": self.due_date and write_time(self.due_date),
            "completed": self.completed,
        }


def write_time(moment: datetime) -> str:
    """Return a time in UTC as the API sends it; SQLite returns it without a time zone."""
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def read_time(text: str | None) -> datetime | None:
    """Return the time in UTC that a client sent."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def digest(token: str) -> str:
    """Return the SHA-256 of a token."""
    return sha256(token.encode()).hexdigest()


class AccountHandler(SessionMixin, RequestHandler):
    """A handler that only the owner of the account may use."""

    async def prepare(self) -> None:
        """Find the user of the bearer token."""
        token = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        live = Token.digest == digest(token), Token.expiry_date > datetime.now(UTC)
        with self.make_session() as session:
            query = session.query(Token).options(joinedload(Token.user)).filter(*live)
            found = await as_future(query.first)
            if found is None:
                raise HTTPError(401)
            if found.user.username != self.path_kwargs["username"]:
                raise HTTPError(403)
            self.current_user = found.user.id


class LoginHandler(SessionMixin, RequestHandler):
    """Log in and receive a token."""

    async def post(self) -> None:
        """Issue a token; verify the password in a thread, since hashing would block the loop."""
        data = json_decode(self.request.body)
        with self.make_session() as session:
            query = session.query(User).filter_by(username=data["username"])
            user = await as_future(query.first)
            if user is None:
                raise HTTPError(401)
            try:
                await asyncio.to_thread(hasher.verify, user.password, data["password"])
            except VerifyMismatchError as error:
                raise HTTPError(401) from error
            token = secrets.token_urlsafe(32)
            expiry_date = datetime.now(UTC) + LIFETIME
            session.add(Token(digest=digest(token), expiry_date=expiry_date, user_id=user.id))
        seconds = int(LIFETIME.total_seconds())
        self.write({"token": token, "token_type": "Bearer", "expires_in": seconds})


class TaskListHandler(AccountHandler):
    """All tasks of the user."""

    async def get(self, username: str) -> None:
        """List the tasks."""
        with self.make_session() as session:
            query = session.query(Task).filter_by(user_id=self.current_user).order_by(Task.id)
            tasks = await as_future(query.all)
            self.write({"tasks": [task.to_dict() for task in tasks]})

    async def post(self, username: str) -> None:
        """Create a task."""
        data = json_decode(self.request.body)
        task = Task(
            name=data["name"],
            note=data.get("note", ""),
            due_date=read_time(data.get("due_date")),
            completed=data.get("completed", False),
            user_id=self.current_user,
        )
        with self.make_session() as session:
            session.add(task)
            await as_future(session.flush)
            answer = task.to_dict()
        self.set_status(201)
        self.set_header("Location", self.reverse_url("task", username, answer["id"]))
        self.write(answer)


class TaskHandler(AccountHandler):
    """A task of the user."""

    async def get(self, username: str, id: str) -> None:
        """Show the task."""
        with self.make_session() as session:
            query = session.query(Task).filter_by(user_id=self.current_user, id=int(id))
            task = await as_future(query.first)
            if task is None:
                raise HTTPError(404)
            self.write(task.to_dict())


def make_app() -> Application:
    """Return the application."""
    account = "/api/v1/accounts/(?P<username>[^/]+)"
    handlers = [
        url("/api/v1/accounts/login", LoginHandler),
        url(f"{account}/tasks", TaskListHandler),
        url(f"{account}/tasks/(?P<id>[0-9]+)", TaskHandler, name="task"),
    ]
    return Application(handlers, db=db)


async def main(sockets: list[Any]) -> None:
    """Serve until the process ends."""
    set_max_workers(options.pool_size)
    pool = {"pool_size": options.pool_size, "max_overflow": 0}
    db.configure(os.environ["DATABASE_URL"], engine_options=pool)
    HTTPServer(make_app()).add_sockets(sockets)
    await asyncio.Event().wait()


if __name__ == "__main__":
    options.logging = None
    parse_command_line()
    if options.processes > 1:
        fork_processes(options.processes)
    asyncio.run(main(bind_sockets(options.port, options.host, reuse_port=True)))
