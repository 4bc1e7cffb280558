"""Reading and validating the body and the query of a request."""

from contextlib import suppress
from typing import Any

from flask import g, request
from marshmallow import Schema, ValidationError
from werkzeug import exceptions
from werkzeug.wsgi import get_input_stream

from . import formats
from .problems import Unprocessable


def read_body() -> None:
    """Read the body before using a database connection, so that a slow client does not hold one.

    load_body reports what is wrong with it, after authentication.
    """
    try:
        g.body_is_cut_off = len(request.get_data()) < (request.content_length or 0)
    except exceptions.HTTPException as error:  # load_body raises a 413 again
        g.body_is_cut_off = not isinstance(error, exceptions.RequestEntityTooLarge)
        discard_body()


def discard_body() -> None:
    """Read and discard a refused body; otherwise the client might never see the answer."""
    with suppress(exceptions.ClientDisconnected):
        formats.drain(get_input_stream(request.environ))


def refuse_incomplete_body() -> None:
    """Answer 400 to a body that was cut off, and 411 to a chunked one (RFC 9112 §6.3).

    Granian does not tell whether a chunked body was cut off.
    """
    if request.method == "OPTIONS":
        return
    if "Transfer-Encoding" in request.headers:
        raise exceptions.LengthRequired("Send the body with a Content-Length.")
    if g.body_is_cut_off:
        raise exceptions.BadRequest("The body is shorter than its Content-Length.")


def load_body(schema: Schema) -> dict[str, Any]:
    """Return the body as `schema` loads it; otherwise raise 415, 413, 400 or 422."""
    if request.mimetype != "application/json":
        raise exceptions.UnsupportedMediaType("Send the body as application/json.")
    try:
        document = formats.parse_json(request.get_data())
    except ValueError as error:
        raise exceptions.BadRequest(f"The body is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise Unprocessable([{"pointer": "#", "detail": "Is not an object."}])
    try:
        return schema.load(document)
    except ValidationError as error:
        messages = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise Unprocessable(
            {"pointer": formats.json_pointer(name), "detail": details[0]}
            for name, details in messages.items()
        ) from error


def load_query(schema: Schema) -> dict[str, Any]:
    """Return the query as `schema` loads it; raise 422 with all wrong parameters."""
    errors = {name: ["Is repeated."] for name, values in request.args.lists() if len(values) > 1}
    try:
        page = schema.load(request.args)
    except ValidationError as error:
        errors = error.normalized_messages() | errors  # type: ignore[no-untyped-call]
    if errors:
        raise Unprocessable(
            {"parameter": name, "detail": details[0]} for name, details in errors.items()
        )
    return page
