"""The database: the request is the transaction, which pyramid_tm commits or aborts at its end.

No view commits. What a view returns is committed before the response is sent, whatever its
status; what it raises is rolled back. So raise errors and return successes.
"""

import sqlite3
from pathlib import Path
from typing import Any

import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import Engine, engine_from_config, event, text
from sqlalchemy.orm import Session, sessionmaker
from transaction import TransactionManager

# Importing the models registers them with the metadata, for relationships and for Alembic.
from .failed_login import FailedLogin
from .meta import Base, now
from .task import Task
from .token import Token, hash_token
from .user import User

__all__ = ["Base", "FailedLogin", "Task", "Token", "User", "hash_token", "now"]


def includeme(config: Configurator) -> None:
    """Give every request a transaction, `request.tm`, and a session in it, `request.dbsession`."""
    config.add_settings({"tm.manager_hook": "pyramid_tm.explicit_manager"})
    config.include("pyramid_tm")
    session_factory = get_session_factory(get_engine(config.get_settings()))
    config.registry["dbsession_factory"] = session_factory

    def dbsession(request: Request) -> Session:
        # Tests may bring a session of their own, and in "tm.manager" its transaction manager.
        given = request.environ.get("app.dbsession")
        return get_tm_session(session_factory, request.tm, request) if given is None else given

    config.add_request_method(dbsession, reify=True)


def get_engine(settings: dict[str, Any], prefix: str = "sqlalchemy.") -> Engine:
    """Return the engine that the settings describe, with a folder for the default database."""
    (Path(__file__).parents[2] / "var").mkdir(exist_ok=True)
    return engine_from_config(settings, prefix)


@event.listens_for(Engine, "connect")
def configure_connection(connection: Any, record: object) -> None:
    """Set up a new connection to SQLite or, by psycopg, to PostgreSQL."""
    if isinstance(connection, sqlite3.Connection):
        # Readers and one writer work in parallel, and a write takes its lock first.
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 20000")  # milliseconds
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
    else:
        # PgBouncer may run the next transaction where the statement has not been prepared.
        connection.prepare_threshold = None
        # In another zone psycopg cannot load the first and the last day of the calendar.
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()


def get_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return what makes the sessions of an engine."""
    return sessionmaker(engine)


def get_tm_session(
    session_factory: sessionmaker[Session], tm: TransactionManager, request: Request | None = None
) -> Session:
    """Return a session that joins the transactions of a transaction manager.

    In a view that is `request.tm`. Elsewhere, `with tm:` commits at the end of the block.
    """
    session = session_factory(info={"request": request, "tm": tm})
    zope.sqlalchemy.register(session, transaction_manager=tm)
    return session


def restart_transaction(dbsession: Session) -> None:
    """Abort the transaction and begin another, which returns the connection to the pool.

    What was added is lost, and what was loaded is detached. The session must be one of
    `get_tm_session`.
    """
    dbsession.info["tm"].abort()
    dbsession.info["tm"].begin()


def lock_writes(dbsession: Session) -> None:
    """Take SQLite's only write lock now; other databases lock the row with FOR UPDATE."""
    if dbsession.get_bind().dialect.name == "sqlite":
        dbsession.execute(text("BEGIN IMMEDIATE"))
