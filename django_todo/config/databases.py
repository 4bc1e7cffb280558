"""The entries of DATABASES, and a pool of connections to PostgreSQL for servers."""

from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

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
    with suppress(ValueError):
        parts = urlsplit(url)
        name = unquote(parts.path[1:])
        if parts.scheme == "sqlite" and not parts.netloc and name.strip("/"):
            return SQLITE | {"NAME": name, "TEST": {"NAME": f"{name}.test"}}
        if parts.scheme in ("postgres", "postgresql") and name:
            return postgresql(parts)
    raise ImproperlyConfigured("it is neither sqlite:///FILE nor postgresql://USER@HOST/NAME")


def postgresql(parts: SplitResult) -> dict[str, Any]:
    """Return the settings of a PostgreSQL database; its query holds options of libpq."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


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
