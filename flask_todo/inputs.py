"""What a request brings, judged before a view sees it."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from . import wire


class QueryError(ValidationError):
    """Parameters of the query are wrong, where a plain ValidationError is about the body."""


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
        raise ValidationError("Is not an object.")
    return schema.load(document)


def load_query(schema: Schema) -> dict[str, Any]:
    """Return the query as `schema` loads it; QueryError names all wrong parameters."""
    repeated = {name for name, values in request.args.lists() if len(values) > 1}
    errors = schema.validate(request.args) | {name: ["Is repeated."] for name in repeated}
    if errors:
        raise QueryError(errors)
    return schema.load(request.args)
