"""Problem details (RFC 9457): a view for each exception returns a dict, and the renderer sends it.

These are the exceptions that any request can raise; `views.accounts` has those of the domain.
"""

from typing import Any

from colander import Invalid
from pyramid import httpexceptions as exc
from pyramid.exceptions import PredicateMismatch, URLDecodeError
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError

from ..accounts import TokenRevokedError
from ..log import log_crash, log_database_error
from ..routing import allowed_methods
from ..security import token_digest
from .formats import json_pointer
from .schemas import PageSchema

# Pyramid's titles for these are older than RFC 9110.
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
RETRY_AFTER = 5  # seconds


def problem(request: Request, status: int, detail: str, **members: Any) -> dict[str, Any]:
    """Set status and media type of the response, and return its body."""
    request.response.status_int = status
    request.response.content_type = "application/problem+json"
    title = TITLES.get(status, exc.status_map[status].title)
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}


def unauthorized(request: Request, detail: str, *, invalid_token: bool = False) -> dict[str, Any]:
    """Return a 401 with the challenge of RFC 6750 §3."""
    challenge = 'Bearer realm="todo"' + (', error="invalid_token"' if invalid_token else "")
    request.response.headers["WWW-Authenticate"] = challenge
    return problem(request, 401, detail)


def validation_problem(request: Request, errors: list[dict[str, str]]) -> dict[str, Any]:
    """Return a 422 that names what is wrong."""
    detail = "Some of what was sent is wrong."
    return problem(request, 422, detail, type="/problems/validation", errors=errors)


@exception_view_config(exc.HTTPError, renderer="json")
def http_error(error: exc.HTTPError, request: Request) -> dict[str, Any]:
    """Answer an error that Pyramid or a view raised, with its headers."""
    request.response.headers.update(error.headers)
    detail = str(error) if request.matched_route else "There is nothing at this path."
    return problem(request, error.code, detail)


@exception_view_config(URLDecodeError, renderer="json")
def undecodable_path(error: URLDecodeError, request: Request) -> dict[str, Any]:
    """Answer 404: no path of ours is anything but UTF-8."""
    return http_error(exc.HTTPNotFound(), request)


@exception_view_config(PredicateMismatch, renderer="json")
def method_not_allowed(error: PredicateMismatch, request: Request) -> dict[str, Any] | Response:
    """Answer 405 with Allow, or 204 to OPTIONS; the views have no predicate but the method.

    Pyramid would answer 404. It matches predicates before permissions: 405 precedes 401 (OWNER-5).
    """
    allow = allowed_methods(request)
    if request.method == "OPTIONS":
        return exc.HTTPNoContent(allow=allow)
    request.response.allow = allow
    return problem(request, 405, "This path does not offer that method.")


@forbidden_view_config(renderer="json")
def forbidden(error: exc.HTTPForbidden, request: Request) -> dict[str, Any]:
    """Answer 401 without a valid token, and 403 on another user's account."""
    if request.is_authenticated:
        return problem(request, 403, "This account is not yours.")
    sent = token_digest(request) is not None
    detail = "The token is unknown or has expired." if sent else "Send the token of a log-in."
    return unauthorized(request, detail, invalid_token=sent)


@exception_view_config(Invalid, renderer="json")
def invalid(error: Invalid, request: Request) -> dict[str, Any]:
    """Answer 422; name all wrong members of the body, or all wrong parameters of the query."""
    details = error.asdict().items() if error.children else []
    if isinstance(error.node, PageSchema):
        errors = [{"parameter": name, "detail": detail} for name, detail in details]
    else:
        errors = [{"pointer": json_pointer(name), "detail": detail} for name, detail in details]
    return validation_problem(request, errors or [{"pointer": "#", "detail": error.msg}])


@exception_view_config(TokenRevokedError, renderer="json")
@exception_view_config(StaleDataError, renderer="json")
def token_revoked(error: Exception, request: Request) -> dict[str, Any]:
    """Answer 401: the token was revoked, or its user deleted, during this request."""
    return unauthorized(request, "The token is no longer valid.", invalid_token=True)


@exception_view_config(OperationalError, renderer="json")
@exception_view_config(InterfaceError, renderer="json")
@exception_view_config(InternalError, renderer="json")  # PostgreSQL is read-only
@exception_view_config(PoolTimeoutError, renderer="json")
def database_unavailable(error: Exception, request: Request) -> dict[str, Any]:
    """Answer 503 while the database is gone, full, read-only, or busy for too long.

    pyramid_tm calls this view too, for a commit or rollback that fails.
    """
    log_database_error(error)
    request.response.retry_after = RETRY_AFTER
    return problem(request, 503, "Try again soon.")


@exception_view_config(Exception, renderer="json")
def crash(error: Exception, request: Request) -> dict[str, Any]:
    """Log the traceback and answer 500 without it."""
    log_crash(error, request)
    return problem(request, 500, "The server made a mistake.")
