"""Throttling: ten wrong passwords for one username, or for one account, within THROTTLE_WINDOW.

Failures are rows in the database, so that all processes count together.
"""

from datetime import timedelta
from hashlib import sha256
from math import ceil

from flask import current_app
from sqlalchemy import delete, func, select

from .database import db, lock_writes
from .models import FailedLogin, now

LIMIT = 10


class ThrottledError(Exception):
    """Too many wrong passwords; try again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after


def log_in_key(username: str) -> str:
    """Return the key for failed log-ins with a username, whether or not it exists."""
    return sha256(b"log-in\0" + username.encode("utf-8", "surrogatepass")).hexdigest()


def account_key(user_id: int) -> str:
    """Return the key for wrong current passwords of an account."""
    return sha256(b"account\0%d" % user_id).hexdigest()


def lock(key: str) -> None:
    """Lock the key until the end of the transaction."""
    lock_writes()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))


def refuse_if_throttled(key: str) -> None:
    """Raise ThrottledError if the tenth latest failure lies within the window."""
    window = timedelta(seconds=current_app.config["THROTTLE_WINDOW"])
    tenth = db.session.scalar(
        select(FailedLogin.creation_date)
        .where(FailedLogin.digest == key, FailedLogin.creation_date > now() - window)
        .order_by(FailedLogin.creation_date.desc())
        .offset(LIMIT - 1)
        .limit(1)
    )
    if tenth is not None:
        raise ThrottledError(max(1, ceil((tenth + window - now()).total_seconds())))


def record_failure(key: str) -> None:
    """Count a wrong password."""
    db.session.add(FailedLogin(digest=key))


def forget_failures(key: str) -> None:
    """Reset the count."""
    db.session.execute(delete(FailedLogin).where(FailedLogin.digest == key))
