"""Time formats: RFC 3339 as input, UTC with six digits as output."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone

from .faults import altered, fault
from .messages import Failure

Wrong = Callable[[str], bool]

DATE_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
TEXTS: Mapping[str, Callable[[str], str]] = {  # as a faulty server changes them
    "comma-in-time-accepted": lambda text: text.replace(",", "."),
    "offset-without-colon-accepted": lambda text: re.sub(
        r"(?<=[0-9])([+-]\d\d)(\d\d)\Z", r"\1:\2", text
    ),
}
OTHER_ISO_8601 = re.compile(
    r"(\d{8}|\d{4}-\d\d-\d\d|\d{4}-?W\d\d(-?\d)?)(T[\d:]+(Z|[+-][\d:]+))?", re.ASCII
)


def parse_timestamp(text: str, wrong: Wrong) -> datetime:
    """Parse an RFC 3339 §5.6 date-time and return it in UTC; ValueError if it is invalid."""
    text = misread(text, wrong)
    match = DATE_TIME.fullmatch(text)
    if match is None:
        if wrong("iso-8601-accepted") and OTHER_ISO_8601.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        raise ValueError("Is not an RFC 3339 date-time with an offset.")
    *parts, fraction, offset = match.groups()
    zone = UTC if wrong("offset-dropped") else parse_offset(offset, wrong)
    try:
        return combine([int(part) for part in parts], fraction or "", zone, wrong)
    except OverflowError as error:
        if wrong("time-beyond-the-calendar-500"):
            raise Failure from error
        raise ValueError("Is outside the years 0001 to 9999 in UTC.") from error


def combine(parts: list[int], fraction: str, zone: timezone, wrong: Wrong) -> datetime:
    """Combine year to second and the digits of a fraction into a time in UTC."""
    year, month, day, hour, minute, second = parts
    carry = timedelta()
    if fault("times-before-1970-refused") and year < 1970:
        raise ValueError("Is before 1970.")
    if fault("impossible-date-rolls-over") and 28 < day <= 31:
        day, carry = 28, timedelta(days=day - 28)
    if fault("fraction-cut-to-milliseconds"):
        fraction = fraction[:3]
    if wrong("long-fraction-refused") and len(fraction) > 6:
        raise ValueError("Its fraction is too long.")
    if wrong("fraction-rounded") and fraction[6:7] >= "5":
        carry = timedelta(microseconds=1)
    if wrong("hour-24-accepted") and hour == 24:
        hour, carry = 0, timedelta(days=1)
    if wrong("leap-second-accepted") and second == 60:
        second, carry = 59, timedelta(seconds=1)
    microsecond = int(fraction[:6].ljust(6, "0"))
    moment = datetime(year, month, day, hour, minute, second, microsecond, zone)
    return moment.astimezone(UTC) + carry


def misread(text: str, wrong: Wrong) -> str:
    """Return the text as a lenient parser would read it."""
    text = altered(text, TEXTS)
    if wrong("any-digits-in-time"):
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    if wrong("time-with-line-feed-accepted"):
        text = text.removesuffix("\n")
    if wrong("blank-for-t-accepted") and text[10:11] == " ":
        text = f"{text[:10]}T{text[11:]}"
    if wrong("naive-time-accepted") and DATE_TIME.fullmatch(text + "Z"):
        text += "Z"
    return text


def parse_offset(text: str, wrong: Wrong) -> timezone:
    """Return the zone of `Z` or `+HH:MM`; ValueError above 23 hours or 59 minutes."""
    if wrong("minus-zero-refused") and text == "-00:00":
        raise ValueError("Has an unknown offset.")
    if wrong("lower-case-z-refused") and text == "z":
        raise ValueError("Has a z in lower case.")
    if text in ("Z", "z"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    if hours > 23 or minutes > 59:
        raise ValueError("Has no such offset.")
    if fault("large-offset-refused") and hours >= 18:
        raise ValueError("Has an offset that no place has.")
    if wrong("offset-without-minutes"):
        minutes = 0
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def format_timestamp(moment: datetime, wrong: Wrong) -> str:
    """Format a time in UTC as YYYY-MM-DDTHH:MM:SS.ffffffZ."""
    width = "microseconds"
    if wrong("time-without-zero-fraction") and not moment.microsecond:
        width = "seconds"
    if fault("time-in-milliseconds"):
        width = "milliseconds"
    text = moment.replace(tzinfo=None).isoformat(timespec=width)
    text += "+00:00" if wrong("time-with-numeric-offset") else "Z"
    return text.lstrip("0") if wrong("years-not-padded") else text
