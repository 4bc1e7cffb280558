"""The query parameters of a list, and how they are parsed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from .decimals import parse_decimal
from .faults import Changes, altered, fault, replaced
from .messages import Errors, Refusal, Request
from .rules import check
from .times import parse_timestamp, without_offset

NUMBERS: Changes = {"odd-decimals-accepted": replaced(r"\A *\+?0*(?=[0-9])| +\Z", "")}


def limit(text: str) -> int:
    """The maximum number of tasks on a page: 1 to 100."""
    if fault("bad-limit-ignored") and not text.lstrip("+-").isdecimal():
        return 50
    number = after(text)
    if fault("large-limit-clamped"):
        number = min(number, 100)
    smallest, largest = 1 - fault("limit-of-0-accepted"), 100 + fault("limit-of-101-accepted")
    check(smallest <= number <= largest, "Must be from 1 to 100.")
    return number


def after(text: str) -> int:
    """The id after which the page starts."""
    return parse_decimal(altered(text, NUMBERS))


def completed(text: str) -> bool:
    """The state of the tasks: true or false."""
    check(text in ("true", "false"), "Is neither true nor false.")
    return text == "true" or fault("completed-false-is-true")


def due_before(text: str) -> datetime:
    """The time before which the tasks are due."""
    return parse_timestamp(altered(text, {"due-before-drops-offset": without_offset}))


PARAMETERS: Mapping[str, Callable[[str], Any]] = {
    "limit": limit,
    "after": after,
    "completed": completed,
    "due_before": due_before,
}


def unknown(text: str) -> None:
    """Any other parameter, which is refused."""
    check(fault("unknown-parameter-ignored"), "Is unknown.")


def read_query(request: Request) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the parameters, raw and parsed, or refuse with 422."""
    texts: dict[str, str] = {}
    query: dict[str, Any] = {}
    errors: Errors = {}
    kept = not fault("empty-parameter-ignored")
    for name, text in parse_qsl(request.query, keep_blank_values=kept):
        if name in texts and not fault("repeated-parameter-accepted"):
            errors[name] = "Is repeated."
        texts[name] = text
    for name, text in texts.items():
        try:
            query[name] = PARAMETERS.get(name, unknown)(text)
        except ValueError as error:
            errors.setdefault(name, str(error))
    if errors:
        raise Refusal(422, "Some parameters are invalid.", errors=errors, place="parameter")
    return texts, query
