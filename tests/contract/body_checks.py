"""Checks for every response body: media type, schema and problem details."""

import json
from http import HTTPStatus
from typing import Any

from .document import locate, operation_of, validator
from .exchange import Exchange

__tracebackhide__ = True  # failures point to the line of the test

PROBLEM = "application/problem+json"
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # RFC 9110 §15.5.14, §15.5.21


def check_body(exchange: Exchange) -> None:
    """Check the body against HTTP-4, HTTP-12, HTTP-13 and PROBLEM-1 to -4."""
    if exchange.method == "HEAD" or exchange.status in {204, 304}:
        promise = "HTTP-4" if exchange.method == "HEAD" else "HTTP-13"
        assert not exchange.body, f"{promise}: {exchange.status} with a body"
        return
    media_type = exchange.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    expected = PROBLEM if exchange.status >= 400 else "application/json"
    promise = "PROBLEM-1" if exchange.status >= 400 else "HTTP-12"
    assert media_type == expected, f"{promise}: Content-Type is {media_type or 'missing'}"
    value = parse(exchange.body)
    if exchange.status >= 400:
        check_problem(exchange, value)
    else:
        check_document(exchange, value)


def check_problem(exchange: Exchange, problem: Any) -> None:
    """Check a problem against PROBLEM-1 to -4."""
    promise, schema = ("PROBLEM-4", "ValidationProblem")
    if exchange.status != 422:
        promise, schema = ("PROBLEM-1", "Problem")
    for error in validator("components", "schemas", schema).iter_errors(problem):
        broken = "PROBLEM-3" if list(error.path) == ["type"] and schema == "Problem" else promise
        raise AssertionError(f"{broken}: {error.json_path}: {error.message}")
    status = problem["status"]
    assert status == exchange.status, f"PROBLEM-2: member status is {status}, not {exchange.status}"
    phrase = PHRASES.get(status, HTTPStatus(status).phrase)
    assert problem["title"] == phrase, f"PROBLEM-3: title {problem['title']!r}, not {phrase!r}"


def check_document(exchange: Exchange, value: Any) -> None:
    """Check a JSON answer against the schema of its operation (HTTP-12; TIME-1 for times)."""
    operation = operation_of(exchange.method, exchange.path)
    assert operation, "HTTP-12: an undocumented request got a body"
    steps, _ = locate(*operation.steps, "responses", str(exchange.status))
    for error in validator(*steps, "content", "application/json", "schema").iter_errors(value):
        times = {"creation_date", "due_date", "date_joined"}
        promise = "TIME-1" if times & set(map(str, error.path)) else "HTTP-12"
        raise AssertionError(f"{promise}: {error.json_path}: {error.message}")


def parse(body: bytes) -> Any:
    """Parse JSON as in RFC 8259: UTF-8, no byte order mark, no NaN, no duplicate members."""
    try:
        return json.loads(body.decode(), parse_constant=_refuse, object_pairs_hook=_unique)
    except ValueError as error:
        raise AssertionError(f"HTTP-12: the answer is not JSON: {error}") from None


def _refuse(constant: str) -> None:
    raise AssertionError(f"HTTP-12: {constant} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    assert len(members) == len(pairs), f"HTTP-12: duplicate member among {list(members)}"
    return members
