"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults
from sqlalchemy import select


@view_defaults(renderer="json", request_method="GET", permission=NO_PERMISSION_REQUIRED)
class HealthViews:
    """How this process does, and whether it can work."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(route_name="health")
    def read_health(self) -> dict[str, str]:
        """Say that this process answers."""
        return {"status": "alive"}

    @view_config(route_name="readiness")
    def read_readiness(self) -> dict[str, str]:
        """Say that the database answers too."""
        self.request.dbsession.execute(select(1))
        return {"status": "ready"}
