"""The database: the engine, its connections, and the column types that the models share."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator
from tornado.options import options
from tornado_sqlalchemy import SQLAlchemy, set_max_workers

Transact = Callable[..., Awaitable[Any]]  # BaseHandler.transact, in base.py

# SQLite numbers rows by itself only if the type of the key is exactly INTEGER.
Identifier = Annotated[
    int, mapped_column(sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)
]


class Base(DeclarativeBase):
    """The base of the models; constraints have names, so that migrations can name them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC on every database: SQLite's come back without a zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Convert to UTC on the way in."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Add the zone on the way out."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


db = SQLAlchemy()
db.Model = Base  # the library's own has neither types nor names for constraints


def connect() -> None:
    """Make the engine of this process, and its threads: as many as there are connections."""
    set_max_workers(options.pool_size)
    pool = {"pool_size": options.pool_size, "max_overflow": 0, "pool_pre_ping": True}
    db.configure(
        options.database_url,
        session_options={"expire_on_commit": False},  # handlers read what a transaction has loaded
        engine_options={**pool, "hide_parameters": True},  # passwords among them must not be logged
    )
    db.get_engine()  # it is made now, since two threads that ask at once would make two


def readiness_engine() -> sa.Engine:
    """Return the engine of /readyz: a new connection each time, in 2 s, to a file that exists."""
    url = sa.make_url(options.database_url)
    if url.get_backend_name() == "sqlite":
        file = f"file:{quote(url.database or '')}?mode=rw&uri=true"
        return sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
    return sa.create_engine(url, poolclass=sa.NullPool, connect_args={"connect_timeout": 2})


@sa.event.listens_for(sa.Engine, "connect")
def configure_connection(connection: Any, record: object) -> None:
    """Set up a new connection to SQLite or, by psycopg, to PostgreSQL."""
    if isinstance(connection, sqlite3.Connection):
        # Readers and one writer work side by side, and a write takes its lock first.
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 20000")  # milliseconds
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
    else:
        # PgBouncer may run the next transaction on a connection without the prepared statement.
        connection.prepare_threshold = None
        # In another zone the first and the last day of the calendar could not be loaded.
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()


def lock_writes(session: Session) -> None:
    """Take SQLite's one write lock now; other databases lock the row with FOR UPDATE."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text("BEGIN IMMEDIATE"))
