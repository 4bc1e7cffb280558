"""Checks of every response body: media type, schema and problem details."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from jsonschema import ValidationError

from .document import Operation, locate, operation_of, validator
from .exchange import Exchange

Finding = tuple[str, str]  # a promise, and what is wrong

PROBLEM = "application/problem+json"
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # RFC 9110 §15.5.14, §15.5.21
MEMBERS = {  # the promise of a member of an answer, where another than HTTP-12 says it
    "creation_date": "TIME-1",
    "due_date": "TIME-1",
    "date_joined": "TIME-1",
    "id": "TASK-4",
    "token": "TOKEN-6",
}
OPERATIONS = {"read_info": "INFO-1", "log_in": "LOGIN-1"}


def check_body(exchange: Exchange) -> Iterator[Finding]:
    """Check the body against HTTP-4, -12, -13 and PROBLEM-1 to -4, and against its schema."""
    error = exchange.status >= 400
    if exchange.method == "HEAD" or exchange.status in {204, 304}:
        promise = {"HEAD": "HTTP-4"}.get(exchange.method, "HTTP-13")
        promise = "ETAG-3" if exchange.status == 304 else promise
        if exchange.body:
            yield promise, f"{exchange.method} was answered {exchange.status} with a body"
        return
    media_type = exchange.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    expected, promise = (PROBLEM, "PROBLEM-1") if error else ("application/json", "HTTP-12")
    if media_type != expected:
        yield promise, f"Content-Type is {media_type or 'missing'}, not {expected}"
        return
    try:
        value = parse(exchange.body)
    except ValueError as failure:
        yield promise, f"the body is not JSON: {failure}"
        return
    yield from check_problem(exchange, value) if error else check_document(exchange, value)


def check_problem(exchange: Exchange, problem: Any) -> Iterator[Finding]:
    """Check a problem against PROBLEM-1 to -4."""
    promise, schema = ("PROBLEM-4", "ValidationProblem")
    if exchange.status != 422:
        promise, schema = ("PROBLEM-1", "Problem")
    status = problem.get("status") if isinstance(problem, dict) else None
    if isinstance(status, int) and status != exchange.status:
        yield "PROBLEM-2", f"the member status is {status}, not {exchange.status}"
        return
    errors = [*validator("components", "schemas", schema).iter_errors(problem)]
    for error in errors[:1]:
        if [*error.path] == ["type"] and schema == "Problem":
            promise = "PROBLEM-3"
        elif "pointer" in error.path:
            promise = "PROBLEM-6"
        yield promise, f"{error.json_path}: {error.message}"
    if not errors and schema == "Problem":
        phrase = PHRASES.get(exchange.status, HTTPStatus(exchange.status).phrase)
        if problem["title"] != phrase:
            yield "PROBLEM-3", f"the title is {problem['title']!r}, not {phrase!r}"


def check_document(exchange: Exchange, value: Any) -> Iterator[Finding]:
    """Check a JSON answer against the schema of its operation, if it is documented at all."""
    operation = operation_of(exchange.method, exchange.path)
    if operation is None or exchange.status not in operation.statuses:
        return  # check_status says so
    steps, _ = locate(*operation.steps, "responses", str(exchange.status))
    schema = validator(*steps, "content", "application/json", "schema")
    told: dict[str, str] = {}
    for error in schema.iter_errors(value):
        told.setdefault(promise_of(operation, error), f"{error.json_path}: {error.message[:200]}")
    yield from told.items()


def promise_of(operation: Operation, error: ValidationError) -> str:
    """Return the promise that an answer breaks which does not fit its schema."""
    member = next((each for each in reversed(error.path) if isinstance(each, str)), "")
    return MEMBERS.get(member) or OPERATIONS.get(operation.id, "HTTP-12")


def parse(body: bytes) -> Any:
    """Parse JSON as in RFC 8259; raise ValueError for NaN, a byte order mark, duplicate members."""
    return json.loads(body.decode(), parse_constant=_refuse, object_pairs_hook=_unique)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no value")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError(f"duplicate member among {', '.join(members)}")
    return members
