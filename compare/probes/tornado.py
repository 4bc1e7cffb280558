"""Ask Tornado: find_handler() finds the class behind a path, whose methods are the verbs."""

from collections.abc import Callable
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.options import options

from tornado_todo import settings
from tornado_todo.app import make_app

from . import report

settings.load()
options.autoreload = False
app = make_app()


def resolve(method: str, path: str) -> Callable[..., Any]:
    """Return the method of a handler class that serves a request."""
    request = HTTPServerRequest(method, path, start_line=None, connection=Connection())
    return getattr(app.find_handler(request).handler_class, method.lower())


class Connection:
    """A request without a connection knows no protocol."""

    context = None


report("tornado_todo", "tornado", resolve)
