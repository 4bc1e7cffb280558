"""Request bodies: media type, size, JSON syntax and the object."""

import json
import math
import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from .faults import fault
from .messages import Failure, Refusal, Request
from .times import Wrong, parse_timestamp

MAX_BODY = 128 * 1024  # bytes
MEGABYTES = 2 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_INTEGER = 4300  # digits, as in Python


def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request, or refuse with 415, 413, 400 or 422."""
    check_media_type(request)
    check_size(request)
    value = read_json(request)
    if fault("array-of-one-unwrapped") and isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        if fault("member-case-ignored"):
            return {name.lower(): member for name, member in value.items()}
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
        or (fault("media-type-by-prefix") and name.startswith("application/json"))
        or (fault("form-type-accepted") and name == "application/x-www-form-urlencoded")
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
    size = request.body.size
    if fault("size-counted-in-characters"):
        size = len(request.body.kept.decode("utf-8", "ignore"))
    if size > MAX_BODY - wrong("limit-off-by-one"):
        raise Refusal(413, "The body is larger than 128 KiB.")


def read_json(request: Request) -> Any:
    """Return the parsed JSON, or refuse with 400."""
    wrong, body = request.wrong, request.body.kept
    if wrong("empty-body-is-an-object") and not body:
        return {}
    if wrong("byte-order-mark-accepted"):
        body = body.removeprefix(BYTE_ORDER_MARK)
    try:
        return parse(body.decode(encoding(request, body), mending()), wrong)
    except (ValueError, RecursionError) as error:
        if wrong("malformed-json-500") and isinstance(error, json.JSONDecodeError):
            raise Failure from error
        if wrong("deep-nesting-500") and isinstance(error, RecursionError):
            raise Failure from error
        if wrong("long-number-500") and "integer string" in str(error):
            raise Failure from error
        raise Refusal(400, "The body is not JSON.") from error


def mending() -> str:
    """Return what becomes of bytes that are not UTF-8: an error."""
    if fault("surrogate-bytes-read"):
        return "surrogatepass"
    return "replace" if fault("broken-utf-8-replaced") else "strict"


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
    if fault("trailing-comma-accepted"):
        text = re.sub(r",(?=\s*[}\]])", "", text)
    strict = not fault("raw-line-feed-accepted")
    return json.loads(text, parse_constant=constant, parse_int=integer, strict=strict)


def integer(text: str) -> float:
    """Parse an integer; ValueError if it has thousands of digits."""
    long = fault("long-number-is-infinity") and len(text) > LONGEST_INTEGER
    return math.inf if long else int(text)


def sent_time(name: str, request: Request) -> datetime | None:
    """Return the valid time that a member of the body has, for faults that take it."""
    with suppress(LookupError, TypeError, ValueError):
        return parse_timestamp(read_object(request)[name], request.wrong)
    return None


def refuse_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python accepts but JSON does not have."""
    raise ValueError(f"{name} is not JSON")
