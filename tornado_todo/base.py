"""What the handlers of all parts share: transactions, the log, and what a graceful end needs.

tornado-sqlalchemy brings `make_session` and `as_future`, and three traps:

- `self.session` commits in on_finish: on the loop, and after the answer, which may prove wrong;
- `as_future(session.scalars(query).all)` runs the query on the loop, since Python evaluates the
  argument first;
- `sqlite://` in memory is another, empty database in each thread: use a file.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import exc
from tornado.log import app_log
from tornado.util import TimeoutError as TornadoTimeoutError
from tornado.web import HTTPError, RequestHandler
from tornado_sqlalchemy import SessionMixin, as_future

from .errors import DatabaseUnavailableError, DomainError, TokenEndedError

Result = TypeVar("Result")

UNAVAILABLE = exc.OperationalError, exc.InterfaceError, exc.InternalError
LONGEST_WAIT = timedelta(seconds=3)  # for a connection


class BaseHandler(SessionMixin, RequestHandler):  # type: ignore[misc]  # the mixin has no types
    """The base of all handlers; `template` is the path template that the log shows."""

    template = "-"

    def initialize(self) -> None:
        """Name the request for the log, and note that it is being answered."""
        self.request_id = secrets.token_hex(8)
        self.settings["in_flight"].add(self)

    def set_default_headers(self) -> None:
        """While the process ends, ask the client to close the connection."""
        if self.settings["ending"].is_set():
            self.set_header("Connection", "close")

    def on_finish(self) -> None:
        """Note that the request has been answered."""
        self.settings["in_flight"].discard(self)
        super().on_finish()

    async def transact(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Return what `work(session, *arguments)` returns, run in a thread and committed.

        If it raises, the transaction is rolled back. Entities come back detached: reading what was
        not loaded raises, and never blocks the loop.

        Raises TokenEndedError if a row is missing: the account was deleted during this request.
        Raises DatabaseUnavailableError if the database fails, or no connection is free in time.
        """

        def unit() -> Result:
            with self.make_session() as session:
                return work(session, *arguments)

        try:
            # Wait here, where waiting can end: as_future queues for its threads without a limit.
            with await self.settings["connections"].acquire(LONGEST_WAIT):
                return await as_future(unit)
        except (exc.IntegrityError, exc.NoResultFound) as error:
            raise TokenEndedError("The account is gone.") from error
        except (*UNAVAILABLE, TornadoTimeoutError) as error:
            raise DatabaseUnavailableError(error) from error

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log a crash with its traceback, but without the URL, which Tornado's own would log."""
        if isinstance(value, DatabaseUnavailableError):
            app_log.error("the database fails: %s", value)
        elif not isinstance(value, HTTPError | DomainError):
            app_log.error("crash request=%s", self.request_id, exc_info=(typ, value, tb))
