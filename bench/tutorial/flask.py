"""Four requests as Flask's tutorial and Flask-SQLAlchemy's quick start would write them.

https://flask.palletsprojects.com/en/stable/tutorial/
https://flask-sqlalchemy.readthedocs.io/en/stable/quickstart/
"""

import functools
import os
import secrets
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Blueprint, Flask, abort, g, request, url_for
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, ForeignKey, event
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

LIFETIME = timedelta(days=14)
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB


class Base(DeclarativeBase):
    """The base of the models."""


db = SQLAlchemy(model_class=Base)
bp = Blueprint("todo", __name__, url_prefix="/api/v1/accounts")


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
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str]


class Token(db.Model):
    """A token."""

    __tablename__ = "tokens"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    expiry_date: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship()


class Task(db.Model):
    """A task."""

    __tablename__ = "tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    note: Mapped[str]
    creation_date: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), default=lambda: datetime.now(UTC)
    )
    due_date: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    completed: Mapped[bool]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

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


@bp.before_app_request
def load_logged_in_user() -> None:
    """Find the user of the bearer token."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    live = Token.digest == digest(token), Token.expiry_date > datetime.now(UTC)
    query = db.select(Token).options(joinedload(Token.user)).where(*live)
    session = db.session.execute(query).scalar_one_or_none() if token else None
    g.user = session.user if session else None


def login_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Allow only the owner of the account to use the view."""

    @functools.wraps(view)
    def wrapped_view(username: str, **values: Any) -> Any:
        if g.user is None:
            abort(401)
        if g.user.username != username:
            abort(403)
        return view(username=username, **values)

    return wrapped_view


@bp.post("/login")
def log_in() -> dict[str, Any]:
    """Log in and receive a token."""
    query = db.select(User).filter_by(username=request.json["username"])
    user = db.session.execute(query).scalar_one_or_none() or abort(401)
    try:
        hasher.verify(user.password, request.json["password"])
    except VerifyMismatchError:
        abort(401)
    token = secrets.token_urlsafe(32)
    expiry_date = datetime.now(UTC) + LIFETIME
    db.session.add(Token(digest=digest(token), expiry_date=expiry_date, user_id=user.id))
    db.session.commit()
    return {"token": token, "token_type": "Bearer", "expires_in": int(LIFETIME.total_seconds())}


@bp.get("/<username>/tasks")
@login_required
def list_tasks(username: str) -> dict[str, Any]:
    """List the tasks."""
    query = db.select(Task).filter_by(user_id=g.user.id).order_by(Task.id)
    return {"tasks": [task.to_dict() for task in db.session.execute(query).scalars()]}


@bp.post("/<username>/tasks")
@login_required
def create_task(username: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Create a task."""
    task = Task(
        name=request.json["name"],
        note=request.json.get("note", ""),
        due_date=read_time(request.json.get("due_date")),
        completed=request.json.get("completed", False),
        user_id=g.user.id,
    )
    db.session.add(task)
    db.session.commit()
    location = url_for(".read_task", username=username, id=task.id)
    return task.to_dict(), 201, {"Location": location}


@bp.get("/<username>/tasks/<int:id>")
@login_required
def read_task(username: str, id: int) -> dict[str, Any]:
    """Show one task."""
    return db.one_or_404(db.select(Task).filter_by(id=id, user_id=g.user.id)).to_dict()


def create_app() -> Flask:
    """Return the application."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    app.json.sort_keys = False  # members in the contract's order
    db.init_app(app)
    app.register_blueprint(bp)
    return app
