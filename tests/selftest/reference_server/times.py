"""Time formats: RFC 3339 as input, UTC with six digits as output."""

import re
from datetime import UTC, datetime, timedelta, timezone

from .decimals import ascii_digits
from .faults import Changes, altered, chosen, fault, replaced
from .messages import fail

DATE_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
OTHER_ISO_8601 = re.compile(
    r"(\d{8}|\d{4}-\d\d-\d\d|\d{4}-?W\d\d(-?\d)?)(T[\d:]+(Z|[+-][\d:]+))?", re.ASCII
)
NEVER = r"(?!)"


def from_iso_8601(text: str) -> str:
    """Return a time in another form of ISO 8601 as RFC 3339 writes it."""
    if not OTHER_ISO_8601.fullmatch(text):
        return text
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=moment.tzinfo or UTC).isoformat()


without_offset = replaced(r"[+-]\d\d:\d\d\Z", "Z")
# How a faulty server changes a time before it parses it.
SENT_TIMES: Changes = {
    "any-digits-in-time": ascii_digits,
    "time-with-line-feed-accepted": lambda text: text.removesuffix("\n"),
    "blank-for-t-accepted": replaced(r"^(.{10}) ", r"\1T"),
    "comma-in-time-accepted": replaced(",", "."),
    "naive-time-accepted": lambda text: f"{text}Z" if DATE_TIME.fullmatch(f"{text}Z") else text,
    "offset-without-colon-accepted": replaced(r"(?<=[0-9])([+-]\d\d)(\d\d)\Z", r"\1:\2"),
    "offset-without-minutes": replaced(r"([+-]\d\d:)\d\d\Z", r"\g<1>00"),
    "offset-dropped": without_offset,
    "fraction-cut-to-milliseconds": replaced(r"(\.\d{3})\d+", r"\1"),
    "iso-8601-accepted": from_iso_8601,
}
# Times that a faulty server refuses.
REFUSED_TIMES = {
    "long-fraction-refused": r"\.\d{7}",
    "times-before-1970-refused": r"^(0|1[0-8]|19[0-6])",
    "lower-case-z-refused": "z$",
    "minus-zero-refused": "-00:00$",
    "large-offset-refused": r"[+-](1[89]|2\d):\d\d$",
}
# A part of a time, the largest right value, and the largest that a faulty server takes.
SPILLS = {
    "impossible-date-rolls-over": ("day", 28, 31),
    "hour-24-accepted": ("hour", 23, 24),
    "leap-second-accepted": ("second", 59, 60),
}
# How a faulty server changes the format of a time in an answer.
SHOWN_TIMES: Changes = {
    "time-without-zero-fraction": lambda text: text.replace(".000000", ""),
    "time-in-milliseconds": lambda text: f"{text[:-4]}Z",
    "time-with-numeric-offset": lambda text: text.replace("Z", "+00:00"),
    "years-not-padded": lambda text: text.lstrip("0"),
}


def parse_timestamp(text: str) -> datetime:
    """Parse an RFC 3339 §5.6 date-time and return it in UTC; ValueError if it is invalid."""
    text = altered(text, SENT_TIMES)
    match = DATE_TIME.fullmatch(text)
    if match is None or re.search(chosen(REFUSED_TIMES, NEVER), text):
        raise ValueError("Is not an RFC 3339 date-time with an offset.")
    *parts, fraction, offset = match.groups(default="")
    names = ("year", "month", "day", "hour", "minute", "second")
    values = dict(zip(names, map(int, parts), strict=True))
    carry = timedelta()
    name, most, accepted = chosen(SPILLS, ("day", 31, 31))
    if most < values[name] <= accepted:
        carry, values[name] = timedelta(**{f"{name}s": values[name] - most}), most
    if fault("fraction-rounded") and fraction[6:7] >= "5":
        carry = timedelta(microseconds=1)
    microsecond = int(fraction[:6].ljust(6, "0"))
    zone = parse_offset(offset)
    moment = datetime(**values, microsecond=microsecond, tzinfo=zone)
    try:
        return moment.astimezone(UTC) + carry
    except OverflowError as error:
        fail("time-beyond-the-calendar-500")
        raise ValueError("Is outside the years 0001 to 9999 in UTC.") from error


def parse_offset(text: str) -> timezone:
    """Return the zone of `Z` or `+HH:MM`; ValueError above 23 hours or 59 minutes."""
    if text in ("Z", "z"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    if hours > 23 or minutes > 59:
        raise ValueError("Has no such offset.")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def format_timestamp(moment: datetime) -> str:
    """Format a time in UTC as YYYY-MM-DDTHH:MM:SS.ffffffZ."""
    text = moment.replace(tzinfo=None).isoformat(timespec="microseconds")
    return altered(f"{text}Z", SHOWN_TIMES)
