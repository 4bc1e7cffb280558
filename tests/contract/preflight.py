"""The first requests, before any test: whether the server answers, and its times."""

import secrets
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

from .client import ACCOUNTS, LOG_IN
from .document import path_of

SHORT = 10  # seconds: the longest that a test waits
FAILURES = 10  # failed log-ins before a username is throttled
UNKNOWN = 10**9  # seconds: for a wrong answer, which the tests will report


@dataclass(frozen=True)
class Times:
    """The token lifetime and the throttling time of a server, in seconds."""

    expires_in: int
    retry_after: int

    def untried(self) -> set[str]:
        """Return the ids of promises whose tests would wait too long."""
        waits = {"TOKEN-8": self.expires_in, "LOGIN-8": self.retry_after}
        return {promise for promise, seconds in waits.items() if seconds > SHORT}


def ask_times(url: str) -> Times:
    """Return the server's times; httpx.HTTPError or httpx.InvalidURL if it does not answer."""
    with httpx.Client(base_url=url, headers={"Connection": "close"}, trust_env=False) as visitor:
        visitor.get(path_of("read_info"))
        expires_in = _token_lifetime(visitor)
        # Only a server with short-lived tokens gets more requests than one log-in.
        patience = _throttling(visitor) if expires_in <= SHORT else UNKNOWN
    return Times(expires_in, patience)


def _token_lifetime(visitor: httpx.Client) -> int:
    name = f"u{secrets.token_hex(6)}"
    account = {"username": name, "password": secrets.token_urlsafe(12)}
    visitor.post(ACCOUNTS, json=account | {"email": f"{name}@example.org"})
    session = visitor.post(LOG_IN, json=account)
    if session.status_code != 200:
        return UNKNOWN
    answer = session.json()
    bearer = {"Authorization": f"Bearer {answer.get('token')}"}
    visitor.delete(path_of("delete_account", name), headers=bearer)
    return _number(answer.get("expires_in"))


def _throttling(visitor: httpx.Client) -> int:
    stranger = {"username": f"u{secrets.token_hex(6)}", "password": secrets.token_urlsafe(12)}
    answers = [visitor.post(LOG_IN, json=stranger) for _ in range(FAILURES + 1)]
    return _number(answers[-1].headers.get("Retry-After"))


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return UNKNOWN
