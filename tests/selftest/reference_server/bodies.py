"""Request bodies: media type, size, JSON syntax and the object."""

import json
import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from .faults import chosen, fault
from .messages import Refusal, Request, fail, refuse
from .times import parse_timestamp

MAX_BODY = 128 * 1024  # bytes
MEGABYTES = 2 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Media types that a faulty server takes, beside or in place of application/json.
MEDIA_TYPES = {
    "media-type-case-matters": "application/json",
    "media-type-by-prefix": "(?i:application/json.*)",
    "text-plain-accepted": "(?i:application/json|text/plain)",
    "untyped-body-accepted": "(?i:application/json|)",
    "form-type-accepted": "(?i:application/(json|x-www-form-urlencoded))",
    "json-relatives-accepted": r"(?i:application/json|.*\+json)",
}


def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request, or refuse with 415, 413, 400 or 422."""
    check_media_type(request)
    check_size(request)
    value = read_json(request)
    if fault("array-of-one-unwrapped") and isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        lower = fault("member-case-ignored")
        return {name.lower() if lower else name: member for name, member in value.items()}
    fail("null-body-500", value is None)
    fail("array-400", status=400)
    raise Refusal(422, "The body is wrong.", errors={None: "Is not an object."})


def check_media_type(request: Request) -> None:
    """Answer 415 for any media type other than application/json."""
    name, parameters, _ = request.header("Content-Type").partition(";")
    pattern = chosen(MEDIA_TYPES, "(?i:application/json)")
    if not re.fullmatch(pattern, name.strip()) or (fault("charset-refused") and parameters):
        accepted = {"Accept": "application/json"}
        raise Refusal(415, "Send the body as application/json.", headers=accepted)


def check_size(request: Request) -> None:
    """Answer 413 for a body of more than 128 KiB."""
    size = request.body.size
    fail("megabytes-500", size > MEGABYTES)
    if fault("size-counted-in-characters"):
        size = len(request.body.kept.decode("utf-8", "ignore"))
    if size > MAX_BODY - fault("limit-off-by-one") and not fault("big-body-accepted"):
        refuse(413, "The body is larger than 128 KiB.")


def read_json(request: Request) -> Any:
    """Return the parsed JSON, or refuse with 400."""
    body = request.body.kept
    if fault("empty-body-is-an-object") and not body:
        return {}
    if fault("byte-order-mark-accepted"):
        body = body.removeprefix(BYTE_ORDER_MARK)
    mending = {"broken-utf-8-replaced": "replace", "surrogate-bytes-read": "surrogatepass"}
    try:
        return parse(body.decode(encoding(request, body), chosen(mending, "strict")))
    except (ValueError, RecursionError) as error:
        fail("malformed-json-500", isinstance(error, json.JSONDecodeError))
        fail("deep-nesting-500", isinstance(error, RecursionError))
        fail("long-number-500", "integer string" in str(error))
        raise Refusal(400, "The body is not JSON.") from error


def encoding(request: Request, body: bytes) -> str:
    """Return the encoding of the body: UTF-8."""
    if fault("charset-obeyed") and "iso-8859-1" in request.header("Content-Type").lower():
        return "latin-1"
    if fault("utf-16-accepted") and json.detect_encoding(body) != "utf-8-sig":
        return json.detect_encoding(body)
    return "utf-8"


def parse(text: str) -> Any:
    """Parse a JSON text (RFC 8259); ValueError if it is invalid."""
    constant = chosen({"nan-accepted": float}, int)  # int() refuses NaN and Infinity
    if fault("trailing-text-ignored"):
        return json.JSONDecoder(parse_constant=constant).raw_decode(text.lstrip())[0]
    if fault("trailing-comma-accepted"):
        text = re.sub(r",(?=\s*[}\]])", "", text)
    strict = not fault("raw-line-feed-accepted")
    integer = chosen({"long-number-is-infinity": float}, int)  # int() refuses 5,000 digits
    return json.loads(text, parse_constant=constant, parse_int=integer, strict=strict)


def echoed(fault_id: str, body: dict[str, Any], *names: str) -> dict[str, Any]:
    """With this fault, return the read-only members that were sent."""
    return {name: body[name] for name in names if name in body and fault(fault_id)}


def sent_time(name: str, request: Request, default: datetime) -> datetime:
    """Return the valid time of a read-only member of the body, for faults that take it."""
    with suppress(LookupError, TypeError, ValueError):
        return parse_timestamp(read_object(request)[name])
    return default
