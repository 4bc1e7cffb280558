"""The database: what Django connects to, read from DATABASE_URL.

Django commits every statement by itself; a view that needs more than one says transaction.atomic.
Reads stay outside of it, since on SQLite it takes the one write lock as it begins.
"""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

SQLITE = {
    "ENGINE": "django_todo.sqlite",
    "OPTIONS": {
        "timeout": 20,  # seconds to wait for the write lock
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode = WAL",
    },
}

POOL = {
    "min_size": 1,
    "max_size": 15,
    "timeout": 3,  # seconds to wait for a connection, then 503
    "reconnect_timeout": 5,  # after which it tries anew, instead of ever more rarely
}


def parse_url(url: str) -> dict[str, Any]:
    """Return what DATABASES holds for sqlite:///relative, sqlite:////absolute or postgresql://.

    Raises ImproperlyConfigured, without the URL: there may be a password in it.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme == "sqlite" and not parts.netloc and parts.path.strip("/"):
            file = unquote(parts.path[1:])
            return SQLITE | {"NAME": file, "TEST": {"NAME": f"{file}.test"}}
        if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
            return postgresql(parts)
    except ValueError:
        pass
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
    """Return the settings of /readyz: each time a new connection, in 2 s, to a file that exists."""
    if database["ENGINE"] == SQLITE["ENGINE"]:
        name = f"file:{quote(database['NAME'])}?mode=rw"
        probe = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
    else:
        probe = database | {"OPTIONS": database["OPTIONS"] | {"connect_timeout": 2}}
    return probe | {"TEST": {"MIRROR": "default"}}


def prepare_server() -> None:
    """Give a server a pool of connections to PostgreSQL; our back end for SQLite has its own.

    Commands have none, since it tries for half a minute before it says what is wrong.
    """
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["pool"] = POOL
        connection_created.connect(check_pool)


def check_pool(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Replace a connection that the pool gave but the database has ended, and all like it.

    The pool's own check (CONN_HEALTH_CHECKS) pauses after each, twice as long every time.
    """
    if not connection.is_usable():
        connection.pool.check()
        connection.close()
        connection.connect()


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file, which is made first if there is none.

    Linking a complete file lets several processes start at once: they agree on the first.
    """
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as file:  # nobody else may read it
            file.write(get_random_secret_key())
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()
