"""How a request marks the end of its body (RFC 9112 §6), and bodies that are cut off."""

from collections.abc import Callable

Framed = tuple[list[tuple[bytes, bytes]], bytes]  # headers, and the bytes sent after them
Framing = Callable[[bytes], Framed]

LAST_CHUNK = b"0\r\n\r\n"
MISSING = 10  # bytes that are announced but not sent


def by_length(body: bytes) -> Framed:
    """Send the body with its Content-Length."""
    return [(b"Content-Length", b"%d" % len(body))], body


def in_chunks(body: bytes) -> Framed:
    """Send the body in two chunks (RFC 9112 §7.1)."""
    middle = len(body) // 2
    parts = [part for part in (body[:middle], body[middle:]) if part]
    chunks = [b"%x\r\n%s\r\n" % (len(part), part) for part in parts]
    return [(b"Transfer-Encoding", b"chunked")], b"".join(chunks) + LAST_CHUNK


def cut_by_length(body: bytes) -> Framed:
    """Announce more bytes than the body has."""
    return [(b"Content-Length", b"%d" % (len(body) + MISSING))], body


def cut_in_chunks(body: bytes) -> Framed:
    """Omit the last chunk."""
    headers, chunks = in_chunks(body)
    return headers, chunks.removesuffix(LAST_CHUNK)
