"""Checks of every exchange of a page: each finding names the promise that says the thing."""

import re
from collections.abc import Iterator

import httpx2 as httpx

from ..body_checks import Finding
from ..exchange import Exchange
from ..violations import Violation
from .cookies import Cookie
from .document import parsed
from .names import ERRORS, HEADINGS, operation_of

OUTSIDE = ("/api", "/healthz", "/readyz")  # not pages
BARRED = {"frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'"}


def check(exchange: Exchange, profile: str) -> Iterator[Violation]:
    """Yield what this exchange breaks."""
    if exchange.path.startswith(OUTSIDE):
        if "set-cookie" in exchange.headers:
            yield Violation("SESSION-9", "the API sets a cookie")
        return
    if exchange.status >= 500 and exchange.status != 503:
        promise = "FORM-9" if exchange.method == "POST" else "PAGE-2"
        yield Violation(promise, f"the server failed with {exchange.status}", vague=True)
    for promise, message in findings(exchange):
        yield Violation(promise, message)


def findings(exchange: Exchange) -> Iterator[Finding]:
    """Yield each promise that an answer breaks, and how."""
    yield from cookies(exchange)
    if is_page(exchange):
        yield from policy(exchange.headers)
        yield from hygiene(exchange.headers)
        yield from structure(exchange)
        yield from traces(exchange)


def is_page(exchange: Exchange) -> bool:
    """Return whether a person sees this answer."""
    html = exchange.headers.get("Content-Type", "").startswith("text/html")
    return html and exchange.method != "HEAD" and not 300 <= exchange.status < 400


def cookies(exchange: Exchange) -> Iterator[Finding]:
    """Check SESSION-8."""
    for cookie in map(Cookie.parse, exchange.headers.get_list("Set-Cookie")):
        lacking = cookie.lacks(secure=exchange.url.startswith("https:"))
        if lacking and not cookie.deletes:
            yield "SESSION-8", f"the cookie {cookie.name} lacks {', '.join(lacking)}"


def policy(headers: httpx.Headers) -> Iterator[Finding]:
    """Check GUARD-3."""
    header = headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in header.lower().split(";") if part.strip()]
    told = {name: sources for name, *sources in reversed(parts)}  # the first of two counts
    for name, source in BARRED.items():
        if told.get(name) != [source]:
            yield "GUARD-3", f"Content-Security-Policy lacks {name} {source}: {header or 'missing'}"
    if "default-src" not in told and not {"script-src", "style-src"} <= told.keys():
        yield "GUARD-3", f"Content-Security-Policy has no default-src: {header or 'missing'}"
    if told.get("object-src", told.get("default-src")) != ["'none'"]:
        yield "GUARD-3", f"Content-Security-Policy does not set object-src 'none': {header}"
    for name, sources in told.items():
        if name.endswith("-src") and not {*sources} <= {"'self'", "'none'"}:
            yield "GUARD-3", f"Content-Security-Policy allows {name} {' '.join(sources)}"


def hygiene(headers: httpx.Headers) -> Iterator[Finding]:
    """Check GUARD-4."""
    right = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    for name, value in right.items():
        told = headers.get(name)
        if told != value:
            yield "GUARD-4", f"{name} is {told or 'missing'}, not {value}"


def structure(exchange: Exchange) -> Iterator[Finding]:
    """Check PAGE-6, and the heading and the alert of GUARD-7."""
    page = parsed(exchange.body.decode("utf-8", "replace"))
    headings = page.texts("heading")
    where = f"{exchange.method} {exchange.path}, answered {exchange.status},"
    if expected := ERRORS.get(exchange.status):
        if headings != [expected]:
            yield "GUARD-7", f"{where} has the heading {headings}, not {expected}"
            return
        if len(page.texts("alert")) != 1:
            yield "GUARD-7", f"{where} has {len(page.texts('alert'))} elements in role alert"
    expected = heading_of(exchange) or expected
    if len(headings) != 1 or headings[0] != (expected or headings[0]):
        yield "PAGE-6", f"{where} has the headings {headings}, not {expected}"
    if (mains := len(page.all("main"))) != 1:
        yield "PAGE-6", f"{where} has {mains} elements in role main"
    if not headings or headings[0] not in page.title:
        yield "PAGE-6", f"the title of {where} is {page.title!r} under the heading {headings}"
    if not page.language or not page.tree.css_matches('meta[name="viewport"]'):
        yield "PAGE-6", f"{where} has no language or no viewport"


def heading_of(exchange: Exchange) -> str | None:
    """Return the heading of the page of an operation, if the answer is that page."""
    operation = operation_of(exchange.method, exchange.path)
    is_it = exchange.status in {200, 422} and operation
    return HEADINGS.get(operation) if is_it and operation else None


def traces(exchange: Exchange) -> Iterator[Finding]:
    """Check the end of GUARD-7."""
    if re.search(rb"Traceback \(most recent|File \"[^\"]+\", line \d", exchange.body):
        yield "GUARD-7", f"{exchange.method} {exchange.path} shows a traceback"
