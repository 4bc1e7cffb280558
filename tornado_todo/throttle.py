"""After ten failed log-ins for one username it is turned away until they are a window old.

The failures are counted in the database, so that every process sees those of the others.
"""

from datetime import timedelta
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from tornado.options import options

from .auth import digest
from .errors import ProblemError
from .models import FailedLogin, now

LIMIT = 10


def refuse_if_throttled(session: Session, username: str) -> None:
    """Raise 429 with Retry-After while the tenth latest failure lies within the window."""
    window = timedelta(seconds=options.throttle_window)
    tenth = session.scalar(
        select(FailedLogin.creation_date)
        .where(FailedLogin.digest == digest(username), FailedLogin.creation_date > now() - window)
        .order_by(FailedLogin.creation_date.desc())
        .offset(LIMIT - 1)
        .limit(1)
    )
    if tenth is not None:
        seconds = max(1, ceil((tenth + window - now()).total_seconds()))
        detail = "Too many failed log-ins for this username."
        raise ProblemError(429, detail, {"Retry-After": str(seconds)})


def record_failure(session: Session, username: str) -> None:
    """Count a failed log-in, whether or not the username exists."""
    session.add(FailedLogin(digest=digest(username)))


def forget_failures(session: Session, username: str) -> None:
    """Start the count anew."""
    session.execute(delete(FailedLogin).where(FailedLogin.digest == digest(username)))
