"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from flask import Blueprint
from sqlalchemy import select

from .auth import public
from .database import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def read_health() -> dict[str, str]:
    """Say that this process answers."""
    return {"status": "alive"}


@bp.get("/readyz")
@public
def read_readiness() -> dict[str, str]:
    """Say that the database answers too."""
    db.session.execute(select(1))
    return {"status": "ready"}
