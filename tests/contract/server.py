"""The server under test: sends requests, and records every exchange and what it breaks."""

import re
import ssl
from collections import Counter
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2 as httpx

from . import checks
from .document import operation_of
from .exchange import Exchange
from .framing import Framing, by_length
from .raw import TIMEOUT, RawResponse, transmit
from .violations import Violation

STATUS = re.compile(r"\b[1-5][0-9][0-9]\b")

__tracebackhide__ = True  # failures point to the line of the test

# Of the running test; each process runs one test at a time.
recorded: list[Exchange] = []
violations: list[Violation] = []
exercised: Counter[tuple[str, int]] = Counter()  # (operationId or "none", status), over all tests


class Server:
    """A base URL, and the profile that the server is checked against."""

    def __init__(self, url: str, profile: str, *, insecure: bool = False) -> None:
        """Prepare to call the server at a base URL; its path is the prefix of every target.

        With `insecure` the certificate of an https URL may be anybody's.
        """
        self.url = httpx.URL(url)
        self.prefix = self.url.path.rstrip("/")
        self.profile = profile
        self.check = checks.check  # the tests of pages have other rules
        self.tls = trust(insecure=insecure) if self.url.scheme == "https" else None
        # A refused body may make a connection unusable, so each request opens a new one.
        self.client = httpx.Client(
            headers={"Connection": "close"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # keep none
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=TIMEOUT,
            trust_env=False,
            verify=self.tls or False,
        )

    def at(self, netloc: str) -> "Server":
        """Return the same server at another address, with any certificate."""
        url = f"{self.url.scheme}://{netloc}{self.prefix}"
        return Server(url, self.profile, insecure=True)

    def send(
        self, method: str, target: str, headers: dict[str, str], content: bytes
    ) -> httpx.Response:
        """Send a request with exactly this target, and check the answer."""
        whole = {"target": (self.prefix + target).encode()}
        request = self.client.build_request(
            method, self.url, headers=headers, content=content, extensions=whole
        )
        try:
            response = self.client.send(request)
        except httpx.HTTPError as error:
            raise AssertionError(f"{method} {target[:200]} got no answer: {error}") from None
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
        """Send bytes that a client library would change, and check the answer, if there is one."""
        framed, body = framing(content) if content else ([], b"")
        sent = [(b"Host", self.url.netloc), (b"Connection", b"close"), *framed, *headers]
        lines = [b"%s %s HTTP/1.1" % (method.encode(), self.prefix.encode() + target)]
        lines += [b"%s: %s" % pair for pair in sent]
        request = b"\r\n".join([*lines, b"", body])
        address = (self.url.host, self.url.port or (443 if self.tls else 80))
        try:
            answer = transmit(address, method, request, hang_up=hang_up, tls=self.tls)
        except OSError as error:
            raise AssertionError(f"{method} {target[:200]!r} got no answer: {error}") from None
        if answer:
            self._judge(method, target.decode("latin-1"), httpx.Headers(sent), content, answer)
        return answer

    def _judge(
        self, method: str, target: str, sent: httpx.Headers, content: bytes, answer: RawResponse
    ) -> None:
        url = self.url_of(target)
        pairs = [(name, self._local(name, value)) for name, value in answer.headers.multi_items()]
        exchange = Exchange(
            method, target, url, sent, content, answer.status, httpx.Headers(pairs), answer.body
        )
        recorded.append(exchange)
        operation = operation_of(method, exchange.path)
        exercised[operation.id if operation else "none", exchange.status] += 1
        for violation in self.check(exchange, self.profile):
            violation.example = str(exchange)
            violations.append(violation)

    def url_of(self, target: str) -> str:
        """Return the whole URL of a target."""
        return f"{self.url.scheme}://{self.url.netloc.decode()}{self.prefix}{target}"

    def _local(self, name: str, value: str) -> str:
        return self.local(value) if name.lower() in {"location", "link"} else value

    def local(self, reference: str) -> str:
        """Remove the prefix of the base URL from a path, or from the start of a Link target."""
        opening = "<" if reference.startswith("<") else ""
        whole, bare = f"{opening}{self.prefix}/", f"{opening}/"
        return bare + reference.removeprefix(whole) if reference.startswith(whole) else reference


def guilty(message: str) -> str:
    """Return the recorded exchange whose target a message names, or whose status it found.

    If there is none, it is the last exchange.
    """
    named = [each for each in recorded if each.target in message]
    if named:
        return str(max(named, key=lambda each: len(each.target)))
    found = {int(status) for status in STATUS.findall(message.partition("==")[0])}
    likely = [each for each in recorded if each.status in found] or recorded
    return str(likely[-1]) if likely else ""


def trust(*, insecure: bool) -> ssl.SSLContext:
    """Return the TLS settings: the system's certificates, or with `insecure` any certificate."""
    context = ssl.create_default_context()
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
