"""The list alone, which the script of the page asks for again and again."""

import re

from .base import PageTestCase


class ListTests(PageTestCase):
    """Conditional requests, and strangers."""

    def test_the_list_is_304_until_its_data_changes(self) -> None:
        """The page names the tag, which stays while nothing changes, unlike the forms' tokens."""
        self.log_in()
        tag = re.findall('data-tag="(.+)"', self.client.get("/tasks").text)[0]
        known = {"If-None-Match": f'"{tag}"'}
        same = self.client.get("/tasks/list", headers=known)
        self.ann.tasks.create(name="Buy milk")
        changed = self.client.get("/tasks/list", headers=known)
        self.assertEqual((same.status_code, same.content), (304, b""))
        self.assertContains(changed, "Buy milk")
        self.assertEqual(changed["Cache-Control"], "no-store")
        self.assertEqual([*changed.cookies], [])

    def test_a_stranger_is_told_nothing(self) -> None:
        """LIVE-10: the list leads to the log-in."""
        self.assertEqual(self.client.get("/tasks/list").url, "/login?next=/tasks/list")
