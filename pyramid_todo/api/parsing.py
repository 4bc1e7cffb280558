"""What the views read from a request: its body, its query, its conditions."""

from typing import Any
from urllib.parse import parse_qsl

from pyramid import httpexceptions as exc
from pyramid.request import Request
from webob.multidict import MultiDict

from .formats import MAX_BODY, parse_json


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
