"""The database: one session a request, opened by Flask-SQLAlchemy, committed by the view.

Every view that writes says db.session.commit() itself; what is not committed is rolled back when
the request ends.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    NullPool,
    event,
    make_url,
    text,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

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


# Objects stay readable after the commit, since the answer is made from them.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(directory=str(Path(__file__).parent / "migrations"), render_as_batch=True)


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


def readiness_bind(database_url: str) -> dict[str, dict[str, Any]]:
    """Return the bind of /readyz: each time a new connection, in 2 s, to a file that exists."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        file = f"file:{quote(url.database or '')}"
        url = url.set(database=file, query={"mode": "rw", "uri": "true"})
        return {"readiness": {"url": url, "poolclass": NullPool}}
    timeout = {"connect_timeout": 2}
    return {"readiness": {"url": url, "poolclass": NullPool, "connect_args": timeout}}


def lock_writes() -> None:
    """Take SQLite's one write lock now, where other databases lock the row with FOR UPDATE."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("BEGIN IMMEDIATE"))
