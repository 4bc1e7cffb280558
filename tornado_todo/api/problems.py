"""Problem details (RFC 9457): the one form of all errors of the API."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError

from .. import errors

# Python 3.11 has the phrases of an older RFC; PROBLEM-3 promises those of RFC 9110.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
RETRY_AFTER = 5  # seconds


class ProblemError(HTTPError):
    """An error with a detail for the client, its headers, and the errors of a 422."""

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Make the problem; without a detail, its title says all."""
        super().__init__(status)
        self.title = PHRASES.get(status, HTTPStatus(status).phrase)
        self.detail = detail or f"{self.title}."
        self.headers = headers or {}
        self.errors = errors

    def to_dict(self) -> dict[str, Any]:
        """Return the members of the answer."""
        members = {"title": self.title, "status": self.status_code, "detail": self.detail}
        if self.errors:
            return {"type": "/problems/validation", **members, "errors": self.errors}
        return {"type": "about:blank", **members}


def unauthorized(detail: str, *, invalid_token: bool = False) -> ProblemError:
    """Return a 401 with the challenge of RFC 6750 §3; it says whether a bad token was sent."""
    challenge = 'Bearer realm="todo"' + (', error="invalid_token"' if invalid_token else "")
    return ProblemError(401, detail, {"WWW-Authenticate": challenge})


def unavailable(detail: str) -> ProblemError:
    """Return a 503 that says when to try again."""
    return ProblemError(503, detail, {"Retry-After": str(RETRY_AFTER)})


def problem_from(status: int, error: BaseException | None) -> ProblemError:
    """Return the problem for an error. A crash is a 500 that tells nothing of itself."""
    match error:
        case ProblemError():
            return error
        case errors.UsernameTakenError():
            return ProblemError(409, "The username is taken.")
        case errors.TaskNotFoundError():
            return ProblemError(404, "You have no such task.")
        case errors.WrongPasswordError():
            wrong = {"pointer": "#/current_password", "detail": "Is not the current password."}
            return ProblemError(422, "Some members of the body are wrong.", errors=[wrong])
        case errors.TokenRevokedError():
            return unauthorized("The token is no longer valid.", invalid_token=True)
        case errors.ThrottledError():
            headers = {"Retry-After": str(error.retry_after)}
            return ProblemError(429, "Too many wrong passwords.", headers)
        case errors.HashingBusyError():
            return unavailable("Too many passwords wait to be hashed.")
        case errors.DatabaseUnavailableError():
            return unavailable("Try again soon.")
    return ProblemError(status)
