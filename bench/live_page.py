"""An open page: its WebSocket, and its HTTP connection, which costs less than a library's would."""

import asyncio
import re
from asyncio import Semaphore, StreamReader, StreamWriter

from websockets.asyncio.client import ClientConnection, connect

from .live_lists import OpenList
from .loader import LENGTH

LIST = "/tasks/list?show=all&page=1"
TAG = re.compile(rb"\r\netag: *(\S+)", re.IGNORECASE)


class Connection:
    """A connection to a port of 127.0.0.1, opened by the first request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[StreamReader, StreamWriter] | None = None

    async def send(
        self, method: str, target: str, headers: dict[str, str], body: str = ""
    ) -> tuple[int, str | None]:
        """Send a request, and read the answer; return its status and its ETag."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body else []
        writer.write("\r\n".join([*lines, "", body]).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        status, length, tag = int(head[9:12]), LENGTH.search(head), TAG.search(head)
        if status != 304 and length:
            await reader.readexactly(int(length[1]))
        return status, tag[1].decode() if tag else None

    def close(self) -> None:
        """Close it; the next request opens another."""
        if self.streams:
            self.streams[1].close()
            self.streams = None


class Page:
    """An open page, which asks for its list."""

    def __init__(self, port: int, owner: OpenList) -> None:
        self.owner = owner
        self.connection = Connection(port)
        self.headers = {"Cookie": owner.cookie}
        self.socket: ClientConnection | None = None

    async def ask(self) -> int:
        """Ask for the list, unless the tag is still the same; return the status."""
        status, tag = await self.connection.send("GET", LIST, self.headers)
        if tag:
            self.headers["If-None-Match"] = tag
        return status

    async def open(self, places: Semaphore) -> None:
        """Ask for the first time."""
        async with places:
            status = await self.ask()
        if status != 200:
            raise RuntimeError(f"the list of {self.owner.username} answers {status}")

    async def listen(self, port: int, places: Semaphore) -> None:
        """Open the WebSocket."""
        host, cookie = f"127.0.0.1:{port}", {"Cookie": self.owner.cookie}
        async with places:
            self.socket = await connect(
                f"ws://{host}/tasks/live",
                origin=f"http://{host}",  # type: ignore[arg-type]
                additional_headers=cookie,
                compression=None,
                ping_interval=None,
                proxy=None,
            )
