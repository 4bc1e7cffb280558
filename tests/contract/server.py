"""The server under test: how requests reach it, and the record of what was said."""

from collections import Counter

import httpx2 as httpx

from . import checks
from .document import operation_of
from .exchange import Exchange
from .framing import Framing, by_length
from .raw import TIMEOUT, RawResponse, transmit

__tracebackhide__ = True  # a failure points to the line of the test

recorded: list[Exchange] = []  # of the running test; a test runs alone in its process
exercised: Counter[tuple[str, int]] = Counter()  # (operationId or "none", status), all tests


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
        self,
        method: str,
        target: bytes,
        headers: list[tuple[bytes, bytes]],
        content: bytes,
        framing: Framing = by_length,
        *,
        hang_up: bool = False,
    ) -> RawResponse | None:
        """Send bytes that a client library would tidy up, and judge the answer, if there is one."""
        framed, body = framing(content) if content else ([], b"")
        sent = [(b"Host", self.url.netloc), (b"Connection", b"close"), *framed, *headers]
        lines = [b"%s %s HTTP/1.1" % (method.encode(), self.prefix.encode() + target)]
        lines += [b"%s: %s" % pair for pair in sent]
        request = b"\r\n".join([*lines, b"", body])
        address = (self.url.host, self.url.port or 80)
        answer = transmit(address, method, request, hang_up=hang_up)
        if answer:
            self._judge(method, target.decode("latin-1"), httpx.Headers(sent), content, answer)
        return answer

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
        checks.check(exchange, self.profile)

    def _local(self, name: str, value: str) -> str:
        return self.local(value) if name.lower() in {"location", "link"} else value

    def local(self, reference: str) -> str:
        """Take the prefix of the base URL off a path, or off the one that a Link begins with."""
        opening = "<" if reference.startswith("<") else ""
        whole, bare = f"{opening}{self.prefix}/", f"{opening}/"
        return bare + reference.removeprefix(whole) if reference.startswith(whole) else reference
