"""The database: the request is the transaction, which pyramid_tm commits or aborts at its end.

No view commits. What a view returns is committed before the answer is sent, whatever its status;
what it raises is rolled back. So: raise errors, return successes.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.threadlocal import get_current_request
from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Integer, MetaData, event, text
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
    # Once, where the cookiecutter registers each session: seven event listeners a request. As if
    # changed, so that reads are committed too: rolled back, psycopg forgets what it has prepared.
    zope.sqlalchemy.register(make_session, "changed", transaction_manager=CurrentTransaction())

    def dbsession(request: Request) -> Session:
        return make_session()

    config.add_request_method(dbsession, reify=True)


def get_engine(settings: dict[str, Any]) -> Engine:
    """Return the engine that the settings describe, with a folder for the default database."""
    (Path(__file__).parent.parent / "var").mkdir(exist_ok=True)
    return engine_from_config(settings, "sqlalchemy.")


@event.listens_for(Engine, "connect")
def configure_sqlite(connection: Any, record: object) -> None:
    """Let readers and one writer work side by side, and make a write take its lock first."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 20000")  # milliseconds
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")


def lock_writes(session: Session) -> None:
    """Take SQLite's one write lock now, where other databases lock the row with FOR UPDATE."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("BEGIN IMMEDIATE"))
