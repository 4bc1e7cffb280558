"""What a request brings, made strict before a schema sees it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from pyramid import httpexceptions as exc
from pyramid.config import Configurator
from pyramid.events import NewRequest, subscriber
from pyramid.request import Request
from pyramid.response import Response
from webob.multidict import MultiDict
from webob.request import DisconnectionError

from . import wire


def includeme(config: Configurator) -> None:
    """Replace Pyramid's request.json_body, and add request.received and request.query.

    A deriver of ours runs where Pyramid puts it by default: once the view's permission is granted.
    """
    config.add_view_deriver(complete_body_view)
    config.add_request_method(received, reify=True)
    config.add_request_method(json_body, reify=True)
    config.add_request_method(query, reify=True)


@subscriber(NewRequest)
def receive_body(event: NewRequest) -> None:
    """Wait for the body, which may come slowly, while no database connection waits with it.

    What is wrong with it is said by json_body, once it is known who asks.
    """
    with suppress(DisconnectionError):
        event.request.received  # noqa: B018 - asking for it is what receives it


def received(request: Request) -> bytes:
    """Return the body, or as much of one that is too large as shows that it is."""
    body = request.body_file.read(wire.MAX_BODY + 1)
    if len(body) > wire.MAX_BODY:
        wire.read_on(request.body_file)
    return body


def complete_body_view(
    view: Callable[[Any, Request], Response], info: Any
) -> Callable[[Any, Request], Response]:
    """Return a view that only sees complete bodies; those that raise errors see any."""

    def check_body(context: Any, request: Request) -> Response:
        refuse_incomplete_body(request)
        return view(context, request)

    return view if info.exception_only else check_body


def refuse_incomplete_body(request: Request) -> None:
    """Raise 400 for a body that was cut off, and 411 for a chunked one (RFC 9112 §6.3).

    Granian does not tell whether a chunked body was cut off.
    """
    if "Transfer-Encoding" in request.headers:
        raise exc.HTTPLengthRequired("Send the body with a Content-Length.")
    try:
        request.received  # noqa: B018 - asking for it is what receives it
    except DisconnectionError as error:
        raise exc.HTTPBadRequest("The body is shorter than its Content-Length.") from error


def json_body(request: Request) -> object:
    """Return the JSON value of the body; 415, 413 or 400 if there is none."""
    if request.content_type.strip().lower() != "application/json":
        headers = [("Accept", "application/json")]
        raise exc.HTTPUnsupportedMediaType("Send the body as application/json.", headers=headers)
    if len(request.received) > wire.MAX_BODY:
        raise exc.HTTPRequestEntityTooLarge("The body is larger than 128 KiB.")
    try:
        return wire.parse_json(request.received)
    except ValueError as error:
        raise exc.HTTPBadRequest("The body is not JSON in UTF-8.") from error


def query(request: Request) -> dict[str, Any]:
    """Return the parameters of the query; those that are repeated as lists, which no schema takes.

    WebOb's request.GET splits at semicolons too, and fails on what is not UTF-8.
    """
    return MultiDict(parse_qsl(request.query_string, keep_blank_values=True)).mixed()


def names_tag(header: str, tag: str, *, weakly: bool = False) -> bool:
    """Say whether If-Match, or If-None-Match `weakly`, names the tag (RFC 9110 §13.1.1, §13.1.2).

    WebOb's matchers want a space after each comma, and accept a tag without its quotes.
    """
    tags = [one.strip() for one in header.split(",")]
    return tags == ["*"] or f'"{tag}"' in tags or (weakly and f'W/"{tag}"' in tags)
