"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults
from sqlalchemy import select, text

from .errors import RETRY_AFTER
from .models import User


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
        """Say that the database answers too, and takes writes."""
        with self.request.registry["readiness_engine"].connect() as connection:
            connection.execute(select(User.id).limit(1))
            on_postgresql = connection.dialect.name == "postgresql"
            if on_postgresql and connection.scalar(text("SHOW transaction_read_only")) == "on":
                headers = [("Retry-After", RETRY_AFTER)]
                raise exc.HTTPServiceUnavailable("The database is read-only.", headers=headers)
        return {"status": "ready"}
