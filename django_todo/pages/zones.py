"""Times in the time zone of the user, which UserPageMixin activates."""

import re
from datetime import datetime

from django.utils import dateformat, timezone

LOCAL = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


def to_zone(moment: datetime) -> datetime:
    """Return the moment in the current time zone; in UTC if the zone has no such date (SHOW-10)."""
    try:
        return timezone.localtime(moment)
    except OverflowError:  # in Tokyo it is the year 10000 already
        return moment


def format_moment(moment: datetime) -> str:
    """Return a moment as "2 January 2030, 09:00 Europe/Berlin"."""
    local = to_zone(moment)
    return f"{dateformat.format(local, 'j F Y, H:i')} {local.tzinfo}"


def parse_local(text: str) -> datetime:
    """Return a time as browsers send it, without a zone; ValueError for what else is ISO 8601."""
    if not LOCAL.fullmatch(text):
        raise ValueError("not YYYY-MM-DDTHH:MM")
    return datetime.fromisoformat(text)
