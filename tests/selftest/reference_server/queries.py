"""The query parameters of a list, and how they are parsed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from .decimals import parse_parameter
from .faults import fault
from .messages import Errors, Refusal, Request
from .rules import check
from .times import Wrong, parse_timestamp


def limit(text: str, wrong: Wrong) -> int:
    """The maximum number of tasks on a page: 1 to 100."""
    if wrong("bad-limit-ignored") and not text.lstrip("+-").isdecimal():
        return 50
    number = parse_parameter(text, wrong)
    if fault("large-limit-clamped"):
        number = min(number, 100)
    smallest = 1 - fault("limit-of-0-accepted")
    check(smallest <= number <= 100 + wrong("limit-of-101-accepted"), "Must be from 1 to 100.")
    return number


def completed(text: str, wrong: Wrong) -> bool:
    """The state of the tasks: true or false."""
    check(text in ("true", "false"), "Is neither true nor false.")
    return text == "true" or wrong("completed-false-is-true")


def due_before(text: str, wrong: Wrong) -> datetime:
    """The time before which the tasks are due."""
    if wrong("due-before-drops-offset") and text[-6:-5] in ("+", "-"):
        text = text[:-6] + "Z"
    return parse_timestamp(text, wrong)


PARAMETERS: Mapping[str, Callable[[str, Wrong], Any]] = {
    "limit": limit,
    "after": parse_parameter,
    "completed": completed,
    "due_before": due_before,
}


def read_query(request: Request) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the parameters, raw and parsed, or refuse with 422."""
    texts: dict[str, str] = {}
    errors: Errors = {}
    kept = not fault("empty-parameter-ignored")
    pairs = parse_qsl(request.query, keep_blank_values=kept)
    for name, text in pairs:
        if name in texts and not request.wrong("repeated-parameter-accepted"):
            errors[name] = "Is repeated."
        texts[name] = text
    query = {}
    for name, text in texts.items():
        try:
            if name in PARAMETERS:
                query[name] = PARAMETERS[name](text, request.wrong)
            else:
                check(request.wrong("unknown-parameter-ignored"), "Is unknown.")
        except ValueError as error:
            errors.setdefault(name, str(error))
    if errors:
        raise Refusal(422, "Some parameters are invalid.", errors=errors, place="parameter")
    return texts, query
