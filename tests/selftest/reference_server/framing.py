"""Body framing (RFC 9112 §6): Content-Length or chunked, complete or cut off."""

import re
from dataclasses import dataclass, replace
from email.message import Message
from io import BufferedIOBase

from .faults import fault

KEPT_BODY = 4 * 1024 * 1024  # bytes; further ones are read, counted and discarded
LARGEST_BODY = 64 * 1024 * 1024
LONGEST_LINE = 4096
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(;[^\r\n]*)?\r\n")


@dataclass(frozen=True)
class Body:
    """The stored part of a body, its total size, and whether it was cut off."""

    kept: bytes = b""
    size: int = 0
    cut: bool = False


def read_body(file: BufferedIOBase, headers: Message) -> Body:
    """Read a body; without a known end it counts as cut off."""
    if "Transfer-Encoding" in headers:
        known = headers["Transfer-Encoding"].strip().lower() == "chunked"
        body = read_chunks(file) if known else Body(cut=True)
        if fault("chunked-body-is-empty"):
            return Body(cut=body.cut)
        return replace(body, size=0) if fault("chunks-not-counted") else body
    length = headers.get("Content-Length", "0")
    return read_bytes(file, int(length)) if length.isdecimal() else Body(cut=True)


def read_bytes(file: BufferedIOBase, size: int) -> Body:
    """Read this many bytes, or fewer if the connection ends."""
    wanted = min(size, LARGEST_BODY)
    kept = file.read(min(wanted, KEPT_BODY))
    left = wanted - len(kept)
    while left > 0 and (more := file.read(min(left, KEPT_BODY))):
        left -= len(more)
    return Body(kept, size, cut=left > 0)


def read_chunks(file: BufferedIOBase) -> Body:
    """Read chunks up to the last one, which is empty (RFC 9112 §7.1)."""
    kept, size = b"", 0
    while size <= LARGEST_BODY and (line := CHUNK_SIZE.fullmatch(file.readline(LONGEST_LINE))):
        chunk = read_bytes(file, int(line[1], 16))
        if not chunk.size:
            while (trailer := file.readline(LONGEST_LINE)) not in (b"", b"\r\n"):
                pass
            return Body(kept, size, cut=not trailer)
        if not (kept and fault("only-the-first-chunk")):
            kept = (kept + chunk.kept)[:KEPT_BODY]
        size += chunk.size
        if file.readline(LONGEST_LINE) != b"\r\n":
            break
    return Body(kept, size, cut=True)
