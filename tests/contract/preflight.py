"""The first requests, before any test: is this the API, can people log in, how long are its times.

The answers decide which tests can run, or that none can.
"""

import json
import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from .client import ACCOUNTS, LOG_IN, Caller, User
from .document import path_of
from .server import Server, recorded, violations
from .violations import Violation

SHORT = 10  # seconds: the longest that a test waits
FAILURES = 10  # failed log-ins before a username is throttled
UNKNOWN = 10**9  # seconds: for a wrong answer, which the tests will report
SLOW = 1.0  # seconds for an answer: more is too slow for the whole suite
REQUESTS = 6000  # of the whole suite, which sends two at a time


class Unsuitable(Exception):  # noqa: N818 - a verdict on the server, not an error of the suite
    """The server cannot be tested, and why, in one line."""


@dataclass
class Preflight:
    """The token lifetime and the throttling time of a server, in seconds, and what is broken."""

    expires_in: int = UNKNOWN
    retry_after: int = UNKNOWN
    broken: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def from_json(cls, text: str) -> "Preflight":
        """Return the preflight that another process has made."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """Return the preflight as text, for another process."""
        return json.dumps(asdict(self))

    def untried(self) -> set[str]:
        """Return the ids of promises whose tests would wait too long."""
        waits = {"TOKEN-8": self.expires_in, "LOGIN-8": self.retry_after}
        return {promise for promise, seconds in waits.items() if seconds > SHORT}

    def violations(self) -> list[Violation]:
        """Return what keeps everybody from logging in."""
        return [Violation(**each) for each in self.broken]


def examine(server: Server, *, whole: bool) -> Preflight:
    """Send the first requests; raise Unsuitable unless the `whole` suite can run, or a part."""
    started = time.monotonic()
    try:
        answer = Caller(server).get(path_of("read_info"))
    except AssertionError as error:
        reason = str(error).partition(": ")[2]
        raise Unsuitable(f"no answer from {server.url}: {reason}{hint(server, reason)}") from None
    seconds = time.monotonic() - started
    if whole and (fault := strangeness(server, answer.status_code, answer.headers)):
        raise Unsuitable(
            f"this is not the To-Do API: GET {server.url_of(path_of('read_info'))} {fault}"
        )
    if whole and seconds > SLOW:
        raise Unsuitable(
            f"{server.url} is too slow: one answer took {seconds:.1f} s, so the whole suite would "
            f"take about {seconds * REQUESTS / 2 / 3600:.1f} hours; try --step, or --only INFO-1"
        )
    found = look_at_accounts(server)
    recorded.clear()
    violations.clear()
    return found


def look_for_pages(server: Server) -> None:
    """Raise Unsuitable if the server has no pages for people."""
    answer = Caller(server).get("/login")
    recorded.clear()
    violations.clear()
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        raise Unsuitable(f"{server.url} has no pages: GET /login answers {answer.status_code}")


def hint(server: Server, reason: str) -> str:
    """Return what to try if nobody answers."""
    if "certificate" in reason.lower():
        return "; --insecure accepts any certificate"
    return "; does it speak http?" if "ssl" in reason.lower() else "; is the server running?"


def strangeness(server: Server, status: int, headers: Any) -> str:
    """Return why an answer to GET /api/v1 is not of this API; empty if it may be."""
    media_type = headers.get("Content-Type", "no media type").partition(";")[0]
    if server.prefix.endswith("/api/v1"):
        return f"answers {status}: leave /api/v1 out of the URL"
    if status == 404:
        return "answers 404: is it behind a prefix, such as http://127.0.0.1:8001/todo?"
    if status >= 500 or 300 <= status < 400:
        return f"answers {status}"
    return "" if "json" in media_type else f"answers {status} with {media_type}, not JSON"


def look_at_accounts(server: Server) -> Preflight:
    """Register, log in and delete the account; note what makes that impossible."""
    name = f"u{secrets.token_hex(6)}"
    user = User(server, name, f"{name}@example.org", secrets.token_urlsafe(12))
    account = {"username": name, "email": user.email, "password": user.password}
    try:
        answer = user.post(ACCOUNTS, json=account)
        if not answer.is_success:
            return broken("REGISTER-1", f"status {answer.status_code}, not 201")
        session = user.post(LOG_IN, json={"username": name, "password": user.password})
        if not session.is_success or "token" not in (told := session.json()):
            return broken("LOGIN-1", f"status {session.status_code} and no token")
        user.with_token(told["token"]).delete(user.path)
        expires_in = number(told.get("expires_in"))
        # Only a server with short-lived tokens gets more requests than one log-in.
        return Preflight(expires_in, throttling(server) if expires_in <= SHORT else UNKNOWN)
    except (AssertionError, TypeError, ValueError) as error:
        return broken("LOGIN-1", str(error))


def broken(promise: str, message: str) -> Preflight:
    """Return a preflight that found nobody able to log in."""
    violation = Violation(promise, message, example=str(recorded[-1]) if recorded else "")
    return Preflight(broken=[violation.as_json()])


def throttling(server: Server) -> int:
    """Return the seconds in Retry-After, once an unknown username is throttled."""
    stranger = {"username": f"u{secrets.token_hex(6)}", "password": secrets.token_urlsafe(12)}
    answers = [Caller(server).post(LOG_IN, json=stranger) for _ in range(FAILURES + 1)]
    return number(answers[-1].headers.get("Retry-After"))


def number(value: Any) -> int:
    """Return a value as a number of seconds."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return UNKNOWN
