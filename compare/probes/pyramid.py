"""Ask Pyramid: the routes mapper finds the route, and the introspector the view of the method."""

from collections.abc import Callable
from typing import Any

from pyramid.interfaces import IRoutesMapper
from pyramid.request import Request

from pyramid_todo.wsgi import application

from . import report

registry = application.registry
views = [item["introspectable"] for item in registry.introspector.get_category("views")]


def resolve(method: str, path: str) -> Callable[..., Any]:
    """Return the method of a view class that serves a request."""
    route = registry.getUtility(IRoutesMapper)(Request.blank(path, method=method))["route"].name
    (view,) = [
        view
        for view in views
        if view["route_name"] == route and method in (view["request_methods"] or ())
    ]
    return getattr(view["callable"], view["attr"])


report("pyramid_todo", "pyramid", resolve)
