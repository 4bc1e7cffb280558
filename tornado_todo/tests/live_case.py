"""The test case of lists that update themselves: sockets, and the watcher of the process."""

import asyncio
from typing import Any, cast

from sqlalchemy import make_url
from tornado.httpclient import HTTPRequest
from tornado.platform.asyncio import BaseAsyncIOLoop
from tornado.websocket import WebSocketClientConnection, websocket_connect

from .. import changes
from ..database import db
from ..models import Task
from ..pages import live
from .case import DATABASE_URL
from .visitor import PagesTest

# Seconds: three are promised (LIVE-1), and PostgreSQL tells at once.
SOON = 3 if make_url(DATABASE_URL).get_backend_name() == "sqlite" else 1


class LiveTest(PagesTest):
    """Sockets of ann, who is logged in, while the watcher is at work."""

    def setUp(self) -> None:
        """Log in, and watch."""
        super().setUp()
        self.log_in_to_pages()
        self.lists: live.OpenLists = self._app.settings["open_lists"]
        self.is_watching = asyncio.Event()
        self.told: asyncio.Queue[int | None] = asyncio.Queue()
        self.sockets: list[WebSocketClientConnection] = []
        self.watch()

    def tearDown(self) -> None:
        """Close the sockets, and watch no more."""
        for socket in self.sockets:
            socket.close()
        self.watcher.cancel()
        super().tearDown()

    def watch(self) -> None:
        """Begin to watch, as the server does when it starts."""
        loop = cast("BaseAsyncIOLoop", self.io_loop).asyncio_loop
        self.watcher = loop.create_task(changes.watch(self.tell))

    async def tell(self, user_id: int | None) -> None:
        """Pass on what the watcher tells, and note it; the first thing is that it begins."""
        await self.lists.tell(user_id)
        self.is_watching.set()
        self.told.put_nowait(user_id)

    async def connect(self, **headers: str) -> WebSocketClientConnection:
        """Open a socket as the page does, once the watcher is at work."""
        await asyncio.wait_for(self.is_watching.wait(), SOON)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        url = self.get_url("/tasks/live").replace("http", "ws")
        request = HTTPRequest(url, headers={"Cookie": cookie} | headers)
        self.sockets.append(await websocket_connect(request))
        return self.sockets[-1]

    async def hear(self, socket: WebSocketClientConnection) -> Any:
        """Return the next message, or None for the end."""
        return await asyncio.wait_for(socket.read_message(), SOON)

    def write(self, *statements: Any) -> None:
        """Write to the database, as another process would."""
        with db.sessionmaker.begin() as session:
            for statement in statements:
                session.execute(statement)

    def add_task(self, user_id: int) -> None:
        """Add a task of a user."""
        with db.sessionmaker.begin() as session:
            session.add(Task(name="Buy milk", note="", completed=False, user_id=user_id))
