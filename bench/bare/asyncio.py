"""The bare version beside Tornado: asyncio streams, and the HTTP/1.1 that the requests need.

https://docs.python.org/3/library/asyncio-stream.html
"""

import asyncio
import os
import sys
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from typing import Any

from .answers import DATABASE, SQLITE, respond
from .wsgi import connect


async def serve(reader: StreamReader, writer: StreamWriter) -> None:
    """Answer the requests of one client, with one database connection."""
    database = connect() if SQLITE else await connect_asynchronously()
    try:
        while True:
            method, path, headers = parse(await reader.readuntil(b"\r\n\r\n"))
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            authorization = headers.get("authorization", "")
            writer.write(await answer(database, method, path, authorization, body))
            await writer.drain()
    except (ConnectionError, IncompleteReadError):
        pass  # the client has closed the connection
    finally:
        writer.close()
        closed = database.close()
        if closed is not None:
            await closed


def parse(head: bytes) -> tuple[str, str, dict[str, str]]:
    """Return method, path and headers."""
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _ = first.split(" ")
    pairs = (line.split(":", 1) for line in lines)
    return method, path, {name.lower(): value.strip() for name, value in pairs}


async def answer(database: Any, method: str, path: str, authorization: str, body: bytes) -> bytes:
    """Return the response to one request."""
    work, result = respond(method, path, authorization, body), None
    while True:
        try:
            wanted = work.send(result)
        except StopIteration as end:
            status, content, headers = end.value
            break
        if isinstance(wanted, tuple):
            result = await run(database, *wanted)
        else:
            result = await asyncio.to_thread(wanted)  # hashing blocks
    headers |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


async def connect_asynchronously() -> Any:
    """Return a new connection to PostgreSQL."""
    import psycopg

    return await psycopg.AsyncConnection.connect(DATABASE, autocommit=True)


async def run(database: Any, statement: str, values: tuple[Any, ...]) -> Any:
    """Return the rows of a statement; SQLite reads a file, so it has nothing to await."""
    if SQLITE:
        return database.execute(statement, values).fetchall()
    cursor = await database.execute(statement.replace("?", "%s"), values)
    return await cursor.fetchall()


async def main(port: int) -> None:
    """Serve on a port of 127.0.0.1, shared by all processes."""
    server = await asyncio.start_server(serve, "127.0.0.1", port, reuse_port=True)
    await server.serve_forever()


if __name__ == "__main__":
    given = dict(argument.split("=") for argument in sys.argv[1:])
    for _ in range(int(given["--processes"]) - 1):
        if not os.fork():
            break
    asyncio.run(main(int(given["--port"])))
