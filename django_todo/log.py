"""One line a request: time, method, path template, status, milliseconds, request id.

Neither bodies nor headers nor queries are logged, since passwords and tokens travel in them.
"""

import logging
import secrets
import time
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from .routing import path_template

logger = logging.getLogger(__name__)


class Formatter(logging.Formatter):
    """Log in UTC, to the millisecond."""

    def __init__(self) -> None:
        super().__init__("time=%(asctime)s %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return the time of a record (RFC 3339)."""
        time = datetime.fromtimestamp(record.created, UTC)
        return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class RequestLogMiddleware(MiddlewareMixin):
    """Log each request once it is answered, by whichever middleware or view."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take the time, and name the request."""
        start, request_id = time.perf_counter(), secrets.token_hex(8)
        response = self.get_response(request)
        match = request.resolver_match
        logger.info(
            "method=%.16s path=%s status=%d milliseconds=%.1f request=%s",
            request.method,
            path_template(match.route) if match else "-",
            response.status_code,
            (time.perf_counter() - start) * 1000,
            request_id,
        )
        return response
