"""Send one request repeatedly on many connections; used if wrk is missing.

Usage: loader.py PORT CONNECTIONS SECONDS STATUS < request, where STATUS is that of a success. It
prints the same line of JSON as wrk.lua.
"""

import asyncio
import json
import re
import sys
import time
from asyncio import StreamReader, StreamWriter
from contextlib import closing

LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


async def client(
    port: int, request: bytes, status: bytes, deadline: float, times: list[float]
) -> int:
    """Send the request until the deadline; append the seconds of each success; return the errors.

    A connection that fails counts as one error, and the client does not reconnect.
    """
    errors = 0
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with closing(writer):
            while (start := time.perf_counter()) < deadline:
                if await exchange(reader, writer, request) == status:
                    times.append(time.perf_counter() - start)
                else:
                    errors += 1
    except (OSError, asyncio.IncompleteReadError):
        errors += 1
    return errors


async def exchange(reader: StreamReader, writer: StreamWriter, request: bytes) -> bytes:
    """Send the request, read the answer, and return its status."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    if length is None:
        raise OSError("an answer without Content-Length")
    await reader.readexactly(int(length[1]))
    return head[9:12]


async def load(
    port: int, connections: int, seconds: float, status: bytes, request: bytes
) -> dict[str, float]:
    """Return successes per second, their p50 and p99 in milliseconds, and the errors."""
    times: list[float] = []
    start = time.perf_counter()
    end = start + seconds
    clients = [client(port, request, status, end, times) for _ in range(connections)]
    errors = sum(await asyncio.gather(*clients))
    times.sort()
    return {
        "rate": round(len(times) / (time.perf_counter() - start), 1),
        "p50": round(times[len(times) // 2] * 1000, 3) if times else 0,
        "p99": round(times[len(times) * 99 // 100] * 1000, 3) if times else 0,
        "count": len(times) + errors,
        "errors": errors,
    }


if __name__ == "__main__":
    port, connections, seconds, status = sys.argv[1:]
    content = sys.stdin.buffer.read()
    loading = load(int(port), int(connections), float(seconds), status.encode(), content)
    print(json.dumps(asyncio.run(loading)))
