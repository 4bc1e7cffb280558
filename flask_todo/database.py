"""The database. Flask-SQLAlchemy gives each request a session of its own; the view commits it.

Every view that writes calls db.session.commit() itself. What is not committed is rolled back at
the end of the request. To hash a password, `passwords` closes the session before.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Integer, MetaData, event, text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

# SQLite generates ids only for a primary key whose type is exactly INTEGER.
Identifier = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
]


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC on every database. SQLite returns naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert a parameter to UTC."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert a result to UTC."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Base(DeclarativeBase):
    """The base of the models. Constraints have names, so that migrations can refer to them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# Views build the response from the objects after the commit, so keep their attributes loaded.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(directory=str(Path(__file__).parent / "migrations"))


@event.listens_for(Engine, "connect")
def configure_connection(connection: Any, record: object) -> None:
    """Set up a new connection to SQLite or, by psycopg, to PostgreSQL."""
    if isinstance(connection, sqlite3.Connection):
        # Readers do not wait for the writer (WAL); a write takes its lock when it begins.
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 20000")  # milliseconds
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
    else:
        # PgBouncer may run each transaction on another server, without the prepared statements.
        connection.prepare_threshold = None
        # In another zone, Python cannot load the first and the last day of the calendar.
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()


def lock_writes() -> None:
    """Take SQLite's write lock now; it has no SELECT … FOR UPDATE. On PostgreSQL, do nothing."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("BEGIN IMMEDIATE"))
