"""The database: tornado-sqlalchemy, one `as_future` a transaction, so that nothing blocks the loop.

`transact` runs a whole unit of work in a thread: queries, hashing of passwords, commit. What else
the library offers, does not do what it seems to do:

- `self.session` commits in on_finish, on the loop, after the answer has gone: it may promise a lie;
- `as_future(session.scalars(query).all)` runs the query on the loop, since arguments come first;
- `sqlite://` in memory is another, empty database in each thread: use a file.
"""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

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
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    InternalError,
    NoResultFound,
    OperationalError,
)
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator
from tornado.options import options
from tornado.util import TimeoutError as TornadoTimeoutError
from tornado_sqlalchemy import SessionMixin, SQLAlchemy, as_future, set_max_workers

from .errors import lost_account, lost_database

Result = TypeVar("Result")

LONGEST_WAIT = timedelta(seconds=3)  # for a connection

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


db = SQLAlchemy()
db.Model = Base  # the library's own has neither types nor names for constraints


def connect() -> None:
    """Make the engine of this process, and its threads: as many as there are connections."""
    set_max_workers(options.pool_size)
    pool = {"pool_size": options.pool_size, "max_overflow": 0, "pool_pre_ping": True}
    db.configure(options.database_url, engine_options=pool | {"hide_parameters": True})
    # The engine is made now, since two threads that ask at once would make two; the library's own
    # sessions would each look up the engine of every table.
    db.sessionmaker = sessionmaker(db.engine)


def readiness_engine() -> Engine:
    """Return the engine of /readyz: each time a new connection, in 2 s, to a file that exists."""
    url = make_url(options.database_url)
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


def lock_writes(session: Session) -> None:
    """Take SQLite's one write lock now, where other databases lock the row with FOR UPDATE."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("BEGIN IMMEDIATE"))


class TransactionMixin(SessionMixin):  # type: ignore[misc]  # it has no types
    """What gives a handler its transactions."""

    async def transact(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Return what `work` returns, run in a thread and committed; roll back if it raises.

        It returns plain values: a live object could go to the database on the loop. A row that is
        missing, or that another refers to, means that the account was deleted meanwhile: 401.
        A database that does not answer, at the commit too, and one whose connections are all in
        use for three seconds: 503.
        """

        def unit() -> Result:
            with self.make_session() as session:
                return work(session, *arguments)

        try:
            # Here, where waiting can end: as_future queues for its threads without a limit.
            with await self.settings["connections"].acquire(LONGEST_WAIT):
                return await as_future(unit)
        except (IntegrityError, NoResultFound) as error:
            raise lost_account() from error
        except (OperationalError, InterfaceError, InternalError, TornadoTimeoutError) as error:
            raise lost_database(error) from error
