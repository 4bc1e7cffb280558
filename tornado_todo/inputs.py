"""What a request brings, judged before a handler uses it."""

from typing import Any, TypeVar
from urllib.parse import parse_qs

from pydantic import BaseModel, ValidationError

from . import wire
from .errors import ProblemError

Schema = TypeVar("Schema", bound=BaseModel)


def parse_body(content_type: str, body: bytes) -> object:
    """Return the JSON value of a body; 415, 413 or 400 if it is not what it should be."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        detail = "Send the body as application/json."
        raise ProblemError(415, detail, {"Accept": "application/json"})
    if len(body) > wire.MAX_BODY:
        raise ProblemError(413, "The body is larger than 128 KiB.")
    try:
        document = wire.parse_json(body)
    except ValueError as error:
        raise ProblemError(400, f"The body is not JSON: {error}.") from error
    if isinstance(document, dict):  # pydantic cannot name a member whose name is no Unicode
        return {name.encode(errors="replace").decode(): document[name] for name in document}
    return document


def judge(schema: type[Schema], document: object) -> Schema:
    """Return the body as the schema has it; 422 naming all wrong members."""
    try:
        return schema.model_validate(document)
    except ValidationError as error:
        errors = [{"pointer": locate(each["loc"]), "detail": each["msg"]} for each in tell(error)]
        raise ProblemError(422, "Some members of the body are wrong.", errors=errors) from None


def judge_query(schema: type[Schema], query: str) -> Schema:
    """Return the query as the schema has it; 422 naming all wrong parameters.

    Tornado's get_argument would strip white space and control characters.
    """
    values = parse_qs(query, keep_blank_values=True)
    document = {name: given[0] if len(given) == 1 else given for name, given in values.items()}
    try:
        return schema.model_validate(document)
    except ValidationError as error:
        errors = [{"parameter": str(each["loc"][0]), "detail": each["msg"]} for each in tell(error)]
        raise ProblemError(422, "Some parameters are wrong.", errors=errors) from None


def tell(error: ValidationError) -> list[Any]:
    """Return the errors without what was sent, which may be a password."""
    return error.errors(include_url=False, include_context=False, include_input=False)


def locate(place: tuple[int | str, ...]) -> str:
    """Return the JSON Pointer of a member, or of the whole body."""
    return wire.pointer(str(place[0])) if place else "#"
