"""Routing: what is a page, which methods a route has, and two corrections for every route."""

from pyramid import httpexceptions as exc
from pyramid.config import Configurator
from pyramid.events import BeforeTraversal
from pyramid.registry import Introspectable, Registry
from pyramid.request import Request

PROGRAMS = ("/api", "/healthz", "/readyz")  # programs ask for these, people for pages


def includeme(config: Configurator) -> None:
    """Add the predicate, and correct each request once its route is known."""
    config.add_view_predicate("is_page", IsPagePredicate)
    config.add_subscriber(refuse_line_feed, BeforeTraversal)
    config.add_subscriber(ignore_virtual_root, BeforeTraversal)


def is_page(request: Request) -> bool:
    """Say whether people ask for this path. `request.path` fails where it is not UTF-8."""
    return not request.environ["PATH_INFO"].startswith(PROGRAMS)


class IsPagePredicate:
    """A predicate for views: `is_page=True`.

    Exception views need it. Pyramid prefers a view with a predicate that holds to one without,
    but first the view of the more specific exception: a page needs its own view for each class
    for which the API has one.
    """

    def __init__(self, value: bool, config: Configurator) -> None:
        self.value = value

    def text(self) -> str:
        """Describe it, for `pviews`."""
        return f"is_page = {self.value}"

    phash = text

    def __call__(self, context: object, request: Request) -> bool:
        """Say whether the view may answer."""
        return is_page(request) is self.value


def list_views(registry: Registry) -> list[Introspectable]:
    """Return the description of every view that serves a route and a method, as configured."""
    views = [item["introspectable"] for item in registry.introspector.get_category("views")]
    return [view for view in views if view["route_name"] and view["request_methods"]]


def allowed_methods(request: Request) -> list[str]:
    """Return the methods of the matched route, for Allow."""
    methods = {"OPTIONS"}
    for view in list_views(request.registry):
        if view["route_name"] == request.matched_route.name:
            named = view["request_methods"]
            methods |= {named} if isinstance(named, str) else {*named}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def refuse_line_feed(event: BeforeTraversal) -> None:
    """Answer 404 to `/api/v1%0A` (HTTP-1): patterns end in `$`, which lets a line feed pass."""
    path, route = event.request.environ["PATH_INFO"], event.request.matched_route
    if path.endswith("\n") and route and not route.pattern.endswith("}"):
        event.request.matched_route = None
        raise exc.HTTPNotFound


def ignore_virtual_root(event: BeforeTraversal) -> None:
    """Drop X-Vhm-Root, by which any client could change how Pyramid finds the context."""
    event.request.environ.pop("HTTP_X_VHM_ROOT", None)
