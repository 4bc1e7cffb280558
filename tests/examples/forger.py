"""A proxy before a provider of OpenID Connect, which can forge the provider's answers."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import httpx2 as httpx
from joserfc.jwk import RSAKey

Claims = dict[str, Any]
TOKEN, JWKS, METADATA = "/oauth2/token", "/jwks", "/.well-known/openid-configuration"
KEY = RSAKey.generate_key(2048, {"kid": "forger"})
PASSED_ON = ("Host", "Authorization", "Content-Type")


class Forger(ThreadingHTTPServer):
    """The proxy. It passes on everything until a test sets `forge` or `answers`.

    The provider names itself by the Host of a request, so clients know only the proxy's address.
    """

    forge: Callable[[Claims], str] | None = None  # makes another id_token, for which KEY is right
    answers: dict[str, tuple[int, str]]  # by path, in place of the provider's
    sent: dict[str, str]  # the last form that came for tokens
    authorization: str | None  # and its header

    def __init__(self, provider: httpx.Client) -> None:
        super().__init__(("127.0.0.1", 0), ForgingHandler)
        self.provider, self.answers = provider, {}
        self.url = f"http://127.0.0.1:{self.server_port}"

    def changed(self, path: str, status: int, text: str) -> tuple[int, str]:
        """Return the answer as the client shall see it."""
        if path in self.answers:
            return self.answers[path]
        if self.forge and path == JWKS:
            return status, json.dumps({"keys": [KEY.as_dict(private=False)]})
        if self.forge and path == TOKEN and status == 200:
            tokens = json.loads(text)
            return status, json.dumps(tokens | {"id_token": self.forge(claims_of(tokens))})
        return status, text


class ForgingHandler(BaseHTTPRequestHandler):
    """Passes on a request, and the answer or another one."""

    server: Forger

    def do_GET(self) -> None:
        """Pass on the request."""
        self.pass_on(b"")

    def do_POST(self) -> None:
        """Remember a form that asks for tokens, and pass it on."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == TOKEN:
            self.server.sent = dict(parse_qsl(body.decode()))
            self.server.authorization = self.headers["Authorization"]
        self.pass_on(body)

    def pass_on(self, body: bytes) -> None:
        """Ask the provider, and answer."""
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        provider = self.server.provider
        answer = provider.request(self.command, self.path, content=body, headers=headers)
        status, text = self.server.changed(self.path, answer.status_code, answer.text)
        self.send_response(status)
        self.send_header("Location", answer.headers.get("Location", ""))
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


def claims_of(tokens: dict[str, str]) -> Claims:
    """Return what the id_token says."""
    return json.loads(urlsafe_b64decode(tokens["id_token"].split(".")[1] + "=="))


@contextmanager
def forging(provider: str) -> Iterator[Forger]:
    """Run a proxy before the provider, in a thread."""
    with httpx.Client(base_url=provider, trust_env=False) as client, Forger(client) as forger:
        thread = Thread(target=forger.serve_forever)
        thread.start()
        try:
            yield forger
        finally:
            forger.shutdown()
            thread.join()
