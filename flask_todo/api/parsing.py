"""Validating the body and the query of a request."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug import exceptions

from . import formats
from .problems import Unprocessable


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
