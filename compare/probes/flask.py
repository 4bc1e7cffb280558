"""Ask Flask: Werkzeug's URL map names the endpoint, and the application its view."""

from collections.abc import Callable
from typing import Any

from flask_todo import create_app

from . import report

app = create_app()


def resolve(method: str, path: str) -> Callable[..., Any]:
    """Return the view function of a request."""
    endpoint, _ = app.url_map.bind("localhost").match(path, method)
    return app.view_functions[endpoint]


report("flask_todo", "flask", resolve)
