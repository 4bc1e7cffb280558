"""One line in the log for each request.

A line holds time, method, path template, status, milliseconds and request id. Neither bodies nor
headers nor queries are logged, since passwords and tokens travel in them.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

logger = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Log each request once it is answered, by whichever middleware or view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Measure the time, and give the request an id."""
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


def path_template(route: str) -> str:
    """Return a route of the URL table as OpenAPI writes it: `<username>` becomes `{username}`."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)


def log_database_error(error: Exception, response: HttpResponse) -> None:
    """Log why the response is a 503; Django does not log it again."""
    reason = str(error).partition("\n")[0]
    log_response("the database fails: %s", reason, response=response, logger=logger)
