"""Changes that the triggers of the database report: whose tasks have changed, whose token is gone.

One watcher serves all sockets of a process. It also sees what other processes write.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from typing import Any

import psycopg
from sqlalchemy import URL, make_url
from tornado.log import app_log
from tornado.options import options

LOOK_EVERY = 0.25  # seconds; a look takes some microseconds, so the loop can do it
TRY_AGAIN = 1  # second
# Seconds after which a connection that has gone silent is asked, and then given up.
KEEP_ALIVE: Any = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
KEPT = 1000  # changes, for watchers that have not looked yet; see prune.py


def has_model(name: str | None, *_: object) -> bool:
    """Tell Alembic to ignore the table of the triggers, which has no model."""
    return name != "changes"


async def watch(tell: Callable[[int | None], Awaitable[None]]) -> None:
    """Pass the id of each user with a change to `tell`, in the order of the commits, for ever.

    Pass None when watching begins, and again after a failure: anybody's tasks may have changed.
    """
    url = make_url(options.database_url)
    changes = sqlite_changes if url.get_backend_name() == "sqlite" else postgresql_changes
    while True:
        try:
            async for user_id in changes(url):
                await tell(user_id)
        except (OSError, sqlite3.Error, psycopg.Error) as error:
            app_log.error("watching for changes fails: %s", str(error).partition("\n")[0])
        except Exception:  # nobody awaits this task: without the log a crash would go unnoticed
            app_log.exception("watching for changes crashed")
        await asyncio.sleep(TRY_AGAIN)


async def sqlite_changes(url: URL) -> AsyncIterator[int | None]:
    """Yield what the table `changes` gets, whoever writes it.

    `data_version` changes with each commit of another connection, and asking for it reads no page:
    https://sqlite.org/pragma.html#pragma_data_version
    """
    with closing(sqlite3.connect(url.database or "", timeout=0)) as connection:
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()
        seen = None
        yield None
        while True:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if version != seen:
                query = "SELECT id, user_id FROM changes WHERE id > ? ORDER BY id"
                rows = connection.execute(query, [last]).fetchall()
                seen, last = version, rows[-1][0] if rows else last
                for user_id in dict.fromkeys(user_id for _, user_id in rows):
                    yield user_id
            await asyncio.sleep(LOOK_EVERY)


async def postgresql_changes(url: URL) -> AsyncIterator[int | None]:
    """Yield what is notified, on a connection that does nothing else.

    It must lead to the server itself: PgBouncer passes no notification on in transaction mode.
    https://www.postgresql.org/docs/current/sql-listen.html
    """
    target = url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(
        target, autocommit=True, **KEEP_ALIVE
    ) as connection:
        await connection.execute("LISTEN changes")
        yield None
        async for notice in connection.notifies():
            yield int(notice.payload)
