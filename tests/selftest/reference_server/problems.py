"""Problem details (RFC 9457), the format of all errors, and the encoding of JSON."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from .faults import altered, chosen, fault
from .messages import Answer, Errors, Refusal
from .records import now
from .times import format_timestamp

Problem = dict[str, Any]
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # RFC 9110's; Python's are older


def changed_at(status: int, **members: str) -> Callable[[Problem], Problem]:
    """Return a change of the problems of one status."""
    return lambda problem: problem | members if problem["status"] == status else problem


def without_detail(members: Problem) -> Problem:
    """Return the members but detail."""
    return {name: value for name, value in members.items() if name != "detail"}


# How a faulty server changes its problems.
PROBLEMS: Mapping[str, Callable[[Problem], Problem]] = {
    "problem-type-made-up": changed_at(404, type="https://httpstatuses.com/404"),
    "titles-of-old": changed_at(413, title="Request Entity Too Large"),
    "validation-title-of-old": changed_at(422, title="Unprocessable Entity"),
    "validation-as-about-blank": changed_at(422, type="about:blank"),
    "title-is-the-detail": lambda p: p | ({} if "errors" in p else {"title": p["detail"]}),
    "problem-status-as-text": lambda p: p | {"status": str(p["status"])},
    "problem-with-timestamp": lambda p: p | {"timestamp": format_timestamp(now())},
    "problem-without-detail": without_detail,
}
# How a faulty server changes the errors of a 422.
ERRORS: Mapping[str, Callable[[Any], Any]] = {
    "only-the-first-error": lambda errors: errors[:1],
    "error-without-detail": lambda errors: [without_detail(errors[0]), *errors[1:]],
    "errors-as-object": lambda errors: {
        error.get("pointer", error.get("parameter")): [error["detail"]] for error in errors
    },
}
# How a member's name is escaped in a pointer (RFC 6901 §3), and how a faulty server does it.
ESCAPES = (("~", "~0"), ("/", "~1"))
WRONG_ESCAPES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "pointer-without-escapes": (),
    "pointer-escapes-in-the-wrong-order": (("/", "~1"), ("~", "~0")),
}


def problem(refusal: Refusal) -> Answer:
    """Return the answer for a refusal."""
    status, errors = refusal.status, refusal.errors
    content: Problem = {
        "type": "/problems/validation" if errors else "about:blank",
        "title": PHRASES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "detail": refusal.detail,
    }
    if errors:
        content["errors"] = altered(list_errors(errors, refusal.place), ERRORS)
    return Answer(status, altered(content, PROBLEMS), refusal.headers, "application/problem+json")


def list_errors(errors: Errors, place: str) -> list[dict[str, str | None]]:
    """Return the errors of a 422, each with a pointer or parameter, and a detail."""
    place = chosen({"parameter-as-pointer": "pointer"}, place)
    return [
        {place: pointer(name) if place == "pointer" else name, "detail": detail}
        for name, detail in errors.items()
    ]


def pointer(name: str | None) -> str:
    """Return a JSON Pointer to a member or the body, as a URI fragment (RFC 6901 §6)."""
    start = chosen({"pointer-without-hash": ""}, "#")
    if name is None:
        return start + chosen({"body-pointer-names-a-member": "/"}, "")
    for character, escape in chosen(WRONG_ESCAPES, ESCAPES):
        name = name.replace(character, escape)
    if not fault("pointer-not-a-fragment"):
        name = quote(name, safe="~/", errors="replace")
    return f"{start}/{name}"


def encode(content: Any) -> bytes:
    """Return the encoded body: JSON in UTF-8 with no unnecessary escapes."""
    if content is None or isinstance(content, bytes):
        return content or b""
    text = json.dumps(content, ensure_ascii=fault("unicode-escaped"))
    for character in chosen({"angle-brackets-escaped": "<>&"}, ""):
        text = text.replace(character, f"\\u{ord(character):04x}")
    text = text.replace("</", chosen({"slash-escaped": "<\\/"}, "</"))
    return text.encode("utf-8", "replace")
