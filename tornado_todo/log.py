"""One line a request: time, method, path template, status, milliseconds, request id.

Bodies, headers and queries are not logged, since passwords and tokens travel in them.
"""

import logging
import time

from tornado.log import access_log

from .base import BaseHandler

FORMAT = "time=%(asctime)s.%(msecs)03dZ %(message)s"


def configure() -> None:
    """Log requests, warnings and errors to standard error."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(format=FORMAT, datefmt="%Y-%m-%dT%H:%M:%S", level=logging.WARNING)
    access_log.setLevel(logging.INFO)


def log_request(handler: BaseHandler) -> None:
    """Log the request that this handler has answered (the application's `log_function`)."""
    access_log.info(
        "method=%.16s path=%s status=%d milliseconds=%.1f request=%s",
        handler.request.method,
        handler.path_template,
        handler.get_status(),
        handler.request.request_time() * 1000,
        handler.request_id,
    )
