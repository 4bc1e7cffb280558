"""HTTP/2 frames, built by hand, as a client sends them without TLS and without an upgrade.

https://www.rfc-editor.org/rfc/rfc9113.html, https://www.rfc-editor.org/rfc/rfc7541.html
"""

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS = 0, 1, 4  # types of frames
END_HEADERS = 4  # a flag
REQUEST = {
    ":method": "POST",
    ":scheme": "http",
    ":path": "/api/v1/accounts/login",
    ":authority": "127.0.0.1",
    "content-type": "application/json",
    "content-length": "100",
}


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """Return a frame (RFC 9113 section 4.1)."""
    return len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload


def field(name: str, value: str) -> bytes:
    """Return a literal header field without indexing (RFC 7541 section 6.2.2)."""
    parts = [bytes([len(text)]) + text.encode() for text in (name, value)]
    return b"\0" + b"".join(parts)


def unfinished(streams: int) -> bytes:
    """Return the start of a connection: each request sends one byte of a body of 100 bytes."""
    head = b"".join(field(*each) for each in REQUEST.items())
    frames = [
        frame(HEADERS, END_HEADERS, stream, head) + frame(DATA, 0, stream, b"{")
        for stream in range(1, 2 * streams, 2)  # clients use odd numbers
    ]
    return PREFACE + frame(SETTINGS, 0, 0, b"") + b"".join(frames)
