"""One line for each request: time, method, path template, status, milliseconds, request id.

Bodies, headers and queries are never logged: they carry passwords and tokens.
https://flask.palletsprojects.com/en/stable/logging/
"""

import logging
import re
import secrets
import time
from logging.config import dictConfig

from flask import Flask, Response, current_app, g, request


class UTCFormatter(logging.Formatter):
    """A formatter that writes times in UTC."""

    converter = time.gmtime  # type: ignore[assignment]


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": UTCFormatter,
            "format": "time=%(asctime)s.%(msecs)03dZ %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"flask_todo": {"handlers": ["stderr"], "level": "INFO"}},
}


def init_app(app: Flask) -> None:
    """Log every request of the application to standard error."""
    dictConfig(LOGGING)
    app.before_request(start)
    app.after_request(log_request)


def start() -> None:
    """Store when the request began, and give it an id."""
    g.start, g.request_id = time.perf_counter(), secrets.token_hex(8)


def log_request(response: Response) -> Response:
    """Log the request that this response answers."""
    current_app.logger.info(
        "method=%.16s path=%s status=%d milliseconds=%.1f request=%s",
        request.method,
        path_template(request.url_rule.rule) if request.url_rule else "-",
        response.status_code,
        (time.perf_counter() - g.start) * 1000,
        g.request_id,
    )
    return response


def path_template(rule: str) -> str:
    """Return a rule as OpenAPI writes it: `<account:username>` becomes `{username}`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
