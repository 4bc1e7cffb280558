"""The pages of errors. They need no query: the database may be what fails.

Each class that has a view in the API needs one here, see `routing.IsPagePredicate`.
"""

from functools import partial
from http import HTTPStatus

from pyramid import httpexceptions as exc
from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken, PredicateMismatch, URLDecodeError
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError

from ..accounts import TokenRevokedError
from ..api.problems import RETRY_AFTER
from ..log import log_crash, log_database_error
from ..passwords import HashingBusyError
from ..routing import allowed_methods
from ..throttle import ThrottledError
from .responses import Page, lead_to, see_other

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
error_view_config = partial(exception_view_config, is_page=True, renderer="error.pt")


def error_page(request: Request, status: int) -> dict[str, str]:
    """Set the status, and return what the page of the error says."""
    request.response.status_int = status
    title, text = TEXTS.get(status) or (HTTPStatus(status).phrase, TEXTS[400][1])
    return {"title": title, "text": text}


@error_view_config(exc.HTTPError)
def http_error(error: exc.HTTPError, request: Request) -> Page:
    """Answer an error that Pyramid or a view raised."""
    return error_page(request, error.code)


@error_view_config(URLDecodeError)
def undecodable_path(error: URLDecodeError, request: Request) -> Page:
    """Answer 404: no path of ours is anything but UTF-8."""
    return error_page(request, 404)


@error_view_config(PredicateMismatch)
def method_not_allowed(error: PredicateMismatch, request: Request) -> Page:
    """Answer 405 with Allow, or 204 to OPTIONS."""
    allow = allowed_methods(request)
    if request.method == "OPTIONS":
        return exc.HTTPNoContent(allow=allow)
    request.response.allow = allow
    return error_page(request, 405)


@forbidden_view_config(is_page=True)
def log_in_first(error: exc.HTTPForbidden, request: Request) -> Response:
    """Lead a stranger to the log-in, which leads back."""
    # What was sent is lost: after a POST, the log-in leads to the tasks.
    back = {"next": request.path_qs} if request.method in ("GET", "HEAD") else None
    return lead_to(request, "log_in", query=back)


@error_view_config(BadCSRFToken)
@error_view_config(BadCSRFOrigin)
def forged(error: exc.HTTPBadRequest, request: Request) -> Page:
    """Answer 403. Where sessions begin, lead to a fresh form, or to the tasks if one has begun.

    A log-in renews the token against forgery, so a form that is sent twice ends here.
    """
    if request.matched_route.name not in ("pages.log_in", "pages.register"):
        return error_page(request, 403)
    if "token" in request.session:
        return lead_to(request, "show_tasks")
    return see_other(request, request.path_qs)


@error_view_config(ThrottledError)
def throttled(error: ThrottledError, request: Request) -> Page:
    """Answer 429 with Retry-After."""
    request.response.retry_after = error.retry_after
    return error_page(request, 429)


@error_view_config(HashingBusyError)
def hashing_busy(error: HashingBusyError, request: Request) -> Page:
    """Answer 503 with Retry-After."""
    request.response.retry_after = RETRY_AFTER
    return error_page(request, 503)


@error_view_config(TokenRevokedError)
@error_view_config(StaleDataError)
def session_ended(error: Exception, request: Request) -> Response:
    """Lead to the log-in: the session was ended, or its user deleted, during this request."""
    return lead_to(request, "log_in")


@error_view_config(OperationalError)
@error_view_config(InterfaceError)
@error_view_config(InternalError)  # PostgreSQL is read-only
@error_view_config(PoolTimeoutError)
def database_unavailable(error: Exception, request: Request) -> Page:
    """Answer 503 while the database is gone, full, read-only, or busy for too long."""
    log_database_error(error)
    request.response.retry_after = RETRY_AFTER
    return error_page(request, 503)


@error_view_config(Exception)
def crash(error: Exception, request: Request) -> Page:
    """Log the traceback and answer 500 without it."""
    log_crash(error, request)
    return error_page(request, 500)
