"""What faulty servers change in an answer that is otherwise right."""

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from .faults import altered, chosen
from .messages import Answer, Request

Test = Callable[[Answer, Request], object]
Change = Callable[[Answer], Answer]
JSON, HTML = "application/json", {"content": b"<h1>Error</h1>", "media_type": "text/html"}
ANGLES = str.maketrans("{}", "<>")
CHALLENGE, BLAME = "WWW-Authenticate", ', error="invalid_token"'
RETRY, NOSNIFF = "Retry-After", "X-Content-Type-Options"
PREFLIGHT = "Access-Control-Request-Method"
EVERY_METHOD = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


def of(name: str) -> Test:
    """Select successful answers of an operation or to a method."""
    return lambda a, r: a.status < 300 and name in (r.operation, r.method)


def status(code: int, operation: str = "") -> Test:
    """Select answers with this status, of one operation where it is given."""
    return lambda a, r: a.status == code and operation in ("", r.operation)


def sent(name: str) -> Test:
    """Select answers to requests with this header."""
    return lambda _, r: name in r.headers


def error(a: Answer, r: Request) -> bool:
    """Select errors."""
    return a.status >= 400


def browser_error(a: Answer, r: Request) -> bool:
    """Select errors of a client that accepts HTML."""
    return error(a, r) and "text/html" in r.header("Accept")


def become(**fields: Any) -> Change:
    """Replace fields of the answer."""
    return lambda a: a.but(**fields)


def drop(*names: str) -> Change:
    """Remove headers."""
    return lambda a: a.without(*names)


def put(name: str, value: str) -> Change:
    """Set a header."""
    return lambda a: a.with_header(name, value)


def edit(name: str, change: Callable[[str], str]) -> Change:
    """Change the value of a header, if it is there."""
    return lambda a: a.with_header(name, change(a.headers[name])) if name in a.headers else a


def content(change: Callable[[Any], Any]) -> Change:
    """Change the content."""
    return lambda a: a.but(content=change(a.content))


def member(name: str, change: Callable[[Any], Any]) -> Change:
    """Change a member of the content."""
    return content(lambda old: old | {name: change(old[name])})


def without(name: str) -> Callable[[Any], Any]:
    """Remove a member of an object."""
    return lambda old: {each: old[each] for each in old if each != name}


def in_flask_style(operations: dict[str, str]) -> dict[str, str]:
    """Write <username> for {username}."""
    return {name: operations[name].translate(ANGLES) for name in operations}


ALWAYS: Mapping[str, Change] = {
    "powered-by": put("X-Powered-By", "Impostor"),
    "server-version": put("Server", "Impostor/1.0"),
    "etag-weak": edit("ETag", lambda tag: f"W/{tag}"),
    "location-absolute": edit("Location", lambda path: f"http://todo.test{path}"),
    "link-absolute": edit("Link", lambda text: text.replace("<", "<http://todo.test", 1)),
    "link-relative": edit("Link", lambda text: f"<tasks?{text.partition('?')[2]}"),
    "allow-without-head": edit("Allow", lambda names: names.replace("HEAD, ", "")),
    "allow-without-options": edit("Allow", lambda names: names.removesuffix(", OPTIONS")),
    "allow-names-every-method": edit("Allow", lambda _: EVERY_METHOD),
    "challenge-never-blames-the-token": edit(CHALLENGE, lambda text: text.removesuffix(BLAME)),
    "challenge-always-blames-a-token": edit(CHALLENGE, lambda text: text.split(", ")[0] + BLAME),
}
SOMETIMES: Mapping[str, tuple[Test, Change]] = {
    "info-misses-an-operation": (of("read_info"), member("operations", without("log_out"))),
    "info-templates-in-flask-style": (of("read_info"), member("operations", in_flask_style)),
    "register-200": (of("register"), become(status=200)),
    "register-without-location": (of("register"), drop("Location")),
    "log-in-sets-cookie": (of("log_in"), put("Set-Cookie", "session=1; HttpOnly")),
    "log-in-without-expires-in": (of("log_in"), content(without("expires_in"))),
    "token-type-in-lower-case": (of("log_in"), member("token_type", str.lower)),
    "create-200": (of("create_task"), become(status=200)),
    "create-location-of-the-list": (of("create_task"), edit("Location", posixpath.dirname)),
    "etag-missing-on-creation": (of("create_task"), drop("ETag")),
    "etag-missing-on-replacement": (of("replace_task"), drop("ETag")),
    "tasks-cached-privately": (of("read_task"), put("Cache-Control", "private, max-age=60")),
    "deletion-204-with-body": (of("delete_task"), become(content={})),
    "head-without-headers": (of("HEAD"), drop("ETag", "Link")),
    "options-200": (of("OPTIONS"), become(status=200)),
    "options-without-allow": (of("OPTIONS"), drop("Allow")),
    "allow-missing": (status(405), drop("Allow")),
    "wrong-method-200": (status(405), become(status=200, content={}, media_type=JSON)),
    "wrong-method-empty": (status(405), become(content=None)),
    "304-without-etag": (status(304), drop("ETag")),
    "415-without-accept": (status(415), drop("Accept")),
    "throttled-without-retry-after": (status(429, "log_in"), drop(RETRY)),
    "current-password-429-without-retry-after": (status(429, "update_account"), drop(RETRY)),
    "retry-after-too-short": (status(429), put(RETRY, "1")),
    "challenge-missing": (lambda _, r: r.operation != "log_in", drop(CHALLENGE)),
    "unknown-path-as-html": (lambda _, r: not r.template, become(**HTML)),
    "problem-as-html-to-browsers": (browser_error, become(**HTML)),
    "errors-as-json": (error, become(media_type=JSON)),
    "json-as-html": (lambda a, _: a.media_type == JSON, become(media_type="text/html")),
    "nosniff-missing-on-errors": (error, drop(NOSNIFF)),
    "nosniff-missing-without-body": (lambda a, _: a.content is None, drop(NOSNIFF)),
    "no-store-missing-on-errors": (error, drop("Cache-Control")),
    "cors-echoes-origin": (sent("Origin"), put("Access-Control-Allow-Origin", "*")),
    "cors-preflight-answered": (sent(PREFLIGHT), put("Access-Control-Allow-Methods", "PUT")),
}


def spoil(answer: Answer, request: Request) -> Answer:
    """Return the answer as the active fault changes it."""
    test, change = chosen(SOMETIMES, (error, become()))
    return altered(change(answer) if test(answer, request) else answer, ALWAYS)
