"""The last step for every answer: common headers and the encoded body."""

import json

from .faults import fault
from .messages import Answer, Request


def complete(answer: Answer, request: Request) -> None:
    """Set the headers that every answer carries."""
    headers, wrong = answer.headers, request.wrong
    is_error = answer.status >= 400
    bare = answer.content is None and fault("nosniff-missing-without-body")
    if not (bare or (is_error and wrong("nosniff-missing-on-errors"))):
        headers["X-Content-Type-Options"] = "nosniff"
    if not (is_error and wrong("no-store-missing-on-errors")):
        headers.setdefault("Cache-Control", "no-store")
    if wrong("powered-by"):
        headers["X-Powered-By"] = "Impostor"
    if wrong("server-version"):
        headers["Server"] = "Impostor/1.0"
    if wrong("cors-echoes-origin") and "Origin" in request.headers:
        headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    if fault("cors-preflight-answered") and "Access-Control-Request-Method" in request.headers:
        headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
    if wrong("json-as-html") and answer.media_type == "application/json":
        answer.media_type = "text/html"
    if wrong("head-without-headers") and request.method == "HEAD":
        headers.pop("ETag", None)
        headers.pop("Link", None)


def encode(answer: Answer, request: Request) -> bytes:
    """Return the encoded body: JSON in UTF-8 with no unnecessary escapes."""
    if answer.content is None:
        return b""
    if isinstance(answer.content, bytes):
        return answer.content
    text = json.dumps(answer.content, ensure_ascii=request.wrong("unicode-escaped"))
    if request.wrong("slash-escaped"):
        text = text.replace("</", "<\\/")
    if fault("angle-brackets-escaped"):
        for character in "<>&":
            text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace")
