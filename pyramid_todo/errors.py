"""One shape for every error: problem details (RFC 9457), made by a view for each exception."""

import json
import logging
from http import HTTPStatus

from colander import Invalid
from pyramid import httpexceptions as exc
from pyramid.exceptions import PredicateMismatch, URLDecodeError
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config
from sqlalchemy.exc import IntegrityError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError

from .routes import list_operations
from .security import bearer_token

# Python's phrases for these are older than RFC 9110.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
RETRY_AFTER = "5"  # seconds

logger = logging.getLogger(__name__)


class BearerChallenge(exc.HTTPUnauthorized):
    """401 with the challenge of RFC 6750 §3."""

    def __init__(self, detail: str, *, invalid_token: bool = False) -> None:
        """Say why, and whether a token was sent that is not valid."""
        challenge = 'Bearer realm="todo"' + ', error="invalid_token"' * invalid_token
        super().__init__(detail, headers=[("WWW-Authenticate", challenge)])


@exception_view_config(exc.HTTPException)
def show_problem(
    error: exc.HTTPException, request: Request, errors: list[dict[str, str]] | None = None
) -> Response:
    """Return the exception, itself a response with headers such as Allow, as a problem."""
    body = {
        "type": "/problems/validation" if errors else "about:blank",
        "title": PHRASES.get(error.code, HTTPStatus(error.code).phrase),
        "status": error.code,
        "detail": str(error) if request.matched_route else "There is nothing at this path.",
    } | ({"errors": errors} if errors else {})
    error.content_type = "application/problem+json"
    error.body = json.dumps(body, ensure_ascii=False).encode()
    return error


@exception_view_config(PredicateMismatch)
def show_wrong_method(error: PredicateMismatch, request: Request) -> Response:
    """Show 405 with Allow, or 204 to OPTIONS; views have no predicate but the method.

    Pyramid would answer 404. It matches predicates before it asks who it is, so 405 precedes 401.
    """
    offered = list_operations(request.registry)
    methods = {method for _, method, route in offered if route == request.matched_route.name}
    allow = sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set()))
    headers = [("Allow", ", ".join(allow))]
    if request.method == "OPTIONS":
        return exc.HTTPNoContent(headers=headers)
    problem = exc.HTTPMethodNotAllowed("This path does not offer that method.", headers=headers)
    return show_problem(problem, request)


@forbidden_view_config()
def show_forbidden(error: exc.HTTPForbidden, request: Request) -> Response:
    """Show 401 to a caller without a session, and 403 on an account that is not theirs."""
    if request.is_authenticated:
        return show_problem(exc.HTTPForbidden("This account is not yours."), request)
    if bearer_token(request):
        challenge = BearerChallenge("The token is unknown or has expired.", invalid_token=True)
        return show_problem(challenge, request)
    return show_problem(BearerChallenge("Send the token of a log-in."), request)


@exception_view_config(Invalid)
def show_invalid(error: Invalid, request: Request) -> Response:
    """Name all wrong members of the body, or all wrong parameters of the query."""
    errors = [
        {**error.node.locate(child.node.name), "detail": next(iter(child.asdict().values()))}
        for child in error.children
    ]
    problem = exc.HTTPUnprocessableEntity("Some of what was sent is wrong.")
    return show_problem(problem, request, errors or [{"pointer": "#", "detail": error.msg}])


@exception_view_config(IntegrityError)
@exception_view_config(StaleDataError)
def show_lost_account(error: Exception, request: Request) -> Response:
    """Show 401: a write without its row means that the account was deleted in the meantime."""
    return show_problem(BearerChallenge("The account is gone.", invalid_token=True), request)


@exception_view_config(OperationalError)
@exception_view_config(InterfaceError)
@exception_view_config(InternalError)  # PostgreSQL is read-only
@exception_view_config(PoolTimeoutError)
def show_lost_database(error: Exception, request: Request) -> Response:
    """Show 503 while the database is gone, full, read-only, or busy for too long.

    pyramid_tm brings what it fails to commit, or to roll back, here too.
    """
    logger.error("the database fails: %s", str(error).partition("\n")[0])
    headers = [("Retry-After", RETRY_AFTER)]
    return show_problem(exc.HTTPServiceUnavailable("Try again soon.", headers=headers), request)


@exception_view_config(URLDecodeError)
def show_undecodable(error: URLDecodeError, request: Request) -> Response:
    """Show 404: a path that is not UTF-8 is no path of ours."""
    return show_problem(exc.HTTPNotFound(), request)


@exception_view_config(Exception)
def show_crash(error: Exception, request: Request) -> Response:
    """Log the traceback and show a problem that says nothing of it."""
    logger.error("the application crashed", exc_info=error)
    return show_problem(exc.HTTPInternalServerError("The server made a mistake."), request)
