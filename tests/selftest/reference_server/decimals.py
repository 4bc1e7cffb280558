"""Integers in paths and queries: only canonical decimals."""

import re
import unicodedata

from .faults import Changes, altered, fault, replaced
from .messages import Refusal, fail, refuse

MAX_INTEGER = 2**63 - 1
CANONICAL = re.compile(r"0|[1-9][0-9]*")


def ascii_digits(text: str) -> str:
    """Return the text with the decimal digits of all scripts as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


# How a faulty server changes an id in a path.
IDS: Changes = {
    "any-digits-id": ascii_digits,
    "line-feed-id": lambda text: text.removesuffix("\n"),
    "leading-zero-id": lambda text: text.lstrip("0") or text,
    "underscore-id": replaced("(?<=[0-9])_(?=[0-9])", ""),
    "plus-sign-id": lambda text: text.removeprefix("+"),
    "text-after-the-id-ignored": replaced("^([0-9]+).*", r"\1"),
    "id-wraps-at-64-bits": lambda text: (
        str(int(text) % 2**64) if re.fullmatch("[1-9][0-9]{19,99}", text) else text
    ),
}


def parse_decimal(text: str) -> int:
    """Parse a canonical decimal from 0 to 2^63-1; ValueError for anything else."""
    if not CANONICAL.fullmatch(text) or len(text) > 19 or int(text) > MAX_INTEGER:
        raise ValueError("Is not a canonical decimal from 0 to 2^63-1.")
    return int(text)


def parse_id(text: str) -> int:
    """Parse a task id; 404 if it is invalid."""
    text = altered(text, IDS)
    try:
        return parse_decimal(text)
    except ValueError as error:
        digits = text.isascii() and text.isdigit()
        fail("huge-id-500", digits and len(text.lstrip("0")) >= len(str(MAX_INTEGER)))
        if fault("odd-id-422") and not digits:
            raise Refusal(422, "Bad id.", errors={"id": str(error)}, place="parameter") from error
        refuse(404, "There is no task with this id.")
