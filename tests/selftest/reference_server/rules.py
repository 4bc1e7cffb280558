"""Rules for the members of a task: each returns the value or raises ValueError."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from .faults import fault
from .messages import Failure
from .records import now
from .times import Wrong, parse_timestamp

SURROGATES = re.compile("[\ud800-\udfff]")
BEYOND_THE_BMP = re.compile("[\U00010000-\U0010ffff]")
ASCII_WHITE_SPACE = " \t\n\r\v\f"


def check(condition: object, detail: str) -> None:
    """Raise ValueError with this detail unless the condition is true."""
    if not condition:
        raise ValueError(detail)


def string(value: Any, wrong: Wrong) -> str:
    """Any string."""
    check(isinstance(value, str), "Is not a string.")
    return str(value)


def storable(value: Any, wrong: Wrong) -> str:
    """A string without U+0000 and lone surrogates."""
    text = string(value, wrong)
    check("\0" not in text, "Has U+0000.")
    check(not SURROGATES.search(text), "Has a lone surrogate.")
    return text


def task_text(value: Any, wrong: Wrong) -> str:
    """A text member of a task."""
    text = string(value, wrong)
    if SURROGATES.search(text):
        if wrong("surrogate-500"):
            raise Failure
        if wrong("surrogate-replaced"):
            text = SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
    if fault("text-beyond-the-bmp-replaced"):
        text = BEYOND_THE_BMP.sub("\N{REPLACEMENT CHARACTER}", text)
    if fault("nul-dropped"):
        text = text.replace("\0", "")
    if wrong("nul-accepted"):
        storable(text.replace("\0", ""), wrong)
        return text
    return storable(text, wrong)


def length(text: str, wrong: Wrong) -> int:
    """Return the number of code points in a text."""
    if wrong("limit-counts-bytes"):
        return len(text.encode())
    if wrong("limit-counts-utf-16-units"):
        return len(text.encode("utf-16-le")) // 2
    return len(text)


def task_name(value: Any, wrong: Wrong) -> str:
    """The name of a task: 1 to 200 code points, not all white space."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if wrong("number-as-title-500"):
            raise Failure
        if wrong("number-as-title-accepted"):
            value = str(value)
    text = task_text(value, wrong)
    if wrong("long-name-500") and len(text) >= 6_000:
        raise Failure
    limit = 200 + wrong("name-of-201-accepted") - wrong("name-of-200-refused")
    check(1 <= length(text, wrong) <= limit, "Must have 1 to 200 characters.")
    check(not is_blank(text, wrong), "Is only white space.")
    if wrong("text-trimmed"):
        return text.strip()
    return unicodedata.normalize("NFC", text) if wrong("text-normalised") else text


def is_blank(text: str, wrong: Wrong) -> bool:
    """Return whether a text is empty or only white space."""
    if wrong("blank-name-accepted") and not text.strip(" "):
        return False
    if wrong("wide-blank-name-accepted"):
        return not text.strip(ASCII_WHITE_SPACE)
    if fault("name-of-a-byte-order-mark-refused"):
        text = text.replace("\ufeff", " ")
    return text.isspace()


def task_note(value: Any, wrong: Wrong) -> str:
    """The note of a task: at most 10,000 code points."""
    if wrong("null-note-accepted") and value is None:
        return ""
    text = task_text(value, wrong)
    limit = 10_000 + wrong("long-note-accepted")
    size = len(text.encode()) if fault("note-limit-counts-bytes") else len(text)
    check(size <= limit, "Has more than 10,000 characters.")
    check(text or not wrong("empty-note-refused"), "Is empty.")
    if fault("note-trimmed"):
        return text.strip()
    if wrong("line-ends-unified"):
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def due_date(value: Any, wrong: Wrong) -> datetime | None:
    """A date-time of RFC 3339, or null."""
    if value is None and not wrong("null-due-date-refused"):
        return None
    if fault("number-as-due-date-accepted") and isinstance(value, int | float):
        return from_seconds(value)
    moment = parse_timestamp(string(value, wrong), wrong)
    check(not wrong("past-due-date-refused") or moment > now(), "Is in the past.")
    return moment


def from_seconds(value: float) -> datetime:
    """Return the time so many seconds after the start of 1970."""
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OSError, OverflowError) as error:
        raise ValueError("Is not a time.") from error


def completed(value: Any, wrong: Wrong) -> bool:
    """True or false."""
    if wrong("one-is-true") and isinstance(value, int) and value in (0, 1):
        return bool(value)
    if fault("text-is-true") and value in ("true", "false"):
        return bool(value == "true")
    check(isinstance(value, bool), "Is neither true nor false.")
    return bool(value)
