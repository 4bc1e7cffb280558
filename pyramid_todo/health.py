"""Health checks for a load balancer, outside of the API: liveness and readiness."""

from typing import Any
from urllib.parse import quote

from pyramid import httpexceptions as exc
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.view import view_config
from sqlalchemy import Engine, NullPool, create_engine, make_url, select, text

from .models import User


def includeme(config: Configurator) -> None:
    """Add the routes, the views, and the engine of the readiness check."""
    config.registry["readiness_engine"] = get_readiness_engine(config.get_settings())
    config.add_route("health", "/healthz")
    config.add_route("readiness", "/readyz")
    config.scan(__name__)


def get_readiness_engine(settings: dict[str, Any]) -> Engine:
    """Return an engine without a pool; it gives up after 2 s, and creates no SQLite file."""
    url = make_url(settings["sqlalchemy.url"])
    if url.get_backend_name() == "sqlite":
        file = f"file:{quote(url.database or '')}?mode=rw&uri=true"
        return create_engine(f"sqlite:///{file}", poolclass=NullPool)
    return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 2})


@view_config(route_name="health", request_method="GET", renderer="json")
def read_health(request: Request) -> dict[str, str]:
    """Say that this process answers."""
    return {"status": "alive"}


@view_config(route_name="readiness", request_method="GET", renderer="json")
def read_readiness(request: Request) -> dict[str, str]:
    """Say that the database answers too, and accepts writes."""
    with request.registry["readiness_engine"].connect() as connection:
        connection.execute(select(User.id).limit(1))
        on_postgresql = connection.dialect.name == "postgresql"
        if on_postgresql and connection.scalar(text("SHOW transaction_read_only")) == "on":
            raise exc.HTTPServiceUnavailable("The database is read-only.", retry_after=5)
    return {"status": "ready"}
