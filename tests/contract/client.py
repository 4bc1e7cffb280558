"""Clients of the API: anonymous ones, and users with an account and a token."""

import json as json_codec
import re
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx

from .document import path_of
from .framing import Framing, by_length
from .raw import RawResponse
from .server import Server
from .violations import Broken

__tracebackhide__ = True  # failures point to the line of the test

ACCOUNTS = path_of("register")
LOG_IN = path_of("log_in")
LOG_OUT = path_of("log_out")
JSON = (b"Content-Type", b"application/json")
MILK = "Buy milk"
UNSET: Any = object()


class Caller:
    """A client of the API, with or without a token."""

    def __init__(self, server: Server, token: str | None = None) -> None:
        """Call the server with this token, or without one."""
        self.server = server
        self.token = token

    def __repr__(self) -> str:
        """Say whether there is a token, without showing it."""
        return f"<{type(self).__name__} {'with' if self.token else 'without'} a token>"

    def with_token(self, token: str | None) -> "Caller":
        """Return a caller that uses this token instead."""
        return Caller(self.server, token)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = UNSET,
        content: bytes | None = None,
        headers: dict[str, str | None] | None = None,
    ) -> httpx.Response:
        """Send a request and check the answer.

        The path is sent unchanged after the prefix of the base URL. A body is either `json` or the
        bytes of `content`. Its type is application/json unless headers say otherwise. A header of
        None is not sent.
        """
        if json is not UNSET:
            content = json_codec.dumps(json, ensure_ascii=False).encode()
        sent: dict[str, str | None] = {}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        if content is not None:
            sent["Content-Type"] = "application/json"
        told = {k: v for k, v in (sent | (headers or {})).items() if v is not None}
        return self.server.send(method, path, told, content or b"")

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Send GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """Send POST."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        """Send PUT."""
        return self.request("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        """Send DELETE."""
        return self.request("DELETE", path, **options)

    def head(self, path: str, **options: Any) -> httpx.Response:
        """Send HEAD."""
        return self.request("HEAD", path, **options)

    def options(self, path: str, **options: Any) -> httpx.Response:
        """Send OPTIONS."""
        return self.request("OPTIONS", path, **options)

    def raw(
        self,
        method: str,
        target: bytes,
        headers: list[tuple[bytes, bytes]] | None = None,
        body: bytes = b"",
        framing: Framing = by_length,
    ) -> RawResponse:
        """Send raw bytes over a plain socket, with the token if there is one."""
        answer = self.server.send_raw(method, target, self._own() + (headers or []), body, framing)
        assert answer, "the server closed the connection without an answer"
        return answer

    def cut_off(self, method: str, path: str, json: Any, framing: Framing) -> int | None:
        """Send a body that is cut off by closing the connection; None if there is no answer."""
        headers, body = [*self._own(), JSON], json_codec.dumps(json).encode()
        answer = self.server.send_raw(method, path.encode(), headers, body, framing, hang_up=True)
        return answer.status if answer else None

    def _own(self) -> list[tuple[bytes, bytes]]:
        return [(b"Authorization", f"Bearer {self.token}".encode())] if self.token else []

    def location(self, response: httpx.Response) -> str:
        """Return the path in Location, ready for a request."""
        return self.server.local(path_in(response.headers["Location"]))

    def next_page(self, response: httpx.Response) -> str | None:
        """Return the path of the next page from Link, ready for a request."""
        link = re.fullmatch(r'<(.+)>; rel="next"', response.headers.get("Link", ""))
        return self.server.local(path_in(link[1])) if link else None


def path_in(reference: str) -> str:
    """Return the path and the query of a reference, which HTTP-14 wants to be no more than that."""
    return urlsplit(reference)._replace(scheme="", netloc="").geturl()


class User(Caller):
    """A caller with an account; fixtures register and log in."""

    def __init__(self, server: Server, username: str, email: str, password: str) -> None:
        """Represent a registered account, without a token at first."""
        super().__init__(server)
        self.username = username
        self.email = email
        self.password = password
        self.path = path_of("read_account", username)
        self.tasks = path_of("list_tasks", username)

    def log_in(self, password: str | None = None) -> Caller:
        """Log in with the given or the registered password; return a caller with the new token."""
        credentials = {"username": self.username, "password": password or self.password}
        response = Caller(self.server).post(LOG_IN, json=credentials)
        assert response.is_success, f"log-in was answered {response.status_code}: {response.text}"
        return self.with_token(response.json()["token"])

    def create_task(self, name: str = MILK, **members: Any) -> dict[str, Any]:
        """Create a task and return it; if not even the plainest can be created, that is TASK-1."""
        response = self.post(self.tasks, json={"name": name, **members})
        if name == MILK and not members and not response.is_success:
            promise = "TASK-2" if response.status_code == 422 else "TASK-1"
            raise Broken(promise, f"a name alone was answered {response.status_code}, not 201")
        assert response.is_success, f"{name!r} was answered {response.status_code}: {response.text}"
        task: dict[str, Any] = response.json()
        return task
