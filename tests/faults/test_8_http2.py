"""Fault 8: HTTP/2 without TLS, where one connection can hold hundreds of unfinished bodies."""

import asyncio
import time
from contextlib import closing, suppress

from harness.servers import Server

from . import http2
from .client import Client, connect
from .conftest import Record

CONNECTIONS, STREAMS = 2, 200
REFUSED_WITHIN, PATIENCE = 2, 1  # seconds
QUESTIONS, INTERVAL = 20, 0.05  # seconds between them


async def test_http2_takes_no_thread(server: Server, figure: Record) -> None:
    """The server refuses a preface of HTTP/2, and whole requests in it do not delay others."""
    start = time.monotonic()
    refusal = await refused(server.port)
    assert not refusal or refusal.split(b" ")[1] == b"400", refusal
    refused_after = time.monotonic() - start
    attackers = [await connect(server.port) for _ in range(CONNECTIONS)]
    try:
        for _, writer in attackers:
            writer.write(http2.unfinished(STREAMS))
        slowest = max([await health(server.port) for _ in range(QUESTIONS)])
    finally:
        for _, writer in attackers:
            writer.close()
    text = f"refused after {refused_after * 1000:.0f} ms; "
    text += f"slowest of {QUESTIONS} answers meanwhile {slowest * 1000:.0f} ms"
    figure(text, refused_after_seconds=refused_after, slowest_seconds=slowest)


async def refused(port: int) -> bytes:
    """Return the server's answer to the preface, up to the end of the connection."""
    reader, writer = await connect(port)
    with closing(writer), suppress(ConnectionResetError):
        writer.write(http2.PREFACE)
        async with asyncio.timeout(REFUSED_WITHIN):
            return await reader.read()
    return b""


async def health(port: int) -> float:
    """Return the time for /healthz on a new connection; TimeoutError: too long."""
    await asyncio.sleep(INTERVAL)
    with closing(Client(port)) as client:
        async with asyncio.timeout(PATIENCE):
            answer = await client.ask("GET", "/healthz")
    assert answer.status == 200
    return answer.seconds
