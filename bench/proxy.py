"""A TCP proxy that delays every answer: proxy.py PORT UPSTREAM-HOST UPSTREAM-PORT SECONDS.

It forwards the client's data at once, and the server's data SECONDS later. This adds
latency to each round trip, and does not limit the bandwidth.
"""

import asyncio
import sys
from asyncio import Queue, StreamReader, StreamWriter

Parcel = tuple[float, bytes]  # due time on the loop's clock, data


async def collect(reader: StreamReader, line: Queue[Parcel], seconds: float) -> None:
    """Queue the data that arrives with its due time; empty data means the end."""
    data = b"-"
    while data:
        try:
            data = await reader.read(65_536)
        except ConnectionError:
            data = b""
        await line.put((asyncio.get_running_loop().time() + seconds, data))


async def deliver(line: Queue[Parcel], writer: StreamWriter) -> None:
    """Write each parcel when it is due."""
    while True:
        due, data = await line.get()
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        if not data:
            writer.close()
            return
        writer.write(data)


async def main(port: int, host: str, upstream_port: int, seconds: float) -> None:
    """Forward connections to the upstream until the process ends."""

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
