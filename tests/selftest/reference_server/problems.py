"""Problem details (RFC 9457): one format for all errors."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from .faults import fault
from .messages import Answer, Errors, Refusal, Request, UnknownPath
from .records import now
from .times import Wrong, format_timestamp

PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # RFC 9110's; Python's are older
OLD_PHRASES = {413: "Request Entity Too Large", 422: "Unprocessable Entity"}


def problem(refusal: Refusal, request: Request) -> Answer:
    """Return the answer for a refusal."""
    wrong, status = request.wrong, refusal.status
    if wrong("wrong-method-empty") and status == 405:
        return Answer(status, None, refusal.headers)
    if wrong("unknown-path-as-html") and isinstance(refusal, UnknownPath):
        return Answer(status, b"<h1>Not Found</h1>", refusal.headers, "text/html")
    if fault("problem-as-html-to-browsers") and "text/html" in request.headers.get("Accept", ""):
        return Answer(status, b"<h1>Error</h1>", refusal.headers, "text/html")
    validation = refusal.errors and not wrong("validation-as-about-blank")
    content = {
        "type": "/problems/validation" if validation else "about:blank",
        "title": title(status, wrong),
        "status": str(status) if wrong("problem-status-as-text") else status,
        "detail": refusal.detail,
    }
    if fault("title-is-the-detail") and not validation:
        content["title"] = refusal.detail
    if wrong("problem-type-made-up") and status == 404:
        content["type"] = "https://httpstatuses.com/404"
    if wrong("problem-without-detail"):
        del content["detail"]
    if refusal.errors:
        content["errors"] = list_errors(refusal.errors, refusal.place, wrong)
    if wrong("problem-with-timestamp"):
        content["timestamp"] = format_timestamp(now(), wrong)
    kind = "application/json" if wrong("errors-as-json") else "application/problem+json"
    return Answer(status, content, refusal.headers, kind)


def title(status: int, wrong: Wrong) -> str:
    """Return the RFC 9110 phrase for a status."""
    if fault("validation-title-of-old") and status == 422:
        return OLD_PHRASES[status]
    if wrong("titles-of-old") and status == 413:
        return OLD_PHRASES[status]
    return PHRASES.get(status, HTTPStatus(status).phrase)


def list_errors(errors: Errors, place: str, wrong: Wrong) -> Any:
    """Return the errors of a 422, each with a pointer or parameter, and a detail."""
    if wrong("errors-as-object"):
        return {name or "": [detail] for name, detail in errors.items()}
    if wrong("parameter-as-pointer"):
        place = "pointer"
    named = [
        {place: pointer(name, wrong) if place == "pointer" else name, "detail": detail}
        for name, detail in errors.items()
    ]
    if wrong("error-without-detail"):
        del named[0]["detail"]
    return named[:1] if wrong("only-the-first-error") else named


def pointer(name: str | None, wrong: Wrong) -> str:
    """Return a JSON Pointer to a member or the body, as a URI fragment (RFC 6901 §6)."""
    fragment = escaped(name, wrong)
    return fragment.removeprefix("#") if wrong("pointer-without-hash") else fragment


def escaped(name: str | None, wrong: Wrong) -> str:
    """Return the pointer with JSON Pointer escapes and fragment escapes."""
    if name is None:
        return "#/" if wrong("body-pointer-names-a-member") else "#"
    if fault("pointer-escapes-in-the-wrong-order"):
        name = name.replace("/", "~1").replace("~", "~0")
    elif not wrong("pointer-without-escapes"):
        name = name.replace("~", "~0").replace("/", "~1")
    if wrong("pointer-not-a-fragment"):
        return f"#/{name}"
    return "#/" + quote(name, safe="~/", errors="replace")
