"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from flask import Blueprint
from sqlalchemy import select, text
from werkzeug.exceptions import ServiceUnavailable

from .auth import public
from .database import db
from .errors import RETRY_AFTER
from .models import User

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def read_health() -> dict[str, str]:
    """Say that this process answers."""
    return {"status": "alive"}


@bp.get("/readyz")
@public
def read_readiness() -> dict[str, str]:
    """Say that the database answers too, and takes writes."""
    with db.engines["readiness"].connect() as connection:
        connection.execute(select(User.id).limit(1))
        on_postgresql = connection.dialect.name == "postgresql"
        if on_postgresql and connection.scalar(text("SHOW transaction_read_only")) == "on":
            raise ServiceUnavailable("The database is read-only.", retry_after=RETRY_AFTER)
    return {"status": "ready"}
