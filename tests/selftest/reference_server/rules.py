"""Rules for the members of a task: each returns the value or raises ValueError."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from .faults import Changes, altered, chosen, fault, replaced
from .messages import fail
from .records import now
from .times import parse_timestamp

SURROGATES = re.compile("[\ud800-\udfff]")
ASCII_WHITE_SPACE = " \t\n\r\v\f"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# How a faulty server changes texts, names and notes.
TEXTS: Changes = {
    "surrogate-replaced": lambda text: SURROGATES.sub(REPLACEMENT, text),
    "text-beyond-the-bmp-replaced": replaced("[\U00010000-\U0010ffff]", REPLACEMENT),
    "nul-dropped": lambda text: text.replace("\0", ""),
}
NAMES: Changes = {
    "text-trimmed": str.strip,
    "text-normalised": lambda text: unicodedata.normalize("NFC", text),
}
NOTES: Changes = {
    "note-trimmed": str.strip,
    "line-ends-unified": replaced("\r\n?", "\n"),
}
# How a faulty server measures a name, and finds out whether it is blank.
SIZES: Mapping[str, Callable[[str], int]] = {
    "limit-counts-bytes": lambda text: len(text.encode()),
    "limit-counts-utf-16-units": lambda text: len(text.encode("utf-16-le")) // 2,
}
BLANKS: Mapping[str, Callable[[str], bool]] = {
    "blank-name-accepted": lambda text: text.isspace() and bool(text.strip(" ")),
    "wide-blank-name-accepted": lambda text: not text.strip(ASCII_WHITE_SPACE),
    "name-of-a-byte-order-mark-refused": lambda text: text.replace("\ufeff", " ").isspace(),
}


def check(condition: object, detail: str) -> None:
    """Raise ValueError with this detail unless the condition is true."""
    if not condition:
        raise ValueError(detail)


def string(value: Any) -> str:
    """Any string."""
    check(isinstance(value, str), "Is not a string.")
    return str(value)


def storable(text: str, *, nul_accepted: bool = False) -> str:
    """A text without U+0000 and lone surrogates."""
    check(nul_accepted or "\0" not in text, "Has U+0000.")
    check(not SURROGATES.search(text), "Has a lone surrogate.")
    return text


def task_text(value: Any) -> str:
    """A text member of a task."""
    text = string(value)
    fail("surrogate-500", SURROGATES.search(text))
    return storable(altered(text, TEXTS), nul_accepted=fault("nul-accepted"))


def task_name(value: Any) -> str:
    """The name of a task: 1 to 200 code points, not all white space."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fail("number-as-title-500", number)
    text = task_text(str(value) if number and fault("number-as-title-accepted") else value)
    fail("long-name-500", len(text) >= 6_000)
    longest = chosen({"name-of-201-accepted": 201, "name-of-200-refused": 199}, 200)
    check(1 <= chosen(SIZES, len)(text) <= longest, "Must have 1 to 200 characters.")
    check(not chosen(BLANKS, str.isspace)(text), "Is only white space.")
    return altered(text, NAMES)


def task_note(value: Any) -> str:
    """The note of a task: at most 10,000 code points."""
    if value is None and fault("null-note-accepted"):
        return ""
    text = task_text(value)
    size = len(text.encode()) if fault("note-limit-counts-bytes") else len(text)
    check(size <= 10_000 + fault("long-note-accepted"), "Has more than 10,000 characters.")
    check(text or not fault("empty-note-refused"), "Is empty.")
    return altered(text, NOTES)


def due_date(value: Any) -> datetime | None:
    """A date-time of RFC 3339, or null."""
    if value is None and not fault("null-due-date-refused"):
        return None
    if fault("number-as-due-date-accepted") and isinstance(value, int | float):
        check(0 <= value < 2**32, "Is not a time.")
        return datetime.fromtimestamp(value, UTC)
    moment = parse_timestamp(string(value))
    check(not fault("past-due-date-refused") or moment > now(), "Is in the past.")
    return moment


def completed(value: Any) -> bool:
    """True or false."""
    if fault("one-is-true") and isinstance(value, int) and value in (0, 1):
        return bool(value)
    if fault("text-is-true") and value in ("true", "false"):
        return bool(value == "true")
    check(isinstance(value, bool), "Is neither true nor false.")
    return bool(value)
