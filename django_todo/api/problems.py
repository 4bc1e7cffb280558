"""Problem details (RFC 9457): the one shape of all errors of the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import HttpResponse

from todo import exceptions
from todo.middleware import log_database_error
from todo.models import User

from .responses import json_response

# Python's phrases for these are older than RFC 9110.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """An answer that is no success: status, detail, the errors of a 422, headers."""

    status: int
    detail: str
    errors: Sequence[dict[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """Return the response that carries the problem."""
        kind = "/problems/validation" if self.errors else "about:blank"
        title = PHRASES.get(self.status, HTTPStatus(self.status).phrase)
        body = {"type": kind, "title": title, "status": self.status, "detail": self.detail}
        errors = {"errors": list(self.errors)} if self.errors else {}
        response = json_response(body | errors, status=self.status, headers=self.headers)
        response["Content-Type"] = "application/problem+json"
        return response


def find_problem(error: Exception) -> Problem | None:
    """Return the problem that answers an exception, None for a crash."""
    match error:
        case Problem():
            return error
        case exceptions.UsernameTakenError():
            return Problem(409, "The username is taken.")
        case exceptions.WrongPasswordError():
            return body_problem({"#/current_password": ["Is not the current password."]})
        case exceptions.TokenRevokedError() | User.DoesNotExist():  # during this request
            return unauthorized("The token is no longer valid.", invalid_token=True)
        case exceptions.ThrottledError(retry_after=seconds):
            return Problem(429, str(error), headers={"Retry-After": str(seconds)})
        case exceptions.HashingBusyError():
            return unavailable(str(error))
    return None


def unauthorized(detail: str, *, invalid_token: bool = False) -> Problem:
    """Return a 401 with the challenge of RFC 6750 §3."""
    challenge = 'Bearer realm="todo"' + (', error="invalid_token"' if invalid_token else "")
    return Problem(401, detail, headers={"WWW-Authenticate": challenge})


def body_problem(errors: Mapping[str, Sequence[str]]) -> Problem:
    """Return a 422 that names members of the body by their pointers."""
    details = [{"pointer": pointer, "detail": texts[0]} for pointer, texts in errors.items()]
    return Problem(422, "Some members of the body are wrong.", details)


def unavailable(detail: str) -> Problem:
    """Return a 503 that asks the client to try again."""
    return Problem(503, detail, headers={"Retry-After": "5"})


def database_unavailable(error: Exception) -> HttpResponse:
    """Answer 503 while the database is gone, full, read-only, or busy for too long."""
    response = unavailable("Try again soon.").response()
    log_database_error(error, response)
    return response
