"""Ask a live application which code answers a request: python -m compare.probes flask.

It runs in the environment of the framework. Each function here loads an application, and returns a
function that takes a method and a path, and returns the function that the router leads to, or the
class whose methods are the verbs.
"""

import os
import sys
from types import SimpleNamespace

from . import Function, Resolve, report


def flask() -> Resolve:
    """Ask Flask: Werkzeug's URL map names the endpoint, and the application its view."""
    from flask_todo import create_app

    app = create_app()
    router = app.url_map.bind("localhost")
    return lambda method, path: app.view_functions[router.match(path, method)[0]]


def pyramid() -> Resolve:
    """Ask Pyramid: the mapper finds the route, and the introspector the view of the method."""
    from pyramid.interfaces import IRoutesMapper
    from pyramid.request import Request

    from pyramid_todo.wsgi import application

    registry = application.registry
    views = [item["introspectable"] for item in registry.introspector.get_category("views")]

    def resolve(method: str, path: str) -> Function:
        request = Request.blank(path, method=method)
        route = registry.getUtility(IRoutesMapper)(request)["route"].name
        (view,) = [
            view
            for view in views
            if view["route_name"] == route and method in (view["request_methods"] or ())
        ]
        return getattr(view["callable"], view["attr"]) if view["attr"] else view["callable"]

    return resolve


def django() -> Resolve:
    """Ask Django: resolve() finds the class behind a path."""
    import django
    from django.urls import resolve

    sys.path.insert(0, "django_todo")  # the folder of the project, as manage.py has it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup(set_prefix=False)
    resolve("/api/v1")  # loads the URLs, and with them the views
    return lambda _method, path: resolve(path).func.view_class


def tornado() -> Resolve:
    """Ask Tornado: find_handler() finds the class behind a path."""
    from tornado.httputil import HTTPServerRequest
    from tornado.options import options

    from tornado_todo import settings
    from tornado_todo.app import make_app

    settings.load()
    options.autoreload = False
    app = make_app()
    connection = SimpleNamespace(context=None)  # without one, a request knows no protocol

    def resolve(method: str, path: str) -> type:
        request = HTTPServerRequest(method, path, start_line=None, connection=connection)
        handler = app.find_handler(request).handler_class
        if handler is app.settings["default_handler_class"]:
            raise LookupError
        return handler

    return resolve


if __name__ == "__main__":
    name = sys.argv[1]
    report(f"{name}_todo", name, globals()[name]())
