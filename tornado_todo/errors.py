"""One shape for every error: problem details (RFC 9457), raised as Tornado's HTTPError."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from tornado.log import app_log
from tornado.web import HTTPError

# Python's phrases for these are older than RFC 9110.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
RETRY_AFTER = 5  # seconds


class ProblemError(HTTPError):
    """An error with a detail for the client, the headers that go with it, and what is wrong."""

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Say what went wrong; `errors` are those of a 422."""
        super().__init__(status)
        self.detail = detail
        self.headers = headers or {}
        self.errors = errors


def unauthorized(detail: str, *, invalid_token: bool = False) -> ProblemError:
    """Return a 401 with the challenge of RFC 6750 §3, and whether a token was sent that is bad."""
    challenge = 'Bearer realm="todo"' + ', error="invalid_token"' * invalid_token
    return ProblemError(401, detail, {"WWW-Authenticate": challenge})


def lost_account() -> ProblemError:
    """Return the 401 of a write whose account was deleted in the meantime."""
    return unauthorized("The account is gone.", invalid_token=True)


def lost_database(error: Exception) -> ProblemError:
    """Return the 503 of a database that is gone, full, read-only or busy; log its complaint."""
    app_log.error("the database fails: %s", str(error).partition("\n")[0])
    return unavailable("Try again soon.")


def unavailable(detail: str) -> ProblemError:
    """Return a 503 that says when to come again."""
    return ProblemError(503, detail, {"Retry-After": str(RETRY_AFTER)})


def describe(status: int, error: BaseException | None) -> dict[str, Any]:
    """Return the problem details of an answer; of a crash they tell nothing but that it was one."""
    title = PHRASES.get(status, HTTPStatus(status).phrase)
    body = {"type": "about:blank", "title": title, "status": status, "detail": f"{title}."}
    if isinstance(error, ProblemError):
        body["detail"] = error.detail
        if error.errors:
            body |= {"type": "/problems/validation", "errors": error.errors}
    return body
