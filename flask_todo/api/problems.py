"""Problem details (RFC 9457): every error of the API in one format, made from what was raised."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, json, request
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import exceptions

from flask_todo.accounts import TokenRevokedError, UsernameTakenError, WrongPasswordError
from flask_todo.passwords import HashingBusyError
from flask_todo.throttle import ThrottledError

# Python's phrases for these statuses are older than RFC 9110.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
RETRY_AFTER = 5  # seconds


class Unprocessable(exceptions.UnprocessableEntity):
    """422 with a list of what is wrong: each has a pointer or a parameter, and a detail."""

    def __init__(self, errors: Iterable[dict[str, str]]) -> None:
        super().__init__("Some of what was sent is wrong.")
        self.errors = list(errors)


class BearerChallenge(exceptions.Unauthorized):
    """401 with the challenge of RFC 6750 §3. Werkzeug's own does not quote the realm."""

    def __init__(self, description: str, *, invalid_token: bool = False) -> None:
        super().__init__(description)
        self.challenge = 'Bearer realm="todo"' + (
            ', error="invalid_token"' if invalid_token else ""
        )

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
        """Return the headers, with the challenge."""
        return [*super().get_headers(*args, **kwargs), ("WWW-Authenticate", self.challenge)]


def init_blueprint(bp: Blueprint) -> None:
    """Turn every error of the blueprint into a problem. Flask logs the traceback of a crash."""
    bp.after_request(set_headers)
    bp.register_error_handler(exceptions.HTTPException, handle_http_exception)
    bp.register_error_handler(UsernameTakenError, handle_taken_username)
    bp.register_error_handler(WrongPasswordError, handle_wrong_password)
    bp.register_error_handler(ThrottledError, handle_throttled)
    bp.register_error_handler(HashingBusyError, handle_busy_hashing)
    bp.register_error_handler(TokenRevokedError, handle_revoked_token)
    bp.register_error_handler(StaleDataError, handle_revoked_token)


def set_headers(response: Response) -> Response:
    """Set the headers of every answer; Flask's own answer to OPTIONS becomes a 204."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204
    if response.status_code == 204:
        response.headers.pop("Content-Type", None)
    return response


def handle_http_exception(error: exceptions.HTTPException) -> Response:
    """Keep the status and the headers of the exception, such as Allow, and replace its body."""
    status = error.code or 500
    title = PHRASES.get(status, HTTPStatus(status).phrase)
    body = {"type": "about:blank", "title": title, "status": status, "detail": error.description}
    if isinstance(error, Unprocessable):
        body |= {"type": "/problems/validation", "errors": error.errors}
    response = Response(json.dumps(body), status, error.get_headers())
    response.content_type = "application/problem+json"
    if status == 415:
        response.headers["Accept"] = "application/json"
    return response


def handle_taken_username(error: UsernameTakenError) -> Response:
    """Answer 409."""
    return handle_http_exception(exceptions.Conflict("The username is taken."))


def handle_wrong_password(error: WrongPasswordError) -> Response:
    """Answer 422 on current_password."""
    wrong = {"pointer": "#/current_password", "detail": "Is not the current password."}
    return handle_http_exception(Unprocessable([wrong]))


def handle_throttled(error: ThrottledError) -> Response:
    """Answer 429 with Retry-After."""
    detail = "Too many wrong passwords."
    return handle_http_exception(exceptions.TooManyRequests(detail, retry_after=error.retry_after))


def handle_busy_hashing(error: HashingBusyError) -> Response:
    """Answer 503 with Retry-After."""
    detail = "Too many passwords wait to be hashed."
    return handle_http_exception(exceptions.ServiceUnavailable(detail, retry_after=RETRY_AFTER))


def handle_revoked_token(error: Exception) -> Response:
    """Answer 401: the token was revoked, or its user deleted, during this request."""
    return handle_http_exception(BearerChallenge("The token is invalid.", invalid_token=True))
