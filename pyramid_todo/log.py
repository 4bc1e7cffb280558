"""One line for each request: time, method, path template, status, milliseconds, request id.

Bodies, headers and queries are not logged: they may contain passwords and tokens.
"""

import logging
import secrets
import time
from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import INGRESS

Handler = Callable[[Request], Response]

logger = logging.getLogger(__name__)


def log_crash(error: Exception, request: Request) -> None:
    """Log the traceback of a crash."""
    logger.error("the application crashed, request=%s", request.id, exc_info=error)


def log_database_error(error: Exception) -> None:
    """Log the first line of an error of the database."""
    logger.error("the database fails: %s", str(error).partition("\n")[0])


class UTCFormatter(logging.Formatter):
    """A formatter for the ini file that writes times in UTC."""

    converter = time.gmtime  # type: ignore[assignment]


def includeme(config: Configurator) -> None:
    """Make the log the outermost tween."""
    config.add_tween(f"{__name__}.log_tween_factory", under=INGRESS)


def log_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Return a tween that logs each request with the answer that `handler` gave."""

    def log_tween(request: Request) -> Response:
        start, request.id = time.perf_counter(), secrets.token_hex(8)
        response = handler(request)
        route = request.matched_route
        logger.info(
            "method=%.16s path=%s status=%d milliseconds=%.1f request=%s",
            request.method,
            "/" + route.pattern.lstrip("/") if route else "-",
            response.status_code,
            (time.perf_counter() - start) * 1000,
            request.id,
        )
        return response

    return log_tween
