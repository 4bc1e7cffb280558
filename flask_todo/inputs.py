"""What a request brings, judged before a view sees it."""

from typing import Any

from flask import Flask, g, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    LengthRequired,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from . import wire


class NoObjectError(Exception):
    """The body is JSON, but no object."""


class QueryError(ValidationError):
    """Parameters of the query are wrong, where a plain ValidationError is about the body."""


def init_app(app: Flask) -> None:
    """Receive the body of every request before anything asks the database."""
    app.before_request(receive_body)


def receive_body() -> None:
    """Wait for the body, which may come slowly, while no database connection waits with it.

    What is wrong with it is said by load_body, once it is known who asks.
    """
    try:
        g.body_is_whole = len(request.get_data()) >= (request.content_length or 0)
    except HTTPException as error:
        g.body_is_whole = isinstance(error, RequestEntityTooLarge)
        wire.read_on(request.environ["wsgi.input"])


def refuse_incomplete_body() -> None:
    """Answer 400 to a body that was cut off, and 411 to a chunked one (RFC 9112 §6.3).

    Granian does not tell whether a chunked body was cut off.
    """
    if request.url_rule is None or request.method == "OPTIONS":
        return
    if "Transfer-Encoding" in request.headers:
        raise LengthRequired("Send the body with a Content-Length.")
    if not g.body_is_whole:
        raise BadRequest("The body is shorter than its Content-Length.")


def load_body(schema: Schema) -> dict[str, Any]:
    """Return the body as `schema` loads it.

    Raises 415, 413 and 400 as HTTPException, and ValidationError naming all wrong members.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        document = wire.parse_json(request.get_data())
    except ValueError as error:
        raise BadRequest(f"The body is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise NoObjectError
    return schema.load(document)


def load_query(schema: Schema) -> dict[str, Any]:
    """Return the query as `schema` loads it; QueryError names all wrong parameters."""
    errors = {name: ["Is repeated."] for name, values in request.args.lists() if len(values) > 1}
    page: dict[str, Any] = {}
    try:
        page = schema.load(request.args)
    except ValidationError as error:
        errors = error.normalized_messages() | errors  # type: ignore[no-untyped-call]
    if errors:
        raise QueryError(errors)
    return page


def names_tag(header: str, tag: str, *, weakly: bool = False) -> bool:
    """Say whether If-Match, or If-None-Match `weakly`, names the tag (RFC 9110 §13.1.1, §13.1.2).

    Werkzeug's request.if_match also takes a tag without its quotes.
    """
    tags = [one.strip() for one in request.headers.get(header, "").split(",")]
    return tags == ["*"] or f'"{tag}"' in tags or (weakly and f'W/"{tag}"' in tags)
