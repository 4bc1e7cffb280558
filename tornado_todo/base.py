"""What the handlers of all parts share: transactions, the log, and what a graceful shutdown needs.

tornado-sqlalchemy brings `make_session` and `as_future`, and three traps:

- `self.session` commits in on_finish: on the loop, and after the answer, which may prove wrong;
- `as_future(session.scalars(query).all)` runs the query on the loop, since Python evaluates the
  argument first;
- `sqlite://` in memory is another, empty database in each thread: use a file.
"""

import secrets
from asyncio import Future
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import exc
from tornado.log import app_log
from tornado.util import TimeoutError as TornadoTimeoutError
from tornado.web import HTTPError, RequestHandler
from tornado_sqlalchemy import SessionMixin, as_future

from .errors import DatabaseUnavailableError, DomainError

Result = TypeVar("Result")

UNAVAILABLE = exc.OperationalError, exc.InterfaceError, exc.InternalError
LONGEST_WAIT = timedelta(seconds=3)  # for a connection


class BaseHandler(SessionMixin, RequestHandler):  # type: ignore[misc]  # the mixin has no types
    """The base of all handlers; the log shows `path_template`."""

    path_template = "-"

    def set_default_headers(self) -> None:
        """Set the headers of every answer, and drop Server, which names Tornado's version."""
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")

    def initialize(self) -> None:
        """Name the request for the log, and note that it is being answered."""
        self.request_id = secrets.token_hex(8)
        self.settings["in_flight"].add(self)

    def head(self, **path: str) -> Awaitable[None] | None:
        """Answer like GET; Tornado leaves the body out."""
        return self.get(**path)

    def finish(self, chunk: Any = None) -> "Future[None]":
        """Send the answer. The request is in flight until the last byte has left."""
        if self.settings["shutting_down"].is_set():
            self.set_header("Connection", "close")  # the client's next request goes elsewhere
        flushed = super().finish(chunk)
        flushed.add_done_callback(lambda _: self.settings["in_flight"].discard(self))
        return flushed

    async def transact(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Return what `work(session, *arguments)` returns, run in a thread and committed.

        If it raises, the transaction is rolled back. Entities come back detached: reading what was
        not loaded raises, and never blocks the loop.

        Raises DatabaseUnavailableError if the database fails, or no connection is free in time.
        """

        def unit() -> Result:
            with self.make_session() as session:
                return work(session, *arguments)

        try:
            # Wait here, where waiting can end: as_future queues for its threads without a limit.
            with await self.settings["db_connections"].acquire(LONGEST_WAIT):
                return await as_future(unit)
        except (*UNAVAILABLE, TornadoTimeoutError) as error:
            raise DatabaseUnavailableError(error) from error

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log a crash with its traceback, but without the URL, which Tornado's own would log."""
        if isinstance(value, DatabaseUnavailableError):
            app_log.error("the database fails: %s", str(value).partition("\n")[0])
        elif not isinstance(value, HTTPError | DomainError):
            app_log.error("crash request=%s", self.request_id, exc_info=(typ, value, tb))
