"""Refuse after ten wrong passwords for one username, or for one account, within the window.

Failures are rows in the database, so that every process counts those of the others.
"""

from datetime import timedelta
from hashlib import sha256
from math import ceil

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from .exceptions import ThrottledError
from .models import FailedLogin

LIMIT = 10


def log_in_key(username: str) -> str:
    """Return the key under which failed log-ins for a username count, known or not."""
    return sha256(b"log-in\0" + username.encode("utf-8", "surrogatepass")).hexdigest()


def account_key(user_id: int) -> str:
    """Return the key under which wrong current passwords for an account count."""
    return sha256(b"account\0%d" % user_id).hexdigest()


def lock(key: str) -> None:
    """Let nobody else count under the key until the commit; SQLite is locked already."""
    if connection.vendor == "postgresql":  # the ORM has no advisory locks
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])


def refuse_if_throttled(key: str) -> None:
    """Raise ThrottledError while the tenth latest failure lies within the window."""
    window = timedelta(seconds=settings.THROTTLE_WINDOW)
    failures = FailedLogin.objects.filter(digest=key, creation_date__gt=now() - window)
    tenth = failures.order_by("-creation_date")[LIMIT - 1 : LIMIT].first()
    if tenth is not None:
        seconds = ceil((tenth.creation_date + window - now()).total_seconds())
        raise ThrottledError(retry_after=max(1, seconds))


def record_failure(key: str) -> None:
    """Count a wrong password."""
    FailedLogin.objects.create(digest=key)


def forget_failures(key: str) -> None:
    """Start the count anew."""
    FailedLogin.objects.filter(digest=key).delete()
