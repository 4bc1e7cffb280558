"""Reading the body of a request, for the API and the pages, before anybody parses it."""

from collections.abc import Callable
from typing import Any

from pyramid import httpexceptions as exc
from pyramid.config import Configurator
from pyramid.events import NewRequest
from pyramid.request import Request
from pyramid.response import Response
from webob.request import DisconnectionError

from .api.formats import MAX_BODY, drain

View = Callable[[Any, Request], Response]


def includeme(config: Configurator) -> None:
    """Add `request.received_body`, and let views see complete bodies only."""
    config.add_request_method(received_body, reify=True)
    config.add_subscriber(receive_body, NewRequest)
    config.add_view_deriver(complete_body_view, under="secured_view", over="csrf_view")


def receive_body(event: NewRequest) -> None:
    """Read the body before using a database connection, so that a slow client does not hold one."""
    event.request.received_body  # noqa: B018 - reading the attribute reads the body


def received_body(request: Request) -> bytes | None:
    """Return the body, or one byte too many of one that is too large; None if it was cut off."""
    try:
        body = request.body_file.read(MAX_BODY + 1)
    except DisconnectionError:
        return None
    if len(body) > MAX_BODY:
        drain(request.body_file)
    return body


def complete_body_view(view: View, info: Any) -> View:
    """Let a view see complete bodies only: else 400, or 411 if chunked (BODY-15).

    Granian does not tell whether a chunked body was cut off. Pyramid calls `check_body` once the
    permission is granted, so that 401 and 403 come first (OWNER-5).
    """

    def check_body(context: Any, request: Request) -> Response:
        if "Transfer-Encoding" in request.headers:
            raise exc.HTTPLengthRequired("Send the body with a Content-Length.")
        if request.received_body is None:
            raise exc.HTTPBadRequest("The body is shorter than its Content-Length.")
        return view(context, request)

    has_body = (info.options["route_name"] or "").startswith(("api.", "pages."))
    return check_body if has_body else view
