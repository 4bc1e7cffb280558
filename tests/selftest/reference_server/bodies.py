"""Request bodies: media type, size, JSON syntax and the object."""

import json
from typing import Any

from .messages import Failure, Refusal, Request
from .times import Wrong

MAX_BODY = 128 * 1024  # bytes
MEGABYTES = 2 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request, or refuse with 415, 413, 400 or 422."""
    check_media_type(request)
    check_size(request)
    value = read_json(request)
    if isinstance(value, dict):
        return value
    if request.wrong("null-body-500") and value is None:
        raise Failure
    if request.wrong("array-400"):
        raise Refusal(400, "The body is not an object.")
    raise Refusal(422, "The body is wrong.", errors={None: "Is not an object."})


def check_media_type(request: Request) -> None:
    """Answer 415 for any media type other than application/json."""
    wrong = request.wrong
    name, parameters, _ = request.headers.get("Content-Type", "").partition(";")
    name = name.strip()
    if not wrong("media-type-case-matters"):
        name = name.lower()
    taken = (
        name == "application/json"
        or (wrong("text-plain-accepted") and name == "text/plain")
        or (wrong("untyped-body-accepted") and not name)
        or (wrong("json-relatives-accepted") and name.endswith("+json"))
    )
    if not taken or (wrong("charset-refused") and parameters):
        headers = {} if wrong("415-without-accept") else {"Accept": "application/json"}
        raise Refusal(415, "Send the body as application/json.", headers=headers)


def check_size(request: Request) -> None:
    """Answer 413 for a body of more than 128 KiB."""
    wrong = request.wrong
    if wrong("megabytes-500") and request.body.size > MEGABYTES:
        raise Failure
    if wrong("big-body-accepted"):
        return
    if request.body.size > MAX_BODY - wrong("limit-off-by-one"):
        raise Refusal(413, "The body is larger than 128 KiB.")


def read_json(request: Request) -> Any:
    """Return the parsed JSON, or refuse with 400."""
    wrong, body = request.wrong, request.body.kept
    if wrong("empty-body-is-an-object") and not body:
        return {}
    if wrong("byte-order-mark-accepted"):
        body = body.removeprefix(BYTE_ORDER_MARK)
    try:
        mending = "replace" if wrong("broken-utf-8-replaced") else "strict"
        return parse(body.decode(encoding(request, body), mending), wrong)
    except (ValueError, RecursionError) as error:
        if wrong("malformed-json-500") and isinstance(error, json.JSONDecodeError):
            raise Failure from error
        if wrong("deep-nesting-500") and isinstance(error, RecursionError):
            raise Failure from error
        if wrong("long-number-500") and "integer string" in str(error):
            raise Failure from error
        raise Refusal(400, "The body is not JSON.") from error


def encoding(request: Request, body: bytes) -> str:
    """Return the encoding of the body: UTF-8."""
    parameters = request.headers.get("Content-Type", "").lower()
    if request.wrong("charset-obeyed") and "iso-8859-1" in parameters:
        return "latin-1"
    if request.wrong("utf-16-accepted") and json.detect_encoding(body) != "utf-8-sig":
        return json.detect_encoding(body)
    return "utf-8"


def parse(text: str, wrong: Wrong) -> Any:
    """Parse a JSON text (RFC 8259); ValueError if it is invalid."""
    constant = float if wrong("nan-accepted") else refuse_constant
    if wrong("trailing-text-ignored"):
        return json.JSONDecoder(parse_constant=constant).raw_decode(text.lstrip())[0]
    return json.loads(text, parse_constant=constant)


def refuse_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python accepts but JSON does not have."""
    raise ValueError(f"{name} is not JSON")
