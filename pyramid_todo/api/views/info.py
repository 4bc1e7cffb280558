"""What the API is: its operations, read from the configuration, so that it cannot go stale."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config, view_defaults

from ...routing import list_views


@view_defaults(route_name="api.info", renderer="json")
class InfoViews:
    """The root of the API."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def read_info(self) -> dict[str, Any]:
        """Describe the API and its operations."""
        registry, operations = self.request.registry, {}
        for view in list_views(registry):
            route = registry.introspector.get("routes", view["route_name"])
            if route["name"].startswith("api."):
                operations[view["attr"]] = f"{view['request_methods']} /{route['pattern']}"
        return {"name": "To-Do API", "version": "1", "operations": operations}
