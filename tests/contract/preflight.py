"""The first questions to a server, before any test: does it answer, and how long is it patient."""

import secrets
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

from .client import ACCOUNTS, LOG_IN
from .document import path_of

SHORT = 10  # seconds: a test can wait for no more
FAILURES = 10  # failed log-ins that a username has before it is throttled
UNKNOWN = 10**9  # seconds: what does not answer as promised is left to the tests to judge


@dataclass(frozen=True)
class Times:
    """What a server says about its times, in seconds."""

    expires_in: int
    retry_after: int

    def untried(self) -> set[str]:
        """Return the ids of the promises that nobody can wait for."""
        waits = {"TOKEN-8": self.expires_in, "LOGIN-8": self.retry_after}
        return {promise for promise, seconds in waits.items() if seconds > SHORT}


def ask_times(url: str) -> Times:
    """Return the server's times; httpx.HTTPError and httpx.InvalidURL say that nobody is there."""
    with httpx.Client(base_url=url, headers={"Connection": "close"}, trust_env=False) as visitor:
        visitor.get(path_of("read_info"))
        expires_in = _token_lifetime(visitor)
        # Only a server whose tokens are short-lived is asked for more than a log-in.
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
