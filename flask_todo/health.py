"""Health checks for a load balancer, outside the API: is the process alive, is it ready."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint
from sqlalchemy import NullPool, make_url, select, text
from werkzeug.exceptions import ServiceUnavailable

from .api.problems import RETRY_AFTER, set_headers
from .database import db
from .models import User

bp = Blueprint("health", __name__)
bp.after_request(set_headers)


@bp.get("/healthz")
def read_health() -> dict[str, str]:
    """Say that this process answers."""
    return {"status": "alive"}


@bp.get("/readyz")
def read_readiness() -> dict[str, str]:
    """Say that the database answers too, and takes writes."""
    with db.engines["readiness"].connect() as connection:
        connection.execute(select(User.id).limit(1))
        on_postgresql = connection.dialect.name == "postgresql"
        if on_postgresql and connection.scalar(text("SHOW transaction_read_only")) == "on":
            raise ServiceUnavailable("The database is read-only.", retry_after=RETRY_AFTER)
    return {"status": "ready"}


def readiness_bind(database_url: str) -> dict[str, dict[str, Any]]:
    """Return the bind for /readyz: a new connection each time, within 2 s.

    An SQLite file that was deleted is not created anew (mode=rw).
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        file = f"file:{quote(url.database or '')}?mode=rw&uri=true"
        return {"readiness": {"url": f"sqlite:///{file}", "poolclass": NullPool}}
    timeout = {"connect_timeout": 2}
    return {"readiness": {"url": url, "poolclass": NullPool, "connect_args": timeout}}
