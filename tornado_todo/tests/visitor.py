"""Somebody who uses the pages: keeps cookies, and sends forms with their hidden token."""

import re
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import HTTPResponse

from .case import PASSWORD, InsideTest


class PagesTest(InsideTest):
    """Visits of one person, who follows no redirect."""

    def setUp(self) -> None:
        """Begin without cookies."""
        super().setUp()
        self.cookies: dict[str, str] = {}

    def open(self, path: str) -> HTTPResponse:
        """Return the answer to a GET."""
        return self.send(path)

    def submit(self, path: str, **fields: str) -> HTTPResponse:
        """Return the answer to the form of a page."""
        page = self.open(path).body.decode()
        token = re.findall('name="_xsrf" value="([^"]*)"', page)[-1]
        return self.send(path, method="POST", body=urlencode({"_xsrf": token, **fields}))

    def log_in_to_pages(self) -> HTTPResponse:
        """Return the answer to the log-in of ann."""
        return self.submit("/login", username="ann", password=PASSWORD)

    def send(self, path: str, **options: Any) -> HTTPResponse:
        """Send a request with the cookies, and keep those of the answer."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.fetch(path, headers={"Cookie": cookie}, follow_redirects=False, **options)
        for text in answer.headers.get_list("Set-Cookie"):
            self.cookies |= {name: one.value for name, one in SimpleCookie(text).items()}
        return answer
