"""Fault 8: HTTP/2 without TLS, where one connection can hold hundreds of unfinished bodies.

Its frames are built by hand, as a client sends them without an upgrade:
https://www.rfc-editor.org/rfc/rfc9113.html, https://www.rfc-editor.org/rfc/rfc7541.html
"""

import asyncio
import time
from contextlib import closing, suppress

from harness.servers import Server

from .client import connect
from .conftest import Record
from .observing import ask

CONNECTIONS, STREAMS = 2, 200
REFUSED_WITHIN, PATIENCE = 2, 1  # seconds
QUESTIONS, INTERVAL = 20, 0.05  # seconds between them
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


async def test_http2_takes_no_thread(server: Server, figure: Record) -> None:
    """The server refuses a preface of HTTP/2, and whole requests in it do not delay others."""
    start = time.monotonic()
    refusal = await refused(server.port)
    assert not refusal or refusal.split(b" ")[1] == b"400", refusal
    refused_after = time.monotonic() - start
    attackers = [await connect(server.port) for _ in range(CONNECTIONS)]
    try:
        for _, writer in attackers:
            writer.write(unfinished(STREAMS))
        waits = []
        for _ in range(QUESTIONS):
            await asyncio.sleep(INTERVAL)
            waits.append(await ask(server.port, "/healthz", 200, PATIENCE))
    finally:
        for _, writer in attackers:
            writer.close()
    slowest = max(waits)
    text = f"refused after {refused_after * 1000:.0f} ms; "
    text += f"slowest of {QUESTIONS} answers meanwhile {slowest * 1000:.0f} ms"
    figure(text, refused_after_seconds=refused_after, slowest_seconds=slowest)


async def refused(port: int) -> bytes:
    """Return the server's answer to the preface, up to the end of the connection."""
    reader, writer = await connect(port)
    with closing(writer), suppress(ConnectionResetError):
        writer.write(PREFACE)
        async with asyncio.timeout(REFUSED_WITHIN):
            return await reader.read()
    return b""


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
