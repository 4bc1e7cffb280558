"""Two corrections of Pyramid's routing, for every route."""

from pyramid import httpexceptions as exc
from pyramid.config import Configurator
from pyramid.events import BeforeTraversal


def includeme(config: Configurator) -> None:
    """Correct each request once its route is known."""
    config.add_subscriber(refuse_line_feed, BeforeTraversal)
    config.add_subscriber(ignore_virtual_root, BeforeTraversal)


def refuse_line_feed(event: BeforeTraversal) -> None:
    """Answer 404 to `/api/v1%0A` (HTTP-1): patterns end in `$`, which lets a line feed pass."""
    path, route = event.request.environ["PATH_INFO"], event.request.matched_route
    if path.endswith("\n") and route and not route.pattern.endswith("}"):
        event.request.matched_route = None
        raise exc.HTTPNotFound


def ignore_virtual_root(event: BeforeTraversal) -> None:
    """Drop X-Vhm-Root, by which any client could change how Pyramid finds the context."""
    event.request.environ.pop("HTTP_X_VHM_ROOT", None)
