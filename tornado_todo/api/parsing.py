"""Request parsing: a body or a query becomes a validated object, or a problem."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qs

from pydantic import BaseModel, ValidationError

from . import formats
from .problems import ProblemError

Schema = TypeVar("Schema", bound=BaseModel)
Locate = Callable[[tuple[int | str, ...]], dict[str, str]]


def parse_body(content_type: str, body: bytes) -> object:
    """Return the JSON value of a body; 415, 413 or 400 if there is none."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        detail = "Send the body as application/json."
        raise ProblemError(415, detail, {"Accept": "application/json"})
    if len(body) > formats.MAX_BODY:
        raise ProblemError(413, "The body is larger than 128 KiB.")
    try:
        document = formats.parse_json(body)
    except ValueError as error:
        raise ProblemError(400, f"The body is not JSON: {error}.") from error
    if isinstance(document, dict):  # pydantic cannot name a member with a lone surrogate
        return {name.encode(errors="replace").decode(): document[name] for name in document}
    return document


def pointer(location: tuple[int | str, ...]) -> dict[str, str]:
    """Return the JSON Pointer of a member, or of the whole body."""
    return {"pointer": formats.json_pointer(str(location[0])) if location else "#"}


def validate(schema: type[Schema], document: object, locate: Locate = pointer) -> Schema:
    """Return the body as an object of the schema; 422 naming all wrong members."""
    try:
        return schema.model_validate(document)
    except ValidationError as error:
        found = error.errors(include_input=False)  # the input may be a password
        errors = [locate(each["loc"]) | {"detail": each["msg"]} for each in found]
        raise ProblemError(422, "Some of what was sent is wrong.", errors=errors) from None


def validate_query(schema: type[Schema], query: str) -> Schema:
    """Return the query as an object of the schema; 422 naming all wrong parameters.

    Tornado's get_argument strips white space and control characters; LIST-8 refuses them.
    """
    values = parse_qs(query, keep_blank_values=True)
    document = {name: given[0] if len(given) == 1 else given for name, given in values.items()}
    return validate(schema, document, lambda location: {"parameter": str(location[0])})
