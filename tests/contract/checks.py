"""Checks of every exchange: each finding names the promise that says the thing.

A finding is a promise and what is wrong. HTTP-12 is found only where no other promise says it.
"""

import re
from collections.abc import Callable, Iterator

from .body_checks import Finding, check_body
from .document import (
    Operation,
    allowed,
    in_api,
    locate,
    operation_of,
    template_of,
    validator,
)
from .exchange import Exchange
from .violations import Violation

SENT_PASSWORD = re.compile(rb'password": ?"([^"\\\s]{12,})"')  # no text contains it by chance
BEARER = re.compile(r"bearer [A-Za-z0-9._~+/-]+=*", re.IGNORECASE)  # RFC 6750 §2.1
CHALLENGE = 'Bearer realm="todo"'
SUCCESS = {  # the promise of each operation's successful answer
    "read_info": "INFO-1",
    "register": "REGISTER-1",
    "log_in": "LOGIN-1",
    "log_out": "LOGOUT-1",
    "read_account": "ACCOUNT-1",
    "update_account": "ACCOUNT-2",
    "delete_account": "ACCOUNT-7",
    "list_tasks": "LIST-1",
    "create_task": "TASK-1",
    "read_task": "TASK-1",
    "replace_task": "TASK-7",
    "delete_task": "TASK-9",
}
HEADERS = {"ETag": "ETAG-1", "WWW-Authenticate": "TOKEN-2", "Accept": "BODY-1", "Link": "LIST-4"}
WAITS = {"log_in": "LOGIN-5", "update_account": "ACCOUNT-10"}  # Retry-After of a 429


def check(exchange: Exchange, profile: str) -> Iterator[Violation]:
    """Yield what this exchange breaks, for a server of this profile."""
    if not in_api(exchange.path):
        yield from check_elsewhere(exchange)
        return
    if finding := server_error(exchange):
        yield Violation(*finding)
        return
    for rule in RULES:
        for promise, message in rule(exchange):
            yield Violation(promise, message, vague=promise == "HTTP-12")
    operation = operation_of(exchange.method, exchange.path)
    for promise, message in check_headers(exchange, operation, profile) if operation else ():
        yield Violation(promise, message)


def check_elsewhere(exchange: Exchange) -> Iterator[Violation]:
    """Check that a path outside of the API is not taken for one of the API (HTTP-6)."""
    if is_distorted(exchange.path) and exchange.status != 404:
        message = f"{exchange.method} {exchange.path} was answered {exchange.status}, not 404"
        yield Violation("HTTP-6", message)


def server_error(exchange: Exchange) -> Finding | None:
    """Return a status of 500 or above, apart from a documented 503 with Retry-After."""
    operation = operation_of(exchange.method, exchange.path)
    hashes = operation is not None and 503 in operation.statuses
    busy = exchange.status == 503 and hashes and "Retry-After" in exchange.headers
    if exchange.status < 500 or busy:
        return None
    return "PROBLEM-7", f"the server failed with {exchange.status}"


def check_status(exchange: Exchange) -> Iterator[Finding]:
    """Check the status against the document, or HTTP-1, -2 and -5 if no operation matches."""
    template = template_of(exchange.path)
    operation = operation_of(exchange.method, exchange.path)
    if template is None:
        promise, statuses = "HTTP-6" if is_distorted(exchange.path) else "HTTP-1", {404}
    elif exchange.method == "OPTIONS":
        promise, statuses = "HTTP-5", {204}
    elif operation is None:
        promise = "HTTP-16" if exchange.method == "PATCH" else "HTTP-2"
        statuses = {405}
    else:
        promise = SUCCESS[operation.id] if exchange.status < 400 else "HTTP-12"
        statuses = set(operation.statuses)
    if exchange.status not in statuses:
        expected = ", ".join(str(each) for each in sorted(statuses) if each < 500)
        request = operation.id if operation else exchange.method
        yield promise, f"{request} was answered {exchange.status}, not {expected}"


def is_distorted(path: str) -> bool:
    """Return whether only a slash or the case of letters makes this path unknown."""
    return template_of(re.sub("/+", "/", path.lower()).rstrip("/")) is not None


def check_hygiene(exchange: Exchange) -> Iterator[Finding]:
    """Check the headers of every answer against HTTP-8, -9, -10 and -14."""
    headers = exchange.headers
    nosniff, caching = headers.get("X-Content-Type-Options"), headers.get("Cache-Control")
    if nosniff != "nosniff":
        yield "HTTP-8", f"X-Content-Type-Options is {nosniff or 'missing'}, not nosniff"
    if caching != "no-store":
        yield "HTTP-9", f"Cache-Control is {caching or 'missing'}, not no-store"
    for name in headers:
        if name in {"set-cookie", "x-powered-by"} or name.startswith("access-control-"):
            yield "HTTP-10", f"the answer has the header {name}"
    if "/" in headers.get("Server", ""):  # product/version, RFC 9110 §10.2.4
        yield "HTTP-10", f"Server is {headers['Server']}, with a version"
    for name in ("Location", "Link"):
        if is_no_path(name, headers.get(name, "/")):
            yield "HTTP-14", f"{name} is {headers[name]}, not a path"


def is_no_path(name: str, value: str) -> bool:
    """Return whether a reference does not begin with one slash (HTTP-14)."""
    reference = value.removeprefix("<")
    return name in {"Location", "Link"} and not re.match("/(?!/)", reference)


def check_allow(exchange: Exchange) -> Iterator[Finding]:
    """Check Allow against HTTP-3, on 405 and on the answer to OPTIONS."""
    template = template_of(exchange.path)
    if template and (exchange.status == 405 or exchange.method == "OPTIONS"):
        methods = sorted(re.split(r"\s*,\s*", exchange.headers.get("Allow", "")))
        expected = sorted(allowed(template))
        if methods != expected:
            yield "HTTP-3", f"Allow is {', '.join(methods)}, not {', '.join(expected)}"


def check_challenge(exchange: Exchange) -> Iterator[Finding]:
    """Check TOKEN-2: the challenge has an error exactly if the client sent a bearer token."""
    operation = operation_of(exchange.method, exchange.path)
    if exchange.status != 401 or operation is None:
        return
    sent = exchange.sent.get("Authorization", "")
    if BEARER.fullmatch(sent) and operation.needs_token:
        expected = f'{CHALLENGE}, error="invalid_token"'
    elif not sent.lower().startswith("bearer"):
        expected = CHALLENGE
    else:
        return
    challenge = exchange.headers.get("WWW-Authenticate", "missing")
    if challenge != expected:
        yield "TOKEN-2", f"WWW-Authenticate is {challenge}, not {expected}"


def check_secrets(exchange: Exchange) -> Iterator[Finding]:
    """Check REGISTER-10: the answer contains no password and no password hash."""
    body = exchange.body
    sent = SENT_PASSWORD.findall(exchange.content)
    if b"$argon2" in body or re.search(rb'password"\s*:', body):
        yield "REGISTER-10", "the answer has a hash or a member that is called password"
    elif any(password in body for password in sent):
        yield "REGISTER-10", "the answer repeats a password"


def check_headers(exchange: Exchange, operation: Operation, profile: str) -> Iterator[Finding]:
    """Check the headers that are documented for the operation and the status."""
    if exchange.status not in operation.statuses:
        return
    steps, response = locate(*operation.steps, "responses", str(exchange.status))
    for name in response.get("headers", {}):
        where, header = locate(*steps, "headers", name)
        value = exchange.headers.get(name)
        wanted = header.get("required") and header.get("x-profile") in {None, profile}
        promise = HEADERS.get(name) or WAITS.get(operation.id) or SUCCESS[operation.id]
        promise = "ETAG-3" if exchange.status == 304 else promise
        if value is None and wanted:
            yield promise, f"{name} is missing"
        elif value is not None and not (
            is_no_path(name, value) or validator(*where, "schema").is_valid(value)
        ):
            yield promise, f"{name} is {value}"


RULES: tuple[Callable[[Exchange], Iterator[Finding]], ...] = (
    check_status,
    check_hygiene,
    check_allow,
    check_challenge,
    check_secrets,
    check_body,
)
