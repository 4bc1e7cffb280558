"""After ten failed log-ins for one username it is turned away until they are a window old.

The failures are counted in the database, so that every process sees those of the others.
"""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.utils.timezone import now

from .auth import digest
from .errors import Problem
from .models import FailedLogin

LIMIT = 10


def refuse_if_throttled(username: str) -> None:
    """Raise 429 with Retry-After while the tenth latest failure lies within the window."""
    window = timedelta(seconds=settings.THROTTLE_WINDOW)
    failures = FailedLogin.objects.filter(
        digest=digest(username), creation_date__gt=now() - window
    ).order_by("-creation_date")
    tenth = failures[LIMIT - 1 : LIMIT].first()
    if tenth is not None:
        seconds = max(1, ceil((tenth.creation_date + window - now()).total_seconds()))
        detail = "Too many failed log-ins for this username."
        raise Problem(429, detail, headers={"Retry-After": str(seconds)})


def record_failure(username: str) -> None:
    """Count a failed log-in, whether or not the username exists."""
    FailedLogin.objects.create(digest=digest(username))


def forget_failures(username: str) -> None:
    """Start the count anew."""
    FailedLogin.objects.filter(digest=digest(username)).delete()
