"""The application: the URLs of all parts, and the settings that handlers share."""

import asyncio
import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from tornado.httputil import HTTPServerRequest
from tornado.locks import Semaphore
from tornado.options import options
from tornado.web import Application

from . import api, health, pages
from .database import db, readiness_engine
from .log import log_request
from .pages.base import UnknownPageHandler
from .pages.live import OpenLists


def make_app() -> Application:
    """Return the application; each part has its list of handlers."""
    return DecodingApplication(
        [*health.handlers, *api.handlers, *pages.handlers],
        default_handler_class=UnknownPageHandler,
        **pages.settings(),
        log_function=log_request,
        autoreload=options.autoreload,
        db=db,
        db_connections=Semaphore(options.pool_size),
        readiness_engine=readiness_engine(),
        in_flight=set(),
        open_lists=OpenLists(),
        shutting_down=asyncio.Event(),
    )


class DecodingApplication(Application):
    """An application that matches the decoded path; Tornado matches the path as it was sent.

    HTTP-1 and HTTP-6 demand it: `%2F` is a slash, and `%69` is the letter i.
    """

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        """Decode the path, and encode it again in one way, since Tornado decodes the segments."""
        path = re.sub("^https?://[^/]*", "", request.path)  # the absolute form, RFC 9112 §3.2.2
        request.path = quote(unquote_to_bytes(path.encode("latin-1")).decode(errors="replace"))
        return super().find_handler(request, **kwargs)
