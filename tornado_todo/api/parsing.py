"""Request parsing: a body or a query becomes a validated object, or a problem."""

from typing import TypeVar
from urllib.parse import parse_qs

from pydantic import BaseModel, ValidationError

from . import formats
from .problems import ProblemError

Schema = TypeVar("Schema", bound=BaseModel)


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


def validate(schema: type[Schema], document: object) -> Schema:
    """Return the body as an object of the schema; 422 naming all wrong members."""
    try:
        return schema.model_validate(document)
    except ValidationError as error:
        errors = [{"pointer": pointer(loc), "detail": detail} for loc, detail in error_list(error)]
        raise ProblemError(422, "Some members of the body are wrong.", errors=errors) from None


def validate_query(schema: type[Schema], query: str) -> Schema:
    """Return the query as an object of the schema; 422 naming all wrong parameters.

    Tornado's get_argument strips white space and control characters; LIST-8 refuses them.
    """
    values = parse_qs(query, keep_blank_values=True)
    document = {name: given[0] if len(given) == 1 else given for name, given in values.items()}
    try:
        return schema.model_validate(document)
    except ValidationError as error:
        errors = [{"parameter": str(loc[0]), "detail": detail} for loc, detail in error_list(error)]
        raise ProblemError(422, "Some parameters are wrong.", errors=errors) from None


def error_list(error: ValidationError) -> list[tuple[tuple[int | str, ...], str]]:
    """Return where each error is, and its text, without the input, which may be a password."""
    return [(each["loc"], each["msg"]) for each in error.errors(include_input=False)]


def pointer(location: tuple[int | str, ...]) -> str:
    """Return the JSON Pointer of a member, or of the whole body."""
    return formats.json_pointer(str(location[0])) if location else "#"
