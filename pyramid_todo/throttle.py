"""After ten failed log-ins for one username it is turned away until they are a window old.

The failures are counted in the database, so that every process sees those of the others.
"""

from datetime import timedelta
from math import ceil

from pyramid import httpexceptions as exc
from pyramid.request import Request
from sqlalchemy import delete, select

from .models import FailedLogin, now
from .security import digest

LIMIT = 10


def refuse_if_throttled(request: Request, username: str) -> None:
    """Raise 429 with Retry-After while the tenth latest failure lies within the window."""
    window = timedelta(seconds=request.registry.settings["throttle_window"])
    tenth = request.dbsession.scalar(
        select(FailedLogin.creation_date)
        .where(FailedLogin.digest == digest(username), FailedLogin.creation_date > now() - window)
        .order_by(FailedLogin.creation_date.desc())
        .offset(LIMIT - 1)
        .limit(1)
    )
    if tenth is not None:
        seconds = max(1, ceil((tenth + window - now()).total_seconds()))
        headers = [("Retry-After", str(seconds))]
        raise exc.HTTPTooManyRequests("Too many failed log-ins for this username.", headers=headers)


def record_failure(request: Request, username: str) -> None:
    """Count a failed log-in, whether or not the username exists."""
    request.dbsession.add(FailedLogin(digest=digest(username)))


def forget_failures(request: Request, username: str) -> None:
    """Start the count anew."""
    request.dbsession.execute(delete(FailedLogin).where(FailedLogin.digest == digest(username)))
