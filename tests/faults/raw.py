"""Send bytes that no client would send, and see what comes back."""

import asyncio
import re

from .client import connect

COMPLETE = 1  # second without an answer, after which the server seems to wait for more
PATIENCE = 10  # seconds in which it answers or closes once it knows that no more will come
STATUS = re.compile(rb"^HTTP/1\.[01] ([0-9]{3})", re.MULTILINE)


async def send(port: int, request: bytes) -> list[int]:
    """Send bytes and return the statuses that come back; [0] for none."""
    reader, writer = await connect(port)
    received = b""
    try:
        writer.write(request)
        received = await first(reader)
        writer.write_eof()
        async with asyncio.timeout(PATIENCE):
            received += await reader.read()
    except TimeoutError:
        raise AssertionError(f"it hangs: {request[:300]!r}") from None
    except OSError:
        pass  # it was closed while we still had something to say
    finally:
        writer.close()
    return [int(each) for each in STATUS.findall(received)] or [0]


async def first(reader: asyncio.StreamReader) -> bytes:
    """Return what comes soon, which is nothing if more is waited for."""
    try:
        async with asyncio.timeout(COMPLETE):
            return await reader.read(2**16)
    except TimeoutError:
        return b""
