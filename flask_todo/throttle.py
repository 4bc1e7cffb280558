"""Answer 429 after ten wrong passwords for one username, or for one account, within the window.

Failures are rows in the database, so that every process counts those of the others.
"""

from datetime import timedelta
from hashlib import sha256
from math import ceil

from flask import current_app
from sqlalchemy import delete, func, select
from werkzeug.exceptions import TooManyRequests

from .database import db, lock_writes
from .models import FailedLogin, now

LIMIT = 10


def log_in_key(username: str) -> str:
    """Return the key under which failed log-ins for a username count, known or not."""
    return sha256(b"log-in\0" + username.encode("utf-8", "surrogatepass")).hexdigest()


def account_key(user_id: int) -> str:
    """Return the key under which wrong current passwords for an account count."""
    return sha256(b"account\0%d" % user_id).hexdigest()


def lock(key: str) -> None:
    """Let nobody else count under the key until the commit."""
    lock_writes()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))


def refuse_if_throttled(key: str) -> None:
    """Raise 429 with Retry-After while the tenth latest failure lies within the window."""
    window = timedelta(seconds=current_app.config["THROTTLE_WINDOW"])
    tenth = db.session.scalar(
        select(FailedLogin.creation_date)
        .where(FailedLogin.digest == key, FailedLogin.creation_date > now() - window)
        .order_by(FailedLogin.creation_date.desc())
        .offset(LIMIT - 1)
        .limit(1)
    )
    if tenth is not None:
        seconds = max(1, ceil((tenth + window - now()).total_seconds()))
        raise TooManyRequests("Too many wrong passwords.", retry_after=seconds)


def record_failure(key: str) -> None:
    """Count a wrong password."""
    db.session.add(FailedLogin(digest=key))


def forget_failures(key: str) -> None:
    """Start the count anew."""
    db.session.execute(delete(FailedLogin).where(FailedLogin.digest == key))
