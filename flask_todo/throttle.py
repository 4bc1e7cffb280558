"""After ten failed log-ins for one username it is turned away until they are a window old.

The failures are counted in the database, so that every process sees those of the others.
"""

from datetime import timedelta
from math import ceil

from flask import current_app
from sqlalchemy import delete, select
from werkzeug.exceptions import TooManyRequests

from .auth import digest
from .database import db
from .models import FailedLogin, now

LIMIT = 10


def refuse_if_throttled(username: str) -> None:
    """Raise 429 with Retry-After while the tenth latest failure lies within the window."""
    window = timedelta(seconds=current_app.config["THROTTLE_WINDOW"])
    tenth = db.session.scalar(
        select(FailedLogin.creation_date)
        .where(FailedLogin.digest == digest(username), FailedLogin.creation_date > now() - window)
        .order_by(FailedLogin.creation_date.desc())
        .offset(LIMIT - 1)
        .limit(1)
    )
    if tenth is not None:
        seconds = max(1, ceil((tenth + window - now()).total_seconds()))
        raise TooManyRequests("Too many failed log-ins for this username.", retry_after=seconds)


def record_failure(username: str) -> None:
    """Count a failed log-in, whether or not the username exists."""
    db.session.add(FailedLogin(digest=digest(username)))


def forget_failures(username: str) -> None:
    """Start the count anew."""
    db.session.execute(delete(FailedLogin).where(FailedLogin.digest == digest(username)))
