"""The pages of errors. They need no query: the database may be what fails."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import exceptions

from flask_todo.accounts import TokenRevokedError
from flask_todo.api.problems import RETRY_AFTER
from flask_todo.passwords import HashingBusyError
from flask_todo.throttle import ThrottledError

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
TEXTS = {
    400: ("Bad request", "The server does not understand what was sent."),
    403: ("Not allowed", "The form is out of date, or it is not from this site. Open it again."),
    404: ("Not found", "There is nothing at this address."),
    405: ("Method not allowed", "Nothing can be sent to this address in this way."),
    413: ("Too large", "This is more than the server takes at once: 128 KiB."),
    429: ("Too many attempts", "The password was wrong too often. Try again in a minute."),
    500: ("Server error", "The server failed. Nobody did anything wrong."),
    503: ("Try again soon", "The server cannot answer now. Nothing was changed."),
}


def init_blueprint(bp: Blueprint) -> None:
    """Set the headers of the blueprint, and register its handlers of errors."""
    bp.after_request(set_headers)
    bp.register_error_handler(CSRFError, handle_csrf_error)
    bp.register_error_handler(ThrottledError, handle_throttled)
    bp.register_error_handler(HashingBusyError, handle_busy_hashing)
    bp.register_error_handler(TokenRevokedError, handle_ended_session)
    bp.register_error_handler(StaleDataError, handle_ended_session)


def set_headers(response: Response) -> Response:
    """Allow a page nothing that it does not need, and forbid storing it."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")  # static files have their own
    return response


def error_page(error: exceptions.HTTPException) -> Response:
    """Return the page of an error, with the headers of the exception, such as Allow."""
    status = error.code or 500
    title, text = TEXTS.get(status) or (HTTPStatus(status).phrase, TEXTS[400][1])
    page = render_template("error.html", title=title, text=text)
    return set_headers(Response(page, status, error.get_headers()))


def handle_csrf_error(error: CSRFError) -> ResponseReturnValue:
    """Answer 403. Where a session begins, lead to a fresh form, or on if one has begun.

    A log-in renews the token of CSRF; a form that is sent twice would fail here.
    """
    if request.endpoint not in ("pages.accounts.log_in", "pages.accounts.register"):
        return error_page(exceptions.Forbidden())
    if "token" in session:
        return redirect(url_for("pages.tasks.show_tasks"))
    return redirect(url_for(request.endpoint, next=request.args.get("next")))


def handle_throttled(error: ThrottledError) -> Response:
    """Answer 429 with Retry-After."""
    return error_page(exceptions.TooManyRequests(retry_after=error.retry_after))


def handle_busy_hashing(error: HashingBusyError) -> Response:
    """Answer 503 with Retry-After."""
    return error_page(exceptions.ServiceUnavailable(retry_after=RETRY_AFTER))


def handle_ended_session(error: Exception) -> ResponseReturnValue:
    """Lead to the log-in: the session was ended, or its user deleted, during this request."""
    session.clear()
    return redirect(url_for("pages.accounts.log_in"))
