"""One line a request: time, method, path template, status, milliseconds, request id.

Neither bodies nor headers nor queries are logged, since passwords and tokens travel in them.
"""

import logging
import secrets
import time

from flask import Flask, Response, g, request
from flask.logging import default_handler

from .routing import path_template


def init_app(app: Flask) -> None:
    """Log requests, and whatever else the application says, to standard error."""
    formatter = logging.Formatter("time=%(asctime)s.%(msecs)03dZ %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    default_handler.setFormatter(formatter)
    app.logger.setLevel(logging.INFO)
    app.before_request(start)
    app.after_request(log_request)


def start() -> None:
    """Note when the request began, and name it."""
    g.start = time.perf_counter()
    g.request_id = secrets.token_hex(8)


def log_request(response: Response) -> Response:
    """Log the request that this response answers."""
    path = path_template(request.url_rule.rule) if request.url_rule else "-"
    logging.getLogger("flask_todo").info(
        "method=%.16s path=%s status=%d milliseconds=%.1f request=%s",
        request.method,
        path,
        response.status_code,
        (time.perf_counter() - g.start) * 1000,
        g.request_id,
    )
    return response
