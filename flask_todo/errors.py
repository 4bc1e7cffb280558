"""Errors that no blueprint handles, those of routing among them, and errors of the database."""

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from . import bodies
from .api import problems
from .database import db
from .pages.errors import error_page

API = ("/api", "/healthz", "/readyz")  # programs ask for these


def init_app(app: Flask) -> None:
    """Register the handlers of the application."""
    app.register_error_handler(HTTPException, handle_http_exception)
    for error in (OperationalError, InterfaceError, InternalError, PoolTimeoutError):
        app.register_error_handler(error, database_unavailable)
    app.teardown_appcontext(close_session)  # in reverse order: before Flask-SQLAlchemy's


def handle_http_exception(error: HTTPException) -> Response:
    """Answer with a problem in the API, and with a page elsewhere.

    Routing errors belong to no blueprint, so this looks at the path, as Flask documents it:
    https://flask.palletsprojects.com/en/stable/errorhandling/#blueprint-error-handlers
    """
    bodies.discard_body()
    if request.path.startswith(API):
        return problems.set_headers(problems.handle_http_exception(error))
    return error_page(error)


def database_unavailable(error: Exception) -> ResponseReturnValue:
    """Answer 503 while the database is gone, full, read-only, or busy for too long.

    Its format is that of other errors at this path.
    """
    current_app.logger.error("the database fails: %s", str(error).partition("\n")[0])
    unavailable = ServiceUnavailable("Try again soon.", retry_after=problems.RETRY_AFTER)
    return current_app.handle_http_exception(unavailable)


def close_session(error: BaseException | None) -> None:
    """Close the session. If the database is gone by now, there is nothing to roll back.

    The response is ready; an error in Flask-SQLAlchemy's own teardown would make it a bare 500.
    """
    try:
        db.session.remove()
    except (InterfaceError, OperationalError):
        db.session().invalidate()
