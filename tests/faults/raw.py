"""Send bytes that no client would send, and return the answers."""

import asyncio
import re

from .client import connect

COMPLETE = 1  # second without an answer, after which the server seems to wait for more data
PATIENCE = 10  # seconds to answer or close after the end of the data
STATUS = re.compile(rb"^HTTP/1\.[01] ([0-9]{3})", re.MULTILINE)


async def send(port: int, request: bytes) -> list[int]:
    """Send bytes and return the statuses of the answers; [0] if there are none."""
    reader, writer = await connect(port)
    received = b""
    try:
        writer.write(request)
        received = await first(reader)
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            received += await reader.read()
    except TimeoutError:
        raise AssertionError(f"no answer to {request[:300]!r}") from None
    except OSError:
        pass  # the server closed it before we had sent everything
    finally:
        writer.close()
    return [int(each) for each in STATUS.findall(received)] or [0]


async def first(reader: asyncio.StreamReader) -> bytes:
    """Return what arrives quickly, or nothing if the server waits for more data."""
    try:
        async with asyncio.timeout(COMPLETE):
            return await reader.read(2**16)
    except TimeoutError:
        return b""
