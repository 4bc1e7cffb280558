"""The list that updates itself: who is told of what, and how soon."""

# ruff: noqa: PT009 - the assertions of unittest belong to the style

import asyncio
import re
from unittest.mock import patch

from sqlalchemy import delete, update
from tornado.testing import gen_test

from .. import changes
from ..database import db
from ..models import Task, User
from ..pages import live
from .live_case import SOON, LiveTest


class LiveTests(LiveTest):
    """What a page hears, and what it gets when it asks."""

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
        """The watcher tells of bob's task, and ann's socket says nothing."""
        with db.sessionmaker.begin() as session:
            session.add(User(username="bob", email="bob@example.org", password=""))
        await self.connect()
        with patch.object(live.LiveHandler, "tell") as tell:
            self.add_task(2)
            while await asyncio.wait_for(self.told.get(), SOON) != 2:
                continue
        tell.assert_not_called()

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
