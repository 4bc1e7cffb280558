"""The entries of DATABASES, and a pool of connections to PostgreSQL for servers."""

from typing import Any
from urllib.parse import quote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# CONN_MAX_AGE stays 0: a connection that outlives its request belongs to its thread, and Granian
# ends idle threads without closing it (at 60, three bursts left 308 open files). So SQLite connects
# for each request, and PostgreSQL has a pool.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "timeout": 20,  # seconds to wait for the write lock
        "transaction_mode": "IMMEDIATE",  # take the write lock first: upgrading could not wait
        "init_command": "PRAGMA journal_mode = WAL",  # readers do not wait for a writer (TASK-13)
    },
}
POOL = {
    "min_size": 1,
    "max_size": 15,
    "timeout": 3,  # seconds to wait for a connection, then 503
    "reconnect_timeout": 5,  # seconds, then the pool starts over instead of pausing ever longer
}


def parse_url(url: str) -> dict[str, Any]:
    """Return the settings for sqlite:///relative, sqlite:////absolute or postgresql://.

    Raises ImproperlyConfigured, without the URL: it may hold a password.
    """
    try:
        database = {"OPTIONS": {}, **dj_database_url.parse(url)}
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from None
    if database["ENGINE"] == SQLITE["ENGINE"]:
        database |= SQLITE | {"TEST": {"NAME": f"{database['NAME']}.test"}}
    return database


def for_readiness(database: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of /readyz: never the pool, 2 s to connect, and no new SQLite file."""
    if database["ENGINE"] == SQLITE["ENGINE"]:
        probe = {"ENGINE": SQLITE["ENGINE"], "NAME": f"file:{quote(database['NAME'])}?mode=rw"}
    else:
        probe = database | {"OPTIONS": database["OPTIONS"] | {"connect_timeout": 2}}
    return probe | {"TEST": {"MIRROR": "default"}}


def prepare_server() -> None:
    """Give a server its pool of connections to PostgreSQL, or one to SQLite that stays open.

    Commands have no pool: it would hide why a database is out of reach behind a timeout.
    SQLite deletes its write-ahead log when the last connection closes. If each request created it
    anew, a write would take half as long again.
    """
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["pool"] = POOL
        connection_created.connect(check_pool)
    else:
        connection.ensure_connection()


def check_pool(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Replace a connection that the pool gave but the database has ended, and all like it.

    The pool's own check (CONN_HEALTH_CHECKS) pauses after each, twice as long every time.
    """
    if not connection.is_usable():
        connection.pool.check()
        connection.close()
        connection.connect()
