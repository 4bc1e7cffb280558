"""What the views read from a request: its body, its query, its conditions."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from pyramid import httpexceptions as exc
from pyramid.config import Configurator
from pyramid.events import NewRequest
from pyramid.request import Request
from pyramid.response import Response
from webob.multidict import MultiDict
from webob.request import DisconnectionError

from .formats import MAX_BODY, drain, parse_json


def includeme(config: Configurator) -> None:
    """Add `request.received_body`, and let the views of the API see complete bodies only."""
    config.add_request_method(received_body, reify=True)
    config.add_view_deriver(complete_body_view)


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


def complete_body_view(view: Callable[..., Response], info: Any) -> Callable[..., Response]:
    """Let a view of the API see complete bodies only: else 400, or 411 if chunked (BODY-15).

    Granian does not tell whether a chunked body was cut off. Pyramid calls `check_body` once the
    permission is granted, so that 401 and 403 come first (OWNER-5).
    """

    def check_body(context: Any, request: Request) -> Response:
        if "Transfer-Encoding" in request.headers:
            raise exc.HTTPLengthRequired("Send the body with a Content-Length.")
        if request.received_body is None:
            raise exc.HTTPBadRequest("The body is shorter than its Content-Length.")
        return view(context, request)

    return check_body if (info.options["route_name"] or "").startswith("api.") else view


def json_payload(request: Request) -> object:
    """Return the JSON value of the body; raise 415, 413 or 400.

    Pyramid's `request.json_body` takes any media type and size, and more than JSON (BODY-1 to 8).
    """
    if request.content_type.strip().lower() != "application/json":
        headers = [("Accept", "application/json")]
        raise exc.HTTPUnsupportedMediaType("Send the body as application/json.", headers=headers)
    if len(request.received_body) > MAX_BODY:
        raise exc.HTTPRequestEntityTooLarge("The body is larger than 128 KiB.")
    try:
        return parse_json(request.received_body)
    except ValueError as error:
        raise exc.HTTPBadRequest("The body is not JSON in UTF-8.") from error


def query_params(request: Request) -> dict[str, Any]:
    """Return the parameters of the query, repeated ones as lists, which no schema accepts.

    WebOb's `request.GET` also splits at semicolons (LIST-8) and fails on `%FF` (PROBLEM-7).
    """
    return MultiDict(parse_qsl(request.query_string, keep_blank_values=True)).mixed()


def etag_matches(header: str, etag: str, *, weak: bool = False) -> bool:
    """Say whether If-Match, or If-None-Match with `weak`, names the tag.

    WebOb's `request.if_match` misses a tag after a comma without a space (ETAG-3, ETAG-5).
    """
    tags = [tag.strip() for tag in header.split(",")]
    return tags == ["*"] or f'"{etag}"' in tags or (weak and f'W/"{etag}"' in tags)
