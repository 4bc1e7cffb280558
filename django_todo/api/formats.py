"""The formats of the API: strict JSON, RFC 3339 times, canonical integers, and a task's ETag.

No framework has its own way for these, so this module is the same, byte for byte, in all four
packages. Read it once and skip it three times.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import IO
from urllib.parse import quote

MAX_BODY = 128 * 1024  # bytes: a note of 10,000 characters fits, even if each is escaped twice
MAX_INTEGER = 2**63 - 1

# ASCII digits only, where \d would match those of every script; hours and offsets up to 23:59.
_TIMESTAMP = re.compile(
    r"(?P<seconds>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])"
    r"(?:[.](?P<fraction>[0-9]+))?"
    r"(?P<offset>[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_INTEGER = re.compile(r"0|[1-9][0-9]{0,18}")


def parse_json(body: bytes) -> object:
    """Return the value of a JSON text (RFC 8259): UTF-8, no byte order mark, no NaN, no Infinity.

    Raises ValueError, also for numbers too long and nesting too deep for this interpreter.
    """
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def drain(body: IO[bytes]) -> None:
    """Read and discard the rest of a refused body, up to 8 MiB (RFC 9112 §9.6).

    If the server closed the connection instead, a client that is still sending might never see
    the answer.
    """
    for _ in range(128):
        if not body.read(64 * 1024):
            return


def json_pointer(member: str) -> str:
    """Return the JSON Pointer of a member of the body as a URI fragment (RFC 6901 §6)."""
    return "#/" + quote(member.replace("~", "~0").replace("/", "~1"), safe="~", errors="replace")


def parse_timestamp(text: str) -> datetime:
    """Parse an RFC 3339 §5.6 date-time; return it in UTC, truncated to microseconds.

    Raises ValueError for every other form of ISO 8601 and outside the years 0001 to 9999 in UTC.
    """
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise ValueError("not an RFC 3339 date-time with an offset")
    fraction = (match["fraction"] or "")[:6].ljust(6, "0")
    try:
        moment = datetime.fromisoformat(f"{match['seconds']}.{fraction}{match['offset']}".upper())
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the years 0001 to 9999 in UTC") from error


def format_timestamp(moment: datetime) -> str:
    """Return an aware datetime as YYYY-MM-DDTHH:MM:SS.ffffffZ."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def parse_integer(text: str) -> int:
    """Return a canonical integer from 0 to 2^63-1; ValueError for `01`, `+1` and the rest."""
    if not _INTEGER.fullmatch(text) or int(text) > MAX_INTEGER:
        raise ValueError("not a canonical integer from 0 to 2^63-1")
    return int(text)


def etag(task: Mapping[str, object]) -> str:
    """Return the opaque strong ETag of a task as it is sent, without quotes (RFC 9110 §8.8.3)."""
    return hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()[:32]
