"""The database: the request is the transaction, which pyramid_tm commits or aborts at its end.

No view commits. What a view returns is committed before the answer is sent, whatever its status;
what it raises is rolled back. So: raise errors, return successes.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.threadlocal import get_current_request
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    NullPool,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.engine import engine_from_config
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator
from transaction import Transaction

# SQLite numbers a row by itself only if its key is INTEGER to the letter.
Identifier = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
]


class Base(DeclarativeBase):
    """The base of the models; constraints have names, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC on every database: SQLite's come back without their zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC on the way in."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Name the zone on the way out."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class CurrentTransaction:
    """A transaction manager that names the current request's: the session maker has but one."""

    def get(self) -> Transaction:
        """Return the transaction of the request that this thread serves."""
        return get_current_request().tm.get()


def includeme(config: Configurator) -> None:
    """Give every request a transaction, request.tm, and a session in it, request.dbsession."""
    config.add_settings({"tm.manager_hook": "pyramid_tm.explicit_manager"})
    # Else pyramid_tm asks who it is before the path is known: a query for every 404.
    config.add_settings({"tm.annotate_user": False})
    config.include("pyramid_tm")

    make_session = sessionmaker(get_engine(config.get_settings()))
    # Once, where the cookiecutter registers each session: seven event listeners a request.
    zope.sqlalchemy.register(make_session, transaction_manager=CurrentTransaction())

    def dbsession(request: Request) -> Session:
        return make_session()

    config.add_request_method(dbsession, reify=True)
    config.registry["readiness_engine"] = get_readiness_engine(config.get_settings())


def get_engine(settings: dict[str, Any]) -> Engine:
    """Return the engine that the settings describe, with a folder for the default database."""
    (Path(__file__).parent.parent / "var").mkdir(exist_ok=True)
    return engine_from_config(settings, "sqlalchemy.")


def get_readiness_engine(settings: dict[str, Any]) -> Engine:
    """Return the engine of /readyz: each time a new connection, in 2 s, to a file that exists."""
    url = make_url(settings["sqlalchemy.url"])
    if url.get_backend_name() == "sqlite":
        file = f"file:{quote(url.database or '')}"
        url = url.set(database=file, query={"mode": "rw", "uri": "true"})
        return create_engine(url, poolclass=NullPool)
    return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 2})


@event.listens_for(Engine, "connect")
def configure_connection(connection: Any, record: object) -> None:
    """Set up a new connection to SQLite or, by psycopg, to PostgreSQL."""
    if isinstance(connection, sqlite3.Connection):
        # Readers and one writer work side by side, and a write takes its lock first.
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 20000")  # milliseconds
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
    else:
        # PgBouncer may run the next transaction where nothing has been prepared.
        connection.prepare_threshold = None
        # In another zone the first and the last day of the calendar could not be loaded.
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()


def release_connection(request: Request) -> None:
    """End the transaction, which detaches what was loaded in it, and begin another."""
    request.tm.abort()
    request.tm.begin()


def lock_writes(session: Session) -> None:
    """Take SQLite's one write lock now, where other databases lock the row with FOR UPDATE."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("BEGIN IMMEDIATE"))
