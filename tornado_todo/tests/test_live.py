"""The list that updates itself: who is told, how soon, and when a socket ends."""

# ruff: noqa: PT009, PT027 - the assertions of unittest belong to the style

import asyncio
import re
from datetime import timedelta
from typing import Any, cast
from unittest.mock import patch

from sqlalchemy import delete, update
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.options import options
from tornado.platform.asyncio import BaseAsyncIOLoop
from tornado.tcpclient import TCPClient
from tornado.testing import gen_test
from tornado.websocket import WebSocketClientConnection, websocket_connect

from .. import changes
from ..database import db
from ..models import Task, Token, User, now
from ..pages import live
from .visitor import PagesTest

SOON = 1  # second
HANDSHAKE = (
    b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: tornado_session=%b\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class LiveTests(PagesTest):
    """Sockets of ann, who is logged in, while the watcher of the process is at work."""

    def setUp(self) -> None:
        """Log in, and watch."""
        super().setUp()
        self.log_in_to_pages()
        self.lists: live.OpenLists = self._app.settings["open_lists"]
        self.is_watching = asyncio.Event()
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
        """Pass on what the watcher tells, and note when it begins."""
        await self.lists.tell(user_id)
        self.is_watching.set()

    async def connect(self, **headers: str) -> WebSocketClientConnection:
        """Open a socket as the page does, once the watcher is at work."""
        await asyncio.wait_for(self.is_watching.wait(), SOON)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        url = self.get_url("/tasks/live").replace("http", "ws")
        request = HTTPRequest(url, headers={"Cookie": cookie} | headers)
        self.sockets.append(await websocket_connect(request))
        return self.sockets[-1]

    async def hear(self, socket: WebSocketClientConnection) -> Any:
        """Return the next message, or None for the end; the time is promised with PostgreSQL."""
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

    def test_the_list_is_304_until_its_data_changes(self) -> None:
        """The page names the tag, which stays while nothing changes, unlike the forms' tokens."""
        tag = re.findall('data-tag="(.+?)"', self.open("/tasks").body.decode())[0]
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        known = {"Cookie": cookie, "If-None-Match": f'"{tag}"'}
        same = self.fetch("/tasks/list", headers=known)
        self.add_task(1)
        changed = self.fetch("/tasks/list", headers=known)
        self.assertEqual((same.code, same.body, changed.code), (304, b"", 200))
        self.assertIn(b"Buy milk", changed.body)
        self.assertNotIn("Set-Cookie", changed.headers)

    @gen_test
    async def test_a_socket_says_that_something_changed(self) -> None:
        """Whatever is done to the tasks, and not more than that."""
        socket = await self.connect()
        self.add_task(1)
        self.assertEqual(await self.hear(socket), "changed")
        self.write(update(Task).values(name="Buy bread"))
        self.assertEqual(await self.hear(socket), "changed")
        self.write(delete(Task))
        self.assertEqual(await self.hear(socket), "changed")

    @gen_test
    async def test_nobody_hears_of_other_users(self) -> None:
        """Bob's task causes no message: ann's, which is later, causes the first one."""
        with db.sessionmaker.begin() as session:
            session.add(User(username="bob", email="bob@example.org", password=""))
        socket = await self.connect()
        with patch.object(live.LiveHandler, "tell", autospec=True) as tell:
            self.add_task(2)
            await asyncio.sleep(2 * changes.LOOK_EVERY)
        tell.assert_not_called()
        self.add_task(1)
        self.assertEqual(await self.hear(socket), "changed")

    @gen_test
    async def test_a_socket_ends_with_its_session(self) -> None:
        """The token is deleted, as by a log-out elsewhere."""
        socket = await self.connect()
        self.write(delete(Token))
        self.assertIsNone(await self.hear(socket))
        self.assertEqual(socket.close_code, live.SESSION_ENDED)

    @gen_test
    async def test_a_socket_ends_when_its_token_expires(self) -> None:
        """Although nothing changes in the database."""
        almost = timedelta(seconds=options.token_ttl - SOON / 4)
        with patch.object(live, "now", lambda: now() + almost):
            socket = await self.connect()
            self.assertIsNone(await self.hear(socket))
        self.assertEqual(socket.close_code, live.SESSION_ENDED)

    @gen_test
    async def test_strangers_are_told_nothing(self) -> None:
        """LIVE-10: without a session the socket closes at once."""
        self.cookies.clear()
        socket = await self.connect()
        self.assertIsNone(await self.hear(socket))
        self.assertEqual(socket.close_code, live.SESSION_ENDED)

    @gen_test
    async def test_another_origin_is_refused(self) -> None:
        """LIVE-10: with ann's cookie, which a browser may send along."""
        with self.assertRaises(HTTPClientError) as caught:
            await self.connect(Origin="https://evil.example")
        self.assertEqual(caught.exception.code, 403)
        self.assertEqual(len(self.lists), 0)

    @gen_test
    async def test_there_are_not_more_sockets_than_allowed(self) -> None:
        """The page tries again later; the requests of everybody else are answered."""
        with patch.object(live, "MOST_SOCKETS", 1):
            first = await self.connect()
            with self.assertRaises(HTTPClientError) as caught:
                await self.connect()
            self.assertEqual(caught.exception.code, 503)
            first.close()
            await self.hear(first)
            await self.connect()
        self.assertEqual(len(self.lists), 1)

    @gen_test
    async def test_the_sockets_of_strangers_count_too(self) -> None:
        """They stay open for some seconds if they do not answer the server's close."""
        stream = await TCPClient().connect("127.0.0.1", self.get_http_port())
        await stream.write(HANDSHAKE % (b"/tasks/live", b""))
        await stream.read_until(b"\r\n\r\n")
        with patch.object(live, "MOST_SOCKETS", 1), self.assertRaises(HTTPClientError) as caught:
            await self.connect()
        self.assertEqual(caught.exception.code, 503)
        stream.close()

    @gen_test
    async def test_a_page_that_leaves_early_is_forgotten(self) -> None:
        """It closes the connection while the server looks its token up."""
        arrived, left, opened = asyncio.Event(), asyncio.Event(), asyncio.Event()

        class SlowHandler(live.LiveHandler):
            async def prepare(self) -> None:
                await super().prepare()
                arrived.set()
                await left.wait()

            def open(self) -> None:
                super().open()
                opened.set()

            def on_close(self) -> None:
                super().on_close()
                left.set()

        self._app.add_handlers(".*", [("/slow", SlowHandler)])
        stream = await TCPClient().connect("127.0.0.1", self.get_http_port())
        await stream.write(HANDSHAKE % (b"/slow", self.cookies["tornado_session"].encode()))
        await asyncio.wait_for(arrived.wait(), SOON)
        stream.close()
        await asyncio.wait_for(opened.wait(), SOON)
        self.assertEqual(len(self.lists), 0)

    @gen_test
    async def test_a_socket_that_talks_is_closed(self) -> None:
        """Pages have nothing to say."""
        socket = await self.connect()
        await socket.write_message("hello")
        self.assertIsNone(await self.hear(socket))
        self.assertEqual(socket.close_code, live.UNSUPPORTED_DATA)

    @gen_test
    async def test_a_lost_watcher_comes_back(self) -> None:
        """What it missed is told at its return: that anything may have changed."""
        socket = await self.connect()
        self.watcher.cancel()
        self.add_task(1)
        self.watch()
        self.assertEqual(await self.hear(socket), "changed")

    @gen_test
    async def test_a_crash_does_not_end_the_watcher(self) -> None:
        """It is logged, and the next change is told."""
        socket = await self.connect()
        self.is_watching.clear()
        with (
            patch.object(self.lists, "tell", side_effect=[RuntimeError, None]),
            patch.object(changes, "TRY_AGAIN", 0),
            self.assertLogs("tornado.application"),
        ):
            self.add_task(1)
            await asyncio.wait_for(self.is_watching.wait(), SOON)
        self.add_task(1)
        self.assertEqual(await self.hear(socket), "changed")
