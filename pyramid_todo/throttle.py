"""Allow ten wrong passwords for one username, or for one account, within the window.

Failures are rows in the database, so that all processes share the count.
"""

from datetime import timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from .models import FailedLogin, lock_writes, now

LIMIT = 10


class ThrottledError(Exception):
    """Too many wrong passwords; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after


def log_in_key(username: str) -> str:
    """Return the key under which failed log-ins for a username count, known or not."""
    return sha256(b"log-in\0" + username.encode("utf-8", "surrogatepass")).hexdigest()


def account_key(user_id: int) -> str:
    """Return the key under which wrong current passwords for an account count."""
    return sha256(b"account\0%d" % user_id).hexdigest()


def lock(dbsession: Session, key: str) -> None:
    """Lock the count of a key until the commit."""
    lock_writes(dbsession)
    if dbsession.get_bind().dialect.name == "postgresql":
        dbsession.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))


def refuse_if_throttled(dbsession: Session, key: str, seconds: int) -> None:
    """Raise ThrottledError while the tenth latest failure lies within the window of `seconds`."""
    window = timedelta(seconds=seconds)
    tenth = dbsession.scalar(
        select(FailedLogin.creation_date)
        .where(FailedLogin.digest == key, FailedLogin.creation_date > now() - window)
        .order_by(FailedLogin.creation_date.desc())
        .slice(LIMIT - 1, LIMIT)
    )
    if tenth is not None:
        raise ThrottledError(max(1, ceil((tenth + window - now()).total_seconds())))


def record_failure(dbsession: Session, key: str) -> None:
    """Count a wrong password."""
    dbsession.add(FailedLogin(digest=key))


def forget_failures(dbsession: Session, key: str) -> None:
    """Reset the count."""
    dbsession.execute(delete(FailedLogin).where(FailedLogin.digest == key))
