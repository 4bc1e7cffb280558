"""The throttle: ten wrong passwords within the window, for one username or one account.

Failures are rows in the database, so every process counts those of the others.
"""

from datetime import timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from tornado.options import options

from .database import lock_writes
from .errors import ThrottledError
from .models import FailedLogin, now

LIMIT = 10


def log_in_key(username: str) -> str:
    """Return the key under which failed log-ins for a username count, known or not."""
    return sha256(b"log-in\0" + username.encode("utf-8", "surrogatepass")).hexdigest()


def account_key(user_id: int) -> str:
    """Return the key under which wrong current passwords for an account count."""
    return sha256(b"account\0%d" % user_id).hexdigest()


def lock(session: Session, key: str) -> None:
    """Let no other transaction count under the key until the commit."""
    lock_writes(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))


def refuse_if_throttled(session: Session, key: str) -> None:
    """Raise ThrottledError while the tenth latest failure lies within the window."""
    window = timedelta(seconds=options.throttle_window)
    tenth = session.scalar(
        select(FailedLogin.creation_date)
        .where(FailedLogin.digest == key, FailedLogin.creation_date > now() - window)
        .order_by(FailedLogin.creation_date.desc())
        .offset(LIMIT - 1)
        .limit(1)
    )
    if tenth is not None:
        raise ThrottledError(max(1, ceil((tenth + window - now()).total_seconds())))


def record_failure(session: Session, key: str) -> None:
    """Count a wrong password."""
    session.add(FailedLogin(digest=key))


def forget_failures(session: Session, key: str) -> None:
    """Start the count anew."""
    session.execute(delete(FailedLogin).where(FailedLogin.digest == key))
