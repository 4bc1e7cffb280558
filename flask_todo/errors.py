"""One shape for every error: problem details (RFC 9457), made from whatever was raised."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, json
from marshmallow import ValidationError
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    InternalError,
    NoResultFound,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, ServiceUnavailable, Unauthorized
from werkzeug.wrappers import Response

from . import wire
from .database import db
from .inputs import NoObjectError, QueryError

# Python's phrases for these are older than RFC 9110.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
RETRY_AFTER = 5  # seconds


class BearerChallenge(Unauthorized):
    """401 with the challenge of RFC 6750 §3; Werkzeug's own leaves the realm without quotes."""

    def __init__(self, description: str, *, invalid_token: bool = False) -> None:
        """Say why, and whether a token was sent that is not valid."""
        super().__init__(description)
        self.challenge = 'Bearer realm="todo"' + ', error="invalid_token"' * invalid_token

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
        """Add the challenge to the headers."""
        return [*super().get_headers(*args, **kwargs), ("WWW-Authenticate", self.challenge)]


def init_app(app: Flask) -> None:
    """Turn every error into a problem; Flask logs the traceback of a crash before it comes here."""
    app.register_error_handler(HTTPException, handle_http_exception)
    app.register_error_handler(ValidationError, handle_validation_error)
    app.register_error_handler(QueryError, handle_query_error)
    app.register_error_handler(NoObjectError, handle_no_object)
    app.register_error_handler(IntegrityError, handle_lost_account)
    app.register_error_handler(NoResultFound, handle_lost_account)
    app.register_error_handler(StaleDataError, handle_lost_account)
    app.register_error_handler(OperationalError, handle_lost_database)
    app.register_error_handler(InterfaceError, handle_lost_database)
    app.register_error_handler(InternalError, handle_lost_database)  # PostgreSQL is read-only
    app.register_error_handler(PoolTimeoutError, handle_lost_database)
    app.teardown_appcontext(close_session)  # before Flask-SQLAlchemy does, since it came later


def handle_http_exception(error: HTTPException) -> Response:
    """Keep the headers of the exception, such as Allow and Retry-After, and replace its body."""
    status = error.code or 500
    response = problem(error.get_response(), status, str(error.description))
    if status == 415:
        response.headers["Accept"] = "application/json"
    return response


def handle_validation_error(error: ValidationError) -> Response:
    """Name all wrong members of the body."""
    messages = error.normalized_messages()  # type: ignore[no-untyped-call]
    return unprocessable(
        [{"pointer": wire.pointer(name), "detail": texts[0]} for name, texts in messages.items()]
    )


def handle_query_error(error: QueryError) -> Response:
    """Name all wrong parameters of the query."""
    messages = error.normalized_messages()  # type: ignore[no-untyped-call]
    return unprocessable(
        [{"parameter": name, "detail": texts[0]} for name, texts in messages.items()]
    )


def handle_no_object(error: NoObjectError) -> Response:
    """Name the whole body."""
    return unprocessable([{"pointer": "#", "detail": "Is not an object."}])


def handle_lost_account(error: Exception) -> Response:
    """Answer 401: a write without its row means that the account was deleted in the meantime."""
    return handle_http_exception(BearerChallenge("The account is gone.", invalid_token=True))


def handle_lost_database(error: Exception) -> Response:
    """Answer 503 while the database is gone, full, read-only, or busy for too long."""
    current_app.logger.error("the database fails: %s", str(error).partition("\n")[0])
    return handle_http_exception(ServiceUnavailable("Try again soon.", retry_after=RETRY_AFTER))


def close_session(error: BaseException | None) -> None:
    """Close the session; if the database is lost by now, there is nothing to roll back.

    The answer is ready, and an error of Flask-SQLAlchemy's own closing would make it a bare 500.
    """
    try:
        db.session.remove()
    except (InterfaceError, OperationalError):
        db.session().invalidate()


def unprocessable(errors: list[dict[str, str]]) -> Response:
    """Return a 422 that says what is wrong, member by member."""
    return problem(Response(status=422), 422, "Some of what was sent is wrong.", errors)


def problem(
    response: Response, status: int, detail: str, errors: Sequence[dict[str, str]] = ()
) -> Response:
    """Make a response a problem: type, title, status, detail and, for a 422, the errors."""
    kind = "/problems/validation" if errors else "about:blank"
    title = PHRASES.get(status, HTTPStatus(status).phrase)
    body = {"type": kind, "title": title, "status": status, "detail": detail}
    response.data = json.dumps(body | ({"errors": list(errors)} if errors else {}))
    response.content_type = "application/problem+json"
    return response
