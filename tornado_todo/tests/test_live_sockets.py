"""The sockets of lists that update themselves: who may open one, how many, and when they end."""

# ruff: noqa: PT009, PT027 - the assertions of unittest belong to the style

import asyncio
from datetime import timedelta
from unittest.mock import patch

from sqlalchemy import delete
from tornado.httpclient import HTTPClientError
from tornado.options import options
from tornado.tcpclient import TCPClient
from tornado.testing import gen_test

from ..models import Token, now
from ..pages import live
from .live_case import SOON, LiveTest

HANDSHAKE = (
    b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: tornado_session=%b\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class SocketTests(LiveTest):
    """Beginnings and ends."""

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
