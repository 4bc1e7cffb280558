"""Times in the time zone of the user. Where the zone has no such date, they are in UTC."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from tornado.web import RequestHandler

LOCAL_TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
NO_TIME = "This is not a date and a time."
ZONE_NAMES = sorted(available_timezones())  # takes 0.1 s: not on the loop


def to_zone(moment: datetime, time_zone: str) -> datetime:
    """Return the moment in the time zone, or in UTC if the zone has no such date."""
    try:
        return moment.astimezone(ZoneInfo(time_zone))
    except OverflowError:  # in Tokyo it is the year 10000 already
        return moment.astimezone(UTC)


def in_zone(handler: RequestHandler, moment: datetime) -> str:
    """Return a moment as "2 January 2030, 09:00 Europe/Berlin": a function of the templates.

    https://www.tornadoweb.org/en/stable/guide/templates.html#ui-modules
    """
    local = to_zone(moment, handler.current_user.time_zone)
    return f"{local.day} {local:%B} {local.year:04}, {local:%H:%M} {local.tzinfo}"


def parse_local(text: str, zone: tzinfo | None) -> datetime:
    """Return the moment that browsers send as a time of a zone, the first if the clocks repeat it.

    Raises ValueError with a message for people.
    """
    if not LOCAL_TIME.fullmatch(text):
        raise ValueError(NO_TIME)
    try:
        local = datetime.fromisoformat(text).replace(tzinfo=zone)
        moment = local.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise ValueError(NO_TIME) from error
    if moment.astimezone(zone) != local:
        raise ValueError(f"The clocks skip this time in {zone}.")
    return moment
