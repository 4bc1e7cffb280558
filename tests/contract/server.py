"""The server under test: how requests reach it, and the record of what was said."""

import io
import socket
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import cast

import httpx2 as httpx

from . import conformance
from .document import operation_of
from .exchange import Exchange

__tracebackhide__ = True  # a failure points to the line of the test

TIMEOUT = 20  # seconds, after which a server counts as silent

recorded: list[Exchange] = []  # of the running test; a test runs alone in its process
exercised: Counter[tuple[str, int]] = Counter()  # (operationId or "none", status), all tests


@dataclass(frozen=True)
class RawResponse:
    """An answer read from the socket up to its end, bytes beyond the body included."""

    status: int
    headers: httpx.Headers
    body: bytes


class _Received(io.BytesIO):
    """Received bytes in the shape of the socket that HTTPResponse reads from."""

    def makefile(self, mode: str) -> "_Received":
        return self

    def close(self) -> None:
        """Stay open, so that what follows the answer can be read too."""


class Server:
    """A base URL, and the profile to which the server behind it is held."""

    def __init__(self, url: str, profile: str) -> None:
        """Prepare to talk to the server at a base URL, whose path prefixes every target."""
        self.url = httpx.URL(url)
        self.prefix = self.url.path.rstrip("/")
        self.profile = profile
        # A refused body may leave a kept connection unusable, so each request has its own.
        self.client = httpx.Client(
            headers={"Connection": "close"},
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=TIMEOUT,
            trust_env=False,
        )

    def send(
        self, method: str, target: str, headers: dict[str, str], content: bytes
    ) -> httpx.Response:
        """Send a request, its target exactly as given, and judge the answer."""
        whole = {"target": (self.prefix + target).encode()}
        request = self.client.build_request(
            method, self.url, headers=headers, content=content, extensions=whole
        )
        response = self.client.send(request)
        answer = RawResponse(response.status_code, response.headers, response.content)
        self._judge(method, target, request.headers, content, answer)
        return response

    def send_raw(
        self, method: str, target: bytes, headers: list[tuple[bytes, bytes]], content: bytes
    ) -> RawResponse:
        """Send bytes that a client library would tidy up, and judge the answer."""
        length = [(b"Content-Length", b"%d" % len(content))] if content else []
        sent = [(b"Host", self.url.netloc), (b"Connection", b"close"), *length, *headers]
        lines = [b"%s %s HTTP/1.1" % (method.encode(), self.prefix.encode() + target)]
        lines += [b"%s: %s" % pair for pair in sent]
        answer = self._transmit(method, b"\r\n".join([*lines, b"", content]))
        self._judge(method, target.decode("latin-1"), httpx.Headers(sent), content, answer)
        return answer

    def _transmit(self, method: str, request: bytes) -> RawResponse:
        address = (self.url.host, self.url.port or 80)
        with socket.create_connection(address, timeout=TIMEOUT) as connection:
            connection.sendall(request)
            received = _Received(b"".join(iter(lambda: connection.recv(65536), b"")))
        response = HTTPResponse(cast(socket.socket, received), method=method)
        response.begin()
        body = response.read() + received.read()
        return RawResponse(response.status, httpx.Headers(response.getheaders()), body)

    def _judge(
        self, method: str, target: str, sent: httpx.Headers, content: bytes, answer: RawResponse
    ) -> None:
        url = f"{self.url.scheme}://{self.url.netloc.decode()}{self.prefix}{target}"
        pairs = [(name, self._local(name, value)) for name, value in answer.headers.multi_items()]
        exchange = Exchange(
            method, target, url, sent, content, answer.status, httpx.Headers(pairs), answer.body
        )
        recorded.append(exchange)
        operation = operation_of(method, exchange.path)
        exercised[operation.id if operation else "none", exchange.status] += 1
        conformance.check(exchange, self.profile)

    def _local(self, name: str, value: str) -> str:
        return self.local(value) if name.lower() in {"location", "link"} else value

    def local(self, reference: str) -> str:
        """Take the prefix of the base URL off a path, or off the one that a Link begins with."""
        opening = "<" if reference.startswith("<") else ""
        whole, bare = f"{opening}{self.prefix}/", f"{opening}/"
        return bare + reference.removeprefix(whole) if reference.startswith(whole) else reference
