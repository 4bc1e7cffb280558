"""What the API is: its operations, read from the configuration, so that it cannot go stale."""

from typing import Any

from pyramid.interfaces import IRoutesMapper
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from .routes import list_operations


@view_defaults(route_name="info", renderer="json", permission=NO_PERMISSION_REQUIRED)
class InfoViews:
    """The root of the API."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def read_info(self) -> dict[str, Any]:
        """Describe the API and its operations."""
        registry = self.request.registry
        routes = registry.getUtility(IRoutesMapper).routes
        operations = {
            name: f"{method} {routes[route].pattern}"
            for name, method, route in list_operations(registry)
            if routes[route].pattern.startswith("/api/")
        }
        return {"name": "To-Do API", "version": "1", "operations": operations}
