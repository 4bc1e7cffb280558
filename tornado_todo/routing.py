"""The URLs of the application, all on one screen."""

import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from tornado.httputil import HTTPServerRequest
from tornado.locks import Semaphore
from tornado.options import options
from tornado.routing import URLSpec
from tornado.web import Application, url

from . import accounts, health, info, tasks
from .base import BaseHandler, UnknownPathHandler
from .database import db, readiness_engine
from .log import log_request


def make_app() -> Application:
    """Return the application; the first URL that fits wins, so "login" is never an account."""
    handlers = [
        route("/healthz", health.HealthHandler, "healthz"),
        route("/readyz", health.ReadinessHandler, "readyz"),
        route("/api/v1", info.InfoHandler, "info"),
        route("/api/v1/accounts", accounts.AccountListHandler, "accounts"),
        route("/api/v1/accounts/login", accounts.LoginHandler, "login"),
        route("/api/v1/accounts/logout", accounts.LogoutHandler, "logout"),
        route("/api/v1/accounts/{username}", accounts.AccountHandler, "account"),
        route("/api/v1/accounts/{username}/tasks", tasks.TaskListHandler, "tasks"),
        route("/api/v1/accounts/{username}/tasks/{id}", tasks.TaskHandler, "task"),
    ]
    return DecodingApplication(
        handlers,
        default_handler_class=UnknownPathHandler,
        log_function=log_request,
        autoreload=options.autoreload,
        db=db,
        connections=Semaphore(options.pool_size),
        readiness_engine=readiness_engine(),
        in_flight=set(),
    )


def route(template: str, handler: type[BaseHandler], name: str) -> URLSpec:
    """Return the URL of a template as OpenAPI writes it, in which {username} fits any segment."""
    pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", template)
    return url(pattern, handler, {"template": template}, name)


class DecodingApplication(Application):
    """An application whose URLs match the decoded path, where Tornado's match it as it was sent."""

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        """Write the path in one way before it is matched: `%69` as i, `%2F` as the slash it means.

        What cannot stand in a path stays encoded, since Tornado decodes the segments afterwards.
        """
        path = re.sub("^https?://[^/]*", "", request.path)  # the absolute form, RFC 9112 §3.2.2
        request.path = quote(unquote_to_bytes(path.encode("latin-1")).decode(errors="replace"))
        return super().find_handler(request, **kwargs)
