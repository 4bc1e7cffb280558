"""Four requests as Pyramid's cookiecutter and its wiki tutorial would write them.

https://docs.pylonsproject.org/projects/pyramid/en/latest/tutorials/wiki2/
https://github.com/Pylons/pyramid-cookiecutter-starter
"""

import os
import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import zope.sqlalchemy
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from pyramid.authorization import ACLHelper, Allow, Authenticated, Everyone
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound, HTTPUnauthorized
from pyramid.renderers import JSON
from pyramid.request import Request, RequestLocalCache
from pyramid.router import Router
from pyramid.view import view_config
from sqlalchemy import Boolean, Column, DateTime, Engine, ForeignKey, Integer, Text, event
from sqlalchemy.engine import engine_from_config
from sqlalchemy.orm import Session, configure_mappers, declarative_base, joinedload, relationship
from sqlalchemy.orm import sessionmaker as make_sessionmaker
from transaction import TransactionManager

LIFETIME = timedelta(days=14)
Base = declarative_base()
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB


@event.listens_for(Engine, "connect")
def configure_sqlite(connection: Any, record: object) -> None:
    """Configure SQLite as in the application."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 30000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")


class User(Base):
    """An account."""

    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    username = Column(Text, nullable=False, unique=True)
    password = Column(Text, nullable=False)


class Token(Base):
    """A token."""

    __tablename__ = "tokens"
    id = Column(Integer, primary_key=True)
    digest = Column(Text, nullable=False, unique=True)
    expiry_date = Column(DateTime(timezone=True), nullable=False)
    user_id = Column(ForeignKey("users.id"), nullable=False)
    user = relationship(User)


class Task(Base):
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

    def __json__(self, request: Request) -> dict[str, Any]:
        names = ("id", "name", "note", "creation_date", "due_date", "completed")
        return {name: getattr(self, name) for name in names}


configure_mappers()


def write_time(moment: datetime, request: Request) -> str:
    """Return a time in UTC as the API sends it; SQLite returns it without a time zone."""
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def read_time(text: str | None) -> datetime | None:
    """Return the time in UTC that a client sent."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def digest(token: str) -> str:
    """Return the SHA-256 of a token."""
    return sha256(token.encode()).hexdigest()


class MySecurityPolicy:
    """Authentication and authorization."""

    def __init__(self) -> None:
        self.identity_cache = RequestLocalCache(self.load_identity)
        self.acl = ACLHelper()

    def load_identity(self, request: Request) -> User | None:
        """Find the user of the bearer token."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        query = request.dbsession.query(Token).options(joinedload(Token.user))
        live = Token.digest == digest(token), Token.expiry_date > datetime.now(UTC)
        session = query.filter(*live).first()
        return session.user if session else None

    def identity(self, request: Request) -> User | None:
        """Return the authenticated user."""
        return self.identity_cache.get_or_create(request)

    def authenticated_userid(self, request: Request) -> int | None:
        """Return the id of the authenticated user."""
        user = self.identity(request)
        return user.id if user else None

    def permits(self, request: Request, context: object, permission: str) -> Any:
        """Return whether the user has the permission."""
        principals = self.effective_principals(request)
        return self.acl.permits(context, principals, permission)

    def effective_principals(self, request: Request) -> list[str]:
        """Return the user's principals for access control lists."""
        user = self.identity(request)
        return [Everyone, Authenticated, f"u:{user.username}"] if user else [Everyone]


class Account:
    """The account that the path names."""

    def __init__(self, request: Request) -> None:
        self.username = request.matchdict["username"]

    def __acl__(self) -> list[tuple[str, str, str]]:
        return [(Allow, f"u:{self.username}", "use")]


@view_config(route_name="login", renderer="json")
def log_in(request: Request) -> dict[str, Any]:
    """Log in and receive a token."""
    body = request.json_body
    user = request.dbsession.query(User).filter_by(username=body["username"]).first()
    if user is None:
        raise HTTPUnauthorized
    try:
        hasher.verify(user.password, body["password"])
    except VerifyMismatchError as error:
        raise HTTPUnauthorized from error
    token = secrets.token_urlsafe(32)
    expiry_date = datetime.now(UTC) + LIFETIME
    request.dbsession.add(Token(digest=digest(token), expiry_date=expiry_date, user_id=user.id))
    return {"token": token, "token_type": "Bearer", "expires_in": int(LIFETIME.total_seconds())}


@view_config(route_name="tasks", request_method="GET", renderer="json", permission="use")
def list_tasks(request: Request) -> dict[str, Any]:
    """List the tasks."""
    query = request.dbsession.query(Task).filter_by(user_id=request.identity.id)
    return {"tasks": query.order_by(Task.id).all()}


@view_config(route_name="tasks", request_method="POST", renderer="json", permission="use")
def create_task(request: Request) -> Task:
    """Create a task."""
    task = Task(
        name=request.json_body["name"],
        note=request.json_body.get("note", ""),
        due_date=read_time(request.json_body.get("due_date")),
        completed=request.json_body.get("completed", False),
        user_id=request.identity.id,
    )
    request.dbsession.add(task)
    request.dbsession.flush()
    request.response.status = 201
    username = request.matchdict["username"]
    request.response.location = request.route_path("task", username=username, id=task.id)
    return task


@view_config(route_name="task", request_method="GET", renderer="json", permission="use")
def read_task(request: Request) -> Task:
    """Show one task."""
    query = request.dbsession.query(Task).filter_by(user_id=request.identity.id)
    task = query.filter_by(id=int(request.matchdict["id"])).first()
    if task is None:
        raise HTTPNotFound
    return task


def get_tm_session(session_factory: Any, transaction_manager: TransactionManager) -> Session:
    """Return a session that commits with the request's transaction."""
    dbsession = session_factory()
    zope.sqlalchemy.register(dbsession, transaction_manager=transaction_manager)
    return dbsession


def main(global_config: dict[str, str], **settings: Any) -> Router:
    """Return the application."""
    settings["tm.manager_hook"] = "pyramid_tm.explicit_manager"
    with Configurator(settings=settings) as config:
        config.include("pyramid_tm")
        session_factory = make_sessionmaker(bind=engine_from_config(settings, "sqlalchemy."))
        config.add_request_method(
            lambda request: get_tm_session(session_factory, request.tm), "dbsession", reify=True
        )
        json = JSON()
        json.add_adapter(datetime, write_time)
        config.add_renderer("json", json)
        config.set_security_policy(MySecurityPolicy())
        config.add_route("login", "/api/v1/accounts/login")
        config.add_route("tasks", "/api/v1/accounts/{username}/tasks", factory=Account)
        config.add_route("task", "/api/v1/accounts/{username}/tasks/{id}", factory=Account)
        config.scan(__name__)
        return config.make_wsgi_app()


def create_app() -> Router:
    """Return the application with the setting that would be in the ini file."""
    return main({}, **{"sqlalchemy.url": os.environ["DATABASE_URL"]})
