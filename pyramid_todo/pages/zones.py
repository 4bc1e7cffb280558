"""Times in the time zone of the user. Where the zone has no such date, they are in UTC."""

import re
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

LOCAL_TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
NO_TIME = "This is not a date and a time."


@cache
def zone_names() -> list[str]:
    """Return the names of all time zones."""
    return sorted(available_timezones())


def to_zone(moment: datetime, name: str) -> datetime:
    """Return the moment in the zone of that name, or in UTC if the zone has no such date."""
    try:
        return moment.astimezone(ZoneInfo(name))
    except OverflowError:  # in Tokyo it is the year 10000 already
        return moment.astimezone(UTC)


def format_moment(moment: datetime, name: str) -> str:
    """Return a moment as "2 January 2030, 09:00 Europe/Berlin"."""
    local = to_zone(moment, name)
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
