"""Integers in paths and queries: only canonical decimals."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from .faults import altered
from .messages import Failure, Refusal
from .times import Wrong

MAX_INTEGER = 2**63 - 1
CANONICAL = re.compile(r"0|[1-9][0-9]*")
IDS: Mapping[str, Callable[[str], str]] = {  # as a faulty server changes them
    "text-after-the-id-ignored": lambda text: re.sub(r"\A([0-9]+).*", r"\1", text),
    "plus-sign-id": lambda text: text.removeprefix("+"),
    "id-wraps-at-64-bits": lambda text: (
        str(int(text) % 2**64) if re.fullmatch("[1-9][0-9]{19,99}", text) else text
    ),
}


def parse_decimal(text: str) -> int:
    """Parse a canonical decimal from 0 to 2^63-1; ValueError for anything else."""
    if not CANONICAL.fullmatch(text) or len(text) > 19 or int(text) > MAX_INTEGER:
        raise ValueError("Is not a canonical decimal from 0 to 2^63-1.")
    return int(text)


def parse_id(text: str, wrong: Wrong) -> int:
    """Parse a task id; 404 if it is invalid."""
    text = misread(text, wrong)
    try:
        return parse_decimal(text)
    except ValueError as error:
        digits = text.isascii() and text.isdigit()
        if wrong("huge-id-500") and digits and len(text.lstrip("0")) >= len(str(MAX_INTEGER)):
            raise Failure from error
        if wrong("odd-id-422") and not digits:
            raise Refusal(422, "Bad id.", errors={"id": str(error)}, place="parameter") from error
        raise Refusal(404, "There is no task with this id.") from error


def misread(text: str, wrong: Wrong) -> str:
    """Return the id as a lenient parser would read it."""
    text = altered(text, IDS)
    if wrong("any-digits-id"):
        return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    if wrong("line-feed-id"):
        return text.removesuffix("\n")
    if wrong("leading-zero-id"):
        return text.lstrip("0") or text
    if wrong("underscore-id"):
        return re.sub(r"(?<=[0-9])_(?=[0-9])", "", text)
    return text


def parse_parameter(text: str, wrong: Wrong) -> int:
    """Parse the number in a query parameter; ValueError if it is invalid."""
    if wrong("odd-decimals-accepted"):
        text = re.sub(r"\A *\+?0*(?=[0-9])", "", text).rstrip(" ")
    return parse_decimal(text)
