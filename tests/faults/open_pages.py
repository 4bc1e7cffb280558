"""Pages that stay open, as live.js keeps them in a browser; and sockets that never answer."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress

from contract.client import User
from contract.pages.helpers import logged_in
from contract.pages.http_driver import HttpDriver
from contract.server import Server as Contract
from harness.servers import Server
from websockets.asyncio.client import connect as websocket
from websockets.exceptions import WebSocketException

from .client import connect
from .timing import until
from .visitors import registered

ARRIVAL = 30  # seconds within which all pages must be open
PAUSE = 1  # second until a page connects again; live.js waits for up to four
UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
    "Connection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def newcomer(server: Server) -> User:
    """Register a user."""
    return registered(Contract(server.url, "pages"))


class OpenPage:
    """A page with the list of a user.

    `tasks` are the names in the list; `asked` counts how often the page asked for it, and
    `openings` how often it opened a socket.
    """

    def __init__(self, server: Server, user: User) -> None:
        """Log in, which leads to the list."""
        self.page = logged_in(HttpDriver(Contract(server.url, "pages")), user)
        self.cookies = "; ".join(f"{name}={value}" for name, value in self.page.cookies.items())
        data = self.page.document.tree.css("#list")[0].attributes
        self.port, self.url, self.path = (
            server.port,
            data["data-url"] or "",
            data.get("data-socket"),
        )
        self.known = {"If-None-Match": f'"{data["data-tag"]}"'} if "data-tag" in data else {}
        self.tasks: list[str] = []
        self.asked, self.openings, self.own_port = 0, 0, 0

    def ask(self) -> int:
        """Ask for the list, and return the status of the answer."""
        self.page.open(self.url, **self.known)
        if self.page.status == 200:
            self.tasks = self.page.tasks
            tag = self.page.answers[-1].headers.get("ETag")
            self.known = {"If-None-Match": tag} if tag else {}
        self.asked += 1
        return self.page.status

    def socket(self) -> websocket:
        """Return a connection that is about to open."""
        cookies, url = {"Cookie": self.cookies}, f"ws://127.0.0.1:{self.port}{self.path}"
        return websocket(url, additional_headers=cookies, proxy=None, ping_interval=None)

    async def stay(self) -> None:
        """Ask for the list on opening, and when the socket says so; come back when it closes."""
        while True:
            with suppress(OSError, WebSocketException):
                async with self.socket() as socket:
                    self.own_port = socket.local_address[1]
                    self.openings += 1
                    while await asyncio.to_thread(self.ask) in (200, 304):
                        assert await socket.recv() == "changed"
            await asyncio.sleep(PAUSE)

    async def be_silent(self, handshakes: asyncio.Semaphore) -> float:
        """Open a socket and never answer; return the seconds until the server closes it."""
        async with handshakes:
            reader, writer = await connect(self.port)
            head = UPGRADE.format(path=self.path, port=self.port, cookies=self.cookies)
            writer.write(head.encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 101 "), answer
        self.openings, start = self.openings + 1, time.monotonic()
        with closing(writer), suppress(ConnectionResetError):
            await reader.read()
        return time.monotonic() - start


@asynccontextmanager
async def open_pages(server: Server, user: User, number: int) -> AsyncIterator[list[OpenPage]]:
    """Keep pages of a user open until the block ends."""
    pages = [OpenPage(server, user) for _ in range(number)]
    async with asyncio.TaskGroup() as group:
        staying = [group.create_task(page.stay()) for page in pages]
        await until(lambda: all(page.asked for page in pages), ARRIVAL)
        yield pages
        for each in staying:
            each.cancel()
