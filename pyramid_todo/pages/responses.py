"""What every page sends: headers, and where a form leads."""

from typing import Any, TypeAlias

from pyramid.events import NewResponse
from pyramid.request import Request
from pyramid.response import Response

from ..routing import is_page

Page: TypeAlias = dict[str, Any] | Response  # what a view returns: names for its template, or all
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def set_headers(event: NewResponse) -> None:
    """Allow a page nothing that it does not need, and forbid storing it."""
    if is_page(event.request):
        headers = event.response.headers
        headers["Content-Security-Policy"] = POLICY
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Cache-Control", "no-store")  # static files have their own


def see_other(request: Request, path: str) -> Response:
    """Lead to a path; HTTPSeeOther would send a host (HTTP-14)."""
    request.response.status_int = 303
    request.response.location = path
    return request.response


def lead_to(
    request: Request, operation: str, message: str = "", query: dict[str, str] | None = None
) -> Response:
    """Lead to another page, which shows the message."""
    if message:
        request.session.flash(message)
    return see_other(request, request.route_path(f"pages.{operation}", _query=query))
