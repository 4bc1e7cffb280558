"""Checks that run on every exchange, in every test."""

import re
from collections.abc import Callable

from .body_checks import check_body
from .document import Operation, allowed, locate, operation_of, template_of, validator
from .exchange import Exchange

__tracebackhide__ = True  # failures point to the line of the test

SENT_PASSWORD = re.compile(rb'password": ?"([^"\\\s]{12,})"')  # no text contains it by chance


def check(exchange: Exchange, profile: str) -> None:
    """Raise AssertionError with the promise's id if this answer breaks a promise."""
    for rule in RULES:
        rule(exchange)
    if operation := operation_of(exchange.method, exchange.path):
        check_headers(exchange, operation, profile)


def check_server_error(exchange: Exchange) -> None:
    """Check PROBLEM-7: the status is below 500, or a documented 503 with Retry-After."""
    operation = operation_of(exchange.method, exchange.path)
    hashes = operation is not None and 503 in operation.statuses
    busy = exchange.status == 503 and hashes and "Retry-After" in exchange.headers
    assert exchange.status < 500 or busy, f"PROBLEM-7: the server failed with {exchange.status}"


def check_status(exchange: Exchange) -> None:
    """Check the status against the document, or HTTP-1, -2 and -5 if no operation matches."""
    template = template_of(exchange.path)
    operation = operation_of(exchange.method, exchange.path)
    if template is None:
        promise, statuses = "HTTP-1", {404}
    elif exchange.method == "OPTIONS":
        promise, statuses = "HTTP-5", {204}
    elif operation is None:
        promise, statuses = "HTTP-2", {405}
    else:
        promise, statuses = "HTTP-12", set(operation.statuses)
    expected = ", ".join(map(str, sorted(statuses)))
    assert exchange.status in statuses, f"{promise}: status {exchange.status}, not {expected}"


def check_hygiene(exchange: Exchange) -> None:
    """Check the headers of every answer against HTTP-8, -9, -10 and -14."""
    headers = exchange.headers
    nosniff, caching = headers.get("X-Content-Type-Options"), headers.get("Cache-Control")
    assert nosniff == "nosniff", f"HTTP-8: X-Content-Type-Options is {nosniff}"
    assert caching == "no-store", f"HTTP-9: Cache-Control is {caching}"
    for name in headers:
        unwanted = name in {"set-cookie", "x-powered-by"} or name.startswith("access-control-")
        assert not unwanted, f"HTTP-10: the answer carries {name}"
    for name in ("Location", "Link"):
        reference = headers.get(name, "/").removeprefix("<")
        assert re.match("/(?!/)", reference), f"HTTP-14: {name} is {headers[name]}"


def check_allow(exchange: Exchange) -> None:
    """Check Allow against HTTP-3, on 405 and on the answer to OPTIONS."""
    template = template_of(exchange.path)
    if template and (exchange.status == 405 or exchange.method == "OPTIONS"):
        methods = re.split(r"\s*,\s*", exchange.headers.get("Allow", ""))
        expected = sorted(allowed(template))
        assert sorted(methods) == expected, f"HTTP-3: Allow is {methods}, not {expected}"


def check_challenge(exchange: Exchange) -> None:
    """Check TOKEN-2: no error in WWW-Authenticate if the client sent no bearer token."""
    sent = exchange.sent.get("Authorization", "").lower().startswith("bearer")
    challenge = exchange.headers.get("WWW-Authenticate", "")
    assert sent or "error" not in challenge, "TOKEN-2: error without a bearer token"


def check_secrets(exchange: Exchange) -> None:
    """Check REGISTER-10: the answer contains no password and no password hash."""
    body = exchange.body
    assert b"$argon2" not in body, "REGISTER-10: the answer contains a hash"
    assert not re.search(rb'password"\s*:', body), "REGISTER-10: the answer has a password member"
    for password in SENT_PASSWORD.findall(exchange.content):
        assert password not in body, "REGISTER-10: the answer repeats a password"


def check_headers(exchange: Exchange, operation: Operation, profile: str) -> None:
    """Check the headers that are documented for the operation and the status."""
    steps, response = locate(*operation.steps, "responses", str(exchange.status))
    for name in response.get("headers", {}):
        where, header = locate(*steps, "headers", name)
        value = exchange.headers.get(name)
        wanted = header.get("required") and header.get("x-profile") in {None, profile}
        assert value is not None or not wanted, f"HTTP-12: {name} is missing"
        if value is not None:
            errors = [error.message for error in validator(*where, "schema").iter_errors(value)]
            assert not errors, f"HTTP-12: {name}: {'; '.join(errors)}"


RULES: tuple[Callable[[Exchange], None], ...] = (
    check_server_error,
    check_status,
    check_hygiene,
    check_allow,
    check_challenge,
    check_secrets,
    check_body,
)
