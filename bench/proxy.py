"""A TCP proxy that brings every answer late: proxy.py PORT UPSTREAM-HOST UPSTREAM-PORT SECONDS.

What the client sends passes at once; what the server sends arrives so many seconds later. A round
trip takes that much longer, and the line is as broad as before.
"""

import asyncio
import sys
from asyncio import Queue, StreamReader, StreamWriter

Parcel = tuple[float, bytes]  # when it is due on the loop's clock, and what it holds


async def collect(reader: StreamReader, line: Queue[Parcel], seconds: float) -> None:
    """Put what arrives on the line, with the time at which it is due; nothing means the end."""
    data = b"-"
    while data:
        try:
            data = await reader.read(65_536)
        except ConnectionError:
            data = b""
        await line.put((asyncio.get_running_loop().time() + seconds, data))


async def deliver(line: Queue[Parcel], writer: StreamWriter) -> None:
    """Hand over each parcel when it is due."""
    while True:
        due, data = await line.get()
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        if not data:
            writer.close()
            return
        writer.write(data)


async def main(port: int, host: str, upstream_port: int, seconds: float) -> None:
    """Carry connections to the upstream until the process is ended."""

    async def connect(reader: StreamReader, writer: StreamWriter) -> None:
        upstream_reader, upstream_writer = await asyncio.open_connection(host, upstream_port)
        there: Queue[Parcel] = Queue()
        back: Queue[Parcel] = Queue()
        await asyncio.gather(
            collect(reader, there, 0),
            deliver(there, upstream_writer),
            collect(upstream_reader, back, seconds),
            deliver(back, writer),
        )

    server = await asyncio.start_server(connect, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    port, host, upstream_port, seconds = sys.argv[1:]
    asyncio.run(main(int(port), host, int(upstream_port), float(seconds)))
